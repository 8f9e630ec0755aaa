import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../editor/context";
import { AddLine, Remove } from "../forms/WaysFields";
import type { Case, Step } from "../graph/language";
import { isAct, kindOfStep, STEP_KINDS, type StepKind, stepOf, stepText } from "./caseBuilding";
import { CircumstancesForm } from "./CircumstancesForm";
import classes from "./Rehearsal.module.css";

interface Props {
  value: Case;
  /** Counted from 1. */
  failedStep: number | null;
  onChange: (value: Case) => void;
  remove: () => void;
}

/** A test case: its name, its circumstances, and its steps line by line. */
export function CaseForm({ value, failedStep, onChange, remove }: Props) {
  const { t } = useTranslation();
  const { readOnly } = useEditor();
  const put = (steps: readonly Step[]) => onChange({ ...value, steps });
  return (
    <fieldset className={classes.controls} disabled={readOnly} style={{ padding: "8px 0" }}>
      <TextInput
        size="xs"
        aria-label={t("flows.caseName")}
        value={value.name}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
      />
      <details>
        <summary>{t("flows.circumstances")}</summary>
        <CircumstancesForm value={value} onChange={({ ...next }) => onChange({ ...next, name: value.name, steps: value.steps })} />
      </details>
      <div>
        {value.steps.map((step, at) => {
          const kind = kindOfStep(step);
          const bare = kind === "silent" || kind === "hang_up";
          return (
            <div key={at} className={classes.step} data-act={isAct(kind) || undefined} data-failed={failedStep === at + 1 || undefined}>
              <span className="dim small">{at + 1}</span>
              <NativeSelect
                size="xs"
                aria-label={t("flows.stepKind", { step: at + 1 })}
                value={kind}
                onChange={(event) => put(value.steps.with(at, stepOf(event.currentTarget.value as StepKind, stepText(step))))}
                data={STEP_KINDS.map((one) => ({ value: one, label: t(`flows.step.${one}`) }))}
              />
              {bare ? (
                <span />
              ) : (
                <StepValue key={kind} step={step} at={at} onChange={(next) => put(value.steps.with(at, next))} />
              )}
              <Remove label={t("flows.removeStep", { step: at + 1 })} act={() => put(value.steps.toSpliced(at, 1))} />
            </div>
          );
        })}
      </div>
      <div className="row">
        <AddLine label={t("flows.newStep")} act={() => put([...value.steps, { press: "" }])} />
        {!readOnly && (
          <Button className="push" size="compact-sm" variant="subtle" color="red" onClick={remove}>
            {t("flows.removeCase")}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

/** Answers are read as a whole, so they are taken once they are complete. */
function StepValue({ step, at, onChange }: { step: Step; at: number; onChange: (step: Step) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const kind = kindOfStep(step);
  return (
    <TextInput
      size="xs"
      aria-label={t("flows.stepValue", { step: at + 1 })}
      placeholder={kind === "answered" ? t("flows.answeredForm") : undefined}
      value={typed ?? stepText(step)}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        if (kind !== "answered") onChange(stepOf(kind, event.currentTarget.value));
      }}
      onBlur={() => {
        if (typed !== null) onChange(stepOf(kind, typed));
        setTyped(null);
      }}
    />
  );
}
