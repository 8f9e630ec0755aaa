"""How an answer is read: by keys of a telephone, or from words and fields. None says that it does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from cordboard.flows import forms as f

YES = frozenset({"1", "yes", "y", "true", "да", "д"})
NO = frozenset({"2", "no", "n", "false", "нет", "н"})
END_KEY = "#"


def keys_most(form: f.Form) -> int:
    """How many keys an answer has at most; 0 if it is none of keys."""
    match form:
        case f.DigitsForm(most=most) | f.SecretForm(most=most):
            return most
        case f.NumberForm(most=most):
            return len(str(abs(most)))
        case f.YesNoForm() | f.ChoiceForm():
            return 1
        case f.RatingForm(scale=scale):
            return len(str(_scale(scale)[1]))
        case f.DateForm():
            return 8
    return 0


def is_whole(form: f.Form, keys: str) -> bool:
    """Whether no further key can belong to this answer."""
    if isinstance(form, f.RatingForm) and len(keys) == 1 and keys != "1":
        return True
    return len(keys) >= keys_most(form)


def by_keys(form: f.Form, keys: str, today: date) -> Any:
    """Return the answer that these keys give, or None."""
    match form:
        case f.YesNoForm():
            return {"1": True, "2": False}.get(keys)
        case f.ChoiceForm(options=options):
            return next((option.value for option in options if option.key == keys), None)
        case f.DateForm():
            written = f"{keys[4:]}-{keys[2:4]}-{keys[:2]}" if len(keys) == 8 else ""
            return _day(form, written, today)
    return by_words(form, keys, today)


def by_words(form: f.Form, given: Any, today: date) -> Any:
    """Return the answer that a text or a field gives, or None."""
    text = "" if given is None else str(given).strip()
    match form:
        case f.YesNoForm():
            return given if isinstance(given, bool) else _yes_or_no(text)
        case f.ChoiceForm(options=options):
            return next((option.value for option in options if _names(option, text)), None)
        case f.DigitsForm(least=least, most=most) | f.SecretForm(least=least, most=most):
            return text if _is_digits(text) and least <= len(text) <= most else None
        case f.NumberForm(least=least, most=most):
            return _within(text, least, most)
        case f.RatingForm(scale=scale):
            return _within(text, *_scale(scale))
        case f.DateForm():
            return _day(form, text, today)
        case f.TextForm(most=most):
            return text[:most] or None
        case f.VoiceForm():
            return text[:2000] or None


def fits(form: f.Form) -> Mapping[str, Any]:
    """What would be accepted, as limits that a screen can word."""
    match form:
        case f.DigitsForm(least=least, most=most) | f.SecretForm(least=least, most=most):
            return {"digits_least": least, "digits_most": most}
        case f.NumberForm(least=least, most=most):
            return {"least": least, "most": most}
        case f.RatingForm(scale=scale):
            return {"least": _scale(scale)[0], "most": _scale(scale)[1]}
    return {}


def _scale(name: str) -> tuple[int, int]:
    return f.SCALES.get(name, f.SCALES["csat"])


def _yes_or_no(text: str) -> bool | None:
    word = text.lower()
    return True if word in YES else False if word in NO else None


def _names(option: f.Option, text: str) -> bool:
    word = text.casefold()
    return text in (option.value, option.key) or any(word == label.casefold() for label in option.label.values())


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _within(text: str, least: int, most: int) -> int | None:
    negative = text.startswith("-")
    if not _is_digits(text[1:] if negative else text) or len(text) > 18:
        return None
    number = int(text)
    return number if least <= number <= most else None


def _day(form: f.DateForm, written: str, today: date) -> str | None:
    try:
        day = date.fromisoformat(written)
        if form.earliest_days is not None and day < today + timedelta(days=form.earliest_days):
            return None
        if form.latest_days is not None and day > today + timedelta(days=form.latest_days):
            return None
    except (ValueError, OverflowError):
        return None
    return day.isoformat()
