import { useEffect, useRef } from "react";
import classes from "./LevelMeter.module.css";
import { watchLevel } from "./devices";

/** How loud a stream is, as a bar. */
export function LevelMeter({ stream, label }: { stream: MediaStream | null; label: string }) {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!stream || stream.getAudioTracks().length === 0) return;
    return watchLevel(stream, (level) => {
      if (bar.current) bar.current.style.transform = `scaleX(${level.toFixed(3)})`;
    });
  }, [stream]);
  return (
    <span className={classes.meter} role="img" aria-label={label}>
      <i ref={bar} />
    </span>
  );
}
