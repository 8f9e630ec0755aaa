"""Public holidays of countries, as calendars ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import holidays

from cordboard.runtime.configuration import Configuration

YEARS_BACK, YEARS_AHEAD = 1, 2


def is_known(country: str) -> bool:
    """Whether the holidays of this country (ISO 3166) can be told; no country has none."""
    return not country or country in _countries()


def with_holidays(configuration: Configuration, now: float) -> Configuration:
    """The configuration with the holidays of its calendars' countries, from last year to two years ahead of `now`."""
    year = datetime.fromtimestamp(now, UTC).year
    countries = {calendar.country for calendar in configuration.center.calendars.values() if calendar.country}
    found = {country: _days(country, year) for country in sorted(countries)}
    if found == configuration.center.holidays:
        return configuration
    return replace(configuration, center=replace(configuration.center, holidays=found))


@cache
def _days(country: str, year: int) -> frozenset[str]:
    years: Iterable[int] = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    return frozenset(day.isoformat() for day in holidays.country_holidays(country, years=years))


@cache
def _countries() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries(include_aliases=False))
