/** A flow's graph with what conversations made of it: how many took each way, and where they were given up. */

import { edgesOf, type Way, waysOf } from "../../flows/graph/ways";
import type { Flow, FlowNode, Place } from "../../flows/graph/language";
import { HEAD_HEIGHT, heightOf, NODE_WIDTH, WAY_HEIGHT } from "../../flows/graph/layout";
import { placesOf } from "../../flows/graph/placing";
import type { NodeNumbers } from "../../wire";

export const MARGIN = 24;
const WIDTH_MOST = 26;
const WIDTH_LEAST = 1.5;

/** What the server calls the ways of fields that it names otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  on_failure: "failure",
  on_error: "error",
  on_timeout: "timeout",
  on_closed: "closed",
  on_too_many: "too-many",
  not_found: "not-found",
  after_talk: "talked",
};

/** A way as the server counts it. */
export function countedAs(way: Way): string {
  if (way.field === "branches") return String(Number(way.key) + 1);
  return way.key ?? NAMES[way.field] ?? way.field;
}

export interface FunnelNode {
  readonly id: string;
  readonly node: FlowNode;
  readonly figures: NodeNumbers | null;
  /** Of all conversations of the flow. */
  readonly share: number;
  /** Of those that came here. */
  readonly left: number;
  readonly ways: readonly { readonly way: Way; readonly count: number }[];
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface FunnelEdge {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly share: number;
  readonly width: number;
  /** As a path of an SVG. */
  readonly path: string;
  /** Led by the flow itself and not by the node: to its person, or after a failure. */
  readonly byFlow: boolean;
}

export interface Funnel {
  readonly nodes: readonly FunnelNode[];
  readonly edges: readonly FunnelEdge[];
  readonly width: number;
  readonly height: number;
}

export function funnelOf(flow: Flow, numbers: readonly NodeNumbers[], entered: number): Funnel {
  const known = new Map(numbers.map((one) => [one.node_id, one]));
  const places = placesOf(flow);
  const ids = Object.keys(flow.nodes);
  const left = Math.min(...ids.map((id) => places[id]![0]));
  const top = Math.min(...ids.map((id) => places[id]![1]));
  const nodes = ids.map((id): FunnelNode => {
    const figures = known.get(id) ?? null;
    const [x, y] = places[id] as Place;
    const node = flow.nodes[id]!;
    return {
      id,
      node,
      figures,
      share: entered > 0 ? (figures?.entered ?? 0) / entered : 0,
      left: figures && figures.entered > 0 ? figures.left_here / figures.entered : 0,
      ways: waysOf(node)
        .filter((way) => way.target in flow.nodes)
        .map((way) => ({ way, count: figures?.ways[countedAs(way)] ?? 0 })),
      x: x - left + MARGIN,
      y: y - top + MARGIN,
      height: heightOf(flow, id),
    };
  });
  const at = new Map(nodes.map((node) => [node.id, node]));
  const drawn = [...taken(flow, known), ...takenByFlow(flow, known)];
  return {
    nodes,
    edges: drawn.map(({ from, to, count, row, byFlow }) => {
      const part = entered > 0 ? Math.min(1, count / entered) : 0;
      return {
        from,
        to,
        count,
        share: part,
        width: WIDTH_LEAST + part * (WIDTH_MOST - WIDTH_LEAST),
        path: curve(at.get(from)!, at.get(to)!, row),
        byFlow,
      };
    }),
    width: Math.max(0, ...nodes.map((node) => node.x + NODE_WIDTH)) + MARGIN,
    height: Math.max(0, ...nodes.map((node) => node.y + node.height)) + MARGIN,
  };
}

interface Taken {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** Which of the node's rows it begins at; null for its head. */
  readonly row: number | null;
  readonly byFlow: boolean;
}

function taken(flow: Flow, known: ReadonlyMap<string, NodeNumbers>): Taken[] {
  const row = new Map<string, number>();
  return edgesOf(flow).map(({ from, way, to }) => {
    const at = row.get(from) ?? 0;
    row.set(from, at + 1);
    return { from, to, count: known.get(from)?.ways[countedAs(way)] ?? 0, row: at, byFlow: false };
  });
}

/** Key 0 leads to the flow's person, and a failure that a node has no way for to where the flow says. */
function takenByFlow(flow: Flow, known: ReadonlyMap<string, NodeNumbers>): Taken[] {
  const found: Taken[] = [];
  for (const [from, node] of Object.entries(flow.nodes)) {
    const ways = known.get(from)?.ways ?? {};
    const own = new Set(waysOf(node).filter((way) => way.target in flow.nodes).map(countedAs));
    const add = (count: number, to: string | undefined) => {
      if (count > 0 && to && to in flow.nodes) found.push({ from, to, count, row: null, byFlow: true });
    };
    add(ways["person"] ?? 0, flow.person);
    add(["failure", "error"].reduce((sum, name) => sum + (own.has(name) ? 0 : (ways[name] ?? 0)), 0), flow.on_error);
  }
  return found;
}

export const wayTop = (row: number | null): number =>
  row === null ? HEAD_HEIGHT / 2 : HEAD_HEIGHT + row * WAY_HEIGHT + WAY_HEIGHT / 2;

/** From the right side of a node to the left side of another; backwards it swings out. */
function curve(from: FunnelNode, to: FunnelNode, row: number | null): string {
  const [x1, y1] = [from.x + NODE_WIDTH, from.y + wayTop(row)];
  const [x2, y2] = [to.x, to.y + HEAD_HEIGHT / 2];
  const swing = x2 > x1 ? Math.max(40, (x2 - x1) / 2) : Math.min(260, 80 + (x1 - x2) / 6);
  return `M${x1},${y1} C${x1 + swing},${y1} ${x2 - swing},${y2} ${x2},${y2}`;
}
