import type { TFunction } from "i18next";
import { beforeEach, describe, expect, test } from "vitest";
import type { ScriptForm, ScriptTurn, ScriptView } from "../../wire";
import { added, answerWords, dayFrom, type OrderLine, pressesOf, pressOf, sumOf } from "./answers";
import { Drafts } from "./drafts";

const t = ((key: string) => key) as unknown as TFunction;

const turnAt = (node_id: string, form: ScriptForm | null = { kind: "text" }, says = ""): ScriptTurn => ({
  node_id,
  kind: "ask",
  text: "",
  form,
  options: [],
  table_id: "",
  currency: "",
  says,
});
const view = (turn: number, current: ScriptTurn): ScriptView => ({
  contact_id: "c1",
  flow_id: "f",
  name: "F",
  name_ru: "",
  language: "en",
  turn,
  ended: false,
  steps: [],
  current,
});

describe("what is filled in and not taken yet", () => {
  beforeEach(() => sessionStorage.clear());
  const keep = (turn: number, current: ScriptTurn, value: unknown) => new Drafts("c1").keep(turn, current, value);
  const after = (turn: number, current: ScriptTurn) => new Drafts("c1").of(view(turn, current));

  test("survives a reload", () => {
    keep(3, turnAt("why"), "half a sen");
    expect(after(3, turnAt("why"))).toBe("half a sen");
  });

  test("is not shown at another step, nor when the same step comes again later", () => {
    keep(3, turnAt("why"), "because");
    expect(after(4, turnAt("what"))).toBeUndefined();
    expect(after(7, turnAt("why"))).toBeUndefined();
  });

  test("comes back with its question when it did not fit", () => {
    keep(3, turnAt("why"), "12");
    expect(after(4, turnAt("why", { kind: "digits" }, "six digits are expected"))).toBe("12");
  });

  test("of another contact is not shown", () => {
    new Drafts("c2").keep(3, turnAt("why"), "secret of somebody else");
    expect(after(3, turnAt("why"))).toBeUndefined();
  });

  test("is there to be changed when the agent goes back", () => {
    new Drafts("c1").returnTo("people", 4);
    expect(after(9, turnAt("people", { kind: "number" }))).toBe(4);
  });

  test("is never stored when it is secret, and takes an older draft with it", () => {
    keep(3, turnAt("why"), "because");
    keep(4, turnAt("pin", { kind: "secret" }), "1234");
    expect(JSON.stringify({ ...sessionStorage })).not.toContain("1234");
    expect(sessionStorage.length).toBe(0);
  });
});

describe("answers by keys", () => {
  const nps = pressesOf(turnAt("n", { kind: "rating", scale: "nps" }), t)!;
  const csat = pressesOf(turnAt("n", { kind: "rating", scale: "csat" }), t)!;

  test("have the range of their scale", () => {
    expect(csat.map((press) => press.value)).toEqual([1, 2, 3, 4, 5]);
    expect([nps[0]!.value, nps.at(-1)!.value, nps.length]).toEqual([0, 10, 11]);
    expect(pressesOf(turnAt("n", { kind: "rating", scale: "ces" }), t)).toHaveLength(7);
  });

  test("wait where a longer number may follow, and nowhere else", () => {
    expect(pressOf(nps, "1")).toBe("wait");
    expect(pressOf(nps, "10")).toMatchObject({ value: 10 });
    expect(pressOf(nps, "9")).toMatchObject({ value: 9 });
    expect(pressOf(csat, "1")).toMatchObject({ value: 1 });
    expect(pressOf(csat, "7")).toBeNull();
  });

  test("of a menu are the keys that customers press", () => {
    const options = [
      { value: "1", label: "Sales" },
      { value: "0", label: "A person" },
      { value: "#", label: "Again" },
    ];
    const presses = pressesOf({ ...turnAt("m", null), kind: "menu", options }, t)!;
    expect(presses.map((press) => press.key)).toEqual(["1", "0", ""]);
  });

  test("of a choice are those of its form", () => {
    const form: ScriptForm = { kind: "choice", options: [{ value: "spb", key: "2" }] };
    const presses = pressesOf({ ...turnAt("c", form), options: [{ value: "spb", label: "Saint Petersburg" }] }, t)!;
    expect(presses).toEqual([{ value: "spb", label: "Saint Petersburg", key: "2" }]);
  });

  test("are none where something is typed", () => {
    expect(pressesOf(turnAt("n", { kind: "digits" }), t)).toBeNull();
  });
});

describe("an answer in words", () => {
  const words = (kind: ScriptTurn["kind"], value: unknown) => answerWords({ kind, value }, t, "en");
  test("is what was chosen, and dots for what was secret", () => {
    expect(words("ask", false)).toBe("script.no");
    expect(words("ask", 0)).toBe("0");
    expect(words("ask", null)).toBe("••••");
    expect(words("ask", "2026-11-24")).toBe("Tue 24 Nov 2026");
    expect(words("disclose", true)).toBe("script.readOut");
    expect(words("say", true)).toBe("");
  });
});

describe("an order", () => {
  const router = { code: "1", name: "Router", price: "3490.10" };
  test("counts an item twice in one line", () => {
    const twice = added(added([], router), router);
    expect(twice).toEqual([{ ...router, quantity: 2 }]);
  });

  test("is summed without losing a hundredth, whatever the price looks like", () => {
    const line = (price: string, quantity: number): OrderLine => ({ code: price, name: "", price, quantity });
    expect(sumOf([line("0.1", 3)])).toBe(0.3);
    expect(sumOf([line("1 990,50", 2), line("10", 1)])).toBe(3991);
    expect(sumOf([])).toBe(0);
  });
});

test("limits of a day count from today", () => {
  const today = new Date(2026, 10, 29);
  expect(dayFrom(today, 0)).toBe("2026-11-29");
  expect(dayFrom(today, 2)).toBe("2026-12-01");
  expect(dayFrom(today, null)).toBeUndefined();
});
