import { describe, expect, test } from "vitest";
import { answerNames } from "./answers";
import type { Flow } from "./language";
import { leavesOf } from "./leaves";
import { fieldOf } from "./serverNames";
import { found, PLAIN_NAMES, promptWords, summaryOf } from "./summary";

const names = { ...PLAIN_NAMES, queue: (id: string) => ({ sales: "Продажи" })[id] ?? id };

describe("a summary", () => {
  test("is the words of the prompt in the reader's language, else in any", () => {
    const prompts = [{ kind: "text" as const, text: { en: "Hello", ru: "Привет" } }, "news"];
    expect(promptWords(prompts, "ru", names)).toBe("Привет ♪ news");
    expect(promptWords([{ kind: "text", text: { en: "Hello" } }], "ru", names)).toBe("Hello");
  });

  test("shows values as expressions, with what they count", () => {
    const number = { kind: "number" as const, value: "answers.count", noun: { ru: ["заказ", "заказа", "заказов"] } };
    expect(promptWords([number], "ru", names)).toBe("{answers.count} заказов");
    expect(promptWords([{ kind: "money", value: "answers.sum" }], "en", names)).toBe("{answers.sum RUB}");
  });

  test("names what the node points to", () => {
    expect(summaryOf({ kind: "to-queue", queue_id: "sales" }, "ru", names)).toBe("Продажи");
    expect(summaryOf({ kind: "decide", branches: [{ when: "time.hour < 9", next: "" }], otherwise: "" }, "en", names)).toBe("time.hour < 9");
    expect(summaryOf({ kind: "request", url: "https://crm.example/x", next: "" }, "en", names)).toBe("GET crm.example/x");
    expect(summaryOf({ kind: "assign", values: { a: "1 + 1" }, next: "" }, "en", names)).toBe("a = 1 + 1");
    expect(summaryOf({ kind: "goodbye" }, "en", names)).toBe("♪ cord/goodbye");
  });
});

const flow: Flow = {
  flow_id: "f",
  name: "F",
  start: "ask",
  nodes: {
    ask: { kind: "ask", prompts: [{ kind: "text", text: { en: "Your PIN?" } }], answer: "pin", form: { kind: "secret" }, next: "order" },
    order: { kind: "order", prompts: [], table_id: "goods", next: "look" },
    look: { kind: "look-up", source: "customer", found: "end", not_found: "end" },
    end: { kind: "goodbye" },
  },
};

test("nodes are found by id, words and kind, not by what they lead to", () => {
  const words = () => "";
  expect(found(flow, "pin", words)).toEqual(["ask"]);
  expect(found(flow, "goods", words)).toEqual(["order"]);
  expect(found(flow, "end", words)).toEqual(["end"]);
  expect(found(flow, "спросить", (node) => (node.kind === "ask" ? "Спросить" : ""))).toEqual(["ask"]);
  expect(found(flow, "  ", words)).toEqual([]);
});

test("the names of answers are known, secrets as secrets", () => {
  expect(answerNames(flow)).toEqual(["answers.customer", "answers.order", "answers.order_total", "secrets.pin"]);
});

test("the server's names of ways are understood", () => {
  expect(fieldOf("menu", "key 1")).toBe("choices.1");
  expect(fieldOf("decide", "2")).toBe("branches.1");
  expect(fieldOf("ask", "on_failure")).toBe("on_failure");
});

test("a difference within a field is told by its place", () => {
  const before = [{ kind: "text", text: { en: "a", ru: "б" } }];
  const after = [{ kind: "text", text: { en: "b", ru: "б" } }, "news"];
  expect(leavesOf("prompts", before, after)).toEqual([
    { path: "prompts.0.text.en", before: "a", after: "b" },
    { path: "prompts.1", before: undefined, after: "news" },
  ]);
});
