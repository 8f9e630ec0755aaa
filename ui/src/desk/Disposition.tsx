import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { named } from "../app/format";
import { useHotkeys } from "../app/hotkeys";
import type { Disposition as Choice } from "../wire";
import { useActs } from "./acts";
import classes from "./Desk.module.css";

interface Props {
  contactId: string;
  choices: readonly Choice[];
  chosen: string | null;
  /** Digits choose; while a keypad is wanted they do not. */
  byDigits: boolean;
}

/** How the contact ended, one press. */
export function Disposition({ contactId, choices, chosen, byDigits }: Props) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { busy, run } = useActs();

  const choose = (choice: Choice) =>
    void run(choice.disposition_id, async () => {
      await api.desk.setDisposition(contactId, choice.disposition_id);
      void client.invalidateQueries({ queryKey: ["desk", "today"] });
    });

  const keys: Record<string, () => void> = {};
  choices.slice(0, 9).forEach((choice, at) => {
    keys[`Alt+${at + 1}`] = () => choose(choice);
    if (byDigits) keys[String(at + 1)] = () => choose(choice);
  });
  useHotkeys(keys);

  if (choices.length === 0) return null;
  return (
    <fieldset className={classes.dispositions}>
      <legend>{t("desk.disposition")}</legend>
      {choices.map((choice, at) => (
        <button
          key={choice.disposition_id}
          type="button"
          aria-pressed={chosen === choice.disposition_id || busy === choice.disposition_id}
          onClick={() => choose(choice)}
        >
          {at < 9 && <kbd>{byDigits ? at + 1 : `Alt+${at + 1}`}</kbd>}
          {named(choice, i18n.language)}
        </button>
      ))}
    </fieldset>
  );
}
