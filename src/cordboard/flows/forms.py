"""What a question accepts: the form of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitsForm:
    """A string of digits, kept as text: a contract number, a postcode."""

    least: int = 1
    """Fewest digits."""
    most: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretForm:
    """Digits that are never written down, shown, said or recorded: a PIN, a card. Usable in requests and look-ups."""

    least: int = 4
    most: int = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberForm:
    """A whole number within a range."""

    least: int = 0
    most: int = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoForm:
    """Yes is key 1, no is key 2; the answer is true or false."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of several answers."""

    value: str
    """What is kept."""
    key: str
    """The telephone key that chooses it."""
    label: Mapping[str, str] = field(default_factory=dict)
    """What people read, by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceForm:
    """One of several options."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateForm:
    """A day; by keys eight digits, day, month and year. The answer is `YYYY-MM-DD`."""

    earliest_days: int | None = None
    """Days from today: 0 is today, -1 yesterday; None for no limit."""
    latest_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """Free words. By telephone they are spoken and kept as a recording, whose name is the answer."""

    most: int = 2000
    """Characters."""
    most_s: float = 60.0
    """Seconds of speech."""
    silence_s: float = 4.0
    """Silence that ends the speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceForm:
    """A spoken message, kept as a recording, whose name is the answer. By text it is free words."""

    most_s: float = 120.0
    silence_s: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingForm:
    """A survey's scale. CSAT: 1 to 5, the share of 4 and 5. NPS: 0 to 10, promoters 9-10 less detractors 0-6
    (Reichheld 2003). CES: 1 to 7, how easy it was."""

    scale: str = "csat"
    """`csat`, `nps` or `ces`."""


SCALES: Mapping[str, tuple[int, int]] = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7)}
"""Least and greatest answer."""

Form = DigitsForm | SecretForm | NumberForm | YesNoForm | ChoiceForm | DateForm | TextForm | VoiceForm | RatingForm
