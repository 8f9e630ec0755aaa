import { useTranslation } from "react-i18next";
import type { FlowChange } from "../../wire";
import { KIND } from "../graph/kinds";
import type { Kind } from "../graph/language";
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
            change.fields.map(({ name, before, after }) => (
              <div key={name} className={classes.field}>
                <span className="dim">{name}</span>
                {before !== null && before !== undefined && <del>{shown(before)}</del>}
                {after !== null && after !== undefined && <ins>{shown(after)}</ins>}
              </div>
            ))}
        </li>
      ))}
    </ul>
  );
}

const shown = (value: unknown): string => (typeof value === "string" ? value || "∅" : JSON.stringify(value, null, 1));
