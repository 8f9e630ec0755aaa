import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { answerWords } from "./answerWords";

const t = ((key: string, values?: Record<string, unknown>) =>
  values ? `${key} ${Object.values(values).join(" ")}` : key) as unknown as TFunction;

test("every kind of answer has words", () => {
  expect(answerWords(true, t)).toEqual(["run.yes"]);
  expect(answerWords("4711", t)).toEqual(["4711"]);
  expect(answerWords(0, t)).toEqual(["0"]);
  expect(answerWords(null, t)).toEqual(["–"]);
  expect(answerWords({ recording: "c1.m2", seconds: 12.4 }, t)).toEqual(["run.recorded 0:12"]);
});

test("an order is told line by line", () => {
  const lines = [
    { code: "1", name: "Tea", price: "3.50", quantity: 2 },
    { code: "2", name: "Cup", price: "9", quantity: 1 },
  ];
  expect(answerWords(lines, t)).toEqual(["run.line 2 Tea 3.50", "run.line 1 Cup 9"]);
});
