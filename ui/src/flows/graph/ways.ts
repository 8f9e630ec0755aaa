/** The ways out of a node: where they lead, and the node with one of them led elsewhere. */

import type { Field } from "./fields";
import { KIND } from "./kinds";
import type { Branch, Flow, FlowNode } from "./language";

export interface Way {
  /** `next`, `choices.1`, `branches.0`; stays the same while it is led elsewhere. */
  readonly id: string;
  readonly field: string;
  /** The key of a menu, or the place of a branch. */
  readonly key?: string;
  /** The id of the node it leads to; empty for nowhere. */
  readonly target: string;
  readonly required: boolean;
  /** Seldom used: drawn only once it leads somewhere. */
  readonly advanced: boolean;
}

/** The way of which a new key or branch is born when it is led somewhere. */
export const FRESH = "+";

const PHONE_KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"];

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export const keysOf = (node: FlowNode): Readonly<Record<string, string>> =>
  (node.choices ?? {}) as Readonly<Record<string, string>>;

export const branchesOf = (node: FlowNode): readonly Branch[] => (Array.isArray(node.branches) ? node.branches : []);

/** As on a telephone: 1 to 9, 0, then the signs. */
export function inKeyOrder(keys: readonly string[]): string[] {
  const place = (key: string) => (PHONE_KEYS.includes(key) ? PHONE_KEYS.indexOf(key) : PHONE_KEYS.length);
  return [...keys].sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

export function freeKey(node: FlowNode): string | null {
  const taken = keysOf(node);
  return PHONE_KEYS.find((key) => !(key in taken)) ?? null;
}

/** All ways that a node can have, in the order in which people read them. */
export function waysOf(node: FlowNode): Way[] {
  return (KIND[node.kind]?.fields ?? []).flatMap((field) => waysOfField(node, field));
}

function waysOfField(node: FlowNode, field: Field): Way[] {
  const way = (id: string, target: unknown, key?: string): Way => ({
    id,
    field: field.name,
    key,
    target: text(target),
    required: field.required ?? false,
    advanced: field.advanced ?? false,
  });
  if (field.type === "target") return [way(field.name, node[field.name])];
  if (field.type === "keys") {
    const keys = keysOf(node);
    return inKeyOrder(Object.keys(keys)).map((key) => way(`${field.name}.${key}`, keys[key], key));
  }
  if (field.type === "branches") {
    return branchesOf(node).map((branch, at) => way(`${field.name}.${at}`, branch.next, String(at)));
  }
  return [];
}

/** The ways that are drawn, with the one that makes a new key or branch. */
export function drawnWays(node: FlowNode): Way[] {
  const drawn = waysOf(node).filter((way) => !way.advanced || way.target);
  const many = KIND[node.kind]?.fields.find((field) => field.type === "keys" || field.type === "branches");
  if (!many || (many.type === "keys" && freeKey(node) === null)) return drawn;
  const after = drawn.findLastIndex((way) => way.field === many.name) + 1;
  const fresh: Way = {
    id: `${many.name}.${FRESH}`,
    field: many.name,
    key: FRESH,
    target: "",
    required: false,
    advanced: false,
  };
  return drawn.toSpliced(after, 0, fresh);
}

export function wayOf(node: FlowNode, wayId: string): Way | undefined {
  return waysOf(node).find((way) => way.id === wayId) ?? drawnWays(node).find((way) => way.id === wayId);
}

/** The node with this way led to `target`; empty leads it nowhere. */
export function led(node: FlowNode, wayId: string, target: string): FlowNode {
  const dot = wayId.indexOf(".");
  if (dot < 0) return { ...node, [wayId]: target };
  const field = wayId.slice(0, dot);
  const key = wayId.slice(dot + 1);
  if (field === "branches") {
    const branches = branchesOf(node);
    if (key === FRESH) return { ...node, branches: [...branches, { when: "", next: target }] };
    return { ...node, branches: branches.map((one, at) => (String(at) === key ? { ...one, next: target } : one)) };
  }
  const real = key === FRESH ? freeKey(node) : key;
  return real === null ? node : { ...node, [field]: { ...keysOf(node), [real]: target } };
}

/** The node with every way passed through `move`. */
export function allLed(node: FlowNode, move: (target: string) => string): FlowNode {
  let changed = node;
  for (const way of waysOf(node)) {
    const target = way.target && move(way.target);
    if (target !== way.target) changed = led(changed, way.id, target);
  }
  return changed;
}

export interface Edge {
  readonly from: string;
  readonly way: Way;
  readonly to: string;
}

/** Every connection between nodes that exist. */
export function edgesOf(flow: Flow): Edge[] {
  return Object.entries(flow.nodes).flatMap(([from, node]) =>
    waysOf(node)
      .filter((way) => way.target in flow.nodes)
      .map((way) => ({ from, way, to: way.target })),
  );
}
