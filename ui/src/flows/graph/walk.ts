/** Walking over the canvas by keys: along ways, and back. */

import type { Flow } from "./language";
import { drawnWays, edgesOf } from "./ways";

export interface Standing {
  readonly id: string;
  /** The way that is chosen; null for the node itself. */
  readonly way: string | null;
}

const firstLed = (flow: Flow, id: string): string | null =>
  drawnWays(flow.nodes[id]!).find((way) => way.target in flow.nodes)?.id ?? null;

/** Along the chosen way, or the first that leads anywhere. */
export function onward(flow: Flow, { id, way }: Standing): Standing {
  const node = flow.nodes[id];
  const chosen = node && drawnWays(node).find((one) => one.id === (way ?? firstLed(flow, id)));
  return chosen && chosen.target in flow.nodes ? { id: chosen.target, way: null } : { id, way };
}

/** Back to where one came from, else to any node that leads here; the way taken is chosen there. */
export function backward(flow: Flow, { id }: Standing, from: Standing | null): Standing {
  const edges = edgesOf(flow).filter((edge) => edge.to === id && edge.from !== id);
  const came = edges.find((edge) => edge.from === from?.id && (from.way === null || edge.way.id === from.way));
  const edge = came ?? edges.find((one) => one.from === from?.id) ?? edges[0];
  return edge ? { id: edge.from, way: edge.way.id } : { id, way: null };
}

/** The next way of the node, upwards or downwards; beyond its ends lies the node itself. */
export function turned(flow: Flow, { id, way }: Standing, by: 1 | -1): Standing {
  const ways = flow.nodes[id] ? drawnWays(flow.nodes[id]) : [];
  if (!ways.length) return { id, way: null };
  const at = ways.findIndex((one) => one.id === way);
  const next = at < 0 ? (by > 0 ? 0 : ways.length - 1) : at + by;
  return { id, way: ways[next]?.id ?? null };
}
