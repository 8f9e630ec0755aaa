import { useTranslation } from "react-i18next";
import { clockOr, percent } from "../../app/format";
import { type FlowSum, share } from "./figures";
import classes from "./Flows.module.css";
import { type Definitions, FlowMeaning } from "./FlowMeaning";
import { useCount } from "./useCount";

/** What matters most of one flow. */
export function BigNumbers({ sum, definitions }: { sum: FlowSum; definitions: Definitions }) {
  const { t, i18n } = useTranslation();
  const count = useCount();
  const part = (what: number) => [percent(share(what, sum.entered), i18n.language), count(what)] as const;
  const shown: [string, string, string?][] = [
    ["entered", count(sum.entered)],
    ...(sum.script
      ? [["completed", ...part(sum.completed)] as [string, string, string]]
      : ([
          ["contained", ...part(sum.contained)],
          ["handed_over", ...part(sum.handed_over)],
          ["messages", ...part(sum.messages)],
        ] as [string, string, string][])),
    ["abandoned", ...part(sum.abandoned)],
    ["failed", ...part(sum.failed)],
    ["average_s", clockOr(sum.average_s)],
  ];
  return (
    <dl className={classes.big} aria-label={t("flowReport.whole")}>
      {shown.map(([name, value, small]) => (
        <div key={name} data-measure={name}>
          <dt>
            <FlowMeaning name={name} definitions={definitions}>
              {t(`flowMeasure.${name}`)}
            </FlowMeaning>
          </dt>
          <dd>
            <b>{value}</b>
            {small !== undefined && <span className="dim">{small}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
