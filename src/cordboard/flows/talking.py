"""What a flow says, with the data of the conversation filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from cordboard.center.speech import Said, SaidKind, Speech
from cordboard.errors import Malformed
from cordboard.flows import parts as p
from cordboard.flows.expressions import Scope, evaluate, in_words, names

SIGNS_MAX = 10_000
"""Of one text that is said, about ten minutes: it is written to the journal and spelled while other calls wait."""
GAP = re.compile(r"\{([^{}]+)\}")
PERSONAL = frozenset({"answers", "contact", "customer", "secrets"})
"""Data that belongs to somebody: what is said of it is not kept."""
_KINDS: dict[type, SaidKind] = {
    p.Number: "number",
    p.Ordinal: "ordinal",
    p.Money: "money",
    p.Date: "date",
    p.Time: "time",
    p.Duration: "duration",
    p.Digits: "digits",
    p.Phone: "phone",
}


def fill(prompts: Iterable[p.Part], scope: Scope, language: str) -> tuple[Speech, ...]:
    """Return what is said, in `language` where a part does not choose its own.

    Raises:
        Malformed: an expression fails, or gives nothing where a value must be said.
    """
    return tuple(_filled(prompts, scope, language))


def _filled(prompts: Iterable[p.Part], scope: Scope, language: str) -> Iterator[Speech]:
    for part in prompts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, p.Text):
            template = in_language(part.text, part.spoken_in or language)
            if text := _short(fill_text(template, scope).strip()):
                yield Said(value=text, language=part.spoken_in, private=is_personal(template))
        else:
            yield _spoken(part, scope, language)


def _spoken(part: p.Spoken, scope: Scope, language: str) -> Said:
    value = _short(in_words(evaluate(part.value, scope)))
    if not value:
        raise Malformed(f"{_KINDS[type(part)]} {part.value!r} has no value to say")
    said = Said(kind=_KINDS[type(part)], value=value, private=_reads_personal(part.value))
    match part:
        case p.Number():
            return replace(said, noun=part.noun.get(language, ()), gender=part.gender)
        case p.Ordinal():
            return replace(said, gender=part.gender)
        case p.Money():
            return replace(said, currency=part.currency)
    return said


def _short(text: str) -> str:
    """The text, if a caller would listen to it.

    Raises:
        Malformed: it is longer than any voice says.
    """
    if len(text) > SIGNS_MAX:
        raise Malformed(f"a text of {len(text)} signs is too long to be said: at most {SIGNS_MAX}")
    return text


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return the text in this language, or in another if there is none."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def fill_text(template: str, scope: Scope) -> str:
    """Return the template with its gaps filled; what is unknown is left out."""
    return GAP.sub(lambda gap: in_words(evaluate(gap[1], scope)), template)


def gaps(template: str) -> list[str]:
    """Return the expressions in the gaps of a template."""
    return [gap[1] for gap in GAP.finditer(template)]


@lru_cache(maxsize=5_000)
def is_personal(template: str) -> bool:
    """Whether any gap reads somebody's data."""
    return any(_reads_personal(gap) for gap in gaps(template))


def _reads_personal(source: str) -> bool:
    return any(root in PERSONAL for root, _ in names(source))


Phrase = Literal["you-entered", "right-or-again", "position", "wait", "quantity", "line-added", "yes", "no"]

PHRASES: Mapping[Phrase, Mapping[str, str]] = {
    "you-entered": {"en": "You entered", "ru": "Вы ввели"},
    "right-or-again": {
        "en": "If this is right, press 1. To enter it again, press 2.",
        "ru": "Если всё верно, нажмите 1. Чтобы ввести заново, нажмите 2.",
    },
    "position": {"en": "Your place in the queue would be", "ru": "Ваше место в очереди будет"},
    "wait": {"en": "The expected wait is", "ru": "Ожидаемое время ожидания"},
    "quantity": {"en": "Enter the quantity, then press hash.", "ru": "Введите количество и нажмите решётку."},
    "line-added": {
        "en": "Added. Enter the next code, or press hash to finish.",
        "ru": "Добавлено. Введите следующий код или нажмите решётку, чтобы закончить.",
    },
    "yes": {"en": "yes", "ru": "да"},
    "no": {"en": "no", "ru": "нет"},
}
"""What the performer says of itself."""


def phrase(name: Phrase, language: str) -> Said:
    """Return one of the performer's own sentences."""
    return Said(value=in_language(PHRASES[name], language))
