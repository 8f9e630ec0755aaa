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

/** Every node of a conversation whose lines came from these nodes, one after another. */
export function walkedThrough(flow: Flow, heard: readonly string[]): Set<string> {
  const known = heard.filter((id) => id in flow.nodes);
  const walked = new Set<string>();
  let at = flow.start in flow.nodes ? flow.start : "";
  if (at) walked.add(at);
  for (const id of known) {
    for (const one of at ? between(flow, at, id) : [id]) walked.add(one);
    at = id;
  }
  return walked;
}
