import { expect, test } from "vitest";
import type { Flow } from "../../flows/graph/language";
import { waysOf } from "../../flows/graph/ways";
import type { NodeNumbers } from "../../wire";
import { countedAs, funnelOf, MARGIN } from "./funnel";

const flow: Flow = {
  flow_id: "main",
  name: "Main",
  start: "menu",
  person: "people",
  on_error: "sorry",
  nodes: {
    menu: { kind: "menu", choices: { "1": "which", "2": "people" }, on_failure: "sorry" },
    which: { kind: "decide", branches: [{ when: "", next: "people" }], otherwise: "ask" },
    ask: { kind: "ask", answer: "x", next: "people" },
    people: { kind: "to-queue", queue_id: "sales", on_timeout: "sorry", after_talk: "sorry" },
    sorry: { kind: "goodbye" },
  },
};

const node = (node_id: string, entered: number, ways: Record<string, number>, left_here = 0): NodeNumbers => ({
  node_id,
  entered,
  visits: entered,
  left_here,
  timeouts: 0,
  wrong: 0,
  errors: 0,
  average_s: null,
  ways,
});

const drawn = funnelOf(
  flow,
  [
    node("menu", 100, { "1": 60, "2": 20, failure: 5, person: 5 }, 10),
    node("which", 60, { "1": 20, otherwise: 40 }),
    node("ask", 40, { next: 30, failure: 10 }),
    node("people", 75, { timeout: 25 }),
  ],
  100,
);
const edge = (from: string, to: string, byFlow = false) =>
  drawn.edges.filter((one) => one.from === from && one.to === to && one.byFlow === byFlow).map((one) => one.count);

test("ways have the names under which the server counts them", () => {
  expect(waysOf(flow.nodes.menu!).filter((way) => way.target).map(countedAs)).toEqual(["1", "2", "failure"]);
  expect(waysOf(flow.nodes.which!).filter((way) => way.target).map(countedAs)).toEqual(["1", "otherwise"]);
  expect(waysOf(flow.nodes.people!).filter((way) => way.target).map(countedAs)).toEqual(["timeout", "talked"]);
});

test("each connection is as wide as the share of conversations that took it", () => {
  expect(edge("menu", "which")).toEqual([60]);
  expect(edge("which", "people")).toEqual([20]);
  expect(edge("which", "ask")).toEqual([40]);
  const [most, none] = [drawn.edges.find((one) => one.count === 60)!, drawn.edges.find((one) => one.count === 0)!];
  expect(most.share).toBe(0.6);
  expect(most.width).toBeGreaterThan(none.width * 5);
});

test("key 0 and failures without a way of their own go where the flow says", () => {
  expect(edge("menu", "people", true)).toEqual([5]);
  expect(edge("ask", "sorry", true)).toEqual([10]);
  expect(edge("menu", "sorry", true)).toEqual([]);
});

test("a node knows the share that came to it and the share that was lost in it", () => {
  const menu = drawn.nodes.find((one) => one.id === "menu")!;
  expect([menu.share, menu.left]).toEqual([1, 0.1]);
  const never = drawn.nodes.find((one) => one.id === "sorry")!;
  expect([never.figures, never.share, never.left]).toEqual([null, 0, 0]);
});

test("the drawing begins at its margin and holds every node", () => {
  expect(Math.min(...drawn.nodes.map((one) => one.x))).toBe(MARGIN);
  expect(Math.min(...drawn.nodes.map((one) => one.y))).toBe(MARGIN);
  for (const one of drawn.nodes) expect(one.y + one.height).toBeLessThan(drawn.height);
});

test("without conversations nothing is divided by nothing", () => {
  const empty = funnelOf(flow, [], 0);
  expect(empty.edges.every((one) => one.share === 0)).toBe(true);
});
