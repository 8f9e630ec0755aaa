import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Empty } from "../app/Empty";
import { clockOr, day, named, percent, timeOfDay } from "../app/format";
import { Icon } from "../app/icons";
import { PeriodChoice } from "../app/PeriodChoice";
import { QueueChoice } from "../app/QueueChoice";
import { daysIn, instantsOf } from "../app/days";
import { Trouble } from "../app/Trouble";
import { useCenter } from "../session/session";
import type { Report, ReportQuery, ReportRow } from "../wire";
import { byStart } from "./byStart";
import { Meaning } from "./Meaning";
import { ReportKind } from "./ReportKind";
import classes from "./Report.module.css";
import { usePeriod } from "./usePeriod";

const Chart = lazy(() => import("./Chart"));

const MEASURES = [
  "offered",
  "answered",
  "abandoned",
  "abandoned_short",
  "turned_away",
  "service_level",
  "asa_s",
  "aht_s",
  "wait_max_s",
] as const;

/** Half hours for up to this many days; beyond that, days. */
const HALF_HOUR_DAYS_MAX = 3;

/** What the queues did, per half hour or day: chart, table, CSV. */
export default function QueueReport() {
  const { t } = useTranslation();
  const [period, setPeriod] = usePeriod();
  const [queueId, setQueue] = useState("");
  const [interval, setIntervalWish] = useState<1800 | 86400>(1800);
  const long = daysIn(period) > HALF_HOUR_DAYS_MAX;
  const asked: ReportQuery = useMemo(
    () => ({
      ...instantsOf(period),
      queue_id: queueId || undefined,
      interval: long ? 86400 : interval,
      tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    [period, queueId, interval, long],
  );
  const report = useQuery({
    queryKey: ["report", asked],
    queryFn: () => api.reports.queues(asked),
    placeholderData: (before) => before,
  });

  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("place.report")}</h1>
        <ReportKind value="queues" />
        <PeriodChoice value={period} onChange={setPeriod} />
        <QueueChoice value={queueId} onChange={setQueue} />
        <SegmentedControl
          value={String(asked.interval)}
          onChange={(next) => setIntervalWish(next === "1800" ? 1800 : 86400)}
          aria-label={t("report.interval")}
          data={[
            { value: "1800", label: t("report.halfHours"), disabled: long },
            { value: "86400", label: t("report.days") },
          ]}
        />
        <Button
          className="push"
          variant="default"
          component="a"
          href={api.reports.queuesCsvUrl(asked)}
          download
          leftSection={<Icon name="download" size={16} />}
        >
          CSV
        </Button>
      </div>
      {report.error ? (
        <Trouble error={report.error} retry={() => void report.refetch()} />
      ) : !report.data ? (
        <Skeleton height={420} />
      ) : (
        <Whole report={report.data} interval={long ? 86400 : interval} />
      )}
    </div>
  );
}

function Whole({ report, interval }: { report: Report; interval: 1800 | 86400 }) {
  const { t, i18n } = useTranslation();
  const { queues } = useCenter();
  const summed = useMemo(
    // Days are not all of one length where clocks change, so only half hours are filled up.
    () => byStart(report.rows, interval === 1800 ? interval : undefined),
    [report.rows, interval],
  );
  if (report.rows.every((row) => row.offered === 0 && row.turned_away === 0)) {
    return (
      <section className="panel">
        <Empty icon="report" title={t("report.none")}>
          {t("report.noneHint")}
        </Empty>
      </section>
    );
  }
  const nameOf = (row: ReportRow) =>
    named(
      queues.find((queue) => queue.queue_id === row.queue_id),
      i18n.language,
    ) || row.queue_id;
  const label = (start: number) =>
    interval === 86400
      ? day(start, i18n.language)
      : `${timeOfDay(start, i18n.language)}–${timeOfDay(start + interval, i18n.language)}`;
  const several = new Set(report.rows.map((row) => row.queue_id)).size > 1;
  const shown = report.rows.filter((row) => row.offered > 0 || row.turned_away > 0);

  return (
    <>
      <section className="panel" aria-label={t("report.totals")}>
        <header>
          <h2>{t("report.totals")}</h2>
        </header>
        <div className="scroll">
          <table className="grid">
            <Head first={t("desk.queue")} definitions={report.definitions} />
            <tbody>
              {report.totals.map((row) => (
                <tr key={row.queue_id}>
                  <td>
                    <b>{nameOf(row)}</b>
                  </td>
                  <Cells row={row} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section className="panel" aria-label={t("report.chart")}>
        <Suspense fallback={<div className={classes.chart} aria-busy="true" />}>
          <Chart rows={summed} label={label} />
        </Suspense>
      </section>
      <section className="panel" aria-label={t("report.byInterval")}>
        <header>
          <h2>{t(interval === 86400 ? "report.byDay" : "report.byHalfHour")}</h2>
        </header>
        <div className={`scroll ${classes.rows}`}>
          <table className="grid">
            <Head
              first={t("report.interval")}
              second={several ? t("desk.queue") : undefined}
              definitions={report.definitions}
            />
            <tbody>
              {shown.map((row, at) => (
                <tr key={`${row.start}${row.queue_id}`}>
                  <td className="number">{shown[at - 1]?.start === row.start ? "" : label(row.start)}</td>
                  {several && <td>{nameOf(row)}</td>}
                  <Cells row={row} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}

function Head(props: { first: string; second?: string; definitions: Report["definitions"] }) {
  const { t } = useTranslation();
  return (
    <thead>
      <tr>
        <th>{props.first}</th>
        {props.second && <th>{props.second}</th>}
        {MEASURES.map((measure) => (
          <th key={measure} className="r">
            <Meaning means={t(`means.${measure}`)} formula={props.definitions[measure]?.formula}>
              {t(`measure.${measure}`)}
            </Meaning>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Cells({ row }: { row: ReportRow }) {
  const { i18n } = useTranslation();
  return MEASURES.map((measure) => (
    <td key={measure} className="r">
      {measure === "service_level"
        ? percent(row.service_level, i18n.language)
        : measure.endsWith("_s")
          ? clockOr(row[measure])
          : row[measure]}
    </td>
  ));
}
