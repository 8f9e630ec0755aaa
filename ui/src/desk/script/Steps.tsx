import { useTranslation } from "react-i18next";
import { timeOfDay } from "../../app/format";
import { Icon } from "../../app/icons";
import type { ScriptStep } from "../../wire";
import { answerWords } from "./answers";
import classes from "./Script.module.css";

interface Props {
  steps: readonly ScriptStep[];
  /** Null when the script has ended: it is read then, not changed. */
  back: ((step: ScriptStep) => void) | null;
  busy: boolean;
}

/** What has been read and answered so far. */
export function Steps({ steps, back, busy }: Props) {
  const { t, i18n } = useTranslation();
  if (steps.length === 0) return null;
  return (
    <ol className={classes.steps} aria-label={t("script.earlier")}>
      {steps.map((step, at) => {
        const words = answerWords(step, t, i18n.language);
        const time = step.kind === "disclose" ? timeOfDay(step.at, i18n.language, true) : "";
        return (
          <li key={`${at} ${step.node_id}`}>
            <span className={classes.asked} title={step.text} dir="auto">
              {step.text}
            </span>
            {back && (
              <button
                type="button"
                className={classes.change}
                disabled={busy}
                onClick={() => back(step)}
                aria-label={t("script.changeThis", { text: step.text.slice(0, 60) })}
              >
                {t("script.change")}
              </button>
            )}
            {words && (
              <span className={classes.answered} dir="auto">
                {step.kind === "disclose" && <Icon name="check" size={14} />}
                {words}
                {time && <time className="number"> {time}</time>}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
