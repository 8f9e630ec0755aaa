"""Reads the numbers that people write into English text."""

from __future__ import annotations

import datetime
import re

from cordboard.center.speech import Said
from cordboard.flows.spelling import english
from cordboard.flows.spelling.agreement import word_before
from cordboard.flows.spelling.characters import in_groups, phone_groups
from cordboard.flows.spelling.currencies import CURRENCIES
from cordboard.flows.spelling.figures import (
    AMOUNT,
    CLOCK,
    CLOCK_RANGE,
    CODE,
    CODE_GROUPS,
    CURRENCY_SIGNS,
    DOTTED,
    INTEGER,
    ISO_DAY,
    MINUS,
    NUMBER,
    PHONE,
    RANGE,
    SIGN,
    Rule,
    is_range,
    is_read_whole,
    signed,
    written_groups,
)
from cordboard.flows.spelling.parts import ORDINAL_MAX

_MONTHS = "|".join(english.MONTHS)
_TAIL = r"(?:st|nd|rd|th)?"
_SCALE = r"(?:[ -]?(?P<scale>thousand|million|billion|trillion)(?!\w))?"
_UNITS = {
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "kg": ("kilogram", "kilograms"),
    "km": ("kilometer", "kilometers"),
}


def _phone(match: re.Match[str]) -> str:
    return english.phone(phone_groups(Said(kind="phone", value=match[0])))


def _money(match: re.Match[str]) -> str | None:
    amount = signed(match, "amount", True)
    if amount is None:
        return None
    sign = match["sign"]
    code = CURRENCY_SIGNS.get(sign, sign)
    if scale := match["scale"]:
        return f"{english.number(amount)} {scale} {CURRENCIES[code].english[1]}"
    return english.money(amount, code)


def _percent(match: re.Match[str]) -> str | None:
    amount = signed(match, "amount", True)
    return None if amount is None else f"{english.number(amount)} percent"


def _unit(match: re.Match[str]) -> str | None:
    amount = signed(match, "amount", True)
    return None if amount is None else english.number(amount, _UNITS[match["unit"]])


def _day(match: re.Match[str]) -> str | None:
    """A day written as a date, or with the name of its month and perhaps its year."""
    parts = match.groupdict()
    month = parts["month"]
    number = int(month) if month.isdigit() else english.MONTHS.index(month) + 1
    try:
        day = datetime.date(int(parts["year"] or 2000), number, int(parts["day"]))
    except ValueError:
        return None
    words = f"the {english.ordinal(day.day)} of {english.MONTHS[number - 1]}"
    if word_before(match.string, match.start()) == "the":
        words = words.removeprefix("the ")
    return f"{words}, {english.year(day.year)}" if parts["year"] else words


def _clock(match: re.Match[str]) -> str | None:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    words = english.clock(hour, int(match["minute"]))
    return words.removesuffix(".") if match.string[match.end() :].startswith(".") else words


def _place(match: re.Match[str]) -> str | None:
    place = int(match["place"])
    return english.ordinal(place) if place <= ORDINAL_MAX else None


def _number(match: re.Match[str]) -> str | None:
    number = signed(match, "number", True)
    return None if number is None else english.number(number)


def _integer(match: re.Match[str]) -> str:
    digits = match["digits"]
    words = english.cardinal(int(digits)) if is_read_whole(digits) else english.digits(in_groups(digits))
    return f"minus {words}" if match["minus"] else words


def _dotted(match: re.Match[str]) -> str:
    return " dot ".join(INTEGER.sub(_integer, part) for part in match[0].split("."))


RULES: tuple[Rule, ...] = (
    *((re.compile(pattern), _phone) for pattern in PHONE),
    (re.compile(r"(?<![\w+-])(?:\([0-9]{3}\) ?|[0-9]{3}[ -])?[0-9]{3}-[0-9]{4}(?![\w-])"), _phone),
    (re.compile(ISO_DAY), _day),
    (
        re.compile(rf"(?<!\w)(?P<month>{_MONTHS}) (?P<day>[0-9]{{1,2}}){_TAIL}(?:,? (?P<year>[0-9]{{4}}))?(?!\w)"),
        _day,
    ),
    (
        re.compile(
            rf"(?<![\w.,:])(?P<day>[0-9]{{1,2}}){_TAIL}(?: of)? (?P<month>{_MONTHS})(?:,? (?P<year>[0-9]{{4}}))?(?!\w)"
        ),
        _day,
    ),
    (CODE_GROUPS, lambda match: english.digits(written_groups(match))),
    (re.compile(rf"{MINUS}(?P<sign>{SIGN})\s?(?P<amount>{AMOUNT}){_SCALE}(?![0-9])"), _money),
    (re.compile(rf"{MINUS}(?P<amount>{AMOUNT}){_SCALE}\s?(?P<sign>{SIGN}|{CODE})"), _money),
    (re.compile(rf"{MINUS}(?P<amount>{AMOUNT})\s?%"), _percent),
    (CLOCK_RANGE, lambda match: " to "),
    (re.compile(rf"{CLOCK}(?:\s?(?P<half>[AaPp])\.?[Mm](?:\.|(?!\w)))?"), _clock),
    (re.compile(r"(?<![\w.,])(?P<place>[0-9]{1,9})(?:st|nd|rd|th)(?!\w)"), _place),
    (re.compile(rf"{MINUS}(?P<amount>{AMOUNT})\s?(?P<unit>{'|'.join(_UNITS)})(?!\w)"), _unit),
    (DOTTED, _dotted),
    (re.compile(r"(?<!\w)(?:№|#)\s?(?=[0-9])"), lambda match: "number "),
    (re.compile(r"(?<![\w)])\+(?=[0-9])"), lambda match: "plus "),
    (RANGE, lambda match: f"{match['low']} to {match['high']}" if is_range(match) else None),
    (re.compile(rf"{MINUS}(?P<number>{NUMBER})"), _number),
    (INTEGER, _integer),
)
"""In the order in which they are tried; the last leaves no digit."""
