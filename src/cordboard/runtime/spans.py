"""Lengths of time in words, for people who read."""

from __future__ import annotations


def span_en(seconds: float) -> str:
    """Return a span in English, such as `1 h 5 min`."""
    return _span(seconds, "h", "min", "s")


def span_ru(seconds: float) -> str:
    """Return a span in Russian, such as `1 ч 5 мин`."""
    return _span(seconds, "ч", "мин", "с")


def _span(seconds: float, hour: str, minute: str, second: str) -> str:
    """Its two largest units; the seconds of hours are left out."""
    minutes, rest = divmod(round(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} {hour} {minutes} {minute}"
    return f"{minutes} {minute} {rest} {second}" if minutes else f"{rest} {second}"
