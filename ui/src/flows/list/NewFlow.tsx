import { Alert, Button, Modal, NativeSelect, Radio, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import * as api from "../../api";
import { named } from "../../app/format";
import { sentenceOf } from "../../app/Trouble";
import type { FlowLine } from "../../wire";
import { NODE_ID, type Purpose } from "../graph/language";
import { idFrom } from "./flowId";
import classes from "./List.module.css";

export interface Beginning {
  copyOf?: FlowLine;
}

const EMPTY = "";

/** A new flow: empty, from a template, or a copy. */
export function NewFlow({ beginning, taken, close }: { beginning: Beginning; taken: readonly FlowLine[]; close: () => void }) {
  const { t, i18n } = useTranslation();
  const { copyOf } = beginning;
  const [, go] = useLocation();
  const client = useQueryClient();
  const { data: templates } = useQuery({ queryKey: ["flows", "templates"], queryFn: api.flows.templates, enabled: !copyOf });
  const [name, setName] = useState(copyOf ? t("flows.copyName", { name: named(copyOf, i18n.language) }) : "");
  const [ownId, setOwnId] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<Purpose>(copyOf?.purpose ?? "call");
  const [template, setTemplate] = useState(EMPTY);
  const flowId = ownId ?? idFrom(name);
  const fault = taken.some((one) => one.flow_id === flowId) ? "taken" : flowId && !NODE_ID.test(flowId) ? "form" : null;
  const chosen = templates?.find((one) => one.template_id === template);
  const create = useMutation({
    mutationFn: () =>
      api.flows.create({
        flow_id: flowId,
        name: name.trim(),
        purpose: chosen?.purpose ?? purpose,
        copy_of: copyOf?.flow_id,
        template: template || undefined,
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["flows"], exact: true });
      go(`/flows/${encodeURIComponent(flowId)}`);
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate();
  }

  return (
    <Modal opened onClose={close} title={t(copyOf ? "flows.copy" : "flows.create")} size="lg">
      <form className="stack" onSubmit={submit}>
        {!copyOf && (
          <Radio.Group label={t("flows.beginWith")} value={template} onChange={setTemplate}>
            <div className={classes.templates}>
              <Template value={EMPTY} title={t("flows.emptyFlow")} hint={t("flows.emptyFlowHint")} />
              {templates?.map((one) => (
                <Template
                  key={one.template_id}
                  value={one.template_id}
                  title={named(one, i18n.language)}
                  hint={one.description}
                  chosen={() => !name && setName(named(one, i18n.language))}
                />
              ))}
            </div>
          </Radio.Group>
        )}
        <TextInput
          label={t("flows.field.flow_name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
          required
        />
        <TextInput
          label={t("flows.nodeId")}
          description={t("flows.flowIdHint")}
          value={flowId}
          error={fault ? t(`flows.idFault.${fault}`) : undefined}
          spellCheck={false}
          onChange={(event) => setOwnId(event.currentTarget.value)}
          required
        />
        {!chosen && !copyOf && (
          <NativeSelect
            label={t("flows.field.purpose")}
            description={t(`flows.purposeHint.${purpose}`)}
            value={purpose}
            onChange={(event) => setPurpose(event.currentTarget.value as Purpose)}
            data={(["call", "script", "part"] as const).map((one) => ({ value: one, label: t(`flows.purpose.${one}`) }))}
          />
        )}
        {create.error && (
          <Alert color="red" variant="light" role="alert">
            {sentenceOf(create.error)}
          </Alert>
        )}
        <div className="row">
          <Button className="push" variant="default" onClick={close}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!name.trim() || !flowId || fault !== null}>
            {t(copyOf ? "flows.copy" : "flows.create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Template({ value, title, hint, chosen }: { value: string; title: string; hint: string; chosen?: () => void }) {
  return (
    <label className={classes.template}>
      <Radio value={value} onClick={chosen} aria-label={title} />
      <span>
        <b>{title}</b>
        <span className="dim small">{hint}</span>
      </span>
    </label>
  );
}
