/** Nodes on the clipboard, as JSON that people and other flows can read. */

import { freeId } from "./edits";
import { type Flow, type FlowNode, KINDS, type Place } from "./language";
import { allLed } from "./ways";

const MARK = "cordboard-flow-nodes";

export interface Clip {
  readonly nodes: Readonly<Record<string, FlowNode>>;
  readonly layout: Readonly<Record<string, Place>>;
}

export function copied(flow: Flow, ids: ReadonlySet<string>, places: Readonly<Record<string, Place>>): string {
  const chosen = Object.keys(flow.nodes).filter((id) => ids.has(id));
  const clip: Clip = {
    nodes: Object.fromEntries(chosen.map((id) => [id, flow.nodes[id]!])),
    layout: Object.fromEntries(chosen.flatMap((id) => (places[id] ? [[id, places[id]] as const] : []))),
  };
  return JSON.stringify({ [MARK]: clip }, null, 2);
}

/** The nodes in this text; null when it holds none. */
export function readClip(text: string): Clip | null {
  let found: unknown;
  try {
    found = (JSON.parse(text) as Record<string, unknown> | null)?.[MARK];
  } catch {
    return null;
  }
  const { nodes, layout } = (found ?? {}) as Partial<Clip>;
  if (!nodes || typeof nodes !== "object") return null;
  const known = Object.entries(nodes).filter(([, node]) => (KINDS as readonly string[]).includes(node?.kind));
  return known.length ? { nodes: Object.fromEntries(known), layout: layout ?? {} } : null;
}

export interface Pasted {
  readonly flow: Flow;
  readonly ids: readonly string[];
}

/** The flow with these nodes added under free names, set off by `by`; ways out of them stay where the target exists here. */
export function pasted(flow: Flow, clip: Clip, by: Place): Pasted {
  const names = new Map<string, string>();
  const taken = new Set(Object.keys(flow.nodes));
  for (const id of Object.keys(clip.nodes)) {
    const name = freeId((one) => taken.has(one), id);
    taken.add(name);
    names.set(id, name);
  }
  const nodes: Record<string, FlowNode> = { ...flow.nodes };
  const layout: Record<string, Place> = { ...flow.layout };
  for (const [id, node] of Object.entries(clip.nodes)) {
    const name = names.get(id)!;
    nodes[name] = allLed(node, (target) => names.get(target) ?? (target in flow.nodes ? target : ""));
    const place = clip.layout[id];
    if (place) layout[name] = [place[0] + by[0], place[1] + by[1]];
  }
  const ids = [...names.values()];
  const start = flow.start in flow.nodes ? flow.start : (ids[0] ?? "");
  return { flow: { ...flow, start, nodes, layout }, ids };
}
