/** Periods in whole local days. */

export const PRESETS = ["today", "yesterday", "week", "month", "own"] as const;

export type Preset = (typeof PRESETS)[number];

export interface Period {
  preset: Preset;
  /** First and last day, both within, as 2026-11-21. */
  first: string;
  last: string;
}

const DAYS: Record<Exclude<Preset, "own">, readonly [number, number]> = {
  today: [0, 0],
  yesterday: [-1, -1],
  week: [-6, 0],
  month: [-29, 0],
};

export function dateText(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The period of a preset as of today; `own` starts from the days shown before. */
export function periodOf(preset: Preset, today: Date, before?: Period): Period {
  if (preset === "own") {
    const now = dateText(today);
    return { preset, first: before?.first ?? now, last: before?.last ?? now };
  }
  const [from, to] = DAYS[preset];
  const day = (offset: number) => dateText(new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset));
  return { preset, first: day(from), last: day(to) };
}

/** The instants between which the period lies: from the first day's midnight to the one after the last day. */
export function instantsOf(period: Period): { from: number; to: number } {
  const [y1, m1, d1] = period.first.split("-").map(Number) as [number, number, number];
  const [y2, m2, d2] = period.last.split("-").map(Number) as [number, number, number];
  return { from: new Date(y1, m1 - 1, d1).getTime() / 1000, to: new Date(y2, m2 - 1, d2 + 1).getTime() / 1000 };
}

/** Days of the period, both ends counted. */
export function daysIn(period: Period): number {
  const { from, to } = instantsOf(period);
  return Math.round((to - from) / 86_400);
}
