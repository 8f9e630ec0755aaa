"""What the store answers about flows: figures by flow and by node, and the conversations of one contact.

What the figures mean is defined in `reporting.flow_facts` and told in `reporting.measures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFigures:
    """Conversations that began at one entry number."""

    number: str
    entered: int
    contained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowFigures:
    """One version of a flow over a range of time: conversations that began in it."""

    flow_id: str
    version: int
    script: bool
    """Whether an agent led."""
    entered: int
    completed: int
    contained: int
    handed_over: int
    messages: int
    abandoned: int
    failed: int
    average_s: float | None
    """Mean seconds with the flow, of conversations that are over."""
    by_number: tuple[NumberFigures, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFigures:
    """One node of a flow; that of a sub-flow is named `<flow>/<node>`."""

    node_id: str
    entered: int
    """Conversations that came here."""
    visits: int
    """How often they came, all together."""
    left_here: int
    """Conversations that were abandoned here."""
    timeouts: int
    wrong: int
    errors: int
    average_s: float | None
    """Mean seconds of a visit."""
    ways: Mapping[str, int]
    """Conversations that went on by each way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A milestone that a conversation reached."""

    mark: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRunRow:
    """One conversation of a contact, with a machine or as an agent's script."""

    flow_id: str
    version: int
    script: bool
    started_at: float
    ended_at: float | None
    outcome: str | None
    contained: bool
    last_node: str
    seconds: float
    answers: Mapping[str, Any]
    marks: tuple[MarkRow, ...]
    read: Mapping[str, float]
    """When the agent ticked what was to be read, by node."""
