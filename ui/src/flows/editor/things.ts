/** The things that nodes point to: queues, flows, calendars, tables, lines, recorded prompts. */

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import * as api from "../../api";
import { named } from "../../app/format";
import { thingsOf } from "../../configuration/document";
import type { Names } from "../graph/summary";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export type ThingKind = "queue" | "flow" | "calendar" | "table" | "trunk" | "agent" | "prompt" | "switch";

export type Things = Readonly<Record<ThingKind, readonly Choice[]>>;

const KEPT: Partial<Record<ThingKind, { readonly kind: string; readonly key: string }>> = {
  queue: { kind: "queues", key: "queue_id" },
  flow: { kind: "flows", key: "flow_id" },
  calendar: { kind: "calendars", key: "calendar_id" },
  trunk: { kind: "trunks", key: "trunk_id" },
  agent: { kind: "agents", key: "agent_id" },
  switch: { kind: "switches", key: "switch_id" },
};

/** Everything there is to choose from, with names in the reader's language. */
export function useThings(language: string): Things {
  const { data: configured } = useQuery({ queryKey: ["configuration"], queryFn: api.configuration.read });
  const { data: flows } = useQuery({ queryKey: ["flows"], queryFn: api.flows.all });
  const { data: prompts } = useQuery({ queryKey: ["prompts"], queryFn: api.prompts.all });
  const { data: tables } = useQuery({ queryKey: ["tables"], queryFn: api.tables.all });
  return useMemo(() => {
    const kept = (kind: ThingKind): Choice[] => {
      const where = KEPT[kind];
      return thingsOf(configured ?? {}, where?.kind ?? "").map((thing) => {
        const value = String(thing[where?.key ?? ""] ?? "");
        return { value, label: named({ name: String(thing.name || value), name_ru: String(thing.name_ru ?? "") }, language) };
      });
    };
    return {
      queue: kept("queue"),
      calendar: kept("calendar"),
      trunk: kept("trunk"),
      agent: kept("agent"),
      switch: kept("switch"),
      flow: (flows ?? []).map((one) => ({ value: one.flow_id, label: named(one, language) })),
      prompt: (prompts ?? []).map((one) => ({ value: one.prompt_id, label: one.name || one.prompt_id })),
      table: (tables ?? []).map((one) => ({ value: one.table_id, label: one.name || one.table_id })),
    };
  }, [configured, flows, prompts, tables, language]);
}

export function namesOf(things: Things): Names {
  const of = (kind: ThingKind) => {
    const labels = new Map(things[kind].map((one) => [one.value, one.label]));
    return (id: string) => labels.get(id) ?? id;
  };
  return { queue: of("queue"), calendar: of("calendar"), flow: of("flow"), table: of("table"), prompt: of("prompt") };
}
