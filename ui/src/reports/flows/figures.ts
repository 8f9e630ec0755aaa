/** Figures of flows, put together and in order. */

import type { FlowFigures, NodeNumbers } from "../../wire";

const COUNTS = ["entered", "completed", "contained", "handed_over", "messages", "abandoned", "failed"] as const;

export type FlowSum = Pick<FlowFigures, (typeof COUNTS)[number] | "flow_id" | "name" | "name_ru" | "script"> & {
  containment: number | null;
  average_s: number | null;
  by_number: { number: string; entered: number; contained: number }[];
};

/** All versions of one flow as one; null for none. */
export function summed(rows: readonly FlowFigures[]): FlowSum | null {
  const [first] = rows;
  if (!first) return null;
  const sum = (name: (typeof COUNTS)[number]) => rows.reduce((all, row) => all + row[name], 0);
  const entered = sum("entered");
  const timed = rows.filter((row) => row.average_s !== null);
  const weight = timed.reduce((all, row) => all + row.entered, 0);
  const script = rows.every((row) => row.script);
  const numbers = new Map<string, { number: string; entered: number; contained: number }>();
  for (const one of rows.flatMap((row) => row.by_number)) {
    const known = numbers.get(one.number) ?? { number: one.number, entered: 0, contained: 0 };
    known.entered += one.entered;
    known.contained += one.contained;
    numbers.set(one.number, known);
  }
  return {
    flow_id: first.flow_id,
    name: first.name,
    name_ru: first.name_ru,
    script,
    ...(Object.fromEntries(COUNTS.map((name) => [name, sum(name)])) as Record<(typeof COUNTS)[number], number>),
    containment: script || entered === 0 ? null : sum("contained") / entered,
    average_s: weight > 0 ? timed.reduce((all, row) => all + row.average_s! * row.entered, 0) / weight : null,
    by_number: [...numbers.values()].sort((a, b) => b.entered - a.entered || a.number.localeCompare(b.number)),
  };
}

/** The flows that were entered, the most entered first, each with its versions, the newest first. */
export function byFlow(rows: readonly FlowFigures[]): FlowFigures[][] {
  const flows = new Map<string, FlowFigures[]>();
  for (const row of rows) flows.set(row.flow_id, [...(flows.get(row.flow_id) ?? []), row]);
  const entered = (versions: readonly FlowFigures[]) => versions.reduce((all, row) => all + row.entered, 0);
  return [...flows.values()]
    .map((versions) => versions.sort((a, b) => b.version - a.version))
    .sort((a, b) => entered(b) - entered(a) || a[0]!.flow_id.localeCompare(b[0]!.flow_id));
}

export const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

export const NODE_COLUMNS = ["node_id", "entered", "visits", "left_here", "timeouts", "wrong", "errors", "average_s"] as const;

export type NodeColumn = (typeof NODE_COLUMNS)[number];

export interface Order {
  by: NodeColumn;
  down: boolean;
}

/** Numbers begin with the largest, names with the first. */
export const ordered = (before: Order, by: NodeColumn): Order =>
  before.by === by ? { by, down: !before.down } : { by, down: by !== "node_id" };

export function inOrder(nodes: readonly NodeNumbers[], { by, down }: Order): NodeNumbers[] {
  const turn = down ? -1 : 1;
  return [...nodes].sort((a, b) => {
    const first = by === "node_id" ? a.node_id.localeCompare(b.node_id) : (a[by] ?? -1) - (b[by] ?? -1);
    return turn * first || b.entered - a.entered || a.node_id.localeCompare(b.node_id);
  });
}
