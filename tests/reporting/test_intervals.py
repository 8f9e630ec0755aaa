"""Half hours and days begin where people of the time zone say they do."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cordboard.reporting.intervals import DAY_S, HALF_HOUR_S, day_of, starts


def instant(text: str, timezone: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(timezone)).timestamp()


@pytest.mark.parametrize(("date", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-05-05", 24)])
def test_a_day_is_as_long_as_the_clock_makes_it(date: str, hours: int) -> None:
    begins, ends = day_of(instant(f"{date} 12:00", "Europe/Berlin"), "Europe/Berlin")
    assert begins == instant(f"{date} 00:00", "Europe/Berlin")
    assert ends - begins == hours * 3600


def test_days_follow_one_another_through_both_changes_of_the_clock() -> None:
    days = starts(
        instant("2026-01-01 05:00", "Europe/Berlin"), instant("2027-01-01", "Europe/Berlin"), DAY_S, "Europe/Berlin"
    )
    assert len(days) == 366
    assert all(datetime.fromtimestamp(day, ZoneInfo("Europe/Berlin")).hour == 0 for day in days)


@pytest.mark.parametrize("timezone", ["UTC", "Europe/Moscow", "Asia/Kathmandu", "Asia/Kolkata"])
def test_half_hours_begin_at_round_local_times(timezone: str) -> None:
    begins = instant("2026-11-21 08:10", timezone)
    found = starts(begins, begins + 3 * HALF_HOUR_S, HALF_HOUR_S, timezone)
    local = [datetime.fromtimestamp(each, ZoneInfo(timezone)) for each in found]
    assert [f"{each:%H:%M}" for each in local] == ["08:00", "08:30", "09:00", "09:30", "10:00"]


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    found = starts(
        instant("2026-10-25 00:00", "Europe/Berlin"),
        instant("2026-10-26", "Europe/Berlin"),
        HALF_HOUR_S,
        "Europe/Berlin",
    )
    assert len(found) == 51


def test_a_span_of_nothing_has_no_interval() -> None:
    assert len(starts(1000.0, 1000.0, HALF_HOUR_S, "UTC")) <= 2
