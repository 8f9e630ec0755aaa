"""Reads the numbers that people write into Russian text, in the gender and case that the words around them ask for."""

from __future__ import annotations

import datetime
import re

from cordboard.center.speech import Said
from cordboard.flows.spelling import russian
from cordboard.flows.spelling.agreement import agreement, case_after, day_form_after, word_before, words_after
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
from cordboard.flows.spelling.parts import ORDINAL_MAX, Gender, split_at_point
from cordboard.flows.spelling.russian_ordinals import OrdinalForm

_MONTHS = "|".join(russian.MONTHS)
_YEAR = r"(?P<year>[0-9]{4})(?:\s?(?:года|г\.|г(?!\w)))?"
_SCALES: dict[str, tuple[tuple[str, ...], Gender]] = {
    "тыс": (("тысяча", "тысячи", "тысяч"), "f"),
    "млн": (("миллион", "миллиона", "миллионов"), "m"),
    "млрд": (("миллиард", "миллиарда", "миллиардов"), "m"),
}
_SCALE = rf"(?:\s?(?P<scale>{'|'.join(_SCALES)})\.?(?!\w))?"
_UNITS: dict[str, tuple[tuple[str, ...], Gender]] = _SCALES | {
    "мин": (russian.MINUTE, "f"),
    "сек": (("секунда", "секунды", "секунд"), "f"),
    "ч": (russian.HOUR, "m"),
    "шт": (("штука", "штуки", "штук"), "f"),
    "кг": (("килограмм", "килограмма", "килограммов"), "m"),
    "км": (("километр", "километра", "километров"), "m"),
    "%": (("процент", "процента", "процентов"), "m"),
}
_UNIT = rf"(?P<unit>%|(?i:{'|'.join(unit for unit in _UNITS if unit != '%')})(?!\w))"
_ABBREVIATED = {"руб": "RUB", "р": "RUB", "долл": "USD"}
_IN_FULL = {"рубл": "RUB", "долл": "USD", "евро": "EUR"}
"""First letters of the words that make money of a number with cents."""
_SUFFIXES: dict[str, OrdinalForm] = {
    "й": "m", "ый": "m", "ий": "m", "я": "f", "ая": "f", "е": "n", "ое": "n", "ые": "plural", "го": "genitive",
    "ого": "genitive", "ой": "genitive_f", "му": "dative", "ому": "dative", "ю": "accusative_f", "ую": "accusative_f",
    "м": "prepositional", "ом": "prepositional", "х": "genitive_plural", "ых": "genitive_plural",
}  # fmt: skip
_SUFFIX = "|".join(sorted(_SUFFIXES, key=len, reverse=True))
_YEAR_FORMS: dict[str, OrdinalForm] = {"год": "m", "года": "genitive", "году": "prepositional"}


def _before(match: re.Match[str]) -> str:
    return word_before(match.string, match.start())


def _full_stop(match: re.Match[str]) -> str:
    """The dot of an abbreviation, where it closes the sentence as well."""
    if not match[0].endswith("."):
        return ""
    return "." if re.match(r"\s*$|\s+[А-ЯЁA-Z]", match.string[match.end() : match.end() + 20]) else ""


def _phone(match: re.Match[str]) -> str:
    return russian.phone(phone_groups(Said(kind="phone", value=match[0])))


def _money(match: re.Match[str]) -> str | None:
    leads = match.re is _SIGN_FIRST
    amount = signed(match, "amount", leads)
    if amount is None:
        return None
    sign = match["sign"].rstrip(".")
    code = CURRENCY_SIGNS.get(sign) or _ABBREVIATED.get(sign.lower()) or sign
    if scale := match["scale"]:
        forms, gender = _SCALES[scale]
        return f"{russian.number(amount, forms, gender)} {CURRENCIES[code].russian[2]}{_full_stop(match)}"
    return russian.money(amount, code, case_after(_before(match))) + _full_stop(match)


def _money_in_full(match: re.Match[str]) -> str | None:
    amount = signed(match, "amount", False)
    return None if amount is None else russian.money(amount, _IN_FULL[match["word"]], case_after(_before(match)))


def _unit(match: re.Match[str]) -> str | None:
    amount = signed(match, "amount", False)
    if amount is None:
        return None
    forms, gender = _UNITS[match["unit"].lower()]
    whole, fraction = split_at_point(amount)
    if fraction or amount < 0:
        return russian.number(amount, forms, gender) + _full_stop(match)
    return russian.counted(whole, forms, gender, case_after(_before(match))) + _full_stop(match)


def _day(match: re.Match[str]) -> str | None:
    """A day written as a date, or with the name of its month and perhaps its year."""
    parts = match.groupdict()
    month = parts["month"].lower()
    number = int(month) if month.isdigit() else russian.MONTHS.index(month) + 1
    try:
        day = datetime.date(int(parts["year"] or 2000), number, int(parts["day"]))
    except ValueError:
        return None
    form = day_form_after(_before(match))
    if parts["year"]:
        return russian.date(day, form) + _full_stop(match)
    return f"{russian.ordinal_in(day.day, form)} {russian.MONTHS[number - 1]}"


