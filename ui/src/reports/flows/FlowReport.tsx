import { Button, Menu, NativeSelect, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { instantsOf } from "../../app/days";
import { Empty } from "../../app/Empty";
import { named } from "../../app/format";
import { Icon } from "../../app/icons";
import { PeriodChoice } from "../../app/PeriodChoice";
import { Trouble } from "../../app/Trouble";
import type { FlowFigures, FlowReportQuery, FlowsReport } from "../../wire";
import { ReportKind } from "../ReportKind";
import { usePeriod } from "../usePeriod";
import { BigNumbers } from "./BigNumbers";
import { byFlow, summed } from "./figures";
import { FlowTable } from "./FlowTable";
import { FunnelPanel } from "./FunnelPanel";
import { NodeTable } from "./NodeTable";
import { NumberTable } from "./NumberTable";

/** How conversations by flow went: all flows, and one of them node by node. */
export default function FlowReport() {
  const { t, i18n } = useTranslation();
  const [period, setPeriod] = usePeriod();
  const [wish, setWish] = useState<{ flowId: string; version: number | null }>({ flowId: "", version: null });
  const range = useMemo(() => instantsOf(period), [period]);
  const all = useQuery({
    queryKey: ["flow-report", range],
    queryFn: () => api.reports.flows(range),
    placeholderData: (before) => before,
  });
  const flows = useMemo(() => byFlow(all.data?.flows ?? []), [all.data]);
  const chosen = flows.find(([first]) => first!.flow_id === wish.flowId) ?? flows[0];
  const flowId = chosen?.[0]?.flow_id ?? "";
  const version = chosen?.some((one) => one.version === wish.version) ? wish.version : null;
  const asked: FlowReportQuery = { ...range, flow_id: flowId || undefined, version: version ?? undefined };
  const one = useQuery({
    queryKey: ["flow-report", asked],
    queryFn: () => api.reports.flows(asked),
    enabled: flowId !== "",
    placeholderData: (before) => before,
  });
  const choose = (next: string, nextVersion: number | null = null) => setWish({ flowId: next, version: nextVersion });

  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("place.report")}</h1>
        <ReportKind value="flows" />
        <PeriodChoice value={period} onChange={setPeriod} />
        <NativeSelect
          aria-label={t("flowReport.flow")}
          value={flowId}
          disabled={flows.length === 0}
          onChange={(event) => choose(event.currentTarget.value)}
          data={flows.map(([first]) => ({ value: first!.flow_id, label: named(first, i18n.language) }))}
        />
        <NativeSelect
          aria-label={t("flowReport.version")}
          value={version ?? ""}
          disabled={!chosen || chosen.length < 2}
          onChange={(event) => choose(flowId, event.currentTarget.value === "" ? null : Number(event.currentTarget.value))}
          data={[
            { value: "", label: t("flowReport.allVersions") },
            ...(chosen ?? []).map((each) => ({ value: String(each.version), label: t("flowReport.versionN", { version: each.version }) })),
          ]}
        />
        <Sheets asked={asked} range={range} />
      </div>
      {all.error ? (
        <Trouble error={all.error} retry={() => void all.refetch()} />
      ) : !all.data ? (
        <Skeleton height={420} />
      ) : !chosen ? (
        <section className="panel">
          <Empty icon="flows" title={t("flowReport.none")}>
            {t("flowReport.noneHint")}
          </Empty>
        </section>
      ) : (
        <>
          <FlowTable flows={flows} chosen={{ flowId, version }} choose={choose} definitions={all.data.definitions} />
          {one.error ? (
            <Trouble error={one.error} retry={() => void one.refetch()} />
          ) : one.data?.flows.some((each) => each.flow_id === flowId) ? (
            <One rows={one.data.flows} report={one.data} />
          ) : (
            <Skeleton height={620} />
          )}
        </>
      )}
    </div>
  );
}

function One({ rows, report }: { rows: readonly FlowFigures[]; report: FlowsReport }) {
  const sum = useMemo(() => summed(rows), [rows]);
  if (!sum) return null;
  return (
    <>
      <BigNumbers sum={sum} definitions={report.definitions} />
      <FunnelPanel
        flow={report.graph}
        version={report.graph_version}
        severalVersions={rows.length > 1}
        nodes={report.nodes}
        entered={sum.entered}
      />
      <NodeTable nodes={report.nodes} entered={sum.entered} definitions={report.definitions} />
      {!sum.script && <NumberTable numbers={sum.by_number} />}
    </>
  );
}

function Sheets({ asked, range }: { asked: FlowReportQuery; range: FlowReportQuery }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button className="push" variant="default" leftSection={<Icon name="download" size={16} />}>
          CSV
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={api.reports.flowsCsvUrl(range)} download>
          {t("flowReport.sheetOfFlows")}
        </Menu.Item>
        {asked.flow_id && (
          <Menu.Item component="a" href={api.reports.flowNodesCsvUrl(asked)} download>
            {t("flowReport.sheetOfNodes")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
