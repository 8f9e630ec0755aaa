"""The last word of a Russian ordinal number: the only one that is declined."""

from __future__ import annotations

from typing import Literal

OrdinalForm = Literal[
    "m", "f", "n", "plural", "genitive", "genitive_f", "genitive_plural", "dative", "accusative_f", "prepositional"
]
"""Nominative by gender, and the forms that are written with a digit and letters: 3-го, 3-му, 3-ю."""

_STEMS = {
    0: "нулев",
    1: "перв",
    2: "втор",
    3: "трет",
    4: "четвёрт",
    5: "пят",
    6: "шест",
    7: "седьм",
    8: "восьм",
    9: "девят",
    10: "десят",
    11: "одиннадцат",
    12: "двенадцат",
    13: "тринадцат",
    14: "четырнадцат",
    15: "пятнадцат",
    16: "шестнадцат",
    17: "семнадцат",
    18: "восемнадцат",
    19: "девятнадцат",
    20: "двадцат",
    30: "тридцат",
    40: "сороков",
    50: "пятидесят",
    60: "шестидесят",
    70: "семидесят",
    80: "восьмидесят",
    90: "девяност",
    100: "сот",
    200: "двухсот",
    300: "трёхсот",
    400: "четырёхсот",
    500: "пятисот",
    600: "шестисот",
    700: "семисот",
    800: "восьмисот",
    900: "девятисот",
}
_STRESSED_ENDING = {0, 2, 6, 7, 8, 40}
"""Their masculine ends in -ой."""
_ENDINGS: dict[OrdinalForm, str] = {
    "m": "ый",
    "f": "ая",
    "n": "ое",
    "plural": "ые",
    "genitive": "ого",
    "genitive_f": "ой",
    "genitive_plural": "ых",
    "dative": "ому",
    "accusative_f": "ую",
    "prepositional": "ом",
}
_ENDINGS_OF_THIRD: dict[OrdinalForm, str] = {
    "m": "ий",
    "f": "ья",
    "n": "ье",
    "plural": "ьи",
    "genitive": "ьего",
    "genitive_f": "ьей",
    "genitive_plural": "ьих",
    "dative": "ьему",
    "accusative_f": "ью",
    "prepositional": "ьем",
}
_JOINED = {
    1: "одно",
    2: "двух",
    3: "трёх",
    4: "четырёх",
    5: "пяти",
    6: "шести",
    7: "семи",
    8: "восьми",
    9: "девяти",
    40: "сорока",
    90: "девяносто",
    100: "сто",
}
"""How a count stands before -тысячный where it is not the stem of its own ordinal and -и."""
_JOINED_SCALES = ((1_000_000, "миллионн"), (1_000, "тысячн"))


def ordinal_ending_in(place: int, form: OrdinalForm) -> tuple[int, str]:
    """What is said as a cardinal before (0 if nothing), and the last word in that form; `place` is below 10**9."""
    for scale, stem in _JOINED_SCALES:
        if place and place % scale == 0:
            many = place // scale % 1000
            return place - many * scale, _joined(many) + stem + _ENDINGS[form]
    if place and place % 100 == 0:
        last = place % 1000
    elif place % 100 <= 20 or place % 10 == 0:
        last = place % 100
    else:
        last = place % 10
    return place - last, _declined(last, form)


def _declined(last: int, form: OrdinalForm) -> str:
    if last == 3:
        return _STEMS[3] + _ENDINGS_OF_THIRD[form]
    return _STEMS[last] + ("ой" if form == "m" and last in _STRESSED_ENDING else _ENDINGS[form])


def _joined(many: int) -> str:
    """The count before a scale in one word: двадцатиодно(тысячный); nothing for one."""
    if many == 1:
        return ""
    hundreds, rest = many // 100 * 100, many % 100
    pieces = [hundreds, rest] if rest <= 20 else [hundreds, rest // 10 * 10, rest % 10]
    return "".join(_JOINED.get(piece) or _joined_stem(piece) for piece in pieces if piece)


def _joined_stem(piece: int) -> str:
    # двухсот(тысячный) takes no vowel, двадцати(тысячный) does
    return _STEMS[piece] if piece >= 100 else f"{_STEMS[piece]}и"
