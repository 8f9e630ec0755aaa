import { expect, test } from "vitest";
import { age } from "./age";
import { listKeyOf } from "./useListKeys";
import { levelsOf } from "./voice";

const ago = (seconds: number, language = "en") => age(10_000_000 - seconds, 10_000_000, language);

test("how long ago is said in the largest unit that is full", () => {
  expect(ago(59)).toBe("0 min. ago");
  expect(ago(60)).toBe("1 min. ago");
  expect(ago(7199)).toBe("1 hr. ago");
  expect(ago(86_400 * 3)).toBe("3 days ago");
  expect(ago(7200, "ru")).toBe("2 ч назад");
});

test("a clock that is a little behind makes no message come from the future", () => {
  expect(ago(-30)).toBe(ago(0));
});

test("keys are known by their place, so that they work in the Russian layout", () => {
  const key = (code: string, more = {}) => listKeyOf({ code, altKey: false, ctrlKey: false, metaKey: false, ...more });
  expect(key("KeyJ")).toBe("next");
  expect(key("KeyD")).toBe("done");
  expect(key("KeyD", { ctrlKey: true })).toBeUndefined();
  expect(key("KeyX")).toBeUndefined();
});

test("a voice is drawn by the loudest moment of each piece", () => {
  expect(levelsOf(Float32Array.of(0.1, -0.5, 0.25, 0), 2)).toEqual([0.5, 0.25]);
  expect(levelsOf(Float32Array.of(-1), 800)).toEqual([1]);
});
