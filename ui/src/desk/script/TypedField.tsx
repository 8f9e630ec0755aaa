import { Button, Textarea, TextInput } from "@mantine/core";
import type { TFunction } from "i18next";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ScriptForm } from "../../wire";
import { dayFrom } from "./answers";
import classes from "./Script.module.css";
import type { FieldProps } from "./Turn";

const TEXT_MAX = 2000;

interface Props extends FieldProps {
  form: ScriptForm;
}

/** Digits, a number, a day, words, or something secret. */
export function TypedField({ form, first, busy, errorId, fillIn, answer }: Props) {
  const { t } = useTranslation();
  const secret = form.kind === "secret";
  const [text, setText] = useState(secret || first === undefined ? "" : String(first));
  const hint = hintOf(form, t);

  function typed(next: string) {
    const clean = form.kind === "digits" || secret ? next.replace(/\D/g, "") : next;
    setText(clean);
    fillIn(clean);
  }

  function send(event?: FormEvent) {
    event?.preventDefault();
    const given = text.trim();
    if (given === "" || busy) return;
    answer(form.kind === "number" && /^-?\d+$/.test(given) ? Number(given) : given);
  }

  const shared = {
    "data-field": true,
    "aria-label": t("script.answer"),
    "aria-errormessage": errorId,
    error: errorId !== undefined,
    description: hint,
    value: text,
    autoComplete: "off",
  };

  // The centre says what does not fit, in the agent's language; the browser would in its own, over the button.
  return (
    <form onSubmit={send} className={classes.typed} noValidate>
      {form.kind === "text" || form.kind === "voice" ? (
        <Textarea
          {...shared}
          rows={4}
          maxLength={form.kind === "text" ? (form.most ?? TEXT_MAX) : TEXT_MAX}
          onChange={(event) => typed(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            send(event);
          }}
        />
      ) : (
        <TextInput
          {...shared}
          size="md"
          type={secret ? "password" : form.kind === "date" ? "date" : "text"}
          inputMode={form.kind === "date" ? undefined : "numeric"}
          min={form.kind === "date" ? dayFrom(new Date(), form.earliest_days) : undefined}
          max={form.kind === "date" ? dayFrom(new Date(), form.latest_days) : undefined}
          maxLength={form.kind === "digits" || secret ? (form.most ?? 20) : 20}
          onChange={(event) => typed(event.currentTarget.value)}
        />
      )}
      <Button type="submit" loading={busy} disabled={text.trim() === ""} rightSection={<kbd>Enter</kbd>}>
        {t("script.confirm")}
      </Button>
    </form>
  );
}

function hintOf(form: ScriptForm, t: TFunction): string {
  const { least, most } = form;
  switch (form.kind) {
    case "digits":
    case "secret": {
      const count = least === most ? t("script.digitsExactly", { most }) : t("script.digitsBetween", { least, most });
      const known = least !== undefined && most !== undefined ? count : "";
      return form.kind === "secret" ? [t("script.secretHint"), known].filter(Boolean).join(" ") : known;
    }
    case "number":
      return least !== undefined && most !== undefined ? t("script.range", { least, most }) : "";
    case "text":
    case "voice":
      return t("script.newLine");
    default:
      return "";
  }
}
