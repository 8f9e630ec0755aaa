"""Reads what `Said` carries, strictly: a voice that guesses tells a customer something untrue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from cordboard.center.speech import Said
from cordboard.errors import Malformed

Gender = Literal["m", "f", "n"]

INTEGER_DIGITS_MAX = 15
"""Trillions are the largest scale that the tables name."""
ORDINAL_MAX = 999_999_999
WORDS_SHOWN_MAX = 80
_EXACT = Context(prec=60)
"""Wide enough for every number that is accepted, so that nothing is rounded unasked."""
_NUMBER = re.compile(rf"([+\-\u2212]?)([0-9]{{1,{INTEGER_DIGITS_MAX}}}(?:\.[0-9]{{1,20}})?)")
_NUMBER_ACCEPTED = f"a decimal number such as 21 or -1234.56, with up to {INTEGER_DIGITS_MAX} digits before the point"


def row(words: str, between: str | None = None) -> tuple[str, ...]:
    """The entries of a table that is written as one text."""
    return tuple(words.split(between))


def refusal(said: Said, accepted: str) -> Malformed:
    """The error that names the kind, the value (unless it is the customer's own) and what would be accepted."""
    value = "(private)" if said.private else repr(said.value[:WORDS_SHOWN_MAX])
    return Malformed(f"{said.kind} {value} cannot be said: give {accepted}")


def is_russian(language: str) -> bool:
    """Whether `language` (`ru`, `ru-RU`) is Russian; every other one is spelled in English."""
    return re.split(r"[-_]", language.strip().lower())[0] == "ru"


def number_in(said: Said) -> Decimal:
    """The exact number of a `number`, `ordinal`, `money` or `duration`."""
    match = _NUMBER.fullmatch(said.value.strip())
    if match is None:
        raise refusal(said, _NUMBER_ACCEPTED)
    number = Decimal(match[2])
    return number.copy_negate() if match[1] in ("-", "\u2212") and number else number


def place_in(said: Said) -> int:
    """The place that an `ordinal` names: 0 or more."""
    number = number_in(said)
    if number != int(number) or not 0 <= number <= ORDINAL_MAX:
        raise refusal(said, f"a whole number from 0 to {ORDINAL_MAX}")
    return int(number)


def seconds_in(said: Said) -> int:
    """The whole seconds of a `duration`, halves up."""
    number = number_in(said)
    if number < 0:
        raise refusal(said, "seconds, 0 or more")
    return int(rounded(number, 0))


def day_in(said: Said) -> date:
    """The day of a `date`."""
    text = said.value.strip()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise refusal(said, "a day of the calendar as YYYY-MM-DD")


def clock_in(said: Said) -> tuple[int, int]:
    """Hour and minute of a `time`."""
    match = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", said.value.strip())
    if match is None:
        raise refusal(said, "a time of the day as HH:MM, from 00:00 to 23:59")
    return int(match[1]), int(match[2])


def currency_in(said: Said) -> str:
    """The code of the currency of `money`, in capitals."""
    code = said.currency.strip().upper()
    if re.fullmatch(r"[A-Z]{3}", code) is None:
        raise refusal(said, f"its currency as three letters such as RUB, instead of {said.currency[:8]!r}")
    return code


def rounded(number: Decimal, places: int) -> Decimal:
    """`number` with so many decimal places, halves away from zero, as tills round."""
    near = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    return near if near else near.copy_abs()


def split_at_point(number: Decimal) -> tuple[int, str]:
    """The whole part without its sign, and the digits after the point without closing zeros."""
    whole, _, fraction = format(number.copy_abs(), "f").partition(".")
    return int(whole), fraction.rstrip("0")


def whole_and_minor(amount: Decimal, places: int) -> tuple[int, int]:
    """Whole units and minor units (cents) of an amount of money without its sign, rounded to `places`."""
    whole, _, fraction = format(rounded(amount, places).copy_abs(), "f").partition(".")
    return int(whole), int(fraction or 0)


def plural_class(count: int, russian: bool) -> int:
    """Which form of a noun follows `count`: English 0 one, 1 other; Russian 0 one, 1 few, 2 many.

    Source: Unicode CLDR, language plural rules, cardinals of en and ru, for whole numbers.
    """
    count = abs(count)
    if not russian:
        return 0 if count == 1 else 1
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else 2


def noun_form(forms: Sequence[str], wanted: int) -> str:
    """The form of that class; the last one if fewer were given, nothing if none."""
    return forms[min(wanted, len(forms) - 1)] if forms else ""


def noun_after(number: Decimal, forms: Sequence[str], russian: bool) -> str:
    """The noun as it stands after `number`; a fraction takes the Russian genitive singular, the English plural."""
    whole, fraction = split_at_point(number)
    return noun_form(forms, 1 if fraction else plural_class(whole, russian))
