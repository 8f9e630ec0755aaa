import { useTranslation } from "react-i18next";
import { clock, named, timeOfDay } from "../app/format";
import type { FlowRun } from "../wire";
import { answerWords } from "./answerWords";
import classes from "./Contacts.module.css";

/** What flows and scripts noted of a contact: answers, milestones, and what was read out. */
export function Runs({ runs }: { runs: readonly FlowRun[] }) {
  const { t } = useTranslation();
  if (runs.length === 0) return null;
  return (
    <section>
      <h3 className="label">{t("run.head")}</h3>
      {runs.map((run) => (
        <Run key={`${run.flow_id} ${run.started_at} ${run.script}`} run={run} />
      ))}
    </section>
  );
}

function Run({ run }: { run: FlowRun }) {
  const { t, i18n } = useTranslation();
  const time = (at: number) => timeOfDay(at, i18n.language, true);
  const how = run.outcome ? t(`run.outcome.${run.outcome}`, { defaultValue: run.outcome }) : t("run.underWay");
  return (
    <div className={classes.run}>
      <p className={classes.runHead}>
        <b dir="auto">{named(run, i18n.language)}</b>
        <span className="dim">{t("run.version", { version: run.version })}</span>
        <span className={classes.runKind}>{t(run.script ? "run.script" : "run.machine")}</span>
        <span>
          {how}
          {run.contained && `, ${t("run.contained")}`}
          {(run.outcome === "left" || run.outcome === "failed") && `, ${t("run.lastAt", { id: run.last_node })}`}
        </span>
        <span className="push dim number">{clock(Math.round(run.seconds))}</span>
      </p>
      {run.answers.length > 0 && (
        <dl className={classes.answers} aria-label={t("run.answers")}>
          {run.answers.map((answer) => (
            <div key={answer.name}>
              <dt>{answer.name}</dt>
              <dd dir="auto">
                {answerWords(answer.value, t).map((line, at) => (
                  <span key={at}>{line}</span>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Times head={t("run.marks")} lines={run.marks.map((mark) => [mark.mark, time(mark.at)])} />
      <Times head={t("run.read")} lines={run.disclosures.map((one) => [one.node_id, time(one.at)])} />
    </div>
  );
}

function Times({ head, lines }: { head: string; lines: readonly (readonly [string, string])[] }) {
  if (lines.length === 0) return null;
  return (
    <p className={classes.times}>
      <span className="dim">{head}:</span>
      {lines.map(([name, time]) => (
        <span key={name + time}>
          {name} <time className="number dim">{time}</time>
        </span>
      ))}
    </p>
  );
}
