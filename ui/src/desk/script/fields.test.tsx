import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startLanguages } from "../../i18n";
import type { ScriptForm, ScriptTurn, ScriptView } from "../../wire";
import { Turn } from "./Turn";
import type { Answering } from "./useAnswering";

const view: ScriptView = {
  contact_id: "c1",
  flow_id: "f",
  name: "F",
  name_ru: "",
  language: "en",
  turn: 3,
  ended: false,
  steps: [],
  current: null,
};

let answers: unknown[];
let kept: unknown[];

function show(part: Partial<ScriptTurn>, more: Partial<Answering> = {}) {
  const current: ScriptTurn = { node_id: "n", kind: "ask", text: "Read this.", form: null, options: [], table_id: "", currency: "", says: "", ...part };
  const answering: Answering = {
    isSending: false,
    failure: null,
    filledIn: () => undefined,
    fillIn: (value) => kept.push(value),
    answer: (value) => answers.push(value),
    backTo: () => undefined,
    ...more,
  };
  render(
    <MantineProvider env="test">
      <Turn view={{ ...view, current }} current={current} answering={answering} />
    </MantineProvider>,
  );
}
const ask = (form: ScriptForm, more: Partial<Answering> = {}) => show({ form }, more);
const field = () => document.querySelector<HTMLInputElement>("[data-field]")!;
const type = (text: string) => fireEvent.change(field(), { target: { value: text } });

describe("a step of a script", () => {
  beforeAll(() => startLanguages("en"));
  beforeEach(() => {
    vi.useFakeTimers();
    answers = [];
    kept = [];
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  test("takes a digit for an option and keeps it from the rest of the desk", () => {
    const heard = vi.fn();
    window.addEventListener("keydown", heard);
    show({ kind: "menu", options: [{ value: "1", label: "Sales" }, { value: "2", label: "Support" }] });
    fireEvent.keyDown(field(), { key: "2" });
    window.removeEventListener("keydown", heard);
    expect(answers).toEqual(["2"]);
    expect(heard).not.toHaveBeenCalled();
  });

  test("tells a one from a ten", () => {
    ask({ kind: "rating", scale: "nps" });
    fireEvent.keyDown(field(), { key: "1" });
    fireEvent.keyDown(field(), { key: "0" });
    expect(answers).toEqual([10]);
  });

  test("takes a one that nothing follows", () => {
    ask({ kind: "rating", scale: "nps" });
    fireEvent.keyDown(field(), { key: "1" });
    expect(answers).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(answers).toEqual([1]);
  });

  test("answers yes and no with true and false", () => {
    ask({ kind: "yes-no" });
    fireEvent.click(screen.getByText("No"));
    expect(answers).toEqual([false]);
  });

  test("sends a number as a number, and nothing while the field is empty", () => {
    ask({ kind: "number", least: 1, most: 12 });
    fireEvent.submit(field().form!);
    type("7");
    fireEvent.submit(field().form!);
    expect(answers).toEqual([7]);
  });

  test("keeps leading zeros of digits, and digits alone", () => {
    ask({ kind: "digits", least: 4, most: 8 });
    type("00-4x2");
    fireEvent.submit(field().form!);
    expect(answers).toEqual(["0042"]);
  });

  test("shows nothing of a secret, not even what was filled in before", () => {
    ask({ kind: "secret", least: 4, most: 4 }, { filledIn: () => "1234" });
    expect(field().type).toBe("password");
    expect(field().value).toBe("");
  });

  test("has what was filled in before", () => {
    ask({ kind: "text" }, { filledIn: () => "half a sen" });
    expect(field().value).toBe("half a sen");
  });

  test("is ticked by Enter when it must be read out", () => {
    show({ kind: "disclose" });
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(answers).toEqual([true]);
  });

  test("says why an answer did not fit, beside its field", () => {
    show({ form: { kind: "digits" }, says: "Digits only." });
    expect(screen.getByRole("alert").textContent).toContain("Digits only.");
    expect(field().getAttribute("aria-invalid")).toBe("true");
    expect(field().getAttribute("aria-errormessage")).toBe(screen.getByRole("alert").id);
  });

  test("that could not be sent is sent again with a press", () => {
    const again = vi.fn();
    ask({ kind: "text" }, { failure: { turn: 3, error: new TypeError(), again } });
    fireEvent.click(screen.getByText("Try again"));
    expect(again).toHaveBeenCalledOnce();
  });
});
