import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { when } from "../../app/format";
import { tellTrouble } from "../../app/Trouble";
import { useEditor } from "./context";
import { download } from "./download";
import { useDraftState } from "./useDraft";

/** Somebody else saved meanwhile: take theirs, or put ours over it. Nothing is lost before a choice is made. */
export function Conflict() {
  const { t, i18n } = useTranslation();
  const { draft, reopen, editing, flowId } = useEditor();
  const { status, says } = useDraftState(draft);
  const isOn = status === "conflict";
  const { data: other } = useQuery({
    queryKey: ["flow", flowId, "other"],
    queryFn: () => api.flows.open(flowId),
    enabled: isOn,
    staleTime: 0,
    gcTime: 0,
  });
  const theirs = useMutation({
    mutationFn: async () => {
      draft.settle(draft.state.rev, null);
      await reopen();
    },
    onError: tellTrouble,
  });
  const ours = useMutation({
    mutationFn: async () => draft.settle((await api.flows.open(flowId)).rev, editing.flow),
    onError: tellTrouble,
  });
  return (
    <Modal
      opened={isOn}
      size={560}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t("flows.conflict")}
    >
      <p style={{ marginTop: 0 }}>
        {other?.saved_at ? t("flows.conflictBy", { who: other.saved_by, time: when(other.saved_at, i18n.language) }) : says}
      </p>
      <p className="dim">{t("flows.conflictHint")}</p>
      <div className="row wrap">
        <Button variant="default" onClick={() => void download(flowId, editing.flow, "json")}>
          {t("flows.keepCopy")}
        </Button>
        <Button className="push" variant="default" loading={ours.isPending} onClick={() => ours.mutate()}>
          {t("flows.takeOurs")}
        </Button>
        <Button loading={theirs.isPending} onClick={() => theirs.mutate()} data-autofocus>
          {t("flows.takeTheirs")}
        </Button>
      </div>
    </Modal>
  );
}
