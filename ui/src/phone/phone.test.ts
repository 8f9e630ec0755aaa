import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { levelOf } from "./devices";
import { digitOf, DIGITS, lettersOn } from "./digits";
import { gatherNoLongerThanNeeded } from "./softphone";
import { phoneTrouble } from "./trouble";

describe("the keys of a telephone", () => {
  test("are twelve, and only they are pressed", () => {
    expect(DIGITS).toHaveLength(12);
    expect(digitOf("5")).toBe("5");
    expect(digitOf("#")).toBe("#");
    expect(digitOf("a")).toBeNull();
    expect(digitOf("12")).toBeNull();
    expect(digitOf("")).toBeNull();
  });

  test("carry the letters that people know", () => {
    expect(lettersOn("7")).toBe("PQRS");
    expect(lettersOn("1")).toBe("");
  });
});

describe("what is wrong with the phone", () => {
  const well = { kind: "browser", registration: "registered", microphone: "allowed", reachable: true } as const;

  test("is nothing when it is registered, heard and reachable", () => {
    expect(phoneTrouble(well)).toBeNull();
    expect(phoneTrouble({ ...well, kind: "sip", microphone: "missing" })).toBeNull();
  });

  test("names the microphone first: without it, being registered helps nobody", () => {
    expect(phoneTrouble({ ...well, microphone: "denied", registration: "lost" })).toBe("phone.microphone.denied");
  });

  test("names the registration, then the centre's view of it", () => {
    expect(phoneTrouble({ ...well, registration: "refused" })).toBe("phone.trouble.refused");
    expect(phoneTrouble({ ...well, reachable: false })).toBe("phone.trouble.unreachable");
    expect(phoneTrouble({ ...well, kind: "sip", reachable: false })).toBe("phone.trouble.sip");
  });
});

test("loudness is what an ear makes of it", () => {
  expect(levelOf(0)).toBe(0);
  expect(levelOf(1)).toBe(1);
  expect(levelOf(0.001)).toBeCloseTo(0);
  expect(levelOf(0.1)).toBeCloseTo(0.667, 2);
});

describe("gathering addresses", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const candidate = (kind: string) => ({ candidate: `candidate:1 1 udp 1 10.0.0.1 9 typ ${kind}` }) as RTCIceCandidate;

  test("ends with this machine's first address when there is no server to ask", () => {
    const ready = vi.fn();
    gatherNoLongerThanNeeded(false)({ candidate: candidate("host"), ready });
    expect(ready).toHaveBeenCalled();
  });

  test("waits for an address from outside, but not for long", () => {
    const ready = vi.fn();
    gatherNoLongerThanNeeded(true)({ candidate: candidate("host"), ready });
    expect(ready).not.toHaveBeenCalled();
    vi.advanceTimersByTime(700);
    expect(ready).toHaveBeenCalledOnce();

    const sooner = vi.fn();
    gatherNoLongerThanNeeded(true)({ candidate: candidate("srflx"), ready: sooner });
    expect(sooner).toHaveBeenCalledOnce();
  });
});
