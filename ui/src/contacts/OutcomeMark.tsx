import { useTranslation } from "react-i18next";
import type { Outcome } from "../wire";
import classes from "./Contacts.module.css";

/** How a contact ended; one still going on has no outcome yet. */
export function OutcomeMark({ outcome }: { outcome: Outcome | null }) {
  const { t } = useTranslation();
  return (
    <span className={classes.outcome} data-outcome={outcome ?? "open"}>
      {t(outcome ? `outcome.${outcome}` : "contacts.goesOn")}
    </span>
  );
}
