"""Values of a node that cannot be performed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from keyword import iskeyword
from typing import Literal

from cordboard.flows import forms as f
from cordboard.flows import nodes as n
from cordboard.flows.language import Flow

KEYS = frozenset("0123456789*#")
WHOLE_ADDRESS = re.compile(r"https?://[^/?#@\s]+/")
"""The host stands before every gap, so that no answer chooses where a request goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault, at a node and a field of it where it has one."""

    node_id: str = ""
    """Empty for the flow itself."""
    field: str = ""
    severity: Literal["error", "warning"] = "error"
    says: str


def misused(flow: Flow, node: n.Node) -> Iterator[Problem]:
    """Values that cannot be performed."""
    match node:
        case n.Menu(choices=choices) | n.ChooseLanguage(choices=choices):
            if not choices:
                yield Problem(field="choices", says="without a choice nothing can be pressed")
            if wrong := set(choices) - KEYS:
                yield Problem(field="choices", says=f"there are keys {sorted(wrong)}; keys are 0-9, * and #")
        case n.LookUp(source="table" | "branch", table_id=""):
            yield Problem(field="table_id", says="a table is wanted")
        case n.LookUp(source="branch", by=by) if not {"postcode", "district"} & set(by):
            yield Problem(field="by", says="the nearest branch is found by postcode or by district")
        case n.LookUp(source="table" | "order", by=by) if not by:
            yield Problem(field="by", says="a column to look in is wanted")
        case n.Request(url=url):
            written = url.split("{")[0]
            if not WHOLE_ADDRESS.match(written):
                yield Problem(
                    field="url", says="a whole address is wanted, with its host written out: https://host/path"
                )
        case n.Voicemail() | n.ToNumber() if flow.purpose == "script":
            yield Problem(says="an agent who follows a script talks with the customer already: only a call has this")
    if isinstance(node, n.Menu | n.ChooseLanguage | n.Ask | n.Order) and not node.prompts:
        yield Problem(field="prompts", says="a question without words: the customer would hear nothing")
    if isinstance(node, n.SetLanguage) and node.language not in flow.languages:
        yield Problem(field="language", severity="warning", says=f"the flow is not written in {node.language!r}")
    for name in _names(node):
        if not name.isidentifier() or iskeyword(name):
            yield Problem(field="answer", says="the answer's name is letters, digits and _, and begins with a letter")
    if isinstance(node, n.Ask):
        yield from _of_form(node)
    tries = getattr(node, "tries", 1)
    if not 1 <= tries <= 10:
        yield Problem(field="tries", says="it is asked from 1 to 10 times")


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
                yield Problem(field="form", says="digits are from 1 to 40, the fewest not above the most")
        case f.NumberForm(least=least, most=most):
            if least > most:
                yield Problem(field="form", says="the least number is above the greatest")
        case f.ChoiceForm(options=options):
            keys = [option.key for option in options]
            if not options or len(set(keys)) != len(keys) or not set(keys) <= KEYS:
                yield Problem(field="form", says="options are wanted, each with a key of its own from 0-9, * and #")
        case f.RatingForm(scale=scale):
            if scale not in f.SCALES:
                yield Problem(field="form", says=f"scales are {', '.join(f.SCALES)}")
    if isinstance(node.form, f.SecretForm) and node.confirm:
        yield Problem(field="confirm", says="a secret is not read back")
