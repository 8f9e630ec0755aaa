import { useTranslation } from "react-i18next";
import classes from "./Messages.module.css";
import { useMessages } from "./messages";

const SHOWN_MAX = 99;

/** How many messages wait, in the rail. */
export function OpenMessages() {
  const { t } = useTranslation();
  const { data } = useMessages("open");
  const count = data?.length ?? 0;
  if (count === 0) return null;
  return (
    <b className={classes.badge} aria-label={t("messages.waiting", { count })}>
      {count > SHOWN_MAX ? `${SHOWN_MAX}+` : count}
    </b>
  );
}
