import { ActionIcon } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../app/icons";

/** One at a time: a second sound stops the first. */
let playing: HTMLAudioElement | null = null;

/** Hear a short sound. */
export function PlayButton({ src, label }: { src: string; label: string }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [on, setOn] = useState(false);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    // An element that has left the page would play on.
    const element = audio.current;
    return () => element?.pause();
  }, []);

  function toggle() {
    const element = audio.current;
    if (!element) return;
    if (!element.paused) return element.pause();
    if (playing !== element) playing?.pause();
    playing = element;
    element.currentTime = 0;
    setFailed(false);
    void element.play().catch(() => setFailed(true));
  }

  return (
    <>
      <audio ref={audio} src={src} preload="none" onPlay={() => setOn(true)} onPause={() => setOn(false)} />
      <ActionIcon
        variant={on ? "filled" : "default"}
        color={failed ? "red" : undefined}
        radius="xl"
        onClick={toggle}
        title={failed ? t("player.failed") : undefined}
        aria-label={`${t(on ? "player.pause" : "player.play")}: ${label}`}
      >
        <Icon name={failed ? "alert" : on ? "pause" : "play"} size={15} />
      </ActionIcon>
    </>
  );
}
