"""Days, times of the day and lengths of time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.center.speech import Said
from cordboard.errors import Malformed
from cordboard.flows.spelling import spoken
from tests.flows.spelling.readers import ENGLISH, RUSSIAN
from tests.flows.spelling.test_numbers import (
    FIRST_ENGLISH,
    FIRST_RUSSIAN,
    TENS_ENGLISH,
    TENS_RUSSIAN,
    ordinals,
)

RUSSIAN_MONTHS = [
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
]  # fmt: skip
ENGLISH_MONTHS = [date(2026, month, 1).strftime("%B") for month in range(1, 13)]


def said(kind: str, value: str, language: str = "ru") -> str:
    return spoken(Said(kind=kind, value=value), language)  # type: ignore[arg-type]


def test_every_day_of_a_leap_year_is_said_with_its_month_and_year() -> None:
    neuter = {"ый": "ое", "ой": "ое", "ий": "ье"}
    days_ru = [place[:-2] + neuter[place[-2:]] for place in ordinals(FIRST_RUSSIAN, TENS_RUSSIAN, " ")]
    days_en = ordinals(FIRST_ENGLISH, TENS_ENGLISH, "-")
    for offset in range(366):
        day = date(2028, 1, 1) + timedelta(days=offset)
        month_ru, month_en = RUSSIAN_MONTHS[day.month - 1], ENGLISH_MONTHS[day.month - 1]
        assert said("date", day.isoformat()) == f"{days_ru[day.day - 1]} {month_ru} две тысячи двадцать восьмого года"
        assert said("date", day.isoformat(), "en") == f"the {days_en[day.day - 1]} of {month_en}, twenty twenty-eight"


@pytest.mark.parametrize(
    ("year", "in_russian", "in_english"),
    [
        (2026, "две тысячи двадцать шестого", "twenty twenty-six"),
        (2000, "двухтысячного", "two thousand"),
        (2003, "две тысячи третьего", "two thousand and three"),
        (2010, "две тысячи десятого", "twenty ten"),
        (1999, "тысяча девятьсот девяносто девятого", "nineteen ninety-nine"),
        (1905, "тысяча девятьсот пятого", "nineteen oh five"),
        (1900, "тысяча девятисотого", "nineteen hundred"),
        (2100, "две тысячи сотого", "twenty-one hundred"),
    ],
)
def test_years_are_said_as_people_say_them(year: int, in_russian: str, in_english: str) -> None:
    assert said("date", f"{year}-05-02") == f"второе мая {in_russian} года"
    assert said("date", f"{year}-05-02", "en") == f"the second of May, {in_english}"


@pytest.mark.parametrize("value", ["tomorrow", "2026-02-29", "2026-13-01", "22.11.2026", "20261122", "2026-W47-7", ""])
def test_what_is_no_day_is_refused(value: str) -> None:
    with pytest.raises(Malformed, match="YYYY-MM-DD") as refused:
        said("date", value)
    assert repr(value) in refused.value.says


@pytest.mark.parametrize(
    ("value", "in_russian", "in_english"),
    [
        ("14:30", "четырнадцать часов тридцать минут", "two thirty p.m."),
        ("09:00", "девять часов", "nine a.m."),
        ("9:05", "девять часов пять минут", "nine oh five a.m."),
        ("21:01", "двадцать один час одна минута", "nine oh one p.m."),
        ("02:42", "два часа сорок две минуты", "two forty-two a.m."),
        ("00:00", "ноль часов", "midnight"),
        ("12:00", "двенадцать часов", "noon"),
        ("00:15", "ноль часов пятнадцать минут", "twelve fifteen a.m."),
        ("12:15", "двенадцать часов пятнадцать минут", "twelve fifteen p.m."),
    ],
)
def test_times_of_the_day_are_said_with_their_units(value: str, in_russian: str, in_english: str) -> None:
    assert said("time", value) == in_russian
    assert said("time", value, "en") == in_english


def test_no_two_minutes_of_a_day_sound_alike() -> None:
    clock = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60)]
    for language in ("ru", "en"):
        spelled = {said("time", value, language) for value in clock}
        assert len(spelled) == len(clock)
        assert not any(character.isdigit() for words in spelled for character in words)


@pytest.mark.parametrize("value", ["24:00", "9", "12:60", "9:5", "14:30:00", "noon", "-1:00"])
def test_what_is_no_time_of_the_day_is_refused(value: str) -> None:
    with pytest.raises(Malformed, match="HH:MM"):
        said("time", value)


@pytest.mark.parametrize(
    ("value", "in_russian", "in_english"),
    [
        ("125", "две минуты пять секунд", "two minutes five seconds"),
        ("0", "ноль секунд", "zero seconds"),
        ("60", "одна минута", "one minute"),
        ("3600", "один час", "one hour"),
        ("7322", "два часа две минуты две секунды", "two hours two minutes two seconds"),
        ("90061", "один день один час одна минута одна секунда", "one day one hour one minute one second"),
        ("1900800", "двадцать два дня", "twenty-two days"),
        ("59.5", "одна минута", "one minute"),
    ],
)
def test_lengths_of_time_leave_out_what_is_none(value: str, in_russian: str, in_english: str) -> None:
    assert said("duration", value) == in_russian
    assert said("duration", value, "en") == in_english


@given(st.integers(1, 99 * 86_400))
def test_every_length_of_time_adds_up(seconds: int) -> None:
    units_ru = {"де": 86_400, "дн": 86_400, "ча": 3_600, "ми": 60, "се": 1}
    units_en = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
    total = chunk = 0
    for word in said("duration", str(seconds)).split():
        if word in RUSSIAN:
            chunk += RUSSIAN[word]
        else:
            total, chunk = total + chunk * units_ru[word[:2]], 0
    assert total == seconds
    total = chunk = 0
    for word in said("duration", str(seconds), "en").replace("-", " ").split():
        if word in ENGLISH:
            chunk += ENGLISH[word]
        else:
            total, chunk = total + chunk * units_en[word.removesuffix("s")], 0
    assert total == seconds


@pytest.mark.parametrize("value", ["-1", "2:05", "soon"])
def test_what_is_no_length_of_time_is_refused(value: str) -> None:
    with pytest.raises(Malformed, match="duration"):
        said("duration", value)
