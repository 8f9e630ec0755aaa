import { Button, Drawer, NativeSelect, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "wouter";
import * as api from "../api";
import { Empty } from "../app/Empty";
import { callerWords, clockOr, named, numberOf, phoneNumber, when } from "../app/format";
import { Icon } from "../app/icons";
import { PeriodChoice } from "../app/PeriodChoice";
import { QueueChoice } from "../app/QueueChoice";
import { instantsOf, type Period, periodOf } from "../app/days";
import { Trouble } from "../app/Trouble";
import { useCenter } from "../session/session";
import type { ContactRow, Outcome } from "../wire";
import { ContactStory } from "./ContactStory";
import classes from "./Contacts.module.css";
import { OutcomeMark } from "./OutcomeMark";

const OUTCOMES: readonly Outcome[] = ["served", "abandoned", "left-in-flow", "turned-away", "lost"];

interface Filter {
  period: Period;
  queueId: string;
  agentId: string;
  outcome: Outcome | "";
  caller: string;
}

/** Kept while other places are visited. */
let lastFilter: Filter | null = null;

const freshFilter = (): Filter => ({
  period: periodOf("today", new Date()),
  queueId: "",
  agentId: "",
  outcome: "",
  caller: "",
});

/** The call log: filter, read on, open one. */
export default function ContactsPage() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>(() => lastFilter ?? freshFilter());
  const [caller] = useDebouncedValue(filter.caller.trim(), 300);
  const { id } = useParams<{ id?: string }>();
  const [, go] = useLocation();

  const change = (part: Partial<Filter>) => {
    const next = { ...filter, ...part };
    lastFilter = next;
    setFilter(next);
  };
  const asked = useMemo(
    () => ({
      ...instantsOf(filter.period),
      queue_id: filter.queueId || undefined,
      agent_id: filter.agentId || undefined,
      outcome: filter.outcome || undefined,
      caller: caller || undefined,
      limit: 50,
    }),
    [filter.period, filter.queueId, filter.agentId, filter.outcome, caller],
  );
  const log = useInfiniteQuery({
    queryKey: ["contacts", asked],
    queryFn: ({ pageParam }) => api.contacts.page({ ...asked, cursor: pageParam || undefined }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
  });
  const rows = log.data?.pages.flatMap((page) => page.rows) ?? [];
  const isFiltered = filter.queueId || filter.agentId || filter.outcome || caller;

  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("place.contacts")}</h1>
        <Filters filter={filter} change={change} />
        <Button
          className="push"
          variant="default"
          loading={log.isFetching && !log.isFetchingNextPage}
          onClick={() => void log.refetch()}
        >
          {t("common.refresh")}
        </Button>
      </div>
      <section className="panel scroll" aria-label={t("place.contacts")} aria-busy={log.isFetching}>
        {log.error && <Trouble error={log.error} retry={() => void log.refetch()} />}
        {log.isPending && <Skeleton m="md" height={200} />}
        {log.isSuccess && rows.length === 0 && (
          <Empty icon="log" title={t("contacts.none")}>
            {isFiltered ? (
              <Button variant="default" size="xs" onClick={() => change({ ...freshFilter(), period: filter.period })}>
                {t("contacts.clear")}
              </Button>
            ) : (
              t("contacts.noneHint")
            )}
          </Empty>
        )}
        {rows.length > 0 && <Rows rows={rows} chosen={id} open={(row) => go(`/contacts/${encodeURIComponent(row)}`)} />}
      </section>
      {log.hasNextPage && (
        <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {t("contacts.more")}
        </Button>
      )}
      <Drawer
        opened={id !== undefined}
        onClose={() => go("/contacts")}
        position="right"
        size={720}
        title={<b>{t("contacts.story")}</b>}
        overlayProps={{ backgroundOpacity: 0.25 }}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        {id !== undefined && <ContactStory key={id} contactId={decodeURIComponent(id)} />}
      </Drawer>
    </div>
  );
}

function Filters({ filter, change }: { filter: Filter; change: (part: Partial<Filter>) => void }) {
  const { t } = useTranslation();
  const { agents } = useCenter();
  return (
    <>
      <PeriodChoice value={filter.period} onChange={(period) => change({ period })} />
      <QueueChoice value={filter.queueId} onChange={(queueId) => change({ queueId })} />
      <NativeSelect
        aria-label={t("floor.agent")}
        value={filter.agentId}
        onChange={(event) => change({ agentId: event.currentTarget.value })}
        data={[
          { value: "", label: t("contacts.allAgents") },
          ...agents.map((agent) => ({ value: agent.agent_id, label: agent.name })),
        ]}
      />
      <NativeSelect
        aria-label={t("contacts.outcome")}
        value={filter.outcome}
        onChange={(event) => change({ outcome: event.currentTarget.value as Outcome | "" })}
        data={[
          { value: "", label: t("contacts.allOutcomes") },
          ...OUTCOMES.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) })),
        ]}
      />
      <TextInput
        w={170}
        value={filter.caller}
        onChange={(event) => change({ caller: event.currentTarget.value })}
        placeholder={t("contacts.number")}
        aria-label={t("contacts.number")}
        leftSection={<Icon name="search" size={15} />}
        type="search"
        maxLength={64}
      />
    </>
  );
}

function Rows({ rows, chosen, open }: { rows: ContactRow[]; chosen?: string; open: (contactId: string) => void }) {
  const { t, i18n } = useTranslation();
  const { queues, agents } = useCenter();
  const queueNames = new Map(queues.map((queue) => [queue.queue_id, named(queue, i18n.language)]));
  const agentNames = new Map(agents.map((agent) => [agent.agent_id, agent.name]));
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>{t("contacts.arrived")}</th>
          <th>{t("contacts.caller")}</th>
          <th>{t("desk.queue")}</th>
          <th>{t("floor.agent")}</th>
          <th>{t("contacts.outcome")}</th>
          <th className="r">{t("contacts.wait")}</th>
          <th className="r">{t("contacts.talk")}</th>
          <th className="r">{t("contacts.hold")}</th>
          <th className="r">{t("contacts.wrapUp")}</th>
          <th aria-label={t("contacts.recording")} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.contact_id}
            className="pick"
            tabIndex={0}
            aria-selected={row.contact_id === chosen}
            onClick={() => open(row.contact_id)}
            onKeyDown={(event) => event.key === "Enter" && open(row.contact_id)}
          >
            <td className="number">{when(row.arrived_at, i18n.language)}</td>
            <td className={classes.caller} dir="auto">
              {callerWords(row, t)}
              {row.caller_name && <span className="dim small"> {phoneNumber(numberOf(row.caller))}</span>}
            </td>
            <td>{queueNames.get(row.queue_id ?? "") ?? row.queue_id ?? ""}</td>
            <td>{agentNames.get(row.agent_id ?? "") ?? row.agent_id ?? ""}</td>
            <td>
              <OutcomeMark outcome={row.outcome} />
              {row.transfers > 0 && <span className="dim small"> {t("contacts.transferred")}</span>}
            </td>
            <td className="r">{clockOr(row.wait_s)}</td>
            <td className="r">{clockOr(row.talk_s)}</td>
            <td className="r dim">{row.hold_s ? clockOr(row.hold_s) : ""}</td>
            <td className="r dim">{row.wrap_up_s ? clockOr(row.wrap_up_s) : ""}</td>
            <td className={classes.sound}>
              {row.recordings.length > 0 && (
                <span title={t("contacts.recording")}>
                  <Icon name="speaker" size={16} />
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
