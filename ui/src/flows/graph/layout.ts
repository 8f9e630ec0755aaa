/**
 * Where nodes stand: layers from left to right, after Sugiyama, Tagawa and Toda 1981.
 *
 * Cycles are opened where a walk from the start meets its own path; a node's layer is its longest way from the start; the
 * order within a layer follows the middle of its neighbours; heights are respected, so nothing overlaps.
 */

import type { Flow, Place } from "./language";
import { drawnWays, edgesOf } from "./ways";

export const NODE_WIDTH = 232;
export const HEAD_HEIGHT = 58;
export const WAY_HEIGHT = 24;
export const FOOT_HEIGHT = 6;
const GAP_X = 92;
const GAP_Y = 30;
const SWEEPS = 6;

type Graph = ReadonlyMap<string, readonly string[]>;

export function heightOf(flow: Flow, id: string): number {
  const node = flow.nodes[id];
  const ways = node ? drawnWays(node).length : 0;
  return HEAD_HEIGHT + ways * WAY_HEIGHT + (ways ? FOOT_HEIGHT : 0);
}

/** Node ids as a person reads them: from the start along the ways, then whatever cannot be reached. */
export function readingOrder(flow: Flow): string[] {
  const after = targetsOf(flow);
  const seen = new Set<string>();
  const order: string[] = [];
  const stack: string[] = [];
  const roots = [flow.start, flow.person ?? "", flow.on_error ?? "", ...Object.keys(flow.nodes)];
  for (const root of roots) {
    stack.push(root);
    while (stack.length) {
      const id = stack.pop()!;
      if (seen.has(id) || !(id in flow.nodes)) continue;
      seen.add(id);
      order.push(id);
      stack.push(...(after.get(id) ?? []).toReversed());
    }
  }
  return order;
}

function targetsOf(flow: Flow): Graph {
  const after = new Map<string, string[]>(Object.keys(flow.nodes).map((id) => [id, []]));
  for (const { from, to } of edgesOf(flow)) {
    const list = after.get(from)!;
    if (to !== from && !list.includes(to)) list.push(to);
  }
  return after;
}

/** Where every node stands when the whole flow is tidied. */
export function tidy(flow: Flow): Record<string, Place> {
  const order = readingOrder(flow);
  const forward = acyclic(order, targetsOf(flow));
  const layers = inLayers(order, forward);
  const before = turned(forward);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : layers.toReversed()) sortByMiddle(layer, layers, down ? before : forward);
  }
  const heights = new Map(order.map((id) => [id, heightOf(flow, id)]));
  return placesOf(layers, heights, before, forward);
}

/** The connections without those that lead back onto the walk's own path. */
function acyclic(order: readonly string[], after: Graph): Graph {
  const forward = new Map<string, string[]>(order.map((id) => [id, []]));
  const state = new Map<string, "open" | "done">();
  for (const root of order) {
    if (state.has(root)) continue;
    state.set(root, "open");
    const path = [{ id: root, next: 0 }];
    while (path.length) {
      const top = path.at(-1)!;
      const to = after.get(top.id)![top.next++];
      if (to === undefined) {
        state.set(top.id, "done");
        path.pop();
      } else if (state.get(to) !== "open") {
        forward.get(top.id)!.push(to);
        if (!state.has(to)) {
          state.set(to, "open");
          path.push({ id: to, next: 0 });
        }
      }
    }
  }
  return forward;
}

function turned(graph: Graph): Graph {
  const back = new Map<string, string[]>([...graph.keys()].map((id) => [id, []]));
  for (const [from, targets] of graph) for (const to of targets) back.get(to)!.push(from);
  return back;
}

function inLayers(order: readonly string[], forward: Graph): string[][] {
  const waits = new Map(order.map((id) => [id, 0]));
  for (const targets of forward.values()) for (const to of targets) waits.set(to, waits.get(to)! + 1);
  const layer = new Map<string, number>();
  const ready = order.filter((id) => waits.get(id) === 0);
  for (const id of ready) layer.set(id, 0);
  for (let at = 0; at < ready.length; at++) {
    const id = ready[at]!;
    for (const to of forward.get(id)!) {
      layer.set(to, Math.max(layer.get(to) ?? 0, layer.get(id)! + 1));
      waits.set(to, waits.get(to)! - 1);
      if (waits.get(to) === 0) ready.push(to);
    }
  }
  const layers: string[][] = [];
  for (const id of order) (layers[layer.get(id)!] ??= []).push(id);
  return layers.map((one) => one ?? []);
}

function sortByMiddle(layer: string[], layers: readonly (readonly string[])[], near: Graph): void {
  const rank = new Map<string, number>();
  for (const one of layers) for (const [at, id] of one.entries()) rank.set(id, (at + 0.5) / one.length);
  const middle = new Map(
    layer.map((id) => {
      const ranks = near.get(id)!.map((other) => rank.get(other)!);
      return [id, ranks.length ? ranks.reduce((sum, one) => sum + one, 0) / ranks.length : rank.get(id)!];
    }),
  );
  layer.sort((a, b) => middle.get(a)! - middle.get(b)!);
}

function placesOf(
  layers: readonly (readonly string[])[],
  heights: ReadonlyMap<string, number>,
  before: Graph,
  forward: Graph,
): Record<string, Place> {
  const y = new Map<string, number>();
  for (const layer of layers) {
    let top = 0;
    for (const id of layer) {
      y.set(id, top);
      top += heights.get(id)! + GAP_Y;
    }
  }
  const settle = (layer: readonly string[], near: Graph) => {
    const wanted = layer.map((id) => {
      const others = near.get(id)!;
      return others.length ? others.reduce((sum, one) => sum + y.get(one)!, 0) / others.length : y.get(id)!;
    });
    spread(layer, wanted, heights, y);
  };
  for (const layer of layers) settle(layer, before);
  for (const layer of layers.toReversed()) settle(layer, forward);
  for (const layer of layers) settle(layer, before);
  const top = Math.min(0, ...y.values());
  return Object.fromEntries(
    layers.flatMap((layer, at) =>
      layer.map((id) => [id, [at * (NODE_WIDTH + GAP_X), Math.round(y.get(id)! - top)] as const] as const),
    ),
  );
}

/** As near to what is wanted as order and heights allow: pushed down from the top, then the slack is shared. */
function spread(
  layer: readonly string[],
  wanted: readonly number[],
  heights: ReadonlyMap<string, number>,
  y: Map<string, number>,
): void {
  let least = -Infinity;
  const placed = wanted.map((one, at) => {
    const top = Math.max(one, least);
    least = top + heights.get(layer[at]!)! + GAP_Y;
    return top;
  });
  const push = placed.reduce((sum, one, at) => sum + one - wanted[at]!, 0) / Math.max(1, placed.length);
  for (const [at, id] of layer.entries()) y.set(id, placed[at]! - push);
}
