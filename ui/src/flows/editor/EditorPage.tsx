import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../../api";
import { Trouble } from "../../app/Trouble";
import { EditorScreen } from "./EditorScreen";

/** One flow, opened for editing. It is read anew each time it is opened. */
export default function EditorPage({ flowId }: { flowId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ["flow", flowId, "opened"],
    queryFn: () => api.flows.open(flowId),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (error) {
    return (
      <div className="page">
        <Trouble error={error} retry={() => void refetch()} />
        <Button component={Link} href="/flows" variant="default" style={{ alignSelf: "start" }}>
          {t("flows.toList")}
        </Button>
      </div>
    );
  }
  if (!data) return <Skeleton height="100%" radius={0} aria-label={t("common.loading")} />;
  return <EditorScreen key={`${flowId} ${dataUpdatedAt}`} opened={data} reopen={async () => void (await refetch())} />;
}
