"""What is played for each announcement, as ARI media addresses.

Our prompts are `sound:cord/<name>` in every language that has them; which one is heard follows the language of the
channel (`CHANNEL(language)`, or `lang=` of ARI's play). `texts.toml` beside the sounds says what each of them says. A
play of several is one request: the addresses joined by commas in `media`. Numbers are `number:<n>`, in Asterisk's own
sounds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from cordboard.asterisk.instance import PROMPTS

MINUTES = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30)
"""Waits that the prompts can name; whole phrases, because languages bend the number after "about"."""
LESS_THAN_A_MINUTE_S = 50.0
POSITION_MAX = 99
"""Above it a position is neither good news nor exact; nothing is said."""


def prompt(name: str) -> str:
    """Return the address of one of our prompts, such as `greeting` or `all-busy`."""
    return f"sound:cord/{name}"


def wait_media(wait_s: float) -> tuple[str, ...]:
    """Return what announces an expected wait: rounded up, so that it is kept more often than not.

    Nothing for a wait longer than the longest that can be named.
    """
    if wait_s < LESS_THAN_A_MINUTE_S:
        return (prompt("wait-short"),)
    named = next((minutes for minutes in MINUTES if wait_s <= 60 * minutes), None)
    return () if named is None else (prompt("wait-about"), prompt(f"minutes-{named}"))


def position_media(position: int) -> tuple[str, ...]:
    """Return what announces a place in the queue, 1 for the first."""
    if position <= 1:
        return (prompt("next"),)
    return (prompt("position"), f"number:{position}") if position <= POSITION_MAX else ()


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Return what every prompt says: text by name, by language."""
    told: dict[str, dict[str, str]] = tomllib.loads((PROMPTS / "texts.toml").read_text())
    return told
