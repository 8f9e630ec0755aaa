import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../editor/context";
import { ExpressionInput } from "./ExpressionInput";
import classes from "./Forms.module.css";
import { AddLine, Remove } from "./WaysFields";

interface Props {
  label: string;
  description?: string;
  value: unknown;
  onChange: (pairs: Readonly<Record<string, string>>) => void;
  gaps?: boolean;
  /** The values are no expressions, only words. */
  plain?: boolean;
  error?: React.ReactNode;
}

/** Expressions by name. A name is given its entry once it is written, so that two can be alike while one is typed. */
export function PairsField({ label, description, value, onChange, gaps, plain, error }: Props) {
  const { t } = useTranslation();
  const { readOnly } = useEditor();
  const kept = Object.entries((value ?? {}) as Readonly<Record<string, string>>);
  const [fresh, setFresh] = useState<string | null>(null);

  function rename(from: string, to: string): void {
    if (to && to !== from && !kept.some(([name]) => name === to)) {
      onChange(Object.fromEntries(kept.map(([name, one]) => [name === from ? to : name, one])));
    }
  }

  const put = (name: string, next: string) =>
    onChange(Object.fromEntries(kept.map(([one, old]) => [one, one === name ? next : old])));

  return (
    <fieldset className={classes.prompts} disabled={readOnly}>
      <legend>{label}</legend>
      {description && <p className="dim small" style={{ margin: 0 }}>{description}</p>}
      {kept.map(([name, expression]) => (
        <div key={name} className={classes.pair} style={{ width: "100%" }}>
          <Name name={name} rename={(to) => rename(name, to)} />
          {plain ? (
            <TextInput
              aria-label={t("flows.valueOfName", { name })}
              value={String(expression)}
              onChange={(event) => put(name, event.currentTarget.value)}
            />
          ) : (
            <ExpressionInput
              ariaLabel={t("flows.valueOfName", { name })}
              gaps={gaps}
              value={String(expression)}
              onChange={(next) => put(name, next)}
            />
          )}
          <Remove label={t("flows.removeName", { name })} act={() => onChange(Object.fromEntries(kept.filter(([one]) => one !== name)))} />
        </div>
      ))}
      {fresh === null ? (
        <AddLine label={t("flows.newName")} act={() => setFresh("")} />
      ) : (
        <TextInput
          autoFocus
          size="xs"
          aria-label={t("flows.name")}
          placeholder={t("flows.name")}
          value={fresh}
          classNames={{ input: classes.mono }}
          onChange={(event) => setFresh(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") setFresh(null);
            if (event.key === "Enter") event.currentTarget.blur();
          }}
          onBlur={() => {
            if (fresh.trim() && !kept.some(([name]) => name === fresh.trim())) onChange({ ...Object.fromEntries(kept), [fresh.trim()]: "" });
            setFresh(null);
          }}
        />
      )}
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}

function Name({ name, rename }: { name: string; rename: (to: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      aria-label={t("flows.name")}
      value={typed ?? name}
      classNames={{ input: classes.mono }}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== null) rename(typed.trim());
        setTyped(null);
      }}
    />
  );
}
