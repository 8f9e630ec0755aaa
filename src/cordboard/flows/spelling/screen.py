"""Prints `Said` for screens and chat, by the customs of each language."""

from __future__ import annotations

from decimal import Decimal

from cordboard.center.speech import Said
from cordboard.flows.spelling import english, russian
from cordboard.flows.spelling.characters import code_groups, is_russian_number, is_service_code, phone_groups
from cordboard.flows.spelling.currencies import CURRENCIES
from cordboard.flows.spelling.parts import (
    clock_in,
    currency_in,
    day_in,
    is_russian,
    noun_after,
    number_in,
    place_in,
    rounded,
    seconds_in,
)

_RUSSIAN_PLACE = {"m": "й", "f": "я", "n": "е"}
_ENGLISH_PLACE = {1: "st", 2: "nd", 3: "rd"}
_LEADING = frozenset({"USD", "EUR", "GBP", "JPY", "INR", "KRW"})
"""Currencies whose sign English writes before the amount; others go by their code, which everybody can read."""
_SPANS = ((86_400, "d", "дн"), (3_600, "h", "ч"), (60, "min", "мин"), (1, "s", "с"))


def printed(said: Said, language: str) -> str:
    """`said` as a screen or a chat shows it, in Russian for `ru`, else in English; `said.language` overrides.

    Raises:
        Malformed: The value is not of its kind.
    """
    russian_wanted = is_russian(said.language or language)
    match said.kind:
        case "text":
            return said.value
        case "number":
            number = number_in(said)
            noun = noun_after(number, said.noun, russian_wanted)
            return f"{_amount(number, russian_wanted)} {noun}".rstrip()
        case "ordinal":
            place = place_in(said)
            return f"{place}-{_RUSSIAN_PLACE[said.gender]}" if russian_wanted else f"{place}{_english_place(place)}"
        case "money":
            return _money(number_in(said), currency_in(said), russian_wanted)
        case "date":
            day = day_in(said)
            return f"{day.day} {(russian if russian_wanted else english).MONTHS[day.month - 1]} {day.year}"
        case "time":
            hour, minute = clock_in(said)
            return f"{hour:02}:{minute:02}"
        case "duration":
            return _duration(seconds_in(said), russian_wanted)
        case "digits":
            code_groups(said)
            return said.value.strip()
        case "phone":
            return said.value.strip() if is_service_code(said) else _phone(phone_groups(said))


def _amount(number: Decimal, russian_wanted: bool) -> str:
    """The number with its thousands apart; closing zeros after the point are left out."""
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate({ord(","): " ", ord("."): ","}) if russian_wanted else text


def _money(amount: Decimal, code: str, russian_wanted: bool) -> str:
    currency = CURRENCIES.get(code)
    amount = rounded(amount, currency.places) if currency else amount
    whole = amount == amount.to_integral_value()
    text = f"{amount:,.0f}" if whole else f"{amount:,f}"
    sign = (currency.symbol if currency else "") or code
    if russian_wanted:
        return f"{text.translate({ord(','): ' ', ord('.'): ','})} {sign}"
    if code in _LEADING:
        return f"-{sign}{text[1:]}" if text.startswith("-") else f"{sign}{text}"
    return f"{text} {code}"


def _english_place(place: int) -> str:
    return "th" if place % 100 in (11, 12, 13) else _ENGLISH_PLACE.get(place % 10, "th")


def _duration(seconds: int, russian_wanted: bool) -> str:
    shown = []
    for length, in_english, in_russian in _SPANS:
        many, seconds = divmod(seconds, length)
        if many:
            shown.append(f"{many} {in_russian if russian_wanted else in_english}")
    return " ".join(shown) or f"0 {_SPANS[-1][2 if russian_wanted else 1]}"


def _phone(groups: list[str]) -> str:
    local = [len(group) for group in groups[-3:]] == [3, 2, 2] and not groups[0].startswith("+")
    if local or is_russian_number("".join(groups)):
        return " ".join([*groups[:-3], "-".join(groups[-3:])])
    return " ".join(groups)
