import { Alert, Button, Skeleton, Tabs } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "wouter";
import * as api from "../api";
import { Icon } from "../app/icons";
import { sentenceOf, Trouble } from "../app/Trouble";
import { Prompts } from "../prompts/Prompts";
import { Tables } from "../tables/Tables";
import { Calendars } from "./calendars/Calendars";
import { SwitchList } from "./calendars/SwitchList";
import classes from "./Configuration.module.css";
import { Overview } from "./Overview";
import { readDocument } from "./document";

const TABS = ["overview", "calendars", "switches", "prompts", "tables", "document"] as const;

/** What the centre consists of: to read, in parts to edit, and the whole as one document. */
export default function ConfigurationPage() {
  const { t } = useTranslation();
  const { id } = useParams<{ id?: string }>();
  const [, go] = useLocation();
  const tab = TABS.find((one) => one === id) ?? "overview";
  const { data, error, refetch } = useQuery({
    queryKey: ["configuration"],
    queryFn: api.configuration.read,
    staleTime: 0,
  });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("place.configuration")}</h1>
      </div>
      {error ? (
        <Trouble error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton height={400} />
      ) : (
        <Tabs value={tab} onChange={(next) => go(`/configuration/${next}`)} keepMounted={false}>
          <Tabs.List mb="sm">
            {TABS.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`configuration.tab.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="overview">
            <Overview document={data} />
          </Tabs.Panel>
          <Tabs.Panel value="calendars" keepMounted>
            <Calendars document={data} />
          </Tabs.Panel>
          <Tabs.Panel value="switches">
            <SwitchList document={data} />
          </Tabs.Panel>
          <Tabs.Panel value="prompts">
            <Prompts />
          </Tabs.Panel>
          <Tabs.Panel value="tables">
            <Tables />
          </Tabs.Panel>
          <Tabs.Panel value="document" keepMounted>
            <Editor document={data} />
          </Tabs.Panel>
        </Tabs>
      )}
    </div>
  );
}

function Editor({ document }: { document: Record<string, unknown> }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const saved = JSON.stringify(document, null, 2);
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? saved;
  const read = readDocument(shown);
  const save = useMutation({
    mutationFn: async () => {
      if (read.ok) await api.configuration.write(read.document);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["configuration"] });
      void client.invalidateQueries({ queryKey: ["center"] });
      setText(null);
      notifications.show({ message: t("configuration.saved"), color: "green" });
    },
  });
  const changed = shown !== saved;
  const problems = save.error instanceof api.ApiError ? save.error.problems : [];

  return (
    <div className="stack">
      <textarea
        className={classes.text}
        aria-label={t("configuration.tab.document")}
        spellCheck={false}
        value={shown}
        onChange={(event) => {
          save.reset();
          setText(event.target.value);
        }}
      />
      {!read.ok && (
        <Alert color="yellow" variant="light" icon={<Icon name="alert" />}>
          {read.line === null
            ? t("configuration.notJson")
            : t("configuration.notJsonAt", { line: read.line, column: read.column })}{" "}
          <span className="dim">{read.says}</span>
        </Alert>
      )}
      {save.error && (
        <Alert color="red" variant="light" icon={<Icon name="alert" />} role="alert" title={t("configuration.refused")}>
          {problems.length === 0 ? (
            sentenceOf(save.error)
          ) : (
            <ul className={classes.problems}>
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          )}
        </Alert>
      )}
      <div className="row">
        <span className="dim">{t(changed ? "configuration.changed" : "configuration.unchanged")}</span>
        <Button className="push" variant="default" disabled={!changed} onClick={() => setText(null)}>
          {t("configuration.undo")}
        </Button>
        <Button disabled={!changed || !read.ok} loading={save.isPending} onClick={() => save.mutate()}>
          {t("configuration.save")}
        </Button>
      </div>
    </div>
  );
}
