"""What a machine says: recorded prompts, and words for a voice or a screen."""

from __future__ import annotations

from typing import Literal

from cordboard.values import value

SaidKind = Literal["text", "number", "ordinal", "money", "date", "time", "duration", "digits", "phone"]


@value
class Said:
    """One stretch of words, with all data filled in. A voice spells it; a screen prints it."""

    kind: SaidKind = "text"
    value: str
    """By kind: words; a decimal number (`number`, `ordinal`, `money`); `YYYY-MM-DD`; `HH:MM`; seconds (`duration`); the
    digits and signs as they are (`digits`, `phone`)."""
    noun: tuple[str, ...] = ()
    """Forms of the thing counted by a `number`, in the language spoken: English one and other, Russian one, few and
    many (1 заказ, 2 заказа, 5 заказов)."""
    gender: Literal["m", "f", "n"] = "m"
    """Of the Russian noun that is counted or ordered."""
    currency: str = ""
    """Of `money`: ISO 4217, such as RUB."""
    language: str = ""
    """Spoken in this language; empty for that of the conversation."""
    private: bool = False
    """Holds data of the customer, so its sound is not kept after the conversation."""


Speech = str | Said
"""A recorded prompt by its name, or words."""
