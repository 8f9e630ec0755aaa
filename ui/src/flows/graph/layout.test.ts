import { describe, expect, test } from "vitest";
import type { Flow, FlowNode } from "./language";
import { heightOf, NODE_WIDTH, readingOrder, tidy } from "./layout";
import { between, walkedThrough } from "./path";
import { placesOf } from "./placing";
import { backward, onward, turned } from "./walk";

const say = (next: string): FlowNode => ({ kind: "say", prompts: ["x"], next });

const flow: Flow = {
  flow_id: "f",
  name: "F",
  start: "hello",
  person: "people",
  nodes: {
    alone: { kind: "goodbye" },
    people: { kind: "to-queue", queue_id: "q", after_talk: "hello" },
    hello: say("menu"),
    menu: { kind: "menu", prompts: ["x"], choices: { "2": "people", "1": "news", "0": "hello" }, on_failure: "people" },
    news: say("menu"),
  },
};

function overlaps(of: Flow, places: Record<string, readonly [number, number]>): string[] {
  const ids = Object.keys(places);
  return ids.flatMap((a, at) =>
    ids.slice(at + 1).flatMap((b) => {
      const [ax, ay] = places[a]!;
      const [bx, by] = places[b]!;
      const apart = Math.abs(ax - bx) >= NODE_WIDTH || ay + heightOf(of, a) <= by || by + heightOf(of, b) <= ay;
      return apart ? [] : [`${a} and ${b}`];
    }),
  );
}

/** A flow of many nodes with connections forth and back, the same each time. */
function wild(count: number, seed: number): Flow {
  let state = seed;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const nodes: Record<string, FlowNode> = {};
  for (let at = 0; at < count; at++) {
    nodes[`n${at}`] = next(3)
      ? say(`n${next(count)}`)
      : { kind: "menu", prompts: ["x"], choices: { "1": `n${next(count)}`, "2": `n${next(count)}`, "3": "n0" }, on_failure: "n0" };
  }
  return { flow_id: "wild", name: "Wild", start: "n0", nodes };
}

describe("a tidied flow", () => {
  test("leads from left to right, whatever leads back", () => {
    const places = tidy(flow);
    expect(places.hello![0]).toBeLessThan(places.menu![0]);
    expect(places.menu![0]).toBeLessThan(places.news![0]);
    expect(places.menu![0]).toBeLessThan(places.people![0]);
  });

  test.each([1, 2, 3, 4, 5, 6])("of many nodes has a place for each, and none over another (%d)", (seed) => {
    const many = wild(60, seed);
    const places = tidy(many);
    expect(Object.keys(places)).toHaveLength(60);
    expect(overlaps(many, places)).toEqual([]);
    expect(tidy(many)).toEqual(places);
  });
});

describe("nodes without a place", () => {
  test("stand beside what leads to them, and over nothing", () => {
    const partly: Flow = { ...flow, layout: { hello: [0, 0], menu: [400, 0], people: [724, 0] } };
    const places = placesOf(partly);
    expect(places.menu).toEqual([400, 0]);
    expect(places.news![0]).toBe(724);
    expect(overlaps(partly, { people: places.people!, news: places.news! })).toEqual([]);
  });
});

test("nodes are read from the start along the ways, what cannot be reached last", () => {
  expect(readingOrder(flow)).toEqual(["hello", "menu", "news", "people", "alone"]);
});

describe("a walk by keys", () => {
  test("goes along the chosen way and back to where it came from", () => {
    expect(onward(flow, { id: "menu", way: "choices.2" })).toEqual({ id: "people", way: null });
    expect(onward(flow, { id: "hello", way: null })).toEqual({ id: "menu", way: null });
    expect(backward(flow, { id: "menu", way: null }, { id: "news", way: "next" })).toEqual({ id: "news", way: "next" });
    expect(backward(flow, { id: "menu", way: null }, null)).toEqual({ id: "hello", way: "next" });
  });

  test("turns through the ways, and past them back to the node itself", () => {
    expect(turned(flow, { id: "menu", way: null }, 1).way).toBe("choices.1");
    expect(turned(flow, { id: "menu", way: "choices.1" }, 1).way).toBe("choices.2");
    expect(turned(flow, { id: "menu", way: "choices.1" }, -1).way).toBeNull();
    expect(turned(flow, { id: "alone", way: null }, 1)).toEqual({ id: "alone", way: null });
  });

  test("stays where no way leads on", () => {
    expect(onward(flow, { id: "alone", way: null })).toEqual({ id: "alone", way: null });
    expect(backward(flow, { id: "alone", way: null }, null)).toEqual({ id: "alone", way: null });
  });
});

describe("the path of a conversation", () => {
  test("is filled up with what was passed without a word", () => {
    expect(between(flow, "hello", "news")).toEqual(["hello", "menu", "news"]);
    const { nodes, steps } = walkedThrough(flow, ["", "news", "menu", "people", "elsewhere"]);
    expect([...nodes]).toEqual(["hello", "menu", "news", "people"]);
    expect([...steps]).toEqual(["hello→menu", "menu→news", "news→menu", "menu→people"]);
  });

  test("is only its ends where no way leads", () => {
    expect(between(flow, "alone", "hello")).toEqual(["alone", "hello"]);
  });
});
