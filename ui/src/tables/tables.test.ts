import { expect, test } from "vitest";
import { csvOf, nameOfFile } from "./csv";

test("cells with commas, quotes and lines are quoted as spreadsheets expect", () => {
  const rows = [
    { code: "1", name: 'Cable, 2 m "flat"' },
    { code: "2", name: "two\nlines" },
  ];
  expect(csvOf(["code", "name"], rows)).toBe('\ufeffcode,name\r\n1,"Cable, 2 m ""flat"""\r\n2,"two\nlines"\r\n');
});

test("a missing cell is an empty one", () => {
  expect(csvOf(["a", "b"], [{ b: "x" }])).toBe("\ufeffa,b\r\n,x\r\n");
});

test("a table is named after its file", () => {
  expect(nameOfFile("price_list-2026.csv")).toBe("price list 2026");
});