def _first_day(match: re.Match[str]) -> str | None:
    """The first day of "с 1 по 5 января"."""
    day = int(match["day"])
    return russian.ordinal_in(day, day_form_after(_before(match))) if 1 <= day <= 31 else None


def _year(match: re.Match[str]) -> str:
    form: OrdinalForm = _YEAR_FORMS[match["noun"]]
    if form == "prepositional" and _before(match) in ("к", "ко", "по"):
        form = "dative"
    return f"{russian.year(int(match['year']), form)} {match['noun']}"


def _clock(match: re.Match[str]) -> str:
    return russian.clock(int(match["hour"]), int(match["minute"]), case_after(_before(match)))


def _place(match: re.Match[str]) -> str | None:
    place, suffix = int(match["place"]), match["suffix"].lower()
    if suffix == "х" and place in (2, 3, 4):
        return russian.cardinal(place, "m", "genitive")
    return russian.ordinal_in(place, _SUFFIXES[suffix]) if place <= ORDINAL_MAX else None


def _number(match: re.Match[str]) -> str | None:
    number = signed(match, "number", False)
    if number is None:
        return None
    whole, fraction = split_at_point(number)
    return russian.number(number) if fraction else _agreeing(match, whole)


def _integer(match: re.Match[str]) -> str:
    digits = match["digits"]
    if is_read_whole(digits):
        return _agreeing(match, int(digits))
    words = russian.digits(in_groups(digits))
    return f"минус {words}" if match["minus"] else words


def _agreeing(match: re.Match[str], count: int) -> str:
    gender, case = agreement(count, _before(match), *words_after(match.string, match.end()))
    words = russian.cardinal(count, gender, case)
    return f"минус {words}" if match["minus"] else words


def _dotted(match: re.Match[str]) -> str:
    return " точка ".join(INTEGER.sub(_integer, part) for part in match[0].split("."))


_SIGN_FIRST = re.compile(rf"{MINUS}(?P<sign>{SIGN})\s?(?P<amount>{AMOUNT}){_SCALE}(?![0-9])")

RULES: tuple[Rule, ...] = (
    *((re.compile(pattern), _phone) for pattern in PHONE),
    (re.compile(r"(?<![\w.,+-])[0-9]{2,3}-[0-9]{2}-[0-9]{2}(?![\w-])"), _phone),
    (re.compile(ISO_DAY), _day),
    (re.compile(rf"(?<![\w.-])(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.{_YEAR}(?![\w-]|\.[0-9])"), _day),
    (
        re.compile(
            rf"(?<![\w.,:])(?P<day>[0-9]{{1,2}})(?=\s?(?:по|до|и|[-\u2013\u2014])\s?[0-9]{{1,2}}\s(?:{_MONTHS})(?!\w))"
        ),
        _first_day,
    ),
    (
        re.compile(
            rf"(?<![\w.,:])(?P<day>[0-9]{{1,2}})\s(?P<month>{_MONTHS})(?:\s{_YEAR}(?![\w:,.][0-9]))?(?!\w)", re.I
        ),
        _day,
    ),
    (re.compile(r"(?<![\w.,])(?P<year>[12][0-9]{3})\s?(?P<noun>года|году|год)(?!\w)"), _year),
    (CODE_GROUPS, lambda match: russian.digits(written_groups(match))),
    (_SIGN_FIRST, _money),
    (
        re.compile(rf"{MINUS}(?P<amount>{AMOUNT}){_SCALE}\s?(?P<sign>{SIGN}|{CODE}|(?i:руб|р|долл)(?:\.|(?!\w)))"),
        _money,
    ),
    (re.compile(rf"{MINUS}(?P<amount>{AMOUNT}(?<=[.,][0-9]{{2}}))\s(?P<word>рубл|долл|евро)[а-я]*"), _money_in_full),
    (re.compile(rf"{MINUS}(?P<amount>{AMOUNT})\s?{_UNIT}\.?"), _unit),
    (CLOCK_RANGE, lambda match: " - "),
    (re.compile(CLOCK), _clock),
    (re.compile(rf"(?<![\w.,])(?P<place>[0-9]{{1,9}})-(?P<suffix>{_SUFFIX})(?!\w)", re.I), _place),
    (DOTTED, _dotted),
    (re.compile(r"(?<!\w)(?:№|#)\s?(?=[0-9])"), lambda match: "номер "),
    (re.compile(r"(?<![\w)])\+(?=[0-9])"), lambda match: "плюс "),
    (RANGE, lambda match: f"{match['low']} - {match['high']}" if is_range(match) else None),
    (re.compile(rf"{MINUS}(?P<number>{NUMBER})"), _number),
    (INTEGER, _integer),
)
"""In the order in which they are tried; the last leaves no digit."""
