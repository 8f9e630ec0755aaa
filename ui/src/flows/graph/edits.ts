/** Every edit of a flow as a function from flow to flow. What did not change keeps its identity. */

import type { Field } from "./fields";
import { freshNode } from "./kinds";
import { type Flow, type FlowNode, type Kind, NODE_ID, type Place } from "./language";
import { allLed, led, wayOf } from "./ways";

/** The first free id made of this word: menu, menu-2, menu-3. */
export function freeId(taken: (id: string) => boolean, word: string): string {
  if (!taken(word)) return word;
  for (let count = 2; ; count++) if (!taken(`${word}-${count}`)) return `${word}-${count}`;
}

const withNode = (flow: Flow, id: string, node: FlowNode): Flow =>
  flow.nodes[id] === node ? flow : { ...flow, nodes: { ...flow.nodes, [id]: node } };

export interface After {
  readonly id: string;
  readonly way: string;
}

export interface Added {
  readonly flow: Flow;
  readonly id: string;
}

/** A new node; after a way, it takes that way's place: what the way led to comes after the new node. */
export function added(flow: Flow, kind: Kind, { after, at }: { after?: After; at?: Place } = {}): Added {
  const id = freeId((one) => one in flow.nodes, kind);
  let node = freshNode(kind);
  const from = after && flow.nodes[after.id];
  const way = from && wayOf(from, after.way);
  if (way?.target && wayOf(node, "next")) node = led(node, "next", way.target);
  let next: Flow = { ...flow, nodes: { ...flow.nodes, [id]: node } };
  if (from && way) next = withNode(next, after.id, led(from, way.id, id));
  if (at) next = moved(next, { [id]: at });
  if (!flow.start || !(flow.start in flow.nodes)) next = { ...next, start: id };
  return { flow: next, id };
}

export function connected(flow: Flow, id: string, way: string, target: string): Flow {
  const node = flow.nodes[id];
  return node ? withNode(flow, id, led(node, way, target)) : flow;
}

/** The flow without these nodes; ways that led to them lead nowhere. */
export function removed(flow: Flow, ids: ReadonlySet<string>): Flow {
  const stays = (id: string) => (ids.has(id) ? "" : id);
  const nodes: Record<string, FlowNode> = {};
  for (const [id, node] of Object.entries(flow.nodes)) if (!ids.has(id)) nodes[id] = allLed(node, stays);
  return { ...pointed(flow, stays), nodes, layout: placesWithout(flow, ids) };
}

function placesWithout(flow: Flow, ids: ReadonlySet<string>): Flow["layout"] {
  return flow.layout && Object.fromEntries(Object.entries(flow.layout).filter(([id]) => !ids.has(id)));
}

/** The flow's own pointers to nodes, passed through `move`. */
function pointed(flow: Flow, move: (id: string) => string): Flow {
  const next: Record<string, unknown> = { ...flow };
  for (const name of ["start", "person", "on_error"] as const) if (flow[name]) next[name] = move(flow[name]);
  return next as unknown as Flow;
}

/** Why this cannot be the node's name; null when it can. */
export function renameFault(flow: Flow, from: string, to: string): "form" | "taken" | null {
  if (to === from) return null;
  if (!NODE_ID.test(to)) return "form";
  return to in flow.nodes ? "taken" : null;
}

/** The node under another name; everything that named it follows. */
export function renamed(flow: Flow, from: string, to: string): Flow {
  if (to === from || !(from in flow.nodes) || renameFault(flow, from, to)) return flow;
  const follow = (id: string) => (id === from ? to : id);
  const keyed = <T>(kept: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(kept).map(([id, value]) => [follow(id), value]));
  const nodes = Object.fromEntries(Object.entries(flow.nodes).map(([id, node]) => [follow(id), allLed(node, follow)]));
  const next: Flow = { ...pointed(flow, follow), nodes };
  return {
    ...next,
    ...(flow.layout ? { layout: keyed(flow.layout) } : {}),
    ...(flow.cases
      ? {
          cases: flow.cases.map((one) => ({
            ...one,
            steps: one.steps.map((step) => (step.at === from ? { ...step, at: to } : step)),
            ...(one.responses ? { responses: keyed(one.responses) } : {}),
          })),
        }
      : {}),
  };
}

/** The node with a field set; a field set to what holds anyway is left out. */
export function withField(flow: Flow, id: string, field: Pick<Field, "name" | "usual">, value: unknown): Flow {
  const node = flow.nodes[id];
  if (!node) return flow;
  const next: Record<string, unknown> = { ...node };
  if (value === undefined || (field.usual !== undefined && same(value, field.usual))) delete next[field.name];
  else next[field.name] = value;
  return withNode(flow, id, next as unknown as FlowNode);
}

export const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

export function moved(flow: Flow, places: Readonly<Record<string, Place>>): Flow {
  const whole = Object.fromEntries(
    Object.entries(places).map(([id, [x, y]]) => [id, [Math.round(x), Math.round(y)] as const]),
  );
  return { ...flow, layout: { ...flow.layout, ...whole } };
}
