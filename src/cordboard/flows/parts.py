"""What a flow says, as it is written: recorded prompts, texts with gaps, and values that are spoken by their kind.

A part that is a plain string names a recorded prompt. Every `value` is an expression (expressions.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Gender = Literal["m", "f", "n"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words in each language; `{expression}` is filled in."""

    text: Mapping[str, str]
    """By language, such as `en` and `ru`."""
    spoken_in: str = ""
    """Always this language; empty for that of the conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, with what it counts."""

    value: str
    noun: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Forms by language: English one and other, Russian one, few and many; none says the bare number."""
    gender: Gender = "m"
    """Of the Russian noun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinal:
    """First, second, third."""

    value: str
    gender: Gender = "m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount."""

    value: str
    currency: str = "RUB"
    """ISO 4217."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A day, written `YYYY-MM-DD`."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time of day, written `HH:MM`."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time, in seconds."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digits:
    """Signs said one by one: a contract, a code."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A telephone number."""

    value: str


Spoken = Number | Ordinal | Money | Date | Time | Duration | Digits | Phone
Part = str | Text | Number | Ordinal | Money | Date | Time | Duration | Digits | Phone
