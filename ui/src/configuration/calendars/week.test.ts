import { describe, expect, test } from "vitest";
import { hoursIn, likeMonday, type Opening, readSpans, spansOf, withDay, writeSpans } from "./week";

const opening = (weekday: number, from: number, to: number): Opening => ({ weekday, opens_min: from * 60, closes_min: to * 60 });

describe("the hours of a day as text", () => {
  test("are read the way people write them", () => {
    const lunch = [
      { opens_min: 540, closes_min: 780 },
      { opens_min: 840, closes_min: 1110 },
    ];
    for (const text of ["9-13, 14-18:30", "14:00 – 18.30; 09:00-13:00", " 9:00—13:00 ,14-18:30,"]) {
      expect(readSpans(text)).toEqual(lunch);
    }
  });

  test("may be none, or end at midnight", () => {
    expect(readSpans(" ")).toEqual([]);
    expect(readSpans("22-24")).toEqual([{ opens_min: 1320, closes_min: 1440 }]);
  });

  test("that make no sense say why", () => {
    expect(readSpans("morning")).toBe("times");
    expect(readSpans("9-25")).toBe("times");
    expect(readSpans("9:75-10")).toBe("times");
    expect(readSpans("24:30-24:40")).toBe("times");
    expect(readSpans("22-6")).toBe("order");
    expect(readSpans("9-13, 12-18")).toBe("overlap");
  });

  test("written and read again are the same", () => {
    const spans = [
      { opens_min: 0, closes_min: 65 },
      { opens_min: 600, closes_min: 1440 },
    ];
    expect(writeSpans(spans)).toBe("0:00–1:05, 10:00–24:00");
    expect(readSpans(writeSpans(spans))).toEqual(spans);
  });
});

describe("a week", () => {
  const week = [opening(0, 9, 13), opening(0, 14, 18), opening(5, 10, 12)];

  test("changes one day and leaves the others", () => {
    expect(withDay(week, 0, [])).toEqual([opening(5, 10, 12)]);
    expect(spansOf(withDay(week, 3, [{ opens_min: 0, closes_min: 60 }]), 3)).toEqual([{ weekday: 3, opens_min: 0, closes_min: 60 }]);
  });

  test("copies Monday to the other working days alone", () => {
    const copied = likeMonday(week);
    expect(spansOf(copied, 4)).toHaveLength(2);
    expect(spansOf(copied, 5)).toEqual([opening(5, 10, 12)]);
    expect(hoursIn(copied)).toBe(5 * 8 + 2);
  });
});
