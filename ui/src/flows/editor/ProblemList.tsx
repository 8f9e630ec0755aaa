import { useTranslation } from "react-i18next";
import { Empty } from "../../app/Empty";
import { useEditor } from "./context";
import classes from "./Editor.module.css";

/** Everything that is wrong; each leads to its node and field. */
export function ProblemList() {
  const { t } = useTranslation();
  const { problems, visit } = useEditor();
  if (!problems.length) return <Empty icon="check" title={t("flows.noErrors")} />;
  return (
    <div className={classes.list}>
      <strong>{t("flows.problems")}</strong>
      {problems.map((one) => (
        <button
          key={`${one.node_id} ${one.field} ${one.says}`}
          type="button"
          className={classes.problem}
          data-severity={one.severity}
          onClick={() => visit(one.node_id, one.field || undefined)}
        >
          <b>{one.node_id || t("flows.settings")}</b>
          <span>{one.says}</span>
        </button>
      ))}
    </div>
  );
}
