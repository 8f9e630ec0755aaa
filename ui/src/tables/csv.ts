/** Tables as CSV files, the way spreadsheets read them. */

import type { TableRow } from "../wire";

const NEEDS_QUOTES = /[",\r\n]/;

const cell = (value: string) => (NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function csvOf(columns: readonly string[], rows: readonly TableRow[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))];
  return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** The name of a table made from that of its file. */
export function nameOfFile(file: string): string {
  return file.replace(/\.[^.]*$/, "").replace(/[_-]+/g, " ").trim();
}
