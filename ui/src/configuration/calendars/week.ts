/** A week of openings as people write it: "9-13, 14:00-18:30" for each weekday. */

export const DAY_MIN = 1440;

export interface Opening {
  /** 0 is Monday. */
  weekday: number;
  opens_min: number;
  closes_min: number;
}

export interface Span {
  opens_min: number;
  closes_min: number;
}

/** Why a text is no spans: not times, ends before it begins, or two of them overlap. */
export type SpanFault = "times" | "order" | "overlap";

const SPAN = /^(\d{1,2})(?:[:.](\d\d))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d\d))?$/;

function minutes(hour: string | undefined, minute: string | undefined): number | null {
  const at = Number(hour) * 60 + Number(minute ?? 0);
  return Number(minute ?? 0) < 60 && at <= DAY_MIN ? at : null;
}

/** The spans of a text, in order; nothing is a closed day. */
export function readSpans(text: string): Span[] | SpanFault {
  const spans: Span[] = [];
  for (const piece of text.split(/[,;]/).map((one) => one.trim()).filter(Boolean)) {
    const [, h1, m1, h2, m2] = SPAN.exec(piece) ?? [];
    const opens_min = h1 === undefined ? null : minutes(h1, m1);
    const closes_min = h2 === undefined ? null : minutes(h2, m2);
    if (opens_min === null || closes_min === null) return "times";
    if (closes_min <= opens_min) return "order";
    spans.push({ opens_min, closes_min });
  }
  spans.sort((a, b) => a.opens_min - b.opens_min);
  const overlap = spans.some((span, at) => at > 0 && span.opens_min < spans[at - 1]!.closes_min);
  return overlap ? "overlap" : spans;
}

function time(at: number): string {
  return `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}`;
}

export function writeSpans(spans: readonly Span[]): string {
  return spans.map((span) => `${time(span.opens_min)}–${time(span.closes_min)}`).join(", ");
}

export function spansOf(openings: readonly Opening[], weekday: number): Span[] {
  return openings.filter((one) => one.weekday === weekday).sort((a, b) => a.opens_min - b.opens_min);
}

/** The openings with another day. */
export function withDay(openings: readonly Opening[], weekday: number, spans: readonly Span[]): Opening[] {
  const others = openings.filter((one) => one.weekday !== weekday);
  const day = spans.map(({ opens_min, closes_min }) => ({ weekday, opens_min, closes_min }));
  return [...others, ...day].sort((a, b) => a.weekday - b.weekday || a.opens_min - b.opens_min);
}

/** The openings with Tuesday to Friday as Monday is. */
export function likeMonday(openings: readonly Opening[]): Opening[] {
  const monday = spansOf(openings, 0);
  return [1, 2, 3, 4].reduce<Opening[]>((week, weekday) => withDay(week, weekday, monday), [...openings]);
}

/** Hours that it is open in a week. */
export function hoursIn(openings: readonly Opening[]): number {
  return openings.reduce((sum, one) => sum + one.closes_min - one.opens_min, 0) / 60;
}
