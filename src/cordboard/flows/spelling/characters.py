"""Splits digits, codes and telephone numbers into the groups in which people say them."""

from __future__ import annotations

import re
import unicodedata

from cordboard.center.speech import Said
from cordboard.flows.spelling.parts import refusal, row

CHARACTERS_MAX = 64
PHONE_DIGITS_MAX = 20
"""E.164 allows 15; the rest is for what is dialed before and after."""
GROUP_MAX = 4
NAMED_SIGNS = "*#+№@_/&="
"""Signs that belong to a code and are named; all others are only pauses."""
_COUNTRY_CODES_OF_TWO = frozenset(
    row(
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84"
        " 86 90 91 92 93 94 95 98"
    )
)
"""The others have three digits, besides 1 and 7. Source: ITU-T, list of E.164 assigned country codes."""
_PHONE = re.compile(r"(?=[^0-9]*[0-9])\+?[0-9(][0-9 \u00a0().\u2010-\u2013/-]*")
_SERVICE_CODE = re.compile(r"[0-9*#]*[*#][0-9*#]*")


def in_groups(digits: str) -> list[str]:
    """The digits in threes that close with twos, never with a lone one; up to four stay together."""
    if len(digits) <= GROUP_MAX:
        return [digits] if digits else []
    pairs = {0: 0, 1: 2, 2: 1}[len(digits) % 3]
    threes = len(digits) - 2 * pairs
    groups = [digits[at : at + 3] for at in range(0, threes, 3)]
    return groups + [digits[at : at + 2] for at in range(threes, len(digits), 2)]


def code_groups(said: Said) -> list[str]:
    """Runs of digits, of letters, and single named signs, in the order and the groups in which they were written."""
    text = unicodedata.normalize("NFC", said.value.strip())
    runs = re.findall(rf"[0-9]+|[^\W\d_]+|[{re.escape(NAMED_SIGNS)}]", text)
    if not runs or len(text) > CHARACTERS_MAX:
        raise refusal(said, f"digits and letters, at most {CHARACTERS_MAX} characters")
    return [group for run in runs for group in (in_groups(run) if run[0] in "0123456789" else [run])]


def is_service_code(said: Said) -> bool:
    """Whether a `phone` is a code such as *100#, which is said as digits."""
    return _SERVICE_CODE.fullmatch(said.value.strip()) is not None


def phone_groups(said: Said) -> list[str]:
    """Groups of digits of a telephone number, the first with its plus sign if it has one.

    Russian numbers go by the custom 8 800 555 35 35; others as they were written, or by country code and `in_groups`.
    """
    text = said.value.strip()
    digits = re.sub(r"[^0-9]", "", text)
    if _PHONE.fullmatch(text) is None or len(digits) > PHONE_DIGITS_MAX:
        raise refusal(said, f"a telephone number such as +7 495 123-45-67, with at most {PHONE_DIGITS_MAX} digits")
    plus = "+" if text.startswith("+") else ""
    if is_russian_number(plus + digits):
        return [plus + digits[0], digits[1:4], digits[4:7], digits[7:9], digits[9:]]
    written = re.findall(r"[0-9]+", text)
    if len(written) > 1:
        groups = [group for run in written for group in in_groups(run)]
    elif plus:
        code = 1 if digits[0] in "17" else 2 if digits[:2] in _COUNTRY_CODES_OF_TWO else 3
        groups = [digits[:code], *in_groups(digits[code:])]
        if digits[0] == "1" and len(digits) == 11:
            groups = [digits[0], digits[1:4], digits[4:7], digits[7:]]
    else:
        groups = in_groups(digits)
    return [plus + groups[0], *groups[1:]]


def is_russian_number(number: str) -> bool:
    """Whether the digits, with the plus sign if written, are a whole number of the Russian and Kazakh plan."""
    return re.fullmatch(r"\+?7[0-9]{10}|8[0-9]{10}", number) is not None
