/** Yesterday's figures of each node. */

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import * as api from "../../api";
import type { NodeNumbers } from "../../wire";

/** The local day before the one of `now`, as instants in seconds. */
export function yesterday(now: Date): [number, number] {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return [before.getTime() / 1000, today.getTime() / 1000];
}

export function useNumbers(flowId: string, shown: boolean): ReadonlyMap<string, NodeNumbers> | null {
  const [from, to] = yesterday(new Date());
  const { data } = useQuery({
    queryKey: ["flow", flowId, "numbers", from],
    queryFn: () => api.flows.numbers(flowId, from, to),
    enabled: shown,
  });
  return useMemo(
    () => (shown ? new Map((data?.nodes ?? []).map((node) => [node.node_id, node] as const)) : null),
    [data, shown],
  );
}
