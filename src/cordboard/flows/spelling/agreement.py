"""Guesses from the words around a number in Russian text which gender and case it takes.

Endings tell enough for the numerals whose form depends on it (one, two and, in the genitive, all); where they do not,
the number stays in the nominative, which is understood everywhere.
"""

from __future__ import annotations

import re
from typing import Literal

from cordboard.flows.spelling.parts import Gender, plural_class, row
from cordboard.flows.spelling.russian import Case

_GENITIVE_BEFORE = frozenset(
    row(
        "с со от до из без около после более менее свыше больше меньше старше младше позднее позже раньше ранее"
        " течение кроме вместо ниже выше"
    )
)
_ACCUSATIVE_BEFORE = frozenset(row("через за на в во про спустя"))
_DAY_AS_SUBJECT = frozenset(row("на в по за сегодня завтра вчера это"))
"""Words after which a day of a month is not "of the 22nd" but "the 22nd"."""
_NO_NOUN = frozenset(
    row(
        "а без более больше бы в ведь во где да для до если есть ещё еще же за и из или к как ко когда ли либо менее"
        " меньше между мы на над не ни но о об около он она они от перед по под после при про с со свыше сразу у уже"
        " через что чтобы эта эти это я"
    )
)
"""Words that may follow a number without being counted by it: "нажмите 1 для связи"."""
_NAMING_BEFORE = frozenset(
    row(
        "нажмите наберите введите номер код цифра цифру клавиша клавишу кнопка кнопку добавочный кабинет пункт договор"
        " заказ заявка"
    )
)
"""Words whose number is a name: what follows is not counted by it."""
_NEUTER_ENDINGS = ("о", "мя", "ие", "ье", "ое", "ее", "ще", "це", "оле", "оре")
_PREVIOUS = re.compile(r"([А-Яа-яЁёA-Za-z]+)[\s(«\"]{1,3}$")
_NEXT = re.compile(r"\s{1,3}([А-Яа-яЁё]+)(?:\s{1,3}([А-Яа-яЁё]+))?")
_LOOK = 60
"""Characters looked at on each side."""


def word_before(text: str, start: int) -> str:
    """The word right before `start` in small letters; empty if something else stands there."""
    match = _PREVIOUS.search(text[max(0, start - _LOOK) : start])
    return match[1].lower() if match else ""


def words_after(text: str, end: int) -> tuple[str, str]:
    """The noun, or adjective and noun, that may follow `end`, in small letters; empty where none does."""
    match = _NEXT.match(text[end : end + _LOOK])
    if match is None or match[1].lower() in _NO_NOUN:
        return "", ""
    second = (match[2] or "").lower()
    return match[1].lower(), "" if second in _NO_NOUN else second


def case_after(word: str) -> Case:
    """The case that a preposition asks for."""
    if word in _GENITIVE_BEFORE:
        return "genitive"
    return "accusative" if word in _ACCUSATIVE_BEFORE else "nominative"


def day_form_after(word: str) -> Literal["n", "genitive"]:
    """How a day of the month stands after `word`: "на двадцать второе", but "доставим двадцать второго"."""
    return "n" if not word or word in _DAY_AS_SUBJECT else "genitive"


def agreement(count: int, before: str, first: str, second: str) -> tuple[Gender, Case]:
    """Gender and case of `count` between the word `before` and the words `first` and `second`."""
    if before in _NAMING_BEFORE:
        return "m", "nominative"
    noun = second if first.endswith(("ых", "их")) and second else first
    one = plural_class(count, russian=True) == 0
    case = case_after(before)
    instrumental = case == "genitive" and noun.endswith("ми")
    if instrumental or (case == "accusative" and one and noun.endswith(("а", "я"))):
        case = "nominative"
    elif one and noun.endswith(("у", "ю")):
        case = "accusative"
    elif not one and noun.endswith(("ах", "ях")):
        # of the locative; these numerals look as in the genitive
        case = "genitive"
    return _gender(count, noun, case) if noun else "m", case


def _gender(count: int, noun: str, case: Case) -> Gender:
    wanted = plural_class(count, russian=True)
    if wanted == 0:
        if case == "genitive":
            return "f" if noun.endswith(("ы", "и", "ой", "ей")) else "m"
        if noun.endswith(("а", "я", "у", "ю")) and not noun.endswith("мя"):
            return "f"
        neuter = noun.endswith(_NEUTER_ENDINGS) and not noun.endswith("го")
        return "n" if neuter else "m"
    few_of_feminine = noun.endswith(("ы", "и", "ые", "ие"))
    return "f" if wanted == 1 and few_of_feminine else "m"
