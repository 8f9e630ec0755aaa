"""Every sentence that tells a fault of a flow, by its code: the screens have each in their own languages."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Literal

SENTENCES: Mapping[str, str] = {
    # the flow itself
    "start-missing": "the flow starts at {node!r}, which does not exist",
    "person-missing": "person leads to {node!r}, which does not exist",
    "on-error-missing": "on_error leads to {node!r}, which does not exist",
    "repeat-key": "the key for repeating is one of 0-9, * and #",
    "trapped": "no way leads to a person or to an end: a customer would be trapped",
    "unreached": "nothing leads to {node!r}",
    # ways out of a node
    "way-missing": "{way!r} leads to {node!r}, which does not exist",
    "way-open": "{way!r} leads nowhere",
    # what is said
    "prompt-missing": "there is no recorded prompt {prompt!r}",
    "text-empty": "a text without words",
    "text-untranslated": "a text is missing in {language!r}",
    "question-silent": "a question without words: the customer would hear nothing",
    "language-unwritten": "the flow is not written in {language!r}",
    # what is named and lacks
    "queue-missing": "queue {thing!r} does not exist",
    "calendar-missing": "calendar {thing!r} does not exist",
    "trunk-missing": "trunk {thing!r} does not exist",
    "table-missing": "table {thing!r} does not exist",
    "flow-missing": "flow {thing!r} does not exist",
    "credential-missing": "credential {thing!r} does not exist",
    "queue-wanted": "a queue is wanted",
    "calendar-wanted": "a calendar is wanted",
    "trunk-wanted": "a trunk is wanted",
    "table-wanted": "a table is wanted",
    "flow-wanted": "a flow is wanted",
    # values that cannot be performed
    "choices-wanted": "without a choice nothing can be pressed",
    "choice-keys": "there are keys {keys!r}; keys are 0-9, * and #",
    "branch-by": "the nearest branch is found by postcode or by district",
    "column-wanted": "a column to look in is wanted",
    "address": "a whole address is wanted, with its host written out: https://host/path",
    "only-in-calls": "an agent who follows a script talks with the customer already: only a call has this",
    "answer-name": "the answer's name is letters, digits and _, and begins with a letter",
    "tries": "it is asked from 1 to 10 times",
    "digits-range": "digits are from 1 to 40, the fewest not above the most",
    "number-range": "the least number is above the greatest",
    "options": "options are wanted, each with a key of its own from 0-9, * and #",
    "scale": "scales are {scales}",
    "secret-confirmed": "a secret is not read back",
    # expressions
    "secret-misplaced": "a secret goes only, by itself, into a look-up or the body of a request",
    "answer-unset": "nothing sets {name}",
    "expression-long": "expression {source!r}: it has at most {most} characters",
    "expression-unreadable": "expression {source!r}: it cannot be read: {why}",
    "expression-deep": "expression {source!r}: it is nested deeper than {most} times",
    "expression-part": "expression {source!r}: {part} is not allowed",
    "expression-function": "expression {source!r}: the functions are {functions}",
    "expression-count": "expression {source!r}: {function} takes another number of values",
    "expression-name": "expression {source!r}: there is no {name!r}; data begins with {roots}",
    "expression-value": "expression {source!r}: values are numbers and texts",
    "expression-result": "expression {source!r}: it cannot be worked out: {why}",
    # steps of a test case that fail
    "case-over": "the flow had ended already: {found}",
    "case-said": "{wanted!r} was not said; said was {found!r}",
    "case-at": "the flow should be at {wanted!r}, and is at {found!r}",
    "case-marked": "{wanted!r} was not marked; marked were: {found}",
    "case-answered": "answer {name!r} should be {wanted}, and is {found}",
    "case-unanswered": "answer {name!r} should be {wanted}, and there is none",
    "case-queued": "the contact should wait in {wanted!r}, and is in {found!r}",
    "case-not-queued": "the contact should wait in {wanted!r}, and waits in no queue",
    "case-ended": "the flow should have ended by {wanted!r}, and ended by {found!r}",
    "case-going-on": "the flow should have ended by {wanted!r}, and is going on",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault, at a node and a field of it where it has one."""

    node_id: str = ""
    """Empty for the flow itself."""
    field: str = ""
    severity: Literal["error", "warning"] = "error"
    says: str
    code: str = ""
    """Stable name of the sentence; empty for what cannot even be read."""
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What the sentence names, by the name of its gap."""


def in_english(code: str, names: Mapping[str, str]) -> str:
    """Return the sentence of this code."""
    return SENTENCES[code].format_map(names)


def wrong(place: str, code: str, *, severity: Literal["error", "warning"] = "error", **names: str) -> Problem:
    """A fault of this code, at a field of a node that its caller knows."""
    return Problem(field=place, severity=severity, code=code, names=names, says=in_english(code, names))
