import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../../app/format";
import type { Utterance } from "../../wire";
import classes from "./Rehearsal.module.css";

/** What was said on both sides. A line leads to its node. */
export function Transcript({ lines, go }: { lines: readonly Utterance[]; go: (nodeId: string) => void }) {
  const { t } = useTranslation();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [lines.length]);
  return (
    <div className={classes.transcript} role="log" aria-label={t("flows.transcript")}>
      {lines.map((line, at) => (
        <button
          key={at}
          type="button"
          className={classes.bubble}
          data-who={line.who}
          title={`${line.node_id} · ${clock(line.at_s)}`}
          onClick={() => go(line.node_id)}
        >
          <span className={classes.hidden}>{t(`flows.who.${line.who}`)}: </span>
          {line.text}
        </button>
      ))}
      <div ref={end} />
    </div>
  );
}
