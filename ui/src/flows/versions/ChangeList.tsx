import { useTranslation } from "react-i18next";
import type { FlowChange } from "../../wire";
import { KIND } from "../graph/kinds";
import type { Kind } from "../graph/language";
import { leavesOf } from "../graph/leaves";
import classes from "./Versions.module.css";

/** What two versions differ in, by node and field. */
export function ChangeList({ changes, go }: { changes: readonly FlowChange[]; go?: (nodeId: string) => void }) {
  const { t } = useTranslation();
  if (!changes.length) return <p className="dim">{t("flows.noChanges")}</p>;
  return (
    <ul className={classes.changes}>
      {changes.map((change) => (
        <li key={`${change.change} ${change.node_id}`} data-change={change.change}>
          <button type="button" disabled={!go || !change.node_id} onClick={() => go?.(change.node_id)}>
            <b>{change.node_id || t("flows.settings")}</b>{" "}
            <span className="dim small">
              {change.kind in KIND && `${t(`flows.kind.${change.kind as Kind}`)} · `}
              {t(`flows.change.${change.change}`)}
            </span>
          </button>
          {change.change === "changed" &&
            change.fields.flatMap(({ name, before, after }) => leavesOf(name, before, after)).map((leaf) => (
              <div key={leaf.path} className={classes.field}>
                <span className="dim">{leaf.path}</span>
                {leaf.before !== null && leaf.before !== undefined && <del>{shown(leaf.before)}</del>}
                {leaf.after !== null && leaf.after !== undefined && <ins>{shown(leaf.after)}</ins>}
              </div>
            ))}
        </li>
      ))}
    </ul>
  );
}

const shown = (value: unknown): string => (typeof value === "string" ? value || "∅" : JSON.stringify(value, null, 1));
