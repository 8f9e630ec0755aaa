/** An answer as people read it, in one line or several. */

import type { TFunction } from "i18next";
import { clock } from "../app/format";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function answerWords(value: unknown, t: TFunction): string[] {
  if (typeof value === "boolean") return [t(value ? "run.yes" : "run.no")];
  if (Array.isArray(value)) return value.flatMap((one) => answerWords(one, t));
  if (!isRecord(value)) return [value === null || value === undefined ? "–" : String(value)];
  if (typeof value["recording"] === "string") {
    return [t("run.recorded", { length: clock(Math.round(Number(value["seconds"] ?? 0))) })];
  }
  if ("quantity" in value && "name" in value) {
    return [t("run.line", { quantity: value["quantity"], name: value["name"], price: value["price"] })];
  }
  return [JSON.stringify(value)];
}
