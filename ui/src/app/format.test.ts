import { describe, expect, test } from "vitest";
import { callerWords, clock, clockOr, initials, named, percent, phoneNumber } from "./format";

describe("a clock", () => {
  test.each([
    [0, "0:00"],
    [7.9, "0:07"],
    [725, "12:05"],
    [3600, "1:00:00"],
    [3723, "1:02:03"],
    [-4, "0:00"],
  ])("%d seconds read %s", (seconds, words) => {
    expect(clock(seconds)).toBe(words);
  });

  test("nothing measured reads as a dash, not as zero", () => {
    expect(clockOr(null)).toBe("–");
    expect(clockOr(0)).toBe("0:00");
  });
});

test("a share reads as whole percent in the reader's way", () => {
  expect(percent(0.834, "en")).toBe("83%");
  expect(percent(0.834, "ru").replace(/\s/g, " ")).toBe("83 %");
  expect(percent(null, "en")).toBe("–");
});

describe("a telephone number", () => {
  test.each([
    ["+79161234567", "+7 916 123-45-67"],
    ["89161234567", "89 161 234 567"],
    ["+15005550006", "+1 500 555-00-06"],
    ["+442071838750", "+442 071 838 750"],
    ["101", "101"],
    ["anna@example.org", "anna@example.org"],
    ["", ""],
  ])("%s reads %s", (raw, words) => {
    expect(phoneNumber(raw)).toBe(words);
  });
});

test("a caller is called by name, else by number, else by the kind of call", () => {
  const t = (key: string) => key;
  expect(callerWords({ caller: "+79161234567", caller_name: "Anna" }, t)).toBe("Anna");
  expect(callerWords({ caller: "+79161234567", caller_name: "" }, t)).toBe("+7 916 123-45-67");
  expect(callerWords({ caller: "visit-69394", caller_name: "" }, t)).toBe("via.web");
  expect(callerWords({ caller: "", caller_name: "" }, t)).toBe("desk.unknownCaller");
});

test("initials take the first letters of two words, in any script", () => {
  expect(initials("anna petrova-smith")).toBe("AP");
  expect(initials("Ольга")).toBe("О");
  expect(initials("😀 x")).toBe("😀X");
  expect(initials("  ")).toBe("");
});

test("a thing without a Russian name keeps its own", () => {
  expect(named({ name: "Sales", name_ru: "Продажи" }, "ru")).toBe("Продажи");
  expect(named({ name: "Sales", name_ru: "" }, "ru")).toBe("Sales");
  expect(named(undefined, "ru")).toBe("");
});
