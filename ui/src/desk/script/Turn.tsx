import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api";
import { Icon } from "../../app/icons";
import { sentenceOf } from "../../app/Trouble";
import type { ScriptTurn, ScriptView } from "../../wire";
import { pressesOf } from "./answers";
import { DiscloseField } from "./DiscloseField";
import { OrderField } from "./OrderField";
import { PressField } from "./PressField";
import classes from "./Script.module.css";
import { TypedField } from "./TypedField";
import type { Answering } from "./useAnswering";

interface Props {
  view: ScriptView;
  current: ScriptTurn;
  answering: Answering;
}

/** The present step: what to read out, and where its answer goes. */
export function Turn({ view, current, answering }: Props) {
  const { t } = useTranslation();
  const errorId = useId();
  const [first] = useState(answering.filledIn);
  const presses = pressesOf(current, t);
  const failed = answering.failure?.error;
  const isOffline = failed instanceof ApiError && failed.status === 0;
  const trouble = isOffline ? t("script.notSent") : failed ? sentenceOf(failed) : current.says;
  const field = {
    errorId: trouble ? errorId : undefined,
    first,
    busy: answering.isSending,
    fillIn: answering.fillIn,
    answer: answering.answer,
  };

  return (
    <div className={classes.turn} aria-busy={answering.isSending}>
      <p className={classes.text} lang={view.language} dir="auto" aria-live="polite">
        {current.text}
      </p>
      {presses ? (
        <PressField {...field} presses={presses} scale={current.form?.kind === "rating"} />
      ) : current.kind === "disclose" ? (
        <DiscloseField {...field} />
      ) : current.kind === "order" ? (
        <OrderField {...field} contactId={view.contact_id} currency={current.currency} />
      ) : current.kind === "ask" && current.form ? (
        <TypedField {...field} form={current.form} />
      ) : (
        <Button
          data-field
          loading={answering.isSending}
          onClick={() => answering.answer(true)}
          rightSection={<kbd>Enter</kbd>}
        >
          {t("script.next")}
        </Button>
      )}
      <p className={classes.trouble} id={errorId} role="alert">
        {trouble && (
          <>
            <Icon name="alert" size={14} /> <span>{trouble}</span>
          </>
        )}
        {answering.failure && (
          <Button size="compact-xs" variant="default" onClick={answering.failure.again}>
            {t("common.tryAgain")}
          </Button>
        )}
      </p>
    </div>
  );
}

/** What every field of a step is given. */
export interface FieldProps {
  /** The line that says what is wrong, if something is. */
  errorId: string | undefined;
  /** What was filled in before. */
  first: unknown;
  busy: boolean;
  fillIn: (value: unknown) => void;
  answer: (value: unknown) => void;
}
