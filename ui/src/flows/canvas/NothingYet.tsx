import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Canvas.module.css";
import type { BoardActs } from "./useActsOnBoard";

/** What an empty canvas says. */
export function NothingYet({ acts }: { acts: BoardActs }) {
  const { t } = useTranslation();
  return (
    <div className={classes.empty}>
      <div className="panel" style={{ padding: 20, maxWidth: 380, textAlign: "center" }}>
        <strong>{t("flows.nothingYet")}</strong>
        <p className="dim">{t("flows.nothingYetHint")}</p>
        {!acts.readOnly && (
          <Button onClick={() => acts.add(null)}>{t("flows.addFirst")}</Button>
        )}
      </div>
    </div>
  );
}
