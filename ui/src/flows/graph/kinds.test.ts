import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freshNode, KIND } from "./kinds";
import { FORM_KINDS, type Kind, KINDS, PART_KINDS } from "./language";
import { drawnWays, waysOf } from "./ways";

interface Shape {
  properties: Record<string, { default?: unknown; const?: unknown; enum?: unknown[] }>;
  required?: string[];
}

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../docs/reference/flow.schema.json"), "utf8"),
) as { $defs: Record<string, Shape> };

const kindsIn = (name: string) =>
  [...new Set([...JSON.stringify(schema).matchAll(new RegExp(`"([a-z-]+)":"#/\\$defs/${name}"`, "g"))].map((one) => one[1]))];

const shapeOf = (kind: string): Shape =>
  schema.$defs[kind.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())]!;

describe("the table of kinds", () => {
  test.each(KINDS)("%s has the fields that the language has, with the same usual values", (kind) => {
    const { properties } = shapeOf(kind);
    const ours = new Map(KIND[kind].fields.map((field) => [field.name, field]));
    const theirs = Object.keys(properties).filter((name) => name !== "kind" && !(kind === "menu" && name === "labels"));
    expect([...ours.keys()].sort()).toEqual(theirs.sort());
    for (const [name, field] of ours) {
      const usual = properties[name]!.default;
      if (field.usual !== undefined && usual !== undefined) expect([name, field.usual]).toEqual([name, usual]);
      if (field.options && properties[name]!.enum) expect([...field.options].sort()).toEqual([...properties[name]!.enum!].sort());
    }
  });

  test("knows every kind of node, part and form", () => {
    expect(KINDS.filter((kind) => !kindsIn(nameOf(kind)).includes(kind))).toEqual([]);
    expect(Object.keys(KIND).sort()).toEqual([...KINDS].sort());
    for (const kind of PART_KINDS) expect(schema.$defs).toHaveProperty(nameOf(kind));
    for (const kind of FORM_KINDS) expect(schema.$defs).toHaveProperty(`${nameOf(kind)}Form`);
  });
});

const nameOf = (kind: string): string => kind.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

describe("a new node", () => {
  test.each(KINDS)("%s has every field that the language demands", (kind: Kind) => {
    const node = freshNode(kind);
    for (const name of shapeOf(kind).required ?? []) expect(node).toHaveProperty(name);
  });

  test("leads nowhere yet", () => {
    for (const kind of KINDS) expect(waysOf(freshNode(kind)).filter((way) => way.target)).toEqual([]);
  });

  test("shows its required ways", () => {
    expect(drawnWays(freshNode("look-up")).map((way) => way.id)).toEqual(["found", "not_found", "on_error"]);
    expect(drawnWays(freshNode("menu")).map((way) => way.id)).toEqual(["choices.1", "choices.+", "on_failure"]);
    expect(drawnWays(freshNode("goodbye"))).toEqual([]);
  });
});
