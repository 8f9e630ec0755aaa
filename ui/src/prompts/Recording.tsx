import { Alert, Button, Modal } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../app/format";
import { Icon } from "../app/icons";
import { LevelMeter } from "../phone/LevelMeter";
import { PlayButton } from "./PlayButton";
import classes from "./Prompts.module.css";
import { Recorder } from "./recorder";

/** Longer prompts than this the centre does not take. */
const SECONDS_MAX = 600;

interface Props {
  title: string;
  keep: (wav: Blob) => void;
  close: () => void;
}

/** Speak a prompt, hear it, keep it. */
export function Recording({ title, keep, close }: Props) {
  const { t } = useTranslation();
  const [recorder, setRecorder] = useState<Recorder | null>(null);
  const [seconds, setSeconds] = useState(0);
  const [wav, setWav] = useState<{ blob: Blob; url: string } | null>(null);
  const [trouble, setTrouble] = useState("");
  const present = useRef<Recorder>(null);
  present.current = recorder;
  useEffect(() => () => present.current?.cancel(), []);
  useEffect(() => (wav ? () => URL.revokeObjectURL(wav.url) : undefined), [wav]);

  useEffect(() => {
    if (!recorder) return;
    const began = performance.now();
    const tick = setInterval(() => setSeconds((performance.now() - began) / 1000), 200);
    return () => clearInterval(tick);
  }, [recorder]);
  useEffect(() => {
    if (recorder && seconds >= SECONDS_MAX) void stop();
  });

  async function start() {
    setTrouble("");
    setWav(null);
    setSeconds(0);
    try {
      setRecorder(await Recorder.start());
    } catch (error) {
      const denied = error instanceof DOMException && error.name === "NotAllowedError";
      setTrouble(t(denied ? "prompts.microphoneDenied" : "prompts.microphoneMissing"));
    }
  }

  async function stop() {
    const made = recorder;
    setRecorder(null);
    try {
      const blob = await made?.stop();
      if (blob) setWav({ blob, url: URL.createObjectURL(blob) });
    } catch {
      setTrouble(t("prompts.recordFailed"));
    }
  }

  return (
    <Modal opened onClose={close} title={title} size="sm" closeOnClickOutside={recorder === null}>
      <div className="stack">
        <div className={classes.deck} data-on={recorder !== null || undefined}>
          <span className={`${classes.time} number`}>{clock(seconds)}</span>
          {wav ? (
            <PlayButton src={wav.url} label={title} />
          ) : (
            <LevelMeter stream={recorder?.stream ?? null} label={t("phone.microphoneLevel")} />
          )}
        </div>
        <p className="dim" style={{ margin: 0 }}>
          {t(recorder ? "prompts.speakNow" : wav ? "prompts.hearIt" : "prompts.recordHint")}
        </p>
        {trouble && (
          <Alert color="red" variant="light" icon={<Icon name="alert" />} role="alert">
            {trouble}
          </Alert>
        )}
        <div className="row">
          {recorder ? (
            <Button className="push" color="red" onClick={() => void stop()} data-autofocus>
              {t("prompts.stop")}
            </Button>
          ) : (
            <Button
              className="push"
              variant={wav ? "default" : "filled"}
              leftSection={<Icon name="mic" size={16} />}
              onClick={() => void start()}
              data-autofocus
            >
              {t(wav ? "prompts.again" : "prompts.record")}
            </Button>
          )}
          {wav && (
            <Button
              onClick={() => {
                keep(wav.blob);
                close();
              }}
            >
              {t("prompts.keep")}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
