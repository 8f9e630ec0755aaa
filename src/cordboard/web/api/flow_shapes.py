"""How flows are asked for and shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from cordboard.flows.check import Problem
from cordboard.runtime.shelf import Opened
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


def problems_shown(problems: Iterable[Problem]) -> list[FlowProblem]:
    """Problems of the checker."""
    return [msgspec.convert(problem, FlowProblem, from_attributes=True) for problem in problems]


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
