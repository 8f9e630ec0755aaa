import { Button, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { tellTrouble } from "../../app/Trouble";
import { useEditor } from "./context";

export function DiscardDraft({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { flowId, draft, reopen, opened } = useEditor();
  const client = useQueryClient();
  const discard = useMutation({
    mutationFn: async () => {
      await draft.flush();
      await api.flows.discard(flowId);
      draft.settle(draft.state.rev, null);
      await reopen();
      await client.invalidateQueries({ queryKey: ["flows"] });
    },
    onSuccess: close,
    onError: tellTrouble,
  });
  return (
    <Modal opened onClose={close} title={t("flows.discard")} size="sm">
      <p style={{ marginTop: 0 }}>{t("flows.discardAsk", { version: opened.published_version ?? 0 })}</p>
      <div className="row">
        <Button className="push" variant="default" onClick={close} data-autofocus>
          {t("common.cancel")}
        </Button>
        <Button color="red" loading={discard.isPending} onClick={() => discard.mutate()}>
          {t("flows.discard")}
        </Button>
      </div>
    </Modal>
  );
}
