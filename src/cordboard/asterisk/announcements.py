"""What a caller is told, as media that Asterisk can play. Pure.

The grammar of numbers is in the prompts themselves (prompts.py): whole phrases, recorded in each language.
"""

from __future__ import annotations

from collections.abc import Iterable

from cordboard.asterisk.prompts import position_media, wait_media


def wait_announcement(position: int | None, expected_wait_s: float | None) -> tuple[str, ...]:
    """Return what tells a waiting contact its place and its expected wait, as far as they are known."""
    place = () if position is None else position_media(position)
    return place if expected_wait_s is None else (*place, *wait_media(expected_wait_s))


def media(prompts: Iterable[str]) -> list[str]:
    """Return prompts, named as in the configuration, as media."""
    return [f"sound:{prompt}" for prompt in prompts]
