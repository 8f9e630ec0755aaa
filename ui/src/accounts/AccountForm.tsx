import { Alert, Button, Checkbox, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { sentenceOf } from "../app/Trouble";
import { useCenter } from "../session/session";
import type { Language, Role } from "../wire";
import type { Given } from "./FreshPassword";

const ROLES: readonly Role[] = ["agent", "supervisor", "manager", "administrator"];

interface Props {
  opened: boolean;
  close: () => void;
  created: (given: Given) => void;
}

export function AccountForm({ opened, close, created }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={close} title={t("accounts.create")}>
      {opened && <Form close={close} created={created} />}
    </Modal>
  );
}

function Form({ close, created }: Omit<Props, "opened">) {
  const { t, i18n } = useTranslation();
  const { agents } = useCenter();
  const client = useQueryClient();
  const [login, setLogin] = useState("");
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<string[]>(["agent"]);
  const [agentId, setAgent] = useState("");
  const [language, setLanguage] = useState<Language>(i18n.language as Language);
  const create = useMutation({
    mutationFn: () =>
      api.accounts.create({
        login: login.trim(),
        name: name.trim(),
        roles: roles as Role[],
        agent_id: agentId || undefined,
        language,
      }),
    onSuccess: (given) => {
      void client.invalidateQueries({ queryKey: ["accounts"] });
      created(given);
      close();
    },
  });
  const serves = roles.includes("agent") || roles.includes("supervisor");

  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate();
  }

  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label={t("accounts.name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
        required
      />
      <TextInput
        label={t("session.login")}
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <Checkbox.Group label={t("accounts.roles")} value={roles} onChange={setRoles}>
        <div className="row wrap" style={{ marginTop: 6, gap: 14 }}>
          {ROLES.map((role) => (
            <Checkbox key={role} value={role} label={t(`role.${role}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect
        label={t("accounts.servesAs")}
        description={t("accounts.servesAsHint")}
        disabled={!serves}
        value={agentId}
        onChange={(event) => setAgent(event.currentTarget.value)}
        data={[
          { value: "", label: t("accounts.nobody") },
          ...agents.map((agent) => ({ value: agent.agent_id, label: agent.name })),
        ]}
      />
      <NativeSelect
        label={t("app.language")}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        data={[
          { value: "en", label: "English" },
          { value: "ru", label: "Русский" },
        ]}
      />
      {create.error && (
        <Alert color="red" variant="light" role="alert">
          {sentenceOf(create.error)}
        </Alert>
      )}
      <div className="row">
        <Button className="push" variant="default" onClick={close}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" loading={create.isPending} disabled={!login.trim() || !name.trim() || roles.length === 0}>
          {t("accounts.create")}
        </Button>
      </div>
    </form>
  );
}
