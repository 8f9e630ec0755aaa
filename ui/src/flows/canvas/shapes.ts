/** The flow as React Flow draws it. Sizes and handles are worked out here, so nothing has to be measured or jumps. */

import { type Edge, type Node, type NodeHandle, Position } from "@xyflow/react";
import { HEAD_HEIGHT, heightOf, NODE_WIDTH, WAY_HEIGHT } from "../graph/layout";
import type { Marks } from "../editor/context";
import type { Flow, FlowNode, Place } from "../graph/language";
import { freePlace, placesOf } from "../graph/placing";
import { type Box, detour, inLanes } from "../graph/routing";
import { drawnWays, edgesOf, type Way } from "../graph/ways";

/** What the flow itself says of a node: it starts here, key 0 leads here, failures lead here. */
export type Point = "start" | "person" | "on_error";

export type CardNode = Node<
  { node: FlowNode; ways: readonly Way[]; points: readonly Point[]; chosenWay: string | null },
  "card"
>;
/** `level` is the height at which the line runs where it cannot run straight. */
export type WayEdge = Edge<{ words: string; lit: boolean; level: number | null }, "way">;

const POINTS: readonly Point[] = ["start", "person", "on_error"];
const GRIP = 12;

export const wayTop = (at: number): number => HEAD_HEIGHT + at * WAY_HEIGHT + WAY_HEIGHT / 2;

function handlesOf(ways: readonly Way[]): NodeHandle[] {
  const grip = { width: GRIP, height: GRIP };
  const entry: NodeHandle = {
    id: "in",
    type: "target",
    position: Position.Left,
    x: -GRIP / 2,
    y: HEAD_HEIGHT / 2 - GRIP / 2,
    ...grip,
  };
  const exits = ways.map(
    (way, at): NodeHandle => ({
      id: way.id,
      type: "source",
      position: Position.Right,
      x: NODE_WIDTH - GRIP / 2,
      y: wayTop(at) - GRIP / 2,
      ...grip,
    }),
  );
  return [entry, ...exits];
}

/** A node as a card, with everything about it that does not depend on what is chosen. */
export function cardOf(flow: Flow, id: string, place: Place, label: string): CardNode {
  const node = flow.nodes[id]!;
  const ways = drawnWays(node);
  const size = { width: NODE_WIDTH, height: heightOf(flow, id) };
  return {
    id,
    type: "card",
    position: { x: place[0], y: place[1] },
    data: { node, ways, points: POINTS.filter((point) => flow[point] === id), chosenWay: null },
    ...size,
    measured: size,
    handles: handlesOf(ways),
    ariaLabel: label,
  };
}

export const edgeId = (from: string, way: string): string => `${from}|${way}`;

export function edgesDrawn(
  flow: Flow,
  places: Readonly<Record<string, Place>>,
  words: (node: FlowNode, way: Way) => string,
): WayEdge[] {
  const edges = edgesOf(flow);
  const boxes = new Map(
    Object.keys(flow.nodes).map((id): [string, Box] => {
      const [left, top] = places[id] ?? [0, 0];
      return [id, { left, top, right: left + NODE_WIDTH, bottom: top + heightOf(flow, id) }];
    }),
  );
  const all = [...boxes.values()];
  const levels = inLanes(
    edges.map(({ from, way, to }) => {
      const [source, target] = [boxes.get(from)!, boxes.get(to)!];
      const at = drawnWays(flow.nodes[from]!).findIndex((one) => one.id === way.id);
      return detour({ x: source.right, y: source.top + wayTop(at) }, { x: target.left, y: target.top + HEAD_HEIGHT / 2 }, all);
    }),
  );
  return edges.map(({ from, way, to }, at) => ({
    id: edgeId(from, way.id),
    type: "way",
    source: from,
    sourceHandle: way.id,
    target: to,
    targetHandle: "in",
    data: { words: words(flow.nodes[from]!, way), lit: false, level: levels[at] ?? null },
  }));
}

/** Nodes that only the older of two compared versions has, where they stood there. They can be looked at, no more. */
export function ghostsOf(marks: Marks, flow: Flow, label: (id: string, node: FlowNode) => string): CardNode[] {
  const { before } = marks;
  if (!before) return [];
  const [old, here] = [placesOf(before), placesOf(flow)];
  return Object.entries(before.nodes)
    .filter(([id]) => !(id in flow.nodes) && marks.changes.get(id) === "removed")
    .map(([id, node]) => {
      here[id] = freePlace({ ...flow, nodes: { ...before.nodes, ...flow.nodes } }, here, id, old[id] ?? [0, 0]);
      const card = cardOf(before, id, here[id], label(id, node));
      return { ...card, draggable: false, selectable: false, connectable: false, focusable: false };
    });
}
