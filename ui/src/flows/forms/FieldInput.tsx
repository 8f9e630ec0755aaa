import { Checkbox, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { wayKey } from "../canvas/wayWords";
import { useEditing, useEditor } from "../editor/context";
import type { Field } from "../graph/fields";
import { valueOf } from "../graph/kinds";
import { type AnswerForm, type FlowNode, languagesOf, type Words } from "../graph/language";
import { AnswerFormField } from "./AnswerFormField";
import { ExpressionInput } from "./ExpressionInput";
import classes from "./Forms.module.css";
import { PairsField } from "./PairsField";
import { WordsInput } from "./PartFields";
import { TargetPick, ThingPick } from "./picks";
import { PromptsField } from "./PromptsField";
import { BranchesField, KeysField, LanguageKeysField } from "./WaysFields";

interface Props {
  /** Names sounds apart, so that one button at a time shows that it plays. */
  name: string;
  node: FlowNode;
  field: Field;
  put: (fields: Readonly<Record<string, unknown>>) => void;
  error?: React.ReactNode;
}

/** The input that fits the field's type. */
export function FieldInput({ name, node, field, put, error }: Props) {
  const { t, i18n } = useTranslation();
  const { readOnly, things } = useEditor();
  const { flow } = useEditing();
  const value = valueOf(node, field);
  const text = typeof value === "string" ? value : "";
  const set = (next: unknown) => put({ [field.name]: next });
  const key = labelKey(node, field);
  const label = t(`flows.field.${key}`);
  const hint = `flows.hint.${key}`;
  const description = i18n.exists(hint) ? t(hint) : undefined;
  const shared = { label, description, error, required: field.required, readOnly };

  switch (field.type) {
    case "prompts":
      return <PromptsField name={name} label={label} error={error} value={value} onChange={set} />;
    case "target":
      return <TargetPick label={t(wayKey(field.name))} description={description} error={error} required={field.required} value={text} onChange={set} />;
    case "keys":
      return <KeysField label={label} node={node} put={put} error={error} />;
    case "languageKeys":
      return <LanguageKeysField label={label} node={node} put={put} error={error} />;
    case "branches":
      return <BranchesField label={label} node={node} put={put} error={error} />;
    case "form":
      return <AnswerFormField label={label} form={(value ?? { kind: "digits" }) as AnswerForm} onChange={set} error={error} />;
    case "expression":
      return (
        <ExpressionInput
          label={label}
          description={description}
          error={error}
          value={text}
          onChange={set}
          readOnly={readOnly}
          more={field.name === "agent" ? things.agent.map((one) => `'${one.value}'`) : undefined}
        />
      );
    case "gaps":
      return <ExpressionInput gaps label={label} description={description} error={error} value={text} onChange={set} readOnly={readOnly} />;
    case "expressions":
    case "gapsByName":
      return <PairsField label={label} description={description} value={value} onChange={set} gaps={field.type === "gapsByName"} error={error} />;
    case "words":
      return (
        <fieldset className={classes.prompts} disabled={readOnly}>
          <legend>{label}</legend>
          <WordsInput words={value as Words} onChange={set} error={error} />
        </fieldset>
      );
    case "word":
    case "currency":
      return (
        <TextInput
          {...shared}
          classNames={{ input: classes.mono }}
          value={text}
          spellCheck={false}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
    case "seconds":
    case "count":
      return (
        <NumberInput
          {...shared}
          min={0}
          decimalScale={field.type === "seconds" ? 1 : 0}
          suffix={field.type === "seconds" ? ` ${t("flows.secondsShort")}` : undefined}
          placeholder={field.usual === null ? t("flows.asTheQueue") : undefined}
          value={typeof value === "number" ? value : ""}
          onChange={(next) => set(typeof next === "number" ? next : undefined)}
        />
      );
    case "flag":
      return (
        <Checkbox
          label={label}
          description={description}
          error={error}
          checked={value === true}
          disabled={readOnly}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      );
    case "option":
      return (
        <NativeSelect
          {...shared}
          disabled={readOnly}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
          data={(field.options ?? []).map((one) => ({ value: one, label: t(`flows.option.${one}`) }))}
        />
      );
    case "language":
      return (
        <NativeSelect
          {...shared}
          disabled={readOnly}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
          data={[...new Set([...languagesOf(flow), text])].filter(Boolean)}
        />
      );
    case "queue":
    case "flow":
    case "calendar":
    case "table":
    case "trunk":
      return <ThingPick kind={field.type} label={label} description={description} error={error} required={field.required} value={text} onChange={set} />;
  }
}

/** Some fields mean another thing in some kinds of node. */
function labelKey(node: FlowNode, field: Field): string {
  const own: Readonly<Record<string, string>> = {
    "mark.served": "served_mark",
    "look-up.answer": "answer_row",
    "request.answer": "answer_row",
    "menu.answer": "answer_key",
    "to-number.number": "number_gaps",
    "choose-language.choices": "choices_language",
  };
  return own[`${node.kind}.${field.name}`] ?? field.name;
}
