import { expect, test } from "vitest";
import type { ReportRow } from "../wire";
import { byStart } from "./byStart";

const row = (start: number, part: Partial<ReportRow>): ReportRow => ({
  start,
  queue_id: "q",
  offered: 0,
  answered: 0,
  abandoned: 0,
  abandoned_short: 0,
  turned_away: 0,
  answered_in_target: 0,
  service_level: null,
  asa_s: null,
  aht_s: null,
  wait_max_s: 0,
  ...part,
});

test("queues of one interval are summed, and their service levels weighed", () => {
  const sums = byStart([
    row(1800, { answered: 2, abandoned: 1, answered_in_target: 1, service_level: 0.5 }),
    row(0, { answered: 10, answered_in_target: 9, service_level: 0.9 }),
    row(0, { answered: 8, abandoned: 2, answered_in_target: 5, service_level: 0.5 }),
  ]);
  expect(sums.map((sum) => sum.start)).toEqual([0, 1800]);
  expect(sums[0]).toMatchObject({ answered: 18, abandoned: 2 });
  expect(sums[0]?.serviceLevel).toBeCloseTo(14 / 20);
});

test("a quiet half hour between two busy ones is shown as quiet", () => {
  const sums = byStart([row(0, { answered: 1 }), row(5400, { answered: 1 })], 1800);
  expect(sums.map((sum) => [sum.start, sum.answered])).toEqual([
    [0, 1],
    [1800, 0],
    [3600, 0],
    [5400, 1],
  ]);
});

test("an interval without contacts has no service level", () => {
  expect(byStart([row(0, {})])[0]?.serviceLevel).toBeNull();
});
