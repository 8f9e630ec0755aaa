/** Every kind of node and its fields, once: the forms, the ways out and new nodes are all made from this table. */

import type { Field, Group, KindOf } from "./fields";
import type { FlowNode, Kind } from "./language";
import { ENDS, OUTSIDE } from "./leaving";
import { TALK, WAYS } from "./talking";

export const KIND = { ...TALK, ...WAYS, ...OUTSIDE, ...ENDS } as Readonly<Record<Kind, KindOf>>;

export const GROUPS: readonly Group[] = ["talk", "ways", "outside", "ends"];

export const kindsOf = (group: Group): readonly Kind[] =>
  (Object.keys(KIND) as Kind[]).filter((kind) => KIND[kind].group === group);

/** The field's value, or what holds without it. */
export function valueOf(node: FlowNode, field: Field): unknown {
  return node[field.name] === undefined ? field.usual : node[field.name];
}

/** A new node: its required ways lead nowhere yet. */
export function freshNode(kind: Kind): FlowNode {
  const node: Record<string, unknown> = { kind };
  for (const field of KIND[kind].fields) {
    if (field.type === "target" && field.required) node[field.name] = "";
    if (field.type === "prompts" && field.required) node[field.name] = [{ kind: "text", text: {} }];
  }
  return { ...node, ...structuredClone(KIND[kind].starts ?? {}) } as FlowNode;
}
