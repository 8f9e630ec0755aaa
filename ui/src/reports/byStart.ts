/** Rows of several queues in the same interval, as one. */

import type { ReportRow } from "../wire";

export interface IntervalSum {
  start: number;
  answered: number;
  abandoned: number;
  /** Answered in target over all that the queues counted; null when they counted none. */
  serviceLevel: number | null;
}

interface Sum {
  answered: number;
  abandoned: number;
  inTarget: number;
  counted: number;
}

const nothing = (): Sum => ({ answered: 0, abandoned: 0, inTarget: 0, counted: 0 });

/** Sums by interval, in order. With `step`, seconds, intervals without any contact are there, too. */
export function byStart(rows: readonly ReportRow[], step?: number): IntervalSum[] {
  const sums = new Map<number, Sum>();
  for (const row of rows) {
    const sum = sums.get(row.start) ?? nothing();
    sum.answered += row.answered;
    sum.abandoned += row.abandoned;
    if (row.service_level !== null) {
      sum.inTarget += row.answered_in_target;
      // What a queue counts its level over is its own rule; the level itself says how many that were.
      sum.counted += row.service_level > 0 ? row.answered_in_target / row.service_level : row.answered + row.abandoned;
    }
    sums.set(row.start, sum);
  }
  if (step && sums.size > 1) {
    const last = Math.max(...sums.keys());
    for (let at = Math.min(...sums.keys()); at < last; at += step) if (!sums.has(at)) sums.set(at, nothing());
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([start, sum]) => ({
      start,
      answered: sum.answered,
      abandoned: sum.abandoned,
      serviceLevel: sum.counted > 0 ? sum.inTarget / sum.counted : null,
    }));
}
