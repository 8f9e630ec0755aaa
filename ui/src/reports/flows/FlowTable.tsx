import { useTranslation } from "react-i18next";
import { clockOr, named, percent } from "../../app/format";
import type { FlowFigures } from "../../wire";
import { share, summed } from "./figures";
import classes from "./Flows.module.css";
import { type Definitions, FlowMeaning } from "./FlowMeaning";
import { useCount } from "./useCount";

const COLUMNS = ["entered", "containment", "handed_over", "messages", "abandoned", "failed", "average_s"] as const;

interface Props {
  flows: readonly FlowFigures[][];
  chosen: { flowId: string; version: number | null };
  choose: (flowId: string, version?: number | null) => void;
  definitions: Definitions;
}

/** Every flow that was entered, with its versions where there are several. */
export function FlowTable({ flows, chosen, choose, definitions }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-label={t("flowReport.flows")}>
      <div className={`scroll ${classes.flows}`}>
        <table className="grid">
          <thead>
            <tr>
              <th>{t("flowReport.flow")}</th>
              {COLUMNS.map((name) => (
                <th key={name} className="r">
                  <FlowMeaning name={name} definitions={definitions}>
                    {t(`flowMeasure.${name}`)}
                  </FlowMeaning>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {flows.map((versions) => {
              const flowId = versions[0]!.flow_id;
              const here = chosen.flowId === flowId;
              return [
                <Row key={flowId} row={summed(versions)!} chosen={here && chosen.version === null} choose={() => choose(flowId)} />,
                ...(here && versions.length > 1
                  ? versions.map((one) => (
                      <Row
                        key={`${flowId} ${one.version}`}
                        row={one}
                        version={one.version}
                        chosen={chosen.version === one.version}
                        choose={() => choose(flowId, one.version)}
                      />
                    ))
                  : []),
              ];
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type Shown = Pick<FlowFigures, "entered" | "containment" | "handed_over" | "messages" | "abandoned" | "failed" | "average_s" | "name" | "name_ru" | "script">;

function Row(props: { row: Shown; version?: number; chosen: boolean; choose: () => void }) {
  const { t, i18n } = useTranslation();
  const { row, version } = props;
  const count = useCount();
  const part = (what: number) => (
    <>
      {count(what)} <span className="dim">{percent(share(what, row.entered), i18n.language)}</span>
    </>
  );
  return (
    <tr className="pick" aria-selected={props.chosen} onClick={props.choose}>
      <td>
        <button type="button" className={classes.name} data-version={version !== undefined || undefined}>
          {version === undefined ? named(row, i18n.language) : t("flowReport.versionN", { version })}
        </button>
        {version === undefined && row.script && <span className={classes.tag}>{t("flowReport.script")}</span>}
      </td>
      <td className="r">{count(row.entered)}</td>
      <td className="r">{percent(row.containment, i18n.language)}</td>
      <td className="r">{part(row.handed_over)}</td>
      <td className="r">{part(row.messages)}</td>
      <td className="r">{part(row.abandoned)}</td>
      <td className="r">{count(row.failed)}</td>
      <td className="r">{clockOr(row.average_s)}</td>
    </tr>
  );
}
