"""How flows that need not be kept are sent, and what comes of checking, printing, trying and testing them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from cordboard.flows.cases import CaseResult
from cordboard.flows.rehearsal import Spoken
from cordboard.web.api.flow_shapes import FlowProblem, Written
from cordboard.web.kinds import Asked


class DocumentBody(Asked, frozen=True):
    """A flow that need not be kept anywhere."""

    document: Written


class TextBody(Asked, frozen=True):
    """A flow as text."""

    text: Annotated[str, Meta(max_length=1_000_000)]


class TryBody(Asked, frozen=True):
    """A flow, the circumstances, and what the customer does."""

    document: Written
    case: Written = msgspec.field(default_factory=dict)
    """A test case without steps."""
    acts: Annotated[list[Written], Meta(max_length=300)] = msgspec.field(default_factory=list)
    """Steps of a test case."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a flow."""

    problems: list[FlowProblem]


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A flow as text."""

    text: str


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """The flow that a text says."""

    document: Written
    problems: list[FlowProblem]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of what happened in a try."""

    who: Literal["machine", "customer", "system"]
    node_id: str
    text: str
    at_s: float


class CaseShown(msgspec.Struct, frozen=True, kw_only=True):
    """How one test case went."""

    name: str
    passed: bool
    step: int | None
    """The step that failed, counted from 1."""
    says: str
    """In English."""
    code: str
    """Stable name of the sentence; empty for a step that could not be taken."""
    names: dict[str, str]
    """What the sentence names, by the name of its gap."""
    transcript: list[Line]


class ChoiceShown(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the customer may press or say."""

    value: str
    label: str


class StandingShown(msgspec.Struct, frozen=True, kw_only=True):
    """Where the conversation stands."""

    node_id: str
    kind: str
    awaits: Literal["key", "text", "speech", "outside", "queue", "nothing"]
    options: list[ChoiceShown]


class Rehearsed(msgspec.Struct, frozen=True, kw_only=True):
    """How a try went so far."""

    transcript: list[Line]
    standing: StandingShown
    ended: str
    """`goodbye`, `queued`, `agent`, `failed`, `left`; empty while it goes on."""
    answers: Written
    marks: list[str]


def lines_shown(transcript: Iterable[Spoken]) -> list[Line]:
    """What was said."""
    return [msgspec.convert(line, Line, from_attributes=True) for line in transcript]


def case_shown(result: CaseResult) -> CaseShown:
    """How a case went."""
    return CaseShown(
        name=result.name,
        passed=result.passed,
        step=result.step,
        says=result.says,
        code=result.code,
        names=dict(result.names),
        transcript=lines_shown(result.transcript),
    )
