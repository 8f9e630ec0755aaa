"""Spells `Said` for a voice: an engine that is given digits says them wrong in Russian, and reads ids as thousands."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from cordboard.center.speech import Said
from cordboard.flows.spelling import english, russian
from cordboard.flows.spelling.characters import code_groups, is_service_code, phone_groups
from cordboard.flows.spelling.free_text import read_aloud
from cordboard.flows.spelling.parts import (
    Gender,
    clock_in,
    currency_in,
    day_in,
    is_russian,
    number_in,
    place_in,
    seconds_in,
)


class Tongue(Protocol):
    """What the module of a language offers."""

    def number(self, amount: Decimal, noun: Sequence[str], gender: Gender) -> str: ...
    def ordinal(self, place: int, gender: Gender) -> str: ...
    def money(self, amount: Decimal, code: str) -> str: ...
    def date(self, day: datetime.date) -> str: ...
    def clock(self, hour: int, minute: int) -> str: ...
    def duration(self, seconds: int) -> str: ...
    def digits(self, groups: Sequence[str]) -> str: ...
    def phone(self, groups: Sequence[str]) -> str: ...


_ENGLISH: Tongue = english
_RUSSIAN: Tongue = russian


def spoken(said: Said, language: str) -> str:
    """`said` in words, in Russian for `ru`, else in English; `said.language` overrides.

    No digit is left in it, other than digits of other scripts in a `text`.

    Raises:
        Malformed: The value is not of its kind. A `text` is never refused.
    """
    language = said.language or language
    tongue = _RUSSIAN if is_russian(language) else _ENGLISH
    match said.kind:
        case "text":
            return read_aloud(said.value, language)
        case "number":
            return tongue.number(number_in(said), said.noun, said.gender)
        case "ordinal":
            return tongue.ordinal(place_in(said), said.gender)
        case "money":
            return tongue.money(number_in(said), currency_in(said))
        case "date":
            return tongue.date(day_in(said))
        case "time":
            return tongue.clock(*clock_in(said))
        case "duration":
            return tongue.duration(seconds_in(said))
        case "digits":
            return tongue.digits(code_groups(said))
        case "phone":
            return tongue.digits(code_groups(said)) if is_service_code(said) else tongue.phone(phone_groups(said))
