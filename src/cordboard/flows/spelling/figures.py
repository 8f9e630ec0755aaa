"""How people write numbers into free text, where both languages agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from cordboard.flows.spelling.characters import in_groups
from cordboard.flows.spelling.currencies import CURRENCIES
from cordboard.flows.spelling.parts import INTEGER_DIGITS_MAX

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]
"""What is found, and its words; None leaves it to the rules that follow."""

INTEGER_READ_MAX = 6
"""Digits of a whole number that is read as one; a longer one written without thousands apart is rather an id."""
ROUND_READ_MAX = 9
"""Digits of one that closes with three zeros."""
FRACTION_MAX = 20

_S = r"[ \u00a0\u202f]"
_COMMAS = r"[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]+)?"
_SPACES = rf"[0-9]{{1,3}}(?:{_S}[0-9]{{3}}){{1,5}}(?:[.,][0-9]+)?"
AMOUNT = rf"(?<![0-9.,])(?:{_COMMAS}|{_SPACES}|[0-9]+(?:[.,][0-9]+)?)"
"""A number in a place where only an amount can stand, so that spaces may part its thousands."""
_COUNTED = r"[1-9][0-9]{0,2}(?: [0-9]{3}){1,4}(?= [a-zа-яё])"
_FIXED_SPACES = r"[0-9]{1,3}(?:[\u00a0\u202f][0-9]{3}){1,5}(?:[.,][0-9]+)?"
NUMBER = rf"(?<![0-9.,])(?:{_COUNTED}|{_COMMAS}|{_FIXED_SPACES}|[0-9]+[.,][0-9]+)(?![.,]?[0-9])"
"""A number with thousands apart or a fraction, anywhere; a plain space parts them only before a word to be counted."""
MINUS = r"(?P<minus>(?<![\w)])[-\u2212])?"
CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "¥": "JPY", "₸": "KZT", "₴": "UAH"}
SIGN = f"[{''.join(CURRENCY_SIGNS)}]"
CODE = "(?:" + "|".join(sorted(CURRENCIES)) + r")(?!\w)"
ISO_DAY = r"(?<![\w.-])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![\w-])"
CLOCK = r"(?<![\w:.,])(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])(?![\w:]|[.,][0-9])"
CLOCK_RANGE = re.compile(r"(?<=:[0-9]{2})\s?[-\u2013\u2014]\s?(?=[0-9]{1,2}:[0-9]{2})")
RANGE = re.compile(
    r"(?<![\w.,:-])(?P<low>[1-9][0-9]{0,3}|0)\s?[-\u2013\u2014]\s?(?P<high>[1-9][0-9]{0,3})(?![\w:-]|[.,][0-9])"
)
CODE_GROUPS = re.compile(r"(?<![\w-])(?:[0-9]{4}(?:[ -][0-9]{4}){2,3}|[0-9]+(?:-[0-9]+){2,})(?![\w-])")
DOTTED = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+){2,}")
INTEGER = re.compile(rf"{MINUS}(?P<digits>[0-9]+)")
PHONE = (
    r"(?<![\w+])\+(?=(?:[^0-9]{0,2}[0-9]){9})[0-9]{1,3}(?:[ -]?\(?[0-9]{2,4}\)?){2,4}(?![0-9])",
    r"(?<![\w+])[78](?:[ -]?\([0-9]{3}\) ?|[ -]?[0-9]{3}[ -]?)[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}(?![0-9])",
)


def exact(written: str, comma_parts_thousands: bool) -> Decimal | None:
    """The number that was written; None if it is too long to be one.

    A comma parts thousands where the language says so, and wherever a point or a second comma follows.
    """
    bare = re.sub(_S, "", written)
    grouped = re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+", bare.partition(".")[0]) is not None
    if grouped and (comma_parts_thousands or "." in bare or bare.count(",") > 1):
        bare = bare.replace(",", "")
    whole, _, fraction = bare.replace(",", ".").partition(".")
    if len(whole) > INTEGER_DIGITS_MAX or len(fraction) > FRACTION_MAX:
        return None
    return Decimal(f"{whole}.{fraction or 0}")


def signed(match: re.Match[str], name: str, comma_parts_thousands: bool) -> Decimal | None:
    """The number in that group of the match, below zero if a minus stands before."""
    number = exact(match[name], comma_parts_thousands)
    return number.copy_negate() if number and match["minus"] else number


def is_read_whole(digits: str) -> bool:
    """Whether digits without a break are a number rather than an id or a code."""
    if digits.startswith("0") and len(digits) > 1:
        return False
    return len(digits) <= INTEGER_READ_MAX or (len(digits) <= ROUND_READ_MAX and digits.endswith("000"))


def written_groups(match: re.Match[str]) -> list[str]:
    """The groups of a code as they were written, long ones parted."""
    return [group for run in re.findall(r"[0-9]+", match[0]) for group in in_groups(run)]


def is_range(match: re.Match[str]) -> bool:
    """Whether two numbers with a dash between them go upwards."""
    return int(match["low"]) < int(match["high"])


def applied(text: str, rules: Sequence[Rule]) -> str:
    """`text` after each rule in turn; words put in are kept apart from the letters around them."""
    for pattern, words_of in rules:
        text = pattern.sub(partial(_replaced, words_of), text)
    return text


def _replaced(words_of: Callable[[re.Match[str]], str | None], match: re.Match[str]) -> str:
    words = words_of(match)
    if words is None:
        return match[0]
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    space_before = " " if before.isalnum() and not words.startswith(" ") else ""
    space_after = " " if after.isalnum() and not words.endswith(" ") else ""
    return f"{space_before}{words}{space_after}"
