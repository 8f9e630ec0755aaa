import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../api";
import { Confirm } from "../app/Confirm";
import { clock, dayAndTime } from "../app/format";
import { FileDrop } from "../app/FileDrop";
import { Icon } from "../app/icons";
import { sentenceOf } from "../app/Trouble";
import type { PromptLine } from "../wire";
import { PlayButton } from "./PlayButton";
import classes from "./Prompts.module.css";
import { Recording } from "./Recording";

const BYTES_MAX = 10_000_000;
const ACCEPTED = ".wav,.mp3,.ogg,.oga,.opus,.flac,audio/wav,audio/mpeg,audio/ogg,audio/flac";

interface Props {
  prompt: PromptLine;
  languages: readonly string[];
  changed: () => Promise<unknown>;
}

/** One prompt: hear it, and let another sound take its place. */
export function PromptDetail({ prompt, languages, changed }: Props) {
  const { t } = useTranslation();
  const [removing, remove] = useState(false);
  const used = prompt.used_by.length > 0;
  return (
    <>
      <div>
        <h2 className={`${classes.name} cut`} dir="auto">
          {prompt.name}
        </h2>
        <span className="dim">{prompt.prompt_id}</span>
      </div>
      {prompt.shipped && <p className={classes.hint}>{t("prompts.shippedHint")}</p>}
      {languages.map((language) => (
        <InLanguage key={language} prompt={prompt} language={language} changed={changed} />
      ))}
      <div>
        <h3 className="label">{t("prompts.usedBy")}</h3>
        {used ? (
          <ul className={classes.uses}>
            {prompt.used_by.map((flowId) => (
              <li key={flowId}>
                <Link href={`/flows/${encodeURIComponent(flowId)}`}>{flowId}</Link>
              </li>
            ))}
          </ul>
        ) : (
          <p className={classes.hint}>{t("prompts.unused")}</p>
        )}
      </div>
      {!prompt.shipped && (
        <Button
          variant="default"
          leftSection={<Icon name="trash" size={16} />}
          style={{ alignSelf: "start" }}
          onClick={() => remove(true)}
        >
          {t("prompts.remove")}
        </Button>
      )}
      {removing && (
        <Confirm
          danger
          blocked={used}
          title={t("prompts.removeThis", { name: prompt.name })}
          label={t("prompts.remove")}
          close={() => remove(false)}
          act={async () => {
            await api.prompts.remove(prompt.prompt_id);
            await changed();
          }}
        >
          {used ? t("prompts.usedFirst", { flows: prompt.used_by.join(", ") }) : t("prompts.removeAsk")}
        </Confirm>
      )}
    </>
  );
}

function InLanguage({ prompt, language, changed }: { prompt: PromptLine; language: string; changed: Props["changed"] }) {
  const { t, i18n } = useTranslation();
  const [progress, setProgress] = useState<number | null>(null);
  const [error, setError] = useState("");
  const [recording, record] = useState(false);
  const sound = prompt.sounds[language];
  const name = t(`languages.${language}`, { defaultValue: language.toUpperCase() });

  async function upload(file: Blob) {
    setError("");
    if (file.size > BYTES_MAX) return setError(t("prompts.tooLarge"));
    setProgress(0);
    try {
      await api.prompts.upload(prompt.prompt_id, language, file, setProgress);
      await changed();
    } catch (reason) {
      setError(sentenceOf(reason));
    } finally {
      setProgress(null);
    }
  }

  return (
    <section className={classes.language} aria-label={name}>
      <div className="row">
        <b>{name}</b>
        {sound ? (
          <>
            <PlayButton
              key={sound.uploaded_at}
              src={api.prompts.soundUrl(prompt.prompt_id, language, sound.uploaded_at)}
              label={`${prompt.name}, ${name}`}
            />
            <span className="number">{clock(Math.round(sound.seconds))}</span>
            {sound.uploaded_at !== null && (
              <span className="dim small push">
                {sound.uploaded_by}, {dayAndTime(sound.uploaded_at, i18n.language)}
              </span>
            )}
          </>
        ) : (
          <span className={classes.missing}>{t("prompts.missing")}</span>
        )}
      </div>
      {!prompt.shipped && (
        <div className={classes.bring}>
          <FileDrop accept={ACCEPTED} take={(file) => void upload(file)} progress={progress}>
            {t(sound ? "prompts.replace" : "prompts.upload")}
          </FileDrop>
          <Button
            variant="default"
            h={44}
            disabled={progress !== null}
            leftSection={<Icon name="mic" size={16} />}
            onClick={() => record(true)}
          >
            {t("prompts.record")}
          </Button>
        </div>
      )}
      <p className={classes.error} role="alert">
        {error}
      </p>
      {recording && (
        <Recording title={`${prompt.name}, ${name}`} close={() => record(false)} keep={(wav) => void upload(wav)} />
      )}
    </section>
  );
}
