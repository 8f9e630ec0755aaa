"""Calendars: when the company is open, on which days it is not, and switches that people throw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from cordboard.center.hours import ALWAYS, Hours

EMERGENCY = "emergency"
"""The switch that comes before every calendar."""

DayState = Literal["open", "closed", "holiday"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A week of openings with its exceptions."""

    calendar_id: str
    name: str
    name_ru: str = ""
    hours: Hours = ALWAYS
    country: str = ""
    """Its public holidays are kept: ISO 3166, such as GB or RU; empty for none."""
    closed_on: tuple[str, ...] = ()
    """Further days on which it is closed, `YYYY-MM-DD`."""
    open_on: tuple[str, ...] = ()
    """Holidays on which it is open as on other days."""

    def state(self, now: float, holidays: Mapping[str, frozenset[str]]) -> DayState:
        """What it is at `now`, seconds since the Unix epoch; `holidays` are days by country."""
        day = datetime.fromtimestamp(now, ZoneInfo(self.hours.timezone)).date().isoformat()
        if day not in self.open_on and (day in self.closed_on or day in holidays.get(self.country, ())):
            return "holiday"
        return "open" if self.hours.is_open(now) else "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Something that people turn on and off, and that flows ask about."""

    switch_id: str
    name: str
    name_ru: str = ""
    on: bool = False
