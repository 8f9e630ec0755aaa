import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";

/** Which report is shown. */
export function ReportKind({ value }: { value: "queues" | "flows" }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  return (
    <SegmentedControl
      value={value}
      onChange={(next) => go(next === "flows" ? "/report/flows" : "/report")}
      aria-label={t("flowReport.which")}
      data={[
        { value: "queues", label: t("flowReport.queues") },
        { value: "flows", label: t("flowReport.flows") },
      ]}
    />
  );
}
