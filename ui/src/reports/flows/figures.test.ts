import { expect, test } from "vitest";
import type { FlowFigures, NodeNumbers } from "../../wire";
import { byFlow, inOrder, ordered, summed } from "./figures";

const row = (flow_id: string, version: number, part: Partial<FlowFigures>): FlowFigures => ({
  flow_id,
  version,
  name: flow_id,
  name_ru: "",
  script: false,
  entered: 0,
  completed: 0,
  contained: 0,
  handed_over: 0,
  messages: 0,
  abandoned: 0,
  failed: 0,
  containment: null,
  average_s: null,
  by_number: [],
  ...part,
});

const node = (node_id: string, part: Partial<NodeNumbers>): NodeNumbers => ({
  node_id,
  entered: 0,
  visits: 0,
  left_here: 0,
  timeouts: 0,
  wrong: 0,
  errors: 0,
  average_s: null,
  ways: {},
  ...part,
});

test("versions of a flow are added up, their containment and time weighed", () => {
  const sum = summed([
    row("main", 2, { entered: 30, contained: 15, average_s: 10, by_number: [{ number: "1", entered: 30, contained: 15 }] }),
    row("main", 1, { entered: 10, contained: 1, average_s: 30, by_number: [{ number: "1", entered: 4, contained: 1 }, { number: "2", entered: 6, contained: 0 }] }),
  ]);
  expect(sum).toMatchObject({ entered: 40, contained: 16, containment: 0.4, average_s: 15 });
  expect(sum?.by_number).toEqual([{ number: "1", entered: 34, contained: 16 }, { number: "2", entered: 6, contained: 0 }]);
});

test("a script has no containment, and no flow no sum", () => {
  expect(summed([row("s", 1, { entered: 3, script: true })])?.containment).toBeNull();
  expect(summed([])).toBeNull();
});

test("the flow that was entered most comes first, its newest version first", () => {
  const flows = byFlow([row("a", 1, { entered: 5 }), row("b", 1, { entered: 4 }), row("b", 2, { entered: 4 })]);
  expect(flows.map((versions) => versions.map((one) => `${one.flow_id}${one.version}`))).toEqual([["b2", "b1"], ["a1"]]);
});

test("nodes are sorted both ways, and what is unknown is least", () => {
  const nodes = [node("x", { entered: 1, average_s: 4 }), node("y", { entered: 9 }), node("z", { entered: 1, average_s: 2 })];
  const names = (order: Parameters<typeof inOrder>[1]) => inOrder(nodes, order).map((one) => one.node_id).join("");
  expect(names({ by: "entered", down: true })).toBe("yxz");
  expect(names({ by: "average_s", down: true })).toBe("xzy");
  expect(names({ by: "node_id", down: true })).toBe("zyx");
  expect(ordered({ by: "entered", down: true }, "entered")).toEqual({ by: "entered", down: false });
  expect(ordered({ by: "entered", down: true }, "node_id")).toEqual({ by: "node_id", down: false });
});
