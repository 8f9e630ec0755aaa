import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEditing, useEditor } from "../editor/context";
import type { Choice, ThingKind } from "../editor/things";
import { KIND } from "../graph/kinds";
import { readingOrder } from "../graph/layout";
import { summaryOf } from "../graph/summary";
import classes from "./Forms.module.css";

interface Props {
  label?: string;
  ariaLabel?: string;
  description?: string;
  error?: React.ReactNode;
  required?: boolean;
  value: string;
  onChange: (value: string) => void;
  /** What an empty value means. */
  nothing?: string;
}

/** What is chosen stays visible even where it does not exist any more. */
const withOwn = (choices: readonly Choice[], value: string): Choice[] =>
  !value || choices.some((one) => one.value === value) ? [...choices] : [{ value, label: value }, ...choices];

/** A queue, a flow, a calendar, a table, a line: one of those that there are. */
export function ThingPick({ kind, value, onChange, nothing, ariaLabel, ...rest }: Props & { kind: ThingKind }) {
  const { t } = useTranslation();
  const { things, readOnly } = useEditor();
  return (
    <Select
      {...rest}
      aria-label={ariaLabel}
      searchable
      clearable={!rest.required}
      readOnly={readOnly}
      placeholder={nothing ?? t("flows.chooseOne")}
      nothingFoundMessage={t("flows.nothingFound")}
      value={value || null}
      onChange={(next) => onChange(next ?? "")}
      data={withOwn(things[kind], value)}
    />
  );
}

/** The node where a way leads. */
export function TargetPick({ value, onChange, nothing, ariaLabel, ...rest }: Props) {
  const { t, i18n } = useTranslation();
  const { names, readOnly } = useEditor();
  const { flow } = useEditing();
  const choices = readingOrder(flow).map((id) => {
    const node = flow.nodes[id]!;
    return { value: id, label: id, kind: node.kind, hint: summaryOf(node, i18n.language, names) };
  });
  return (
    <Select
      {...rest}
      classNames={{ label: classes.wayLabel }}
      aria-label={ariaLabel}
      searchable
      clearable
      readOnly={readOnly}
      placeholder={nothing ?? t("flows.leadsNowhere")}
      nothingFoundMessage={t("flows.nothingFound")}
      value={value || null}
      onChange={(next) => onChange(next ?? "")}
      data={withOwn(choices, value)}
      renderOption={({ option }) => {
        const choice = choices.find((one) => one.value === option.value);
        return (
          <span className="cut">
            <b>{option.label}</b>{" "}
            {choice && KIND[choice.kind] && <span className="dim small">{choice.hint || t(`flows.kind.${choice.kind}`)}</span>}
          </span>
        );
      }}
    />
  );
}
