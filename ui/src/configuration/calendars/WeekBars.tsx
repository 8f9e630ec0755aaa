import classes from "./Calendars.module.css";
import type { Calendar } from "./model";
import { DAY_MIN, type Span, spansOf } from "./week";

const DAYS = [0, 1, 2, 3, 4, 5, 6];
const WHOLE: Span = { opens_min: 0, closes_min: DAY_MIN };

/** A week at a glance: a line a day. */
export function WeekBars({ hours, small }: { hours: Calendar["hours"]; small?: boolean }) {
  return (
    <span className={classes.week} data-small={small || undefined} aria-hidden="true">
      {DAYS.map((day) => (
        <DayBar key={day} spans={hours.always ? [WHOLE] : spansOf(hours.openings, day)} />
      ))}
    </span>
  );
}

/** A day from midnight to midnight. */
export function DayBar({ spans }: { spans: readonly Span[] }) {
  return (
    <span className={classes.day}>
      {spans.map((span) => (
        <i
          key={span.opens_min}
          style={{
            left: `${(span.opens_min / DAY_MIN) * 100}%`,
            width: `${((span.closes_min - span.opens_min) / DAY_MIN) * 100}%`,
          }}
        />
      ))}
    </span>
  );
}
