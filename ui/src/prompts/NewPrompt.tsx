import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { sentenceOf } from "../app/Trouble";
import { idFrom } from "../flows/list/flowId";

const NAME_MAX = 100;

interface Props {
  taken: readonly string[];
  close: () => void;
  created: (promptId: string) => void;
}

/** Begin a prompt: its name, and the id by which flows know it. */
export function NewPrompt({ taken, close, created }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [ownId, setOwnId] = useState<string | null>(null);
  const promptId = ownId ?? idFrom(name);
  const isTaken = taken.includes(promptId);
  const add = useMutation({
    mutationFn: () => api.prompts.create(promptId, name.trim()),
    onSuccess: () => {
      created(promptId);
      close();
    },
  });

  function send(event: FormEvent) {
    event.preventDefault();
    if (promptId && name.trim() && !isTaken) add.mutate();
  }

  return (
    <Modal opened onClose={close} title={t("prompts.create")} size="md">
      <form className="stack" onSubmit={send}>
        <TextInput
          data-autofocus
          label={t("prompts.name")}
          description={t("prompts.nameHint")}
          value={name}
          maxLength={NAME_MAX}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t("prompts.id")}
          description={t("prompts.idHint")}
          value={promptId}
          maxLength={50}
          error={isTaken ? t("prompts.taken", { id: promptId }) : add.error ? sentenceOf(add.error) : null}
          onChange={(event) => setOwnId(event.currentTarget.value.toLowerCase().replace(/[^a-z0-9._-]/g, "-"))}
        />
        <div className="row">
          <Button className="push" variant="default" onClick={close}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={!promptId || !name.trim() || isTaken}>
            {t("prompts.createIt")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
