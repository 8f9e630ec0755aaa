/** Answers of a script: what may be pressed, how they read, and what an order comes to. */

import type { TFunction } from "i18next";
import { day } from "../../app/format";
import type { OrderItem, ScriptForm, ScriptOption, ScriptStep, ScriptTurn } from "../../wire";

/** A press: the answer that it gives, its words and its key. */
export interface Press {
  value: unknown;
  label: string;
  key: string;
}

const SCALES = { csat: [1, 5], nps: [0, 10], ces: [1, 7] } as const;

export function scaleOf(form: ScriptForm): readonly [number, number] {
  return SCALES[form.scale ?? "csat"];
}

/** The answers that are pressed rather than typed; null where something is typed. */
export function pressesOf(turn: ScriptTurn, t: TFunction): Press[] | null {
  if (turn.kind === "menu") return turn.options.map((option) => optionPress(option, option.value));
  if (turn.kind !== "ask" || !turn.form) return null;
  switch (turn.form.kind) {
    case "yes-no":
      return [
        { value: true, label: t("script.yes"), key: "1" },
        { value: false, label: t("script.no"), key: "2" },
      ];
    case "choice":
      return turn.options.map((option) =>
        optionPress(option, turn.form?.options?.find((one) => one.value === option.value)?.key),
      );
    case "rating": {
      const [least, most] = scaleOf(turn.form);
      return Array.from({ length: most - least + 1 }, (_, at) => {
        const value = least + at;
        return { value, label: String(value), key: String(value) };
      });
    }
    default:
      return null;
  }
}

/** An option has the key that customers press for it, so that both speak of the same one. */
function optionPress(option: ScriptOption, key = ""): Press {
  return { value: option.value, label: option.label || option.value, key: /^\d$/.test(key) ? key : "" };
}

/** What the keys typed so far choose: one press, none, or "wait" while a longer number may follow. */
export function pressOf(presses: readonly Press[], typed: string): Press | "wait" | null {
  const fits = presses.filter((press) => press.key.startsWith(typed));
  const exact = fits.find((press) => press.key === typed);
  if (!exact) return fits.length > 0 && typed !== "" ? "wait" : null;
  return fits.length > 1 ? "wait" : exact;
}

/** An answer as people read it. */
export function answerWords(step: Pick<ScriptStep, "kind" | "value">, t: TFunction, language: string): string {
  const { kind, value } = step;
  if (kind === "say" || kind === "wait") return "";
  // What was secret was answered, and is shown to nobody.
  if (value === null || value === undefined || value === "") return kind === "ask" ? "••••" : "";
  if (kind === "disclose") return t("script.readOut");
  if (Array.isArray(value)) return t("script.lines", { count: value.length });
  if (typeof value === "boolean") return t(value ? "script.yes" : "script.no");
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return dateWords(value, language);
  return String(value);
}

function dateWords(text: string, language: string): string {
  const [year, month, date] = text.split("-").map(Number) as [number, number, number];
  return `${day(new Date(year, month - 1, date, 12).getTime() / 1000, language)} ${year}`;
}

/** The day so many days from today, as a date field wants it; undefined for no limit. */
export function dayFrom(today: Date, days: number | null | undefined): string | undefined {
  if (days === null || days === undefined) return undefined;
  const two = (value: number) => String(value).padStart(2, "0");
  const then = new Date(today.getFullYear(), today.getMonth(), today.getDate() + days);
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
}

// -- orders --

export interface OrderLine {
  code: string;
  name: string;
  price: string;
  quantity: number;
}

export const QUANTITY_MAX = 9_999;

/** The lines with one more of this item: a new line, or one more in the line that it has. */
export function added(lines: readonly OrderLine[], item: OrderItem): OrderLine[] {
  if (!lines.some((line) => line.code === item.code)) {
    return [...lines, { code: item.code, name: item.name, price: item.price, quantity: 1 }];
  }
  return lines.map((line) =>
    line.code === item.code ? { ...line, quantity: Math.min(QUANTITY_MAX, line.quantity + 1) } : line,
  );
}

/** Whole hundredths, so that sums are exact; a price that is no number counts nothing. */
function hundredths(price: string): number {
  const value = Number(price.replace(/[\s\u00a0]/g, "").replace(",", "."));
  return Number.isFinite(value) ? Math.round(value * 100) : 0;
}

export const sumOf = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, line) => sum + hundredths(line.price) * line.quantity, 0) / 100;

export function money(amount: number, currency: string, language: string): string {
  const options: Intl.NumberFormatOptions = currency
    ? { style: "currency", currency, currencyDisplay: "narrowSymbol" }
    : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(language === "ru" ? "ru-RU" : "en-GB", options).format(amount);
}

export function isLines(value: unknown): value is OrderLine[] {
  return Array.isArray(value) && value.every((line) => typeof line?.code === "string" && typeof line.quantity === "number");
}
