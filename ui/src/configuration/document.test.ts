import { expect, test } from "vitest";
import { readDocument, thingsOf, words } from "./document";

test("a mistake in the text is named with its line where the browser tells it", () => {
  const read = readDocument('{\n  "queues": [,]\n}');
  expect(read.ok).toBe(false);
  if (!read.ok && read.line !== null) expect(read.line).toBe(2);
});

test("things are found whether they are kept as a list or by id", () => {
  expect(thingsOf({ queues: [{ queue_id: "a" }] }, "queues")).toEqual([{ queue_id: "a" }]);
  expect(thingsOf({ queues: { a: { queue_id: "a" } } }, "queues")).toEqual([{ queue_id: "a" }]);
  expect(thingsOf({}, "queues")).toEqual([]);
});

test("a field reads as words", () => {
  expect(words(["ru", "en"])).toBe("ru, en");
  expect(words([{ name: "Sold" }, { name: "Lost" }])).toBe("Sold, Lost");
  expect(words(null)).toBe("");
  expect(words({ a: {}, b: {} })).toBe("2");
});
