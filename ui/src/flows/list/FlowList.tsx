import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import * as api from "../../api";
import { Empty } from "../../app/Empty";
import { named, when } from "../../app/format";
import { Icon } from "../../app/icons";
import { Trouble } from "../../app/Trouble";
import type { FlowLine } from "../../wire";
import { FlowActs } from "./FlowActs";
import { ImportFlow } from "./ImportFlow";
import { type Beginning, NewFlow } from "./NewFlow";

/** All flows: what they are for, what callers hear, what is being changed. */
export function FlowList() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: ["flows"], queryFn: api.flows.all });
  const [beginning, begin] = useState<Beginning | null>(null);
  const [importing, setImporting] = useState(false);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("place.flows")}</h1>
        <Button className="push" variant="default" leftSection={<Icon name="upload" size={16} />} onClick={() => setImporting(true)}>
          {t("flows.import")}
        </Button>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => begin({})}>
          {t("flows.create")}
        </Button>
      </div>
      {error ? (
        <Trouble error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton height={300} />
      ) : data.length === 0 ? (
        <section className="panel">
          <Empty icon="flows" title={t("flows.noFlows")}>
            <p>{t("flows.noFlowsHint")}</p>
            <Button onClick={() => begin({})}>{t("flows.create")}</Button>
          </Empty>
        </section>
      ) : (
        <section className="panel scroll">
          <table className="grid">
            <thead>
              <tr>
                <th>{t("flows.field.flow_name")}</th>
                <th>{t("flows.field.purpose")}</th>
                <th>{t("flows.published")}</th>
                <th>{t("flows.draft")}</th>
                <th className="r">{t("flows.errorsHead")}</th>
                <th>{t("flows.usedBy")}</th>
                <th aria-label={t("accounts.acts")} />
              </tr>
            </thead>
            <tbody>
              {data.map((flow) => (
                <Line key={flow.flow_id} flow={flow} begin={begin} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {beginning && <NewFlow beginning={beginning} taken={data ?? []} close={() => begin(null)} />}
      {importing && <ImportFlow taken={data ?? []} close={() => setImporting(false)} />}
    </div>
  );
}

function Line({ flow, begin }: { flow: FlowLine; begin: (beginning: Beginning) => void }) {
  const { t, i18n } = useTranslation();
  const [, go] = useLocation();
  const open = () => go(`/flows/${encodeURIComponent(flow.flow_id)}`);
  return (
    <tr
      className="pick"
      tabIndex={0}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.target === event.currentTarget) open();
      }}
    >
      <td>
        <b>{named(flow, i18n.language)}</b> <span className="dim small">{flow.flow_id}</span>
      </td>
      <td>{t(`flows.purpose.${flow.purpose}`)}</td>
      <td className={flow.published_version === null ? "dim" : undefined}>
        {flow.published_version === null ? (
          t("flows.neverPublished")
        ) : (
          <>
            {t("flows.version", { version: flow.published_version })}{" "}
            <span className="dim small">
              {flow.published_at !== null && when(flow.published_at, i18n.language)} {flow.published_by}
            </span>
          </>
        )}
      </td>
      <td className="dim">
        {flow.draft_saved_at !== null && `${when(flow.draft_saved_at, i18n.language)} ${flow.draft_saved_by ?? ""}`}
      </td>
      <td className={flow.errors ? "r late" : "r dim"}>{flow.errors}</td>
      <td className="dim cut" style={{ maxWidth: 260 }} title={flow.used_by.join(", ")}>
        {flow.used_by.join(", ")}
      </td>
      <td style={{ width: 50 }} onClick={(event) => event.stopPropagation()}>
        <FlowActs flow={flow} copy={() => begin({ copyOf: flow })} />
      </td>
    </tr>
  );
}
