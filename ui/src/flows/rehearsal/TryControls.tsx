import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../app/icons";
import type { Rehearsed } from "../../wire";
import type { Step } from "../graph/language";
import { actOf } from "./caseBuilding";
import classes from "./Rehearsal.module.css";

const BACK = ["timeout", "closed", "talked", "failed"] as const;

/** What the customer can do now. */
export function TryControls({ standing, act, busy }: { standing: Rehearsed["standing"]; act: (step: Step) => void; busy: boolean }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const { awaits, options, kind } = standing;
  const isAway = awaits === "queue" || awaits === "outside";
  return (
    <fieldset className={classes.controls} disabled={busy}>
      <legend className={classes.hidden}>{t("flows.whatNow")}</legend>
      {options.length > 0 && (
        <div className="row wrap">
          {options.map((option) => (
            <Button key={option.value} size="compact-md" variant="default" onClick={() => act(actOf(option.value))}>
              <kbd>{option.value}</kbd>&nbsp;{option.label === option.value ? "" : option.label}
            </Button>
          ))}
        </div>
      )}
      {(awaits === "key" || awaits === "text") && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim()) act(actOf(typed.trim()));
          }}
        >
          <TextInput
            style={{ flex: 1 }}
            aria-label={t("flows.answerHere")}
            placeholder={t(awaits === "key" ? "flows.pressHere" : "flows.answerHere")}
            value={typed}
            autoFocus
            data-own-undo
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!typed.trim()} aria-label={t("flows.send")}>
            <Icon name="send" size={16} />
          </Button>
        </form>
      )}
      <div className="row wrap">
        {awaits === "text" && (kind === "say" || kind === "disclose") && (
          <Button size="compact-sm" variant="default" leftSection={<Icon name="check" size={14} />} onClick={() => act({ write: "ok" })}>
            {t("flows.wasRead")}
          </Button>
        )}
        {awaits === "speech" && (
          <Button size="compact-sm" variant="default" onClick={() => act({ speak_s: 5 })}>
            {t("flows.speak")}
          </Button>
        )}
        {isAway &&
          BACK.map((why) => (
            <Button key={why} size="compact-sm" variant="default" onClick={() => act({ back: why })}>
              {t(`flows.back.${why}`)}
            </Button>
          ))}
        {!isAway && (
          <Button size="compact-sm" variant="default" onClick={() => act({ silent: true })}>
            {t("flows.saySilent")}
          </Button>
        )}
        {!isAway && <Button size="compact-sm" variant="default" leftSection={<Icon name="hangUp" size={14} />} onClick={() => act({ hang_up: true })}>
          {t("flows.hangUp")}
        </Button>}
      </div>
    </fieldset>
  );
}
