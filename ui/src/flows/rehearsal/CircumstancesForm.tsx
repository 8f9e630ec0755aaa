import { Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Circumstances } from "../../wire";
import { useEditing, useEditor } from "../editor/context";
import classes from "../forms/Forms.module.css";
import { PairsField } from "../forms/PairsField";
import { languagesOf } from "../graph/language";

interface Props {
  value: Circumstances;
  onChange: (value: Circumstances) => void;
}

export const USUAL_TIME = "2026-11-23T11:00";
const OUTSIDE = ["rows", "responses", "queues"] as const;

/** When it is, who calls, what the outside answers. */
export function CircumstancesForm({ value, onChange }: Props) {
  const { t } = useTranslation();
  const { things } = useEditor();
  const { flow } = useEditing();
  const put = (part: Partial<Circumstances>) => onChange({ ...value, ...part });
  return (
    <div className="stack">
      <div className={classes.words}>
        <TextInput
          size="xs"
          type="datetime-local"
          label={t("flows.case.at")}
          value={value.at ?? USUAL_TIME}
          onChange={(event) => put({ at: event.currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          label={t("flows.field.language")}
          value={value.language || languagesOf(flow)[0]}
          onChange={(event) => put({ language: event.currentTarget.value })}
          data={[...languagesOf(flow)]}
        />
        <TextInput
          size="xs"
          label={t("flows.case.caller")}
          value={value.caller ?? "+442079460000"}
          onChange={(event) => put({ caller: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          label={t("flows.case.number")}
          value={value.number ?? "100"}
          onChange={(event) => put({ number: event.currentTarget.value })}
        />
      </div>
      <PairsField
        plain
        label={t("flows.case.customer")}
        description={t("flows.case.customerHint")}
        value={value.customer}
        onChange={(customer) => put({ customer })}
      />
      {things.switch.length > 0 && (
        <div className="row wrap">
          {things.switch.map((one) => (
            <Checkbox
              key={one.value}
              label={one.label}
              checked={value.switches?.[one.value] ?? false}
              onChange={(event) => put({ switches: { ...value.switches, [one.value]: event.currentTarget.checked } })}
            />
          ))}
        </div>
      )}
      <Outside value={value} put={put} />
    </div>
  );
}

/** Rows of tables, answers of requests, figures of queues: as JSON, taken over once it can be read. */
function Outside({ value, put }: { value: Circumstances; put: (part: Partial<Circumstances>) => void }) {
  const { t } = useTranslation();
  const kept = Object.fromEntries(OUTSIDE.flatMap((name) => (value[name] ? [[name, value[name]] as const] : [])));
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  return (
    <Textarea
      size="xs"
      label={t("flows.case.outside")}
      description={t("flows.case.outsideHint")}
      classNames={{ input: classes.mono }}
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={false}
      placeholder={'{"rows": {"orders": [{"number": "5512", "state": "sent"}]}}'}
      value={typed ?? (Object.keys(kept).length ? JSON.stringify(kept, null, 2) : "")}
      error={isWrong ? t("flows.case.notJson") : undefined}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        try {
          const read = (text.trim() ? JSON.parse(text) : {}) as Partial<Circumstances>;
          put(Object.fromEntries(OUTSIDE.map((name) => [name, read[name]])));
          setWrong(false);
        } catch {
          setWrong(true);
        }
      }}
      onBlur={() => !isWrong && setTyped(null)}
    />
  );
}
