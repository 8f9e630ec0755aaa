import { useComputedColorScheme } from "@mantine/core";
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { IntervalSum } from "./byStart";
import classes from "./Report.module.css";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** Answered and abandoned as bars, the service level as a line. */
export default function Chart({ rows, label }: { rows: readonly IntervalSum[]; label: (start: number) => string }) {
  const { t, i18n } = useTranslation();
  const scheme = useComputedColorScheme("light");
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = init(element, null, { renderer: "svg" });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    const style = getComputedStyle(element);
    const color = (name: string) => style.getPropertyValue(name).trim();
    const text = { color: color("--dim"), fontFamily: style.fontFamily, fontSize: 12 };
    chart.setOption({
      animation: false,
      textStyle: text,
      grid: { left: 44, right: 52, top: 40, bottom: 30 },
      legend: { top: 8, left: 8, textStyle: text, itemWidth: 14, itemHeight: 9, icon: "roundRect" },
      tooltip: {
        trigger: "axis",
        confine: true,
        backgroundColor: color("--panel"),
        borderColor: color("--line-strong"),
        textStyle: { ...text, color: color("--ink") },
      },
      xAxis: {
        type: "category",
        data: rows.map((row) => label(row.start)),
        axisLabel: { ...text, formatter: (value: string) => value.split("–")[0] ?? value },
        axisLine: { lineStyle: { color: color("--line-strong") } },
        axisTick: { show: false },
      },
      yAxis: [
        { type: "value", minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: color("--line") } } },
        {
          type: "value",
          min: 0,
          max: 100,
          axisLabel: { ...text, formatter: "{value} %" },
          splitLine: { show: false },
        },
      ],
      series: [
        {
          name: t("measure.answered"),
          type: "bar",
          stack: "contacts",
          barMaxWidth: 26,
          color: color("--state-talking"),
          data: rows.map((row) => row.answered),
        },
        {
          name: t("measure.abandoned"),
          type: "bar",
          stack: "contacts",
          barMaxWidth: 26,
          color: color("--danger"),
          data: rows.map((row) => row.abandoned),
        },
        {
          name: t("measure.service_level"),
          type: "line",
          yAxisIndex: 1,
          color: color("--state-ready"),
          symbolSize: 5,
          lineStyle: { width: 2 },
          connectNulls: true,
          tooltip: { valueFormatter: (value: unknown) => (value === null ? "–" : `${String(value)} %`) },
          data: rows.map((row) => (row.serviceLevel === null ? null : Math.round(row.serviceLevel * 100))),
        },
      ],
    });
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [rows, label, t, i18n.language, scheme]);

  return <div ref={place} className={classes.chart} role="img" aria-label={t("report.chart")} />;
}
