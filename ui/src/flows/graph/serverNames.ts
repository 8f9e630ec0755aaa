/** Fields and ways as the server names them, and as they are here. */

import type { Problem } from "./faults";
import type { Flow } from "./language";

/** `key 1` is the way of a menu's key; `2` the second condition; all others are fields. */
export function fieldOf(kind: string | undefined, named: string): string {
  const key = /^key (.+)$/.exec(named)?.[1];
  if (key !== undefined) return `choices.${key}`;
  return kind === "decide" && /^\d+$/.test(named) ? `branches.${Number(named) - 1}` : named;
}

export const placed = (flow: Flow, problems: readonly Problem[]): Problem[] =>
  problems.map((one) => ({ ...one, field: fieldOf(flow.nodes[one.node_id]?.kind, one.field) }));
