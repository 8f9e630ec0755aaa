"""English words for numbers, money, days and times, with the "and" of British use and no commas inside a number."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from cordboard.flows.spelling.currencies import CURRENCIES
from cordboard.flows.spelling.letters import ENGLISH_LETTERS, ENGLISH_SIGNS, spelled
from cordboard.flows.spelling.parts import Gender, noun_after, plural_class, row, split_at_point, whole_and_minor

SMALL = row(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = row("- - twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = ("", "thousand", "million", "billion", "trillion")
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
MONTHS = row("January February March April May June July August September October November December")
_SPANS = (
    (86_400, ("day", "days")),
    (3_600, ("hour", "hours")),
    (60, ("minute", "minutes")),
    (1, ("second", "seconds")),
)


def cardinal(count: int) -> str:
    """The whole number in words."""
    if count < 0:
        return f"minus {cardinal(-count)}"
    if count < 100:
        return _below_hundred(count)
    words: list[str] = []
    for power in range(len(_SCALES) - 1, 0, -1):
        if chunk := count // 1000**power % 1000:
            words.append(f"{_below_thousand(chunk)} {_SCALES[power]}")
    if rest := count % 1000:
        words.append(f"and {_below_hundred(rest)}" if words and rest < 100 else _below_thousand(rest))
    return " ".join(words)


def _below_hundred(count: int) -> str:
    if count < 20:
        return SMALL[count]
    return _TENS[count // 10] + (f"-{SMALL[count % 10]}" if count % 10 else "")


def _below_thousand(count: int) -> str:
    if count < 100:
        return _below_hundred(count)
    hundreds = f"{SMALL[count // 100]} hundred"
    return f"{hundreds} and {_below_hundred(count % 100)}" if count % 100 else hundreds


def ordinal(place: int, gender: Gender = "m") -> str:
    """The place in words; English knows no gender."""
    words = cardinal(place)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[at:]
    return words[:at] + (_IRREGULAR.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"))


def number(amount: Decimal, noun: Sequence[str] = (), gender: Gender = "m") -> str:
    """The number and the noun it counts; digits after the point one by one."""
    whole, fraction = split_at_point(amount)
    words = ["minus"] if amount < 0 else []
    words.append(cardinal(whole))
    if fraction:
        words += ["point", *(SMALL[int(digit)] for digit in fraction)]
    if noun:
        words.append(noun_after(amount, noun, russian=False))
    return " ".join(words)


def counted(count: int, forms: Sequence[str]) -> str:
    """The whole number and the form of the noun that follows it."""
    return f"{cardinal(count)} {forms[plural_class(count, russian=False)]}"


def money(amount: Decimal, code: str) -> str:
    """The amount with the names of its units; minor units only where there are some."""
    currency = CURRENCIES.get(code)
    if currency is None:
        return f"{number(amount)} {' '.join(code)}"
    whole, minor = whole_and_minor(amount, currency.places)
    said = [counted(whole, currency.english)] if whole or not minor else []
    if minor:
        said.append(counted(minor, currency.english_minor))
    return ("minus " if amount < 0 and (whole or minor) else "") + " and ".join(said)


def year(count: int) -> str:
    """The year as people say it: nineteen oh five, two thousand and one, twenty twenty-six."""
    century, rest = divmod(count, 100)
    if century < 10 or count % 1000 < 10:
        return cardinal(count)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def date(day: datetime.date) -> str:
    """The day with its year."""
    return f"the {ordinal(day.day)} of {MONTHS[day.month - 1]}, {year(day.year)}"


def clock(hour: int, minute: int) -> str:
    """The time of the day on the twelve-hour clock."""
    if minute == 0 and hour % 12 == 0:
        return "noon" if hour else "midnight"
    words = [SMALL[hour % 12 or 12]]
    if minute:
        words.append(f"oh {SMALL[minute]}" if minute < 10 else cardinal(minute))
    return " ".join([*words, "a.m." if hour < 12 else "p.m."])


def duration(seconds: int) -> str:
    """The seconds as days, hours, minutes and seconds, without those that are none."""
    said = []
    for length, forms in _SPANS:
        many, seconds = divmod(seconds, length)
        if many:
            said.append(counted(many, forms))
    return " ".join(said) or counted(0, ("second", "seconds"))


def digits(groups: Sequence[str]) -> str:
    """Every digit by itself, letters spelled and signs named, with a pause after each group."""
    return ", ".join(_one_by_one(group) for group in groups)


def phone(groups: Sequence[str]) -> str:
    """As `digits`: English says telephone numbers digit by digit."""
    return digits(groups)


def _one_by_one(group: str) -> str:
    return " ".join(_character(character) for character in group)


def _character(character: str) -> str:
    if character in "0123456789":
        return SMALL[int(character)]
    return ENGLISH_SIGNS.get(character) or spelled(character, ENGLISH_LETTERS)
