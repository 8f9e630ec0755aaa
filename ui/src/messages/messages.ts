/** Messages that wait, shared by the page and the number beside its name. */

import { useQuery } from "@tanstack/react-query";
import * as api from "../api";
import type { MessageState } from "../wire";

const EVERY_MS = 30_000;

export function useMessages(state: MessageState) {
  return useQuery({
    queryKey: ["messages", state],
    queryFn: () => api.messages.all(state),
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: true,
    staleTime: 5000,
  });
}
