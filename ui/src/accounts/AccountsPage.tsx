import { Button, Menu, Modal, Skeleton, Tabs } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Icon } from "../app/icons";
import { tellTrouble, Trouble } from "../app/Trouble";
import { useCenter, useMay, useSession } from "../session/session";
import type { Account } from "../wire";
import { AccountForm } from "./AccountForm";
import { Audit } from "./Audit";
import { FreshPassword, type Given } from "./FreshPassword";

/** Who may come in, as whom. */
export default function AccountsPage() {
  const { t } = useTranslation();
  const seesAudit = useMay("see-audit");
  const [creating, create] = useState(false);
  const [given, give] = useState<Given | null>(null);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("place.accounts")}</h1>
        <Button className="push" leftSection={<Icon name="plus" size={16} />} onClick={() => create(true)}>
          {t("accounts.create")}
        </Button>
      </div>
      <Tabs defaultValue="accounts" keepMounted={false}>
        {seesAudit && (
          <Tabs.List mb="sm">
            <Tabs.Tab value="accounts">{t("place.accounts")}</Tabs.Tab>
            <Tabs.Tab value="audit">{t("accounts.audit")}</Tabs.Tab>
          </Tabs.List>
        )}
        <Tabs.Panel value="accounts">
          <List give={give} />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <Audit />
        </Tabs.Panel>
      </Tabs>
      <AccountForm opened={creating} close={() => create(false)} created={give} />
      <FreshPassword given={given} close={() => give(null)} />
    </div>
  );
}

function List({ give }: { give: (given: Given) => void }) {
  const { t } = useTranslation();
  const { agents } = useCenter();
  const { data, error, refetch } = useQuery({ queryKey: ["accounts"], queryFn: api.accounts.all });
  if (error) return <Trouble error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  return (
    <section className="panel scroll">
      <table className="grid">
        <thead>
          <tr>
            <th>{t("accounts.name")}</th>
            <th>{t("session.login")}</th>
            <th>{t("accounts.roles")}</th>
            <th>{t("floor.agent")}</th>
            <th>{t("floor.state")}</th>
            <th aria-label={t("accounts.acts")} />
          </tr>
        </thead>
        <tbody>
          {data.map((account) => (
            <tr key={account.login}>
              <td>
                <b dir="auto">{account.name}</b>
              </td>
              <td>{account.login}</td>
              <td>{account.roles.map((role) => t(`role.${role}`)).join(", ")}</td>
              <td>{agents.find((agent) => agent.agent_id === account.agent_id)?.name ?? account.agent_id ?? ""}</td>
              <td className={account.active ? undefined : "dim"}>
                {t(account.active ? "accounts.active" : "accounts.inactive")}
              </td>
              <td style={{ width: 50 }}>
                <Acts account={account} give={give} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface Question {
  words: string;
  label: string;
  act: () => Promise<unknown>;
}

function Acts({ account, give }: { account: Account; give: (given: Given) => void }) {
  const { t } = useTranslation();
  const own = useSession().login === account.login;
  const client = useQueryClient();
  const [question, ask] = useState<Question | null>(null);
  const act = useMutation({
    mutationFn: (what: () => Promise<unknown>) => what(),
    onSuccess: () => client.invalidateQueries({ queryKey: ["accounts"] }),
    onError: tellTrouble,
    onSettled: () => ask(null),
  });
  const { login, name } = account;

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" aria-label={t("accounts.actsOf", { name })}>
            ⋯
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() =>
              ask({
                words: t("accounts.resetAsk", { name }),
                label: t("accounts.reset"),
                act: async () => give({ login, ...(await api.accounts.resetPassword(login)) }),
              })
            }
          >
            {t("accounts.reset")}
          </Menu.Item>
          <Menu.Item
            onClick={() =>
              ask({
                words: t("accounts.endSessionsAsk", { name }),
                label: t("accounts.endSessions"),
                act: () => api.accounts.endSessions(login),
              })
            }
          >
            {t("accounts.endSessions")}
          </Menu.Item>
          {account.active ? (
            <Menu.Item
              color="red"
              disabled={own}
              onClick={() =>
                ask({
                  words: t("accounts.deactivateAsk", { name }),
                  label: t("accounts.deactivate"),
                  act: () => api.accounts.change(login, { active: false }),
                })
              }
            >
              {t("accounts.deactivate")}
            </Menu.Item>
          ) : (
            <Menu.Item onClick={() => act.mutate(() => api.accounts.change(login, { active: true }))}>
              {t("accounts.activate")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={question !== null} onClose={() => ask(null)} title={question?.label} size="sm">
        <p style={{ marginTop: 0 }}>{question?.words}</p>
        <div className="row">
          <Button className="push" variant="default" onClick={() => ask(null)} data-autofocus>
            {t("common.cancel")}
          </Button>
          <Button color="red" loading={act.isPending} onClick={() => question && act.mutate(question.act)}>
            {question?.label}
          </Button>
        </div>
      </Modal>
    </>
  );
}
