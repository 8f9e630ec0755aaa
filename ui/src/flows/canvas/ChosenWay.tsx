import { useTranslation } from "react-i18next";
import { useEditing } from "../editor/context";
import { wayOf } from "../graph/ways";
import classes from "./Canvas.module.css";
import { wayWords } from "./wayWords";

/** Says aloud, to whoever cannot see it, which way is chosen and where it leads. */
export function ChosenWay() {
  const { t, i18n } = useTranslation();
  const { flow, chosen } = useEditing();
  const { standing } = chosen;
  const node = standing ? flow.nodes[standing.id] : undefined;
  const way = node && standing?.way ? wayOf(node, standing.way) : undefined;
  const words = node && way ? `${wayWords(node, way, i18n.language, t)}: ${way.target || t("flows.leadsNowhere")}` : "";
  return (
    <div className={classes.spoken} role="status">
      {words}
    </div>
  );
}
