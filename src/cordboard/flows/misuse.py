"""Values of a node that cannot be performed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from keyword import iskeyword

from cordboard.flows import forms as f
from cordboard.flows import nodes as n
from cordboard.flows.faults import Problem, wrong
from cordboard.flows.language import Flow

KEYS = frozenset("0123456789*#")
WHOLE_ADDRESS = re.compile(r"https?://[^/?#@\s]+/")
"""The host stands before every gap, so that no answer chooses where a request goes."""


def misused(flow: Flow, node: n.Node) -> Iterator[Problem]:
    """Values that cannot be performed."""
    match node:
        case n.Menu(choices=choices) | n.ChooseLanguage(choices=choices):
            if not choices:
                yield wrong("choices", "choices-wanted")
            if strange := set(choices) - KEYS:
                yield wrong("choices", "choice-keys", keys=", ".join(sorted(strange)))
        case n.LookUp(source="table" | "branch", table_id=""):
            yield wrong("table_id", "table-wanted")
        case n.LookUp(source="branch", by=by) if not {"postcode", "district"} & set(by):
            yield wrong("by", "branch-by")
        case n.LookUp(source="table" | "order", by=by) if not by:
            yield wrong("by", "column-wanted")
        case n.Request(url=url):
            written = url.split("{")[0]
            if not WHOLE_ADDRESS.match(written):
                yield wrong("url", "address")
        case n.Voicemail() | n.ToNumber() if flow.purpose == "script":
            yield wrong("", "only-in-calls")
    if isinstance(node, n.Menu | n.ChooseLanguage | n.Ask | n.Order) and not node.prompts:
        yield wrong("prompts", "question-silent")
    if isinstance(node, n.SetLanguage) and node.language not in flow.languages:
        yield wrong("language", "language-unwritten", severity="warning", language=node.language)
    for name in _names(node):
        if not name.isidentifier() or iskeyword(name):
            yield wrong("answer", "answer-name")
    if isinstance(node, n.Ask):
        yield from _of_form(node)
    tries = getattr(node, "tries", 1)
    if not 1 <= tries <= 10:
        yield wrong("tries", "tries")


def _names(node: n.Node) -> Iterator[str]:
    """Names under which this node keeps answers."""
    match node:
        case n.Ask(answer=name) | n.Order(answer=name) | n.Request(answer=name):
            yield name
        case n.Menu(answer=name) | n.LookUp(answer=name) if name:
            yield name
        case n.Assign(values=values):
            yield from values


def _of_form(node: n.Ask) -> Iterator[Problem]:
    match node.form:
        case f.DigitsForm(least=least, most=most) | f.SecretForm(least=least, most=most):
            if not 1 <= least <= most <= 40:
                yield wrong("form", "digits-range")
        case f.NumberForm(least=least, most=most):
            if least > most:
                yield wrong("form", "number-range")
        case f.ChoiceForm(options=options):
            keys = [option.key for option in options]
            if not options or len(set(keys)) != len(keys) or not set(keys) <= KEYS:
                yield wrong("form", "options")
        case f.RatingForm(scale=scale):
            if scale not in f.SCALES:
                yield wrong("form", "scale", scales=", ".join(f.SCALES))
    if isinstance(node.form, f.SecretForm) and node.confirm:
        yield wrong("confirm", "secret-confirmed")
