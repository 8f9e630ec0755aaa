import { describe, expect, test } from "vitest";
import type { Frame, QueueTile, SystemTile, Tile } from "../wire";
import { applyFrame, backoff, betterOffset, EMPTY, type LiveState } from "./frames";

const system = (version: string): SystemTile => ({ switch_up: true, store_trouble: "", version });
const snapshot = (seq: number, tiles: Record<string, Tile>): Frame => ({ type: "snapshot", seq, now: 1, tiles });
const delta = (seq: number, tiles: Record<string, Tile | null>): Frame => ({ type: "delta", seq, now: 1, tiles });
const play = (...frames: Frame[]): LiveState => frames.reduce(applyFrame, EMPTY);

describe("the live state", () => {
  test("a snapshot replaces everything that was known", () => {
    const state = play(snapshot(5, { system: system("1"), "queue:a": {} as QueueTile }), snapshot(9, { system: system("2") }));
    expect(state).toEqual({ seq: 9, tiles: { system: system("2") }, gap: false });
  });

  test("a delta changes what it names, adds what is new and removes what is gone", () => {
    const state = play(
      snapshot(5, { a: system("1"), b: system("1"), c: system("1") }),
      delta(6, { a: system("2"), b: null, d: system("1") }),
    );
    expect(state.tiles).toEqual({ a: system("2"), c: system("1"), d: system("1") });
  });

  test("a missed delta is a gap, and nothing is applied until the next snapshot", () => {
    const lost = play(snapshot(5, { a: system("1") }), delta(7, { a: system("3") }));
    expect(lost.gap).toBe(true);
    expect(lost.tiles.a).toEqual(system("1"));
    expect(applyFrame(lost, delta(6, { a: system("2") })).tiles.a).toEqual(system("1"));
    expect(applyFrame(lost, snapshot(8, { a: system("4") }))).toEqual({ seq: 8, tiles: { a: system("4") }, gap: false });
  });

  test("a delta before any snapshot is a gap", () => {
    expect(play(delta(1, {})).gap).toBe(true);
  });

  test("a repeated delta changes nothing", () => {
    const state = play(snapshot(5, { a: system("1") }));
    expect(applyFrame(state, delta(5, { a: null }))).toBe(state);
  });

  test("a pong changes nothing", () => {
    const state = play(snapshot(5, {}));
    expect(applyFrame(state, { type: "pong", now: 3 })).toBe(state);
  });

  test("a tile that says the same after a reconnect keeps its identity", () => {
    const before = play(snapshot(5, { a: system("1"), b: system("1") }));
    const after = applyFrame(before, snapshot(9, { a: system("1"), b: system("2") }));
    expect(after.tiles.a).toBe(before.tiles.a);
    expect(after.tiles.b).not.toBe(before.tiles.b);
  });
});

describe("the way back", () => {
  test("tries come later and later, but at least every twelve seconds or so", () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 60].map((tries) => backoff(tries, 0.5));
    expect(waits).toEqual([0.5, 1, 2, 4, 8, 10, 10, 10]);
  });

  test("chance spreads the tries of many browsers", () => {
    expect(backoff(2, 0)).toBe(1.5);
    expect(backoff(2, 1)).toBe(2.5);
  });
});

describe("the server's clock", () => {
  test("a frame that travelled faster corrects it at once, a slower one hardly", () => {
    expect(betterOffset(null, 100, 90)).toBe(10);
    expect(betterOffset(10, 100.5, 90)).toBe(10.5);
    expect(betterOffset(10, 98, 90)).toBeCloseTo(9.9);
  });
});
