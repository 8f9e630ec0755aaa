import { describe, expect, test } from "vitest";
import { DESK_KEYS, isTyping, nameOf } from "./hotkeys";

const pressed = (part: Partial<KeyboardEvent>) =>
  nameOf({ code: "", key: "", altKey: false, ctrlKey: false, metaKey: false, ...part });

describe("a pressed key", () => {
  test("is named by its place, so that it works in the Russian layout", () => {
    expect(pressed({ code: "KeyA", key: "ф", altKey: true })).toBe("Alt+A");
    expect(pressed({ code: "Digit3", key: "3", altKey: true })).toBe("Alt+3");
  });

  test("is left to the browser together with Ctrl or Command", () => {
    expect(pressed({ code: "KeyA", altKey: true, ctrlKey: true })).toBe("");
    expect(pressed({ code: "KeyR", key: "r", metaKey: true })).toBe("");
  });

  test("is ours alone only for digits, Enter, Escape and the question mark", () => {
    expect(pressed({ key: "7", code: "Numpad7" })).toBe("7");
    expect(pressed({ key: "Enter", code: "Enter" })).toBe("Enter");
    expect(pressed({ key: "?", code: "Slash" })).toBe("?");
    expect(pressed({ key: "a", code: "KeyA" })).toBe("");
  });
});

test("no two acts of the desk share a key", () => {
  const keys = Object.values(DESK_KEYS);
  expect(new Set(keys).size).toBe(keys.length);
});

test("a key pressed in a text field belongs to the field", () => {
  const field = document.createElement("input");
  const box = document.createElement("input");
  box.type = "checkbox";
  expect(isTyping(field)).toBe(true);
  expect(isTyping(document.createElement("textarea"))).toBe(true);
  expect(isTyping(box)).toBe(false);
  expect(isTyping(document.body)).toBe(false);
});
