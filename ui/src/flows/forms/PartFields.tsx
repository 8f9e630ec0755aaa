import { Autocomplete, NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEditing, useEditor } from "../editor/context";
import { languagesOf, type Part, type SpokenPart, type Words } from "../graph/language";
import classes from "./Forms.module.css";
import { ExpressionInput } from "./ExpressionInput";

/** What belongs to one part of a prompt. */
export function PartFields({ part, onChange }: { part: Part; onChange: (part: Part) => void }) {
  const { t } = useTranslation();
  const { things } = useEditor();
  if (typeof part === "string") {
    return (
      <Autocomplete
        size="xs"
        aria-label={t("flows.part.recorded")}
        placeholder={t("flows.promptName")}
        data={things.prompt.map((one) => one.value)}
        value={part}
        onChange={onChange}
        limit={60}
      />
    );
  }
  if (part.kind === "text") {
    return <WordsInput words={part.text as Words} onChange={(text) => onChange({ ...part, text })} />;
  }
  const put = (name: string, value: unknown) => onChange({ ...part, [name]: value });
  return (
    <>
      <ExpressionInput
        ariaLabel={t("flows.value")}
        placeholder={t(`flows.valueOf.${part.kind}`)}
        value={String(part.value ?? "")}
        onChange={(value) => put("value", value)}
      />
      {part.kind === "money" && (
        <TextInput
          size="xs"
          label={t("flows.field.currency")}
          value={String(part.currency ?? "RUB")}
          maxLength={3}
          onChange={(event) => put("currency", event.currentTarget.value.toUpperCase())}
        />
      )}
      {part.kind === "number" && <Noun part={part} put={put} />}
      {(part.kind === "ordinal" || part.kind === "number") && (
        <NativeSelect
          size="xs"
          label={t("flows.gender")}
          value={String(part.gender ?? "m")}
          onChange={(event) => put("gender", event.currentTarget.value)}
          data={["m", "f", "n"].map((gender) => ({ value: gender, label: t(`flows.genders.${gender}`) }))}
        />
      )}
    </>
  );
}

/** Words in every language of the flow, side by side, with gaps for expressions. */
export function WordsInput({ words, onChange, error }: { words: Words | undefined; onChange: (words: Words) => void; error?: React.ReactNode }) {
  const { t } = useTranslation();
  const { flow } = useEditing();
  const { readOnly } = useEditor();
  return (
    <>
      <div className={classes.words}>
        {languagesOf(flow).map((language) => (
          <ExpressionInput
            key={language}
            gaps
            multiline
            readOnly={readOnly}
            lang={language}
            ariaLabel={t("flows.textIn", { language: language.toUpperCase() })}
            placeholder={language.toUpperCase()}
            value={words?.[language] ?? ""}
            onChange={(text) => onChange({ ...words, [language]: text })}
          />
        ))}
      </div>
      {error && <p className={classes.error}>{error}</p>}
    </>
  );
}

/** The forms of what is counted, by language: one, few, many. */
function Noun({ part, put }: { part: SpokenPart; put: (name: string, value: unknown) => void }) {
  const { t } = useTranslation();
  const { flow } = useEditing();
  const noun = (part.noun ?? {}) as Readonly<Record<string, readonly string[]>>;
  return (
    <div className={classes.words}>
      {languagesOf(flow).map((language) => (
        <TextInput
          key={language}
          size="xs"
          label={t("flows.nounIn", { language: language.toUpperCase() })}
          placeholder={language === "ru" ? "заказ, заказа, заказов" : "order, orders"}
          value={(noun[language] ?? []).join(", ")}
          onChange={(event) => {
            const forms = event.currentTarget.value.split(/,\s?/);
            const { [language]: _, ...others } = noun;
            put("noun", forms.some(Boolean) ? { ...others, [language]: forms } : others);
          }}
        />
      ))}
    </div>
  );
}
