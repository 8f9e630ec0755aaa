import { NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEditing, useEditor } from "../editor/context";
import { type AnswerForm, FORM_KINDS, type FormKind, languagesOf, type Option } from "../graph/language";
import { inKeyOrder } from "../graph/ways";
import classes from "./Forms.module.css";
import { AddLine, Remove } from "./WaysFields";

interface Bound {
  readonly name: string;
  readonly usual: number | null;
}

/** The numbers that belong to each form, with what holds without them. */
const BOUNDS: Partial<Record<FormKind, readonly Bound[]>> = {
  digits: [
    { name: "least", usual: 1 },
    { name: "most", usual: 20 },
  ],
  secret: [
    { name: "least", usual: 4 },
    { name: "most", usual: 19 },
  ],
  number: [
    { name: "least", usual: 0 },
    { name: "most", usual: 1_000_000 },
  ],
  date: [
    { name: "earliest_days", usual: null },
    { name: "latest_days", usual: null },
  ],
  text: [
    { name: "most", usual: 2000 },
    { name: "most_s", usual: 60 },
    { name: "silence_s", usual: 4 },
  ],
  voice: [
    { name: "most_s", usual: 120 },
    { name: "silence_s", usual: 5 },
  ],
};

const SCALES = ["csat", "nps", "ces"];

/** What a question accepts. */
export function AnswerFormField({ label, form, onChange, error }: { label: string; form: AnswerForm; onChange: (form: AnswerForm) => void; error?: React.ReactNode }) {
  const { t } = useTranslation();
  const { readOnly } = useEditor();
  const put = (name: string, value: unknown) => {
    const { [name]: _, ...others } = form;
    onChange((value === undefined ? others : { ...form, [name]: value }) as AnswerForm);
  };
  return (
    <fieldset className={classes.prompts} disabled={readOnly}>
      <NativeSelect
        w="100%"
        label={label}
        description={t(`flows.formHint.${form.kind}`)}
        value={form.kind}
        onChange={(event) => {
          const kind = event.currentTarget.value as FormKind;
          onChange(kind === "choice" ? { kind, options: [] } : { kind });
        }}
        data={FORM_KINDS.map((kind) => ({ value: kind, label: t(`flows.form.${kind}`) }))}
      />
      <div className={classes.words} style={{ width: "100%" }}>
        {(BOUNDS[form.kind] ?? []).map(({ name, usual }) => (
          <NumberInput
            key={name}
            size="xs"
            label={t(`flows.bound.${form.kind === "number" ? "number_" : ""}${name}`)}
            placeholder={usual === null ? t("flows.noLimit") : undefined}
            value={(form[name] as number | undefined) ?? usual ?? ""}
            onChange={(value) => put(name, typeof value === "number" ? value : undefined)}
          />
        ))}
        {form.kind === "rating" && (
          <NativeSelect
            size="xs"
            label={t("flows.scale")}
            value={String(form.scale ?? "csat")}
            onChange={(event) => put("scale", event.currentTarget.value)}
            data={SCALES.map((scale) => ({ value: scale, label: t(`flows.scales.${scale}`) }))}
          />
        )}
      </div>
      {form.kind === "choice" && <Options options={(form.options ?? []) as readonly Option[]} onChange={(options) => put("options", options)} />}
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}

function Options({ options, onChange }: { options: readonly Option[]; onChange: (options: readonly Option[]) => void }) {
  const { t } = useTranslation();
  const { flow } = useEditing();
  const change = (at: number, part: Partial<Option>) => onChange(options.with(at, { ...options[at]!, ...part }));
  const free = inKeyOrder(["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]).find((key) => !options.some((one) => one.key === key));
  return (
    <>
      {options.map((option, at) => (
        <div key={at} className={classes.part}>
          <div className={classes.pair} style={{ gridTemplateColumns: "52px 1fr 26px" }}>
            <TextInput
              aria-label={t("flows.whichKey")}
              value={option.key}
              maxLength={1}
              onChange={(event) => change(at, { key: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t("flows.keptAs")}
              placeholder={t("flows.keptAs")}
              classNames={{ input: classes.mono }}
              value={option.value}
              onChange={(event) => change(at, { value: event.currentTarget.value })}
            />
            <Remove label={t("flows.removeKey", { key: option.key })} act={() => onChange(options.toSpliced(at, 1))} />
          </div>
          <div className={classes.words}>
            {languagesOf(flow).map((language) => (
              <TextInput
                key={language}
                size="xs"
                aria-label={t("flows.labelOf", { key: option.key, language: language.toUpperCase() })}
                placeholder={t("flows.labelIn", { language: language.toUpperCase() })}
                value={option.label?.[language] ?? ""}
                onChange={(event) => change(at, { label: { ...option.label, [language]: event.currentTarget.value } })}
              />
            ))}
          </div>
        </div>
      ))}
      <AddLine label={t("flows.newOption")} off={!free} act={() => free && onChange([...options, { value: "", key: free }])} />
    </>
  );
}
