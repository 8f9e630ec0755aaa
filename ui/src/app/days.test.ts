import { expect, test } from "vitest";
import { daysIn, instantsOf, periodOf } from "./days";

const today = new Date(2026, 10, 21, 15, 30);

test("a preset is whole days that end today", () => {
  expect(periodOf("today", today)).toEqual({ preset: "today", first: "2026-11-21", last: "2026-11-21" });
  expect(periodOf("week", today)).toEqual({ preset: "week", first: "2026-11-15", last: "2026-11-21" });
  expect(daysIn(periodOf("month", today))).toBe(30);
});

test("an own period starts from the days that were shown", () => {
  const shown = periodOf("yesterday", today);
  expect(periodOf("own", today, shown)).toEqual({ preset: "own", first: "2026-11-20", last: "2026-11-20" });
});

test("the last day counts to its end", () => {
  const { from, to } = instantsOf(periodOf("today", today));
  expect(new Date(from * 1000)).toEqual(new Date(2026, 10, 21));
  expect(new Date(to * 1000)).toEqual(new Date(2026, 10, 22));
});
