"""How flows are asked for and shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response
from msgspec import Meta

from cordboard.flows.cases import CaseResult
from cordboard.flows.check import Problem
from cordboard.flows.rehearsal import Spoken
from cordboard.runtime.shelf import Opened
from cordboard.runtime.workshop import Unpublishable
from cordboard.web.kinds import NO_NUL, Asked, Name

FLOW_MAX = 4_000_000
"""Bytes of a request with a flow: letters that are not Latin may come escaped, six bytes for two."""
FLOW_ID = r"^[a-z0-9][a-z0-9._-]{0,58}$"
FlowId = Annotated[str, Meta(pattern=FLOW_ID, max_length=59)]
Note = Annotated[str, Meta(pattern=NO_NUL, max_length=500)]
Written = dict[str, Any]


class NewFlow(Asked, frozen=True):
    """A flow to begin: empty, as a copy, or as one that is shipped."""

    flow_id: FlowId
    name: Name
    purpose: Literal["call", "script", "part"] = "call"
    copy_of: FlowId | None = None
    template: FlowId | None = None


class DraftBody(Asked, frozen=True):
    """A draft to be kept."""

    document: Written
    rev: int
    """That of the document it stands on."""


class PublishBody(Asked, frozen=True):
    """The draft to be put in force."""

    rev: int
    note: Note = ""


class RestoreBody(Asked, frozen=True):
    """Why an earlier version comes back."""

    note: Note = ""


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


class FlowProblem(msgspec.Struct, frozen=True, kw_only=True):
    """One mistake, or doubt, and its place."""

    node_id: str
    field: str
    severity: Literal["error", "warning"]
    says: str
    """In English."""
    code: str
    """Stable name of the sentence; empty for what cannot even be read."""
    names: dict[str, str]
    """What the sentence names, by the name of its gap."""


class FlowLine(msgspec.Struct, frozen=True, kw_only=True):
    """One flow in the list of all."""

    flow_id: str
    name: str
    name_ru: str
    purpose: str
    published_version: int | None
    published_at: float | None
    published_by: str | None
    draft_saved_at: float | None
    draft_saved_by: str | None
    errors: int
    used_by: list[str]


class FlowsShown(msgspec.Struct, frozen=True, kw_only=True):
    """All flows, by id."""

    flows: list[FlowLine]


class TemplateShown(msgspec.Struct, frozen=True, kw_only=True):
    """A flow that is shipped."""

    template_id: str
    name: str
    name_ru: str
    description: str
    purpose: str


class FlowOpened(msgspec.Struct, frozen=True, kw_only=True):
    """One flow, as it is worked at."""

    flow_id: str
    document: Written
    """The draft, else what is published."""
    rev: int
    is_draft: bool
    saved_at: float | None
    saved_by: str | None
    published_version: int | None
    problems: list[FlowProblem]


class DraftKept(msgspec.Struct, frozen=True, kw_only=True):
    """A draft was kept; it may have mistakes."""

    rev: int
    problems: list[FlowProblem]


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


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A version is in force."""

    version: int


class VersionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One publication."""

    version: int
    published_at: float
    published_by: str
    note: str


class VersionShown(msgspec.Struct, frozen=True, kw_only=True):
    """A flow as it was published."""

    document: Written


class FieldShown(msgspec.Struct, frozen=True, kw_only=True):
    """One field that is different."""

    name: str
    before: Any
    after: Any


class ChangeShown(msgspec.Struct, frozen=True, kw_only=True):
    """One node that came, went or is different; without an id the flow itself."""

    change: Literal["added", "removed", "changed"]
    node_id: str
    kind: str
    fields: list[FieldShown]


class UseShown(msgspec.Struct, frozen=True, kw_only=True):
    """Something that leads to a flow."""

    kind: str
    id: str
    name: str


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


class Unpublished(msgspec.Struct, frozen=True, kw_only=True):
    """Why a flow does not go live."""

    code: str
    says: str
    problems: list[FlowProblem]
    failed_cases: list[CaseShown]


def problems_shown(problems: Iterable[Problem]) -> list[FlowProblem]:
    """Problems of the checker."""
    return [msgspec.convert(problem, FlowProblem, from_attributes=True) for problem in problems]


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


def opened_shown(opened: Opened, problems: Iterable[Problem]) -> FlowOpened:
    """A flow with what is wrong with it."""
    draft, published = opened.draft, opened.published
    return FlowOpened(
        flow_id=opened.flow_id,
        document=opened.document,
        rev=opened.rev,
        is_draft=draft is not None,
        saved_at=draft.saved_at if draft is not None else published.published_at if published is not None else None,
        saved_by=draft.saved_by if draft is not None else published.published_by if published is not None else None,
        published_version=published.version if published is not None else None,
        problems=problems_shown(problems),
    )


def unpublished(_: Any, error: Unpublishable) -> Response[Unpublished]:
    """Answer what does not go live with all that is in its way."""
    body = Unpublished(
        code=error.code,
        says=error.says,
        problems=problems_shown(error.problems),
        failed_cases=[case_shown(result) for result in error.failed_cases],
    )
    return Response(body, status_code=422, media_type="application/json")
