import { Alert, Button, FileButton, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import * as api from "../../api";
import { sentenceOf } from "../../app/Trouble";
import { Icon } from "../../app/icons";
import type { FlowLine } from "../../wire";
import { freeId } from "../graph/edits";
import type { Flow } from "../graph/language";

/** A flow from a file, YAML or JSON: read and checked by the centre, then kept as a new draft. */
export function ImportFlow({ taken, close }: { taken: readonly FlowLine[]; close: () => void }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const client = useQueryClient();
  const [read, setRead] = useState<Flow | null>(null);
  const [flowId, setFlowId] = useState("");
  const isTaken = taken.some((one) => one.flow_id === flowId);
  const parse = useMutation({
    mutationFn: async (file: File) => (await api.flows.parse(await file.text())).document,
    onSuccess: (document) => {
      setRead(document);
      setFlowId(freeId((id) => taken.some((one) => one.flow_id === id), document.flow_id || "flow"));
    },
  });
  const keep = useMutation({
    mutationFn: async (document: Flow) => {
      const { rev } = await api.flows.create({ flow_id: flowId, name: document.name, purpose: document.purpose ?? "call" });
      await api.flows.save(flowId, { ...document, flow_id: flowId }, rev);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["flows"], exact: true });
      go(`/flows/${encodeURIComponent(flowId)}`);
    },
  });
  const error = parse.error ?? keep.error;
  return (
    <Modal opened onClose={close} title={t("flows.import")}>
      <div className="stack">
        <p className="dim" style={{ margin: 0 }}>
          {t("flows.importHint")}
        </p>
        <FileButton accept=".yaml,.yml,.json" onChange={(file) => file && parse.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={parse.isPending} leftSection={<Icon name="upload" size={16} />} data-autofocus>
              {t("flows.chooseFile")}
            </Button>
          )}
        </FileButton>
        {read && (
          <>
            <span>{t("flows.importFound", { name: read.name, count: Object.keys(read.nodes).length })}</span>
            <TextInput
              label={t("flows.nodeId")}
              value={flowId}
              error={isTaken ? t("flows.idFault.taken") : undefined}
              onChange={(event) => setFlowId(event.currentTarget.value)}
            />
          </>
        )}
        {error && (
          <Alert color="red" variant="light" role="alert">
            {sentenceOf(error)}
          </Alert>
        )}
        <div className="row">
          <Button className="push" variant="default" onClick={close}>
            {t("common.cancel")}
          </Button>
          <Button disabled={!read || !flowId || isTaken} loading={keep.isPending} onClick={() => read && keep.mutate(read)}>
            {t("flows.importDo")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
