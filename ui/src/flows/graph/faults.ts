/** What is wrong at a glance, before the server has said everything that is wrong. */

import { KIND } from "./kinds";
import type { Flow } from "./language";
import { waysOf } from "./ways";

export interface Problem {
  readonly node_id: string;
  /** The field's name, which may go on into its parts; empty for the whole node. */
  readonly field: string;
  readonly severity: "error" | "warning";
  readonly says: string;
  /** Stable name of the sentence; the server's `says` is English. */
  readonly code?: string;
  /** What the sentence names, by the name of its gap. */
  readonly names?: Readonly<Record<string, string>>;
}

export type FaultKind = "noStart" | "noTarget" | "noSuchNode" | "empty";

/** A fault found here; it is put into words by the screen. */
export interface Fault {
  readonly node_id: string;
  readonly field: string;
  readonly kind: FaultKind;
  readonly named: string;
}

/** Missing and dangling ways, and required fields that are empty. */
export function faultsOf(flow: Flow): Fault[] {
  const faults: Fault[] = [];
  const fault = (node_id: string, field: string, kind: FaultKind, named = "") =>
    faults.push({ node_id, field, kind, named });
  if (!(flow.start in flow.nodes)) fault("", "start", flow.start ? "noSuchNode" : "noStart", flow.start);
  for (const name of ["person", "on_error"] as const) {
    const id = flow[name];
    if (id && !(id in flow.nodes)) fault("", name, "noSuchNode", id);
  }
  for (const [id, node] of Object.entries(flow.nodes)) {
    for (const way of waysOf(node)) {
      if (!way.target && way.required) fault(id, way.id, "noTarget");
      if (way.target && !(way.target in flow.nodes)) fault(id, way.id, "noSuchNode", way.target);
    }
    for (const field of KIND[node.kind]?.fields ?? []) {
      if (field.required && field.type !== "target" && isEmpty(node[field.name])) fault(id, field.name, "empty");
    }
  }
  return faults;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** What was found here together with what the server says, which knows more: its word goes where both speak of one place. */
export function merged(ours: readonly Problem[], servers: readonly Problem[]): Problem[] {
  const told = new Set(servers.map((one) => `${one.node_id} ${one.field}`));
  const all = [...servers, ...ours.filter((one) => !told.has(`${one.node_id} ${one.field}`))];
  return all.sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
}

export const errorsIn = (problems: readonly Problem[]): number =>
  problems.filter((one) => one.severity === "error").length;
