"""The spans that reports group by: half hours and days of a time zone, through changes of the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HALF_HOUR_S = 1800
DAY_S = 86400


def day_of(at: float, timezone: str) -> tuple[float, float]:
    """The local day that holds this instant: its first instant and the next day's."""
    zone = ZoneInfo(timezone)
    midnight = datetime.fromtimestamp(at, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.timestamp(), (midnight + timedelta(days=1)).timestamp()


def starts(from_: float, to: float, interval_s: int, timezone: str) -> list[float]:
    """The first instants of the intervals that make up `from_` to `to`, and the end of the last one.

    The first interval is the one that holds `from_`, so it may begin before it. Intervals of `DAY_S` are local days of
    23 to 25 hours; shorter ones are equally long and begin at round local times.
    """
    if interval_s == DAY_S:
        found = [day_of(from_, timezone)[0]]
        while found[-1] < to:
            # Noon of the next day is 35 to 37 hours on, whatever the clock does in between.
            found.append(day_of(found[-1] + 1.5 * DAY_S, timezone)[0])
        return found
    offset = datetime.fromtimestamp(from_, ZoneInfo(timezone)).utcoffset() or timedelta()
    shift = offset.total_seconds() % interval_s
    first = (from_ + shift) // interval_s * interval_s - shift
    count = max(-int((first - to) // interval_s), 0)
    return [first + n * interval_s for n in range(count + 1)]
