import { MultiSelect, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { useEditing, useEditor } from "../editor/context";
import { type Flow, languagesOf } from "../graph/language";
import classes from "./Forms.module.css";
import { TargetPick } from "./picks";

const REPEAT_KEYS = ["*", "#", "9", ""];

/** What holds for the whole flow. */
export function FlowForm() {
  const { t } = useTranslation();
  const { editing, readOnly, problems, flowId } = useEditor();
  const { flow } = useEditing();
  const { data: uses } = useQuery({ queryKey: ["flow", flowId, "uses"], queryFn: () => api.flows.uses(flowId) });
  const put = <Name extends keyof Flow>(name: Name, value: Flow[Name]) =>
    editing.edit((before) => ({ ...before, [name]: value }), `flow.${name}`);
  const errorOf = (field: string) => problems.find((one) => one.node_id === "" && one.field === field)?.says;
  const text = (name: "name" | "name_ru" | "description") => ({
    label: t(`flows.field.flow_${name}`),
    readOnly,
    error: errorOf(name),
    value: flow[name] ?? "",
  });
  const target = (name: "start" | "person" | "on_error", required = false) => (
    <div data-field={name}>
      <TargetPick
        label={t(`flows.field.flow_${name}`)}
        description={t(`flows.hint.flow_${name}`)}
        nothing={required ? undefined : t("flows.none")}
        required={required}
        error={errorOf(name)}
        value={flow[name] ?? ""}
        onChange={(id) => put(name, id)}
      />
    </div>
  );
  return (
    <div className={classes.form} role="form" aria-label={t("flows.settings")}>
      <strong>{t("flows.settings")}</strong>
      <TextInput {...text("name")} onChange={(event) => put("name", event.currentTarget.value)} />
      <TextInput {...text("name_ru")} onChange={(event) => put("name_ru", event.currentTarget.value)} />
      <NativeSelect
        label={t("flows.field.purpose")}
        description={t(`flows.purposeHint.${flow.purpose ?? "call"}`)}
        disabled={readOnly}
        value={flow.purpose ?? "call"}
        onChange={(event) => put("purpose", event.currentTarget.value as Flow["purpose"])}
        data={(["call", "script", "part"] as const).map((one) => ({ value: one, label: t(`flows.purpose.${one}`) }))}
      />
      <Textarea {...text("description")} autosize minRows={2} maxRows={6} onChange={(event) => put("description", event.currentTarget.value)} />
      <div data-field="languages">
        <MultiSelect
          label={t("flows.field.languages")}
          description={t("flows.hint.languages")}
          readOnly={readOnly}
          error={errorOf("languages")}
          value={[...languagesOf(flow)]}
          onChange={(languages) => put("languages", languages)}
          data={["en", "ru"].map((one) => ({ value: one, label: t(`languages.${one}`) }))}
        />
      </div>
      {target("start", true)}
      {target("person")}
      {target("on_error")}
      <NativeSelect
        label={t("flows.field.repeat_key")}
        description={t("flows.hint.repeat_key")}
        disabled={readOnly}
        value={flow.repeat_key ?? "*"}
        onChange={(event) => put("repeat_key", event.currentTarget.value)}
        data={REPEAT_KEYS.map((key) => ({ value: key, label: key || t("flows.none") }))}
      />
      <div>
        <span className="label">{t("flows.usedBy")}</span>
        {uses?.length === 0 && <p className="dim">{t("flows.usedByNothing")}</p>}
        <ul style={{ margin: "4px 0", paddingLeft: 18 }}>
          {uses?.map((use) => (
            <li key={`${use.kind} ${use.id}`}>
              {t(`flows.use.${use.kind}`)} <b>{use.name || use.id}</b>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
