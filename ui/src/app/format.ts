/** Numbers, times and telephone numbers as people read them. */

/** Seconds as a clock: 0:07, 12:05, 1:02:03. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const s = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${s}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${s}`;
}

export const NOTHING = "–";

export function clockOr(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? NOTHING : clock(Math.round(seconds));
}

/** A share of one as whole percent: 0.834 → "83 %". */
export function percent(share: number | null | undefined, language: string): string {
  if (share === null || share === undefined) return NOTHING;
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language === "ru" ? "ru-RU" : "en-GB", options);
  formats.set(key, made);
  return made;
}

export function timeOfDay(at: number, language: string, withSeconds = false): string {
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  if (withSeconds) options.second = "2-digit";
  return format(language, options).format(at * 1000);
}

export function dayAndTime(at: number, language: string): string {
  return format(language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(at * 1000);
}

export function day(at: number, language: string): string {
  return format(language, { weekday: "short", day: "numeric", month: "short" }).format(at * 1000);
}

/** The time of today, or day and time of another day. */
export function when(at: number, language: string, now = Date.now() / 1000): string {
  const sameDay = new Date(at * 1000).toDateString() === new Date(now * 1000).toDateString();
  return sameDay ? timeOfDay(at, language) : dayAndTime(at, language);
}

/** A telephone number in groups, the way it is read aloud. What is not a number stays as it is. */
export function phoneNumber(raw: string): string {
  const digits = raw.replace(/[^\d]/g, "");
  const international = raw.startsWith("+");
  if (!/^\+?\d+$/.test(raw) || digits.length < 7) return raw;
  if (digits.length === 11 && (digits.startsWith("7") || digits.startsWith("1"))) {
    const [, country, area, a, b, c] = /^(\d)(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(digits) ?? [];
    return `${international ? "+" : ""}${country} ${area} ${a}-${b}-${c}`;
  }
  const head = digits.length % 3 === 1 ? 1 : digits.length % 3 || 3;
  const groups = [digits.slice(0, head), ...(digits.slice(head).match(/\d{1,3}/g) ?? [])];
  return (international ? "+" : "") + groups.join(" ");
}

/** Visitors of the customers' page have no number: the switch knows them by the name of their visit. */
const VISIT = /^visit-/;

/** The caller's number, if there is one. */
export function numberOf(caller: string): string {
  return VISIT.test(caller) ? "" : caller;
}

/** Who called, as far as is known: a name, a number, or what kind of call it is. */
export function callerWords(who: { caller: string; caller_name: string }, t: (key: string) => string): string {
  if (who.caller_name) return who.caller_name;
  return VISIT.test(who.caller) ? t("via.web") : phoneNumber(who.caller) || t("desk.unknownCaller");
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase() ?? "")
    .join("");
}

/** The name in the reader's language. */
export function named(thing: { name: string; name_ru?: string } | undefined, language: string): string {
  if (!thing) return "";
  return language === "ru" && thing.name_ru ? thing.name_ru : thing.name;
}
