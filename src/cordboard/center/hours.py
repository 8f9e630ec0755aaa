"""When a queue is open: a week of local times in one time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One span of a weekday. A span that crosses midnight is written as two."""

    weekday: int
    """0 is Monday, 6 is Sunday."""
    opens_min: int
    """Minutes after local midnight."""
    closes_min: int
    """Minutes after local midnight, exclusive; 1440 is midnight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A week of openings. Without any opening it is always closed; `ALWAYS` is always open."""

    timezone: str = "UTC"
    openings: tuple[Opening, ...] = ()
    always: bool = False

    def is_open(self, now: float) -> bool:
        """Whether it is open at `now`, an instant in seconds since the Unix epoch (UTC)."""
        if self.always:
            return True
        local = datetime.fromtimestamp(now, ZoneInfo(self.timezone))
        minute = local.hour * 60 + local.minute
        return any(o.weekday == local.weekday() and o.opens_min <= minute < o.closes_min for o in self.openings)


ALWAYS = Hours(always=True)
