import { Alert, Button, Menu, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { named } from "../../app/format";
import { sentenceOf, tellTrouble } from "../../app/Trouble";
import type { FlowLine } from "../../wire";
import { download } from "../editor/download";

export function FlowActs({ flow, copy }: { flow: FlowLine; copy: () => void }) {
  const { t, i18n } = useTranslation();
  const name = named(flow, i18n.language);
  const [removing, remove] = useState(false);
  const save = (form: "yaml" | "json") => async () => {
    try {
      await download(flow.flow_id, (await api.flows.open(flow.flow_id)).document, form);
    } catch (error) {
      tellTrouble(error);
    }
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" aria-label={t("accounts.actsOf", { name })}>
            ⋯
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={copy}>{t("flows.copy")}</Menu.Item>
          <Menu.Item onClick={save("yaml")}>{t("flows.exportAs", { form: "YAML" })}</Menu.Item>
          <Menu.Item onClick={save("json")}>{t("flows.exportAs", { form: "JSON" })}</Menu.Item>
          <Menu.Item color="red" onClick={() => remove(true)}>
            {t("flows.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {removing && <RemoveFlow flow={flow} name={name} close={() => remove(false)} />}
    </>
  );
}

function RemoveFlow({ flow, name, close }: { flow: FlowLine; name: string; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.flows.remove(flow.flow_id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["flows"] });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t("flows.remove")} size="sm">
      <div className="stack">
        <span>{flow.used_by.length ? t("flows.removeUsed", { name, uses: flow.used_by.join(", ") }) : t("flows.removeAsk", { name })}</span>
        {remove.error && (
          <Alert color="red" variant="light" role="alert">
            {sentenceOf(remove.error)}
          </Alert>
        )}
        <div className="row">
          <Button className="push" variant="default" onClick={close} data-autofocus>
            {t("common.cancel")}
          </Button>
          <Button color="red" loading={remove.isPending} disabled={flow.used_by.length > 0} onClick={() => remove.mutate()}>
            {t("flows.remove")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
