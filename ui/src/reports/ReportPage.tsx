import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useParams } from "wouter";
import QueueReport from "./QueueReport";

const FlowReport = lazy(() => import("./flows/FlowReport"));

/** What became of contacts: in queues, or in flows. */
export default function ReportPage() {
  const { id } = useParams();
  if (id !== "flows") return <QueueReport />;
  return (
    <Suspense fallback={<Skeleton height={420} />}>
      <FlowReport />
    </Suspense>
  );
}
