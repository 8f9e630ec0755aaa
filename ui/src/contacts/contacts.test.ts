import { describe, expect, test } from "vitest";
import type { ContactRow, ContactWhole, Offer, Segment } from "../wire";
import { piecesOf } from "./timeline";
import { resample } from "./waveform";

const segment = (kind: Segment["kind"], from: number, to: number | null): Segment => ({
  kind,
  queue_id: "sales",
  agent_id: kind === "talk" ? "ann" : null,
  started_at: from,
  ended_at: to,
  outcome: null,
});
const offer = (from: number, to: number | null): Offer => ({
  offer_id: `o${from}`,
  agent_id: "ann",
  offered_at: from,
  ended_at: to,
  outcome: null,
});
const whole = (segments: Segment[], offers: Offer[], wrap_up_s: number | null = null): ContactWhole => ({
  contact: { wrap_up_s } as ContactRow,
  note: "",
  segments,
  offers,
  runs: [],
});
const bar = (contact: ContactWhole, now = 1000) => piecesOf(contact, now).map(({ kind, from, to }) => [kind, from, to]);

describe("the bar of a contact", () => {
  test("cuts the ringing out of the waiting and adds the wrap-up after the talk", () => {
    const served = whole([segment("flow", 0, 10), segment("queue", 10, 40), segment("talk", 40, 100)], [offer(12, 20), offer(30, 40)], 15);
    expect(bar(served)).toEqual([
      ["flow", 0, 10],
      ["queue", 10, 12],
      ["ring", 12, 20],
      ["queue", 20, 30],
      ["ring", 30, 40],
      ["talk", 40, 100],
      ["wrap-up", 100, 115],
    ]);
  });

  test("of a contact that still waits grows until now", () => {
    expect(bar(whole([segment("queue", 10, null)], [offer(15, null)]), 25)).toEqual([
      ["queue", 10, 15],
      ["ring", 15, 25],
    ]);
  });

  test("of an abandoned contact has no wrap-up", () => {
    expect(bar(whole([segment("queue", 0, 30)], [], 0))).toEqual([["queue", 0, 30]]);
  });
});

test("a waveform made narrower keeps its loudest moments", () => {
  expect(resample([0.1, 0.9, 0.2, 0.3], 2)).toEqual([0.9, 0.3]);
  expect(resample([0.5, 1], 4)).toEqual([0.5, 0.5, 1, 1]);
  expect(resample([], 3)).toEqual([0, 0, 0]);
});
