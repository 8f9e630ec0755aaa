import { describe, expect, test } from "vitest";
import { copied, pasted, readClip } from "./clipboard";
import { added, connected, removed, renamed, renameFault, withField } from "./edits";
import { faultsOf, merged } from "./faults";
import type { Flow } from "./language";
import { led, waysOf } from "./ways";

const flow: Flow = {
  flow_id: "main",
  name: "Main",
  start: "menu",
  person: "people",
  on_error: "bye",
  nodes: {
    menu: { kind: "menu", prompts: [], choices: { "1": "news", "2": "people" }, on_failure: "people" },
    news: { kind: "say", prompts: ["news"], next: "menu" },
    people: { kind: "to-queue", queue_id: "support", on_timeout: "bye" },
    check: { kind: "decide", branches: [{ when: "answers.a > 1", next: "news" }], otherwise: "bye" },
    bye: { kind: "goodbye" },
  },
  layout: { menu: [0, 0], news: [300, 0] },
  cases: [{ name: "one", steps: [{ press: "1" }, { at: "news" }], responses: { news: { ok: true } } }],
};

const targets = (of: Flow, id: string) => Object.fromEntries(waysOf(of.nodes[id]!).map((way) => [way.id, way.target]));

describe("a node added", () => {
  test("after a way takes its place: what came next comes after it", () => {
    const { flow: next, id } = added(flow, "mark", { after: { id: "menu", way: "choices.1" } });
    expect(id).toBe("mark");
    expect(targets(next, "menu")["choices.1"]).toBe("mark");
    expect(targets(next, "mark").next).toBe("news");
  });

  test("after the way for another key makes that key", () => {
    const { flow: next } = added(flow, "goodbye", { after: { id: "menu", way: "choices.+" } });
    expect(targets(next, "menu")["choices.3"]).toBe("goodbye");
  });

  test("gets a free name, and starts a flow that has no start", () => {
    expect(added(flow, "menu").id).toBe("menu-2");
    expect(added({ ...flow, start: "", nodes: {} }, "say").flow.start).toBe("say");
  });
});

test("a condition is added by leading its empty way somewhere", () => {
  expect(connected(flow, "check", "branches.+", "people").nodes.check?.branches).toEqual([
    { when: "answers.a > 1", next: "news" },
    { when: "", next: "people" },
  ]);
});

test("what led to a removed node leads nowhere, and so do the flow's own pointers", () => {
  const next = removed(flow, new Set(["people", "menu"]));
  expect(Object.keys(next.nodes)).toEqual(["news", "check", "bye"]);
  expect([next.start, next.person, next.on_error]).toEqual(["", "", "bye"]);
  expect(targets(next, "news").next).toBe("");
  expect(next.layout).toEqual({ news: [300, 0] });
});

describe("a renamed node", () => {
  const next = renamed(flow, "news", "latest-news");

  test("is followed by ways, layout and test cases", () => {
    expect(targets(next, "menu")["choices.1"]).toBe("latest-news");
    expect(targets(next, "check")["branches.0"]).toBe("latest-news");
    expect(next.layout).toEqual({ menu: [0, 0], "latest-news": [300, 0] });
    expect(next.cases?.[0]?.steps[1]).toEqual({ at: "latest-news" });
    expect(next.cases?.[0]?.responses).toEqual({ "latest-news": { ok: true } });
    expect(renamed(flow, "people", "crowd").person).toBe("crowd");
  });

  test("keeps its place in the order", () => {
    expect(Object.keys(next.nodes)).toEqual(["menu", "latest-news", "people", "check", "bye"]);
  });

  test("cannot take a name that is taken or cannot be one", () => {
    expect(renameFault(flow, "news", "bye")).toBe("taken");
    expect(renameFault(flow, "news", "Две")).toBe("form");
    expect(renamed(flow, "news", "bye")).toBe(flow);
  });
});

test("a field set to what holds anyway is left out", () => {
  const set = withField(flow, "menu", { name: "tries", usual: 3 }, 5);
  expect(set.nodes.menu?.tries).toBe(5);
  expect(withField(set, "menu", { name: "tries", usual: 3 }, 3).nodes.menu).not.toHaveProperty("tries");
});

test("a way led elsewhere leaves the other ways as they are", () => {
  expect(led(flow.nodes.menu!, "choices.2", "bye").choices).toEqual({ "1": "news", "2": "bye" });
});

describe("nodes on the clipboard", () => {
  const text = copied(flow, new Set(["menu", "news"]), { menu: [0, 0], news: [300, 0] });
  const clip = readClip(text)!;

  test("come under free names, with the connections among them", () => {
    const { flow: next, ids } = pasted(flow, clip, [40, 40]);
    expect(ids).toEqual(["menu-2", "news-2"]);
    expect(targets(next, "menu-2")["choices.1"]).toBe("news-2");
    expect(targets(next, "menu-2").on_failure).toBe("people");
    expect(next.layout?.["news-2"]).toEqual([340, 40]);
  });

  test("lead nowhere in a flow that has not what they led to", () => {
    const { flow: next } = pasted({ flow_id: "b", name: "B", start: "", nodes: {} }, clip, [0, 0]);
    expect(targets(next, "menu")).toEqual({ "choices.1": "news", "choices.2": "", on_failure: "", on_error: "" });
    expect(next.start).toBe("menu");
  });

  test("are told from other texts", () => {
    expect(readClip("just words")).toBeNull();
    expect(readClip('{"nodes": {}}')).toBeNull();
    expect(readClip("null")).toBeNull();
  });
});

describe("what is wrong at a glance", () => {
  test("ways that lead nowhere or to what does not exist, and empty fields", () => {
    const broken = connected(connected(flow, "menu", "choices.1", "gone"), "check", "otherwise", "");
    const found = faultsOf(broken).map(({ node_id, field, kind }) => `${node_id} ${field} ${kind}`);
    expect(found).toEqual(["menu choices.1 noSuchNode", "menu prompts empty", "check otherwise noTarget"]);
  });

  test("gives way to what the server says of the same place", () => {
    const ours = [{ node_id: "a", field: "next", severity: "error" as const, says: "ours" }];
    const theirs = [{ node_id: "a", field: "next", severity: "error" as const, says: "theirs" }];
    expect(merged(ours, theirs)).toEqual(theirs);
    expect(merged(ours, [])).toEqual(ours);
  });
});
