/** The way that a conversation took: what was heard of it, filled up with the nodes that it passed without a word. */

import type { Flow } from "./language";
import { edgesOf } from "./ways";

/** Nodes on the shortest way from one to the other, both included; only the ends where no way leads. */
export function between(flow: Flow, from: string, to: string): string[] {
  const after = new Map<string, string[]>();
  for (const edge of edgesOf(flow)) after.set(edge.from, [...(after.get(edge.from) ?? []), edge.to]);
  const came = new Map<string, string>([[from, ""]]);
  const open = [from];
  for (const id of open) {
    if (id === to && id !== from) break;
    for (const next of after.get(id) ?? []) {
      if (came.has(next)) continue;
      came.set(next, id);
      open.push(next);
    }
  }
  if (!came.has(to)) return [from, to];
  const path = [to];
  while (path[0] !== from && path[0]) path.unshift(came.get(path[0])!);
  return path.filter(Boolean);
}

export interface Walk {
  readonly nodes: ReadonlySet<string>;
  /** Every step from node to node, as `stepName` writes it. */
  readonly steps: ReadonlySet<string>;
}

export const stepName = (from: string, to: string): string => `${from}→${to}`;

/** The whole way of a conversation whose lines came from these nodes, one after another. */
export function walkedThrough(flow: Flow, heard: readonly string[]): Walk {
  const nodes = new Set<string>();
  const steps = new Set<string>();
  let at = flow.start in flow.nodes ? flow.start : "";
  if (at) nodes.add(at);
  for (const id of heard) {
    if (!(id in flow.nodes)) continue;
    const path = at && at !== id ? between(flow, at, id) : [id];
    for (const [index, one] of path.entries()) {
      nodes.add(one);
      if (index > 0) steps.add(stepName(path[index - 1]!, one));
    }
    at = id;
  }
  return { nodes, steps };
}
