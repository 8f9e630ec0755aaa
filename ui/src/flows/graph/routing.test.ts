import { describe, expect, test } from "vitest";
import { type Box, detour, inLanes } from "./routing";

const box = (left: number, top: number): Box => ({ left, top, right: left + 200, bottom: top + 100 });

describe("a connection", () => {
  test("runs straight where nothing is in its way", () => {
    expect(detour({ x: 200, y: 50 }, { x: 300, y: 400 }, [box(0, 0), box(300, 370)])).toBeNull();
  });

  test("runs over or under what stands between, whichever is nearer", () => {
    expect(detour({ x: 200, y: 20 }, { x: 700, y: 20 }, [box(350, 0)])).toBe(-14);
    expect(detour({ x: 200, y: 80 }, { x: 700, y: 80 }, [box(350, 0)])).toBe(114);
  });

  test("that leads back runs around everything between", () => {
    const y = detour({ x: 900, y: 50 }, { x: 0, y: 50 }, [box(0, 0), box(350, 0), box(700, -30)]);
    expect(y).toBe(114);
  });

  test("finds the gap between two nodes that stand one over the other", () => {
    expect(detour({ x: 200, y: 110 }, { x: 700, y: 130 }, [box(350, 0), box(350, 140)])).toBeNull();
    expect(detour({ x: 200, y: 95 }, { x: 700, y: 95 }, [box(350, 0), box(350, 140)])).toBe(114);
  });
});

test("lines at the same height are set apart", () => {
  expect(inLanes([100, null, 101, 99, 300])).toEqual([100, null, 94, 106, 300]);
});
