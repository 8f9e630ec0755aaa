"""Russian words for numbers, money, days and times, in the three cases that our sentences need."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from cordboard.flows.spelling.currencies import CURRENCIES
from cordboard.flows.spelling.letters import RUSSIAN_LETTERS, RUSSIAN_SIGNS, spelled
from cordboard.flows.spelling.parts import (
    Gender,
    noun_after,
    noun_form,
    plural_class,
    row,
    split_at_point,
    whole_and_minor,
)
from cordboard.flows.spelling.russian_ordinals import OrdinalForm, ordinal_ending_in

Case = Literal["nominative", "accusative", "genitive"]
"""Accusative is that of things: "через две минуты", not "двух"."""

_SMALL = row(
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать"
    " пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
)
_TENS = row("- - двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто")
_HUNDREDS = row("- сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот")
_SMALL_GENITIVE = row(
    "нуля одного двух трёх четырёх пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати четырнадцати"
    " пятнадцати шестнадцати семнадцати восемнадцати девятнадцати"
)
_TENS_GENITIVE = row("- - двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста")
_HUNDREDS_GENITIVE = row("- ста двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот")
_SCALES: tuple[tuple[tuple[str, ...], Gender], ...] = (
    (("триллион", "триллиона", "триллионов"), "m"),
    (("миллиард", "миллиарда", "миллиардов"), "m"),
    (("миллион", "миллиона", "миллионов"), "m"),
    (("тысяча", "тысячи", "тысяч"), "f"),
)
_PARTS = ("десят", "сот", "тысячн", "десятитысячн", "стотысячн", "миллионн")
"""Stems of the denominators, by the digits after the point."""
_ACCUSATIVE = {"ая": "ую", "яя": "юю", "а": "у", "я": "ю"}
_ACCUSATIVE_ENDING = re.compile(r"(?:ая|яя|а|я)$")
MONTHS = row("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
HOUR = ("час", "часа", "часов")
MINUTE = ("минута", "минуты", "минут")
_SPANS: tuple[tuple[int, tuple[str, ...], Gender], ...] = (
    (86_400, ("день", "дня", "дней"), "m"),
    (3_600, HOUR, "m"),
    (60, MINUTE, "f"),
    (1, ("секунда", "секунды", "секунд"), "f"),
)


def cardinal(count: int, gender: Gender = "m", case: Case = "nominative") -> str:
    """The whole number in words, agreeing with a noun of that gender."""
    if count < 0:
        return f"минус {cardinal(-count, gender, case)}"
    if count == 0:
        return _SMALL_GENITIVE[0] if case == "genitive" else _SMALL[0]
    words: list[str] = []
    for at, (forms, scale_gender) in enumerate(_SCALES):
        chunk = count // 1000 ** (len(_SCALES) - at) % 1000
        if chunk:
            # people say "тысяча двести", but "один миллион одна тысяча"
            if words or count >= 2000:
                words += _below_thousand(chunk, scale_gender, case)
            words.append(noun_in_case(chunk, forms, scale_gender, case))
    return " ".join(words + _below_thousand(count % 1000, gender, case))


def _below_thousand(count: int, gender: Gender, case: Case) -> list[str]:
    small, tens, hundreds = _SMALL, _TENS, _HUNDREDS
    if case == "genitive":
        small, tens, hundreds = _SMALL_GENITIVE, _TENS_GENITIVE, _HUNDREDS_GENITIVE
    words = [hundreds[count // 100]] if count >= 100 else []
    count %= 100
    if count >= 20:
        words.append(tens[count // 10])
        count %= 10
    if count == 1:
        words.append(_one(gender, case))
    elif count == 2 and gender == "f" and case != "genitive":
        words.append("две")
    elif count:
        words.append(small[count])
    return words


def _one(gender: Gender, case: Case) -> str:
    if gender == "f":
        return {"nominative": "одна", "accusative": "одну", "genitive": "одной"}[case]
    if case == "genitive":
        return "одного"
    return "одно" if gender == "n" else "один"


def noun_in_case(count: int, forms: Sequence[str], gender: Gender, case: Case) -> str:
    """The noun after `count`; `forms` are those after one, few and many in the nominative."""
    wanted = plural_class(count, russian=True)
    if case == "genitive":
        return noun_form(forms, 1 if wanted == 0 else 2)
    noun = noun_form(forms, wanted)
    if case == "accusative" and gender == "f" and wanted == 0 and noun:
        return " ".join(_ACCUSATIVE_ENDING.sub(lambda end: _ACCUSATIVE[end[0]], word) for word in noun.split())
    return noun


def counted(count: int, forms: Sequence[str], gender: Gender = "m", case: Case = "nominative") -> str:
    """The whole number and the noun after it, both in that case."""
    return f"{cardinal(count, gender, case)} {noun_in_case(count, forms, gender, case)}"


def ordinal(place: int, gender: Gender = "m") -> str:
    """The place in words, in the nominative."""
    return ordinal_in(place, gender)


def ordinal_in(place: int, form: OrdinalForm) -> str:
    """The place in words; only the last word is declined."""
    head, last = ordinal_ending_in(place, form)
    return f"{cardinal(head)} {last}" if head else last


def number(amount: Decimal, noun: Sequence[str] = (), gender: Gender = "m") -> str:
    """The number and the noun it counts: одна целая пять десятых минуты."""
    whole, fraction = split_at_point(amount)
    words = ["минус"] if amount < 0 else []
    if not fraction:
        words.append(cardinal(whole, gender))
    elif len(fraction) <= len(_PARTS):
        part, one = _PARTS[len(fraction) - 1], plural_class(int(fraction), russian=True) == 0
        words += [cardinal(whole, "f"), "целая" if plural_class(whole, russian=True) == 0 else "целых"]
        words += [cardinal(int(fraction), "f"), part + ("ая" if one else "ых")]
    else:
        words += [cardinal(whole), "запятая", *(_SMALL[int(digit)] for digit in fraction)]
    if noun:
        words.append(noun_after(amount, noun, russian=True))
    return " ".join(words)


def money(amount: Decimal, code: str, case: Case = "nominative") -> str:
    """The amount with the names of its units; minor units only where there are some."""
    currency = CURRENCIES.get(code)
    if currency is None:
        return f"{number(amount)} {' '.join(code)}"
    whole, minor = whole_and_minor(amount, currency.places)
    said = [counted(whole, currency.russian, currency.gender, case)] if whole or not minor else []
    if minor:
        said.append(counted(minor, currency.russian_minor, currency.gender_minor, case))
    return ("минус " if amount < 0 and (whole or minor) else "") + " ".join(said)


def year(count: int, form: OrdinalForm = "genitive") -> str:
    """The year as the ordinal it is, without the word year."""
    return ordinal_in(count, form)


def date(day: datetime.date, form: OrdinalForm = "n") -> str:
    """The day with its year."""
    return f"{ordinal_in(day.day, form)} {MONTHS[day.month - 1]} {year(day.year)} года"


def clock(hour: int, minute: int, case: Case = "nominative") -> str:
    """The time of the day on the clock of 24 hours."""
    said = counted(hour, HOUR, "m", case)
    return f"{said} {counted(minute, MINUTE, 'f', case)}" if minute else said


def duration(seconds: int) -> str:
    """The seconds as days, hours, minutes and seconds, without those that are none."""
    said = []
    for length, forms, gender in _SPANS:
        many, seconds = divmod(seconds, length)
        if many:
            said.append(counted(many, forms, gender))
    return " ".join(said) or counted(0, _SPANS[-1][1])


def digits(groups: Sequence[str]) -> str:
    """Every digit by itself, letters spelled and signs named, with a pause after each group."""
    return ", ".join(" ".join(_character(character) for character in group) for group in groups)


def phone(groups: Sequence[str]) -> str:
    """Each group as a number, with a pause after it: восемь, восемьсот, тридцать пять; four digits as two pairs."""
    said = []
    for group in groups:
        plus, bare = ("плюс ", group[1:]) if group[0] == "+" else ("", group)
        pieces = [bare[:2], bare[2:]] if len(bare) == 4 else [bare]
        said.append(plus + ", ".join(_with_zeros(piece) for piece in pieces))
    return ", ".join(said)


def _with_zeros(digits_: str) -> str:
    rest = digits_.lstrip("0")
    zeros = [_SMALL[0]] * (len(digits_) - len(rest))
    return " ".join([*zeros, cardinal(int(rest))] if rest else zeros)


def _character(character: str) -> str:
    if character in "0123456789":
        return _SMALL[int(character)]
    return RUSSIAN_SIGNS.get(character) or spelled(character, RUSSIAN_LETTERS)
