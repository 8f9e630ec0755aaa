import { describe, expect, test } from "vitest";
import { Editing } from "./editing";
import { begun, changed, redone, undone } from "./history";
import type { Flow } from "./language";

describe("a history", () => {
  test("gives back what was, and then what was taken back", () => {
    let history = changed(changed(begun("a"), "b", 1), "c", 2);
    history = undone(undone(history));
    expect(history.now).toBe("a");
    expect(undone(history)).toBe(history);
    expect(redone(redone(history)).now).toBe("c");
  });

  test("forgets what was taken back once something else is done", () => {
    expect(redone(changed(undone(changed(begun("a"), "b", 1)), "x", 2)).now).toBe("x");
  });

  test("takes typing in one field as one step, unless one pauses or goes elsewhere", () => {
    let history = changed(begun(""), "h", 10, "name");
    history = changed(history, "he", 11, "name");
    expect(undone(history).now).toBe("");
    expect(undone(changed(history, "hel", 20, "name")).now).toBe("he");
    expect(undone(changed(history, "hex", 11.5, "other")).now).toBe("he");
  });

  test("does not change by nothing", () => {
    const history = begun("a");
    expect(changed(history, "a", 1)).toBe(history);
  });
});

describe("an edited flow", () => {
  const flow: Flow = { flow_id: "f", name: "F", start: "a", nodes: { a: { kind: "goodbye" }, b: { kind: "return" } } };

  test("chooses no more what was removed, and chooses nothing wrong when it comes back", () => {
    const editing = new Editing(flow, () => 0);
    editing.stand({ id: "b", way: null });
    editing.edit((before) => ({ ...before, nodes: { a: before.nodes.a! } }));
    expect(editing.state.chosen.standing).toBeNull();
    expect(editing.state.chosen.ids.size).toBe(0);
    editing.undo();
    expect(Object.keys(editing.flow.nodes)).toEqual(["a", "b"]);
    expect(editing.state.canUndo).toBe(false);
    expect(editing.state.canRedo).toBe(true);
  });

  test("has a place for every node, also for one that nobody placed", () => {
    const editing = new Editing({ ...flow, layout: { a: [10, 20] } });
    expect(editing.state.places.a).toEqual([10, 20]);
    expect(editing.state.places.b).toBeDefined();
  });
});
