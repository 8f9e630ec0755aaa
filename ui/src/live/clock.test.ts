import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { now, onTick, setOffset } from "./clock";

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(1_000_000);
  setOffset(0);
});

afterEach(() => {
  vi.useRealTimers();
});

test("time is the server's, not this machine's", () => {
  setOffset(42);
  expect(now()).toBe(1042);
});

test("all timers share one tick a second, and none is left when nobody listens", () => {
  const first = vi.fn();
  const second = vi.fn();
  const stopFirst = onTick(first);
  const stopSecond = onTick(second);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(3100);
  expect(first).toHaveBeenCalledTimes(3);
  expect(second).toHaveBeenCalledTimes(3);
  stopFirst();
  stopSecond();
  expect(vi.getTimerCount()).toBe(0);
});
