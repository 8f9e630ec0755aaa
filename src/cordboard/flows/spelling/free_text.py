"""Reads the numbers that people write into free text.

Known are telephone numbers, days, money, percents, times, places in a row, common units, codes and plain numbers. A
text is never refused: a number that cannot be placed is read digit by digit.
"""

from __future__ import annotations

from cordboard.flows.spelling import free_english, free_russian
from cordboard.flows.spelling.figures import applied
from cordboard.flows.spelling.parts import is_russian


def read_aloud(text: str, language: str) -> str:
    """`text` with its numbers in words, without a digit from 0 to 9."""
    return applied(text, free_russian.RULES if is_russian(language) else free_english.RULES)
