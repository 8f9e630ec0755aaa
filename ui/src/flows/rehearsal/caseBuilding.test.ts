import { describe, expect, test } from "vitest";
import type { Rehearsed } from "../../wire";
import type { Flow } from "../graph/language";
import { actOf, caseOf, kindOfStep, stepOf, stepText } from "./caseBuilding";

const at = (node_id: string, more: Partial<Rehearsed> = {}): Rehearsed => ({
  transcript: [{ who: "machine", node_id, text: "…", at_s: 0 }],
  standing: { node_id, kind: "", awaits: "key", options: [] },
  ended: "",
  answers: {},
  marks: [],
  ...more,
});

const flow: Flow = {
  flow_id: "f",
  name: "F",
  start: "menu",
  nodes: { menu: { kind: "menu" }, number: { kind: "ask" }, people: { kind: "to-queue", queue_id: "sales" } },
};

describe("a test case made of a try", () => {
  test("expects after each act what came of it", () => {
    const over = { standing: { node_id: "", kind: "" as const, awaits: "nothing" as const, options: [] }, ended: "goodbye" };
    const states = [at("menu"), at("number", { marks: ["asked"] }), at("number", { ...over, marks: ["asked"], answers: { number: "5512", row: { a: 1 } } })];
    const made = caseOf("told", { name: "", at: "2026-11-23T20:00" }, [{ press: "1" }, { press: "5512" }], states, flow);
    expect(made).toEqual({
      name: "told",
      at: "2026-11-23T20:00",
      steps: [
        { at: "menu" },
        { press: "1" },
        { marked: "asked" },
        { at: "number" },
        { press: "5512" },
        { answered: { number: "5512" } },
        { ended: "goodbye" },
      ],
    });
  });

  test("names the queue in which the customer waits", () => {
    const states = [at("menu"), at("people", { ended: "queued" })];
    expect(caseOf("q", { name: "" }, [{ press: "2" }], states, flow).steps.at(-1)).toEqual({ queued: "sales" });
  });
});

describe("a step", () => {
  test.each([
    ["press", "12#"],
    ["write", "hello"],
    ["speak_s", "4.5"],
    ["back", "timeout"],
    ["said", "Good morning"],
    ["at", "menu"],
    ["queued", "sales"],
  ] as const)("%s reads back as it was written", (kind, text) => {
    const step = stepOf(kind, text);
    expect(kindOfStep(step)).toBe(kind);
    expect(stepText(step)).toBe(text);
  });

  test("keeps its kind while its value is empty", () => {
    expect(kindOfStep(stepOf("said", ""))).toBe("said");
    expect(kindOfStep(stepOf("answered", ""))).toBe("answered");
    expect(kindOfStep(stepOf("silent", ""))).toBe("silent");
  });

  test("of answers knows numbers and truths, and keeps digits that a number would lose", () => {
    const step = stepOf("answered", "count = 3; ok = true; code = 007; name = Ann Lee");
    expect(step.answered).toEqual({ count: 3, ok: true, code: "007", name: "Ann Lee" });
    expect(stepText(step)).toBe("count = 3; ok = true; code = 007; name = Ann Lee");
  });
});

test("digits are pressed, words are written", () => {
  expect(actOf("12*")).toEqual({ press: "12*" });
  expect(actOf("twelve")).toEqual({ write: "twelve" });
});
