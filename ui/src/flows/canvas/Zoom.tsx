import { useTranslation } from "react-i18next";
import { Icon, type IconName } from "../../app/icons";
import classes from "./Canvas.module.css";
import type { BoardActs } from "./useActsOnBoard";

export function Zoom({ acts }: { acts: BoardActs }) {
  const { t } = useTranslation();
  const buttons: [IconName, string, () => void][] = [
    ["plus", t("flows.zoomIn"), acts.zoomIn],
    ["minus", t("flows.zoomOut"), acts.zoomOut],
    ["fit", t("flows.fit"), acts.fit],
  ];
  return (
    <div className={classes.zoom} role="group" aria-label={t("flows.zoom")}>
      {buttons.map(([icon, label, act]) => (
        <button key={icon} type="button" onClick={act} aria-label={label} title={label}>
          <Icon name={icon} size={16} />
        </button>
      ))}
    </div>
  );
}
