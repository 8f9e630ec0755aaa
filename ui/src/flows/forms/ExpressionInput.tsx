import { ActionIcon, Popover, Textarea, TextInput, type TextInputProps } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useEditing } from "../editor/context";
import { answerNames, FUNCTIONS, KNOWN_NAMES } from "../graph/answers";
import classes from "./Forms.module.css";

interface Props {
  label?: string;
  ariaLabel?: string;
  description?: string;
  error?: React.ReactNode;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  /** The value is a text with expressions in braces. */
  gaps?: boolean;
  multiline?: boolean;
  readOnly?: boolean;
  lang?: string;
  /** Further expressions to choose from, such as the ids of agents. */
  more?: readonly string[];
}

/** An expression, or a text with expressions in its gaps, with the names and functions there are at hand. */
export function ExpressionInput({ ariaLabel, onChange, gaps, multiline, value, lang, more = [], ...rest }: Props) {
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const insert = (name: string) => {
    const at = field.current?.selectionStart ?? value.length;
    const end = field.current?.selectionEnd ?? at;
    const word = gaps ? `{${name}}` : name;
    onChange(value.slice(0, at) + word + value.slice(end));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at + word.length, at + word.length);
    });
  };
  const shared = {
    ...rest,
    ref: field,
    value,
    "aria-label": ariaLabel,
    spellCheck: gaps ?? false,
    lang,
    onChange: (event: React.ChangeEvent<HTMLInputElement & HTMLTextAreaElement>) => onChange(event.currentTarget.value),
    rightSection: <Hints gaps={gaps ?? false} more={more} insert={insert} />,
    rightSectionWidth: 26,
    classNames: { input: gaps ? undefined : classes.mono },
  } satisfies TextInputProps & { ref: unknown };
  return multiline ? (
    <Textarea {...shared} autosize minRows={2} maxRows={8} classNames={{ input: shared.classNames.input, section: classes.topSection }} />
  ) : (
    <TextInput {...shared} />
  );
}

function Hints({ gaps, more, insert }: { gaps: boolean; more: readonly string[]; insert: (name: string) => void }) {
  const { t } = useTranslation();
  const { flow } = useEditing();
  return (
    <Popover position="bottom-end" width={300} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t("flows.expressionHelp")}>
          <span className={classes.braces}>{gaps ? "{ }" : "ƒ"}</span>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={`dim small ${classes.hint}`}>{t(gaps ? "flows.gapsHint" : "flows.expressionHint")}</p>
        <div className={classes.names}>
          {[...more, ...answerNames(flow), ...KNOWN_NAMES, ...FUNCTIONS].map((name) => (
            <button key={name} type="button" onClick={() => insert(name)}>
              {name}
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
