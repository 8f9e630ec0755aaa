"""Nodes that choose and note without a word to the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way of a decision."""

    when: str
    """An expression."""
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """The first branch whose expression is true, else `otherwise`."""

    branches: tuple[Branch, ...]
    otherwise: str
    on_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Whether a calendar is open now; a switch for emergencies comes before everything."""

    calendar_id: str
    open: str
    closed: str
    holiday: str = ""
    """On a holiday; empty is `closed`."""
    emergency: str = ""
    """While the switch `emergency` is on; empty passes over it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Answers are set to the values of expressions."""

    values: Mapping[str, str]
    next: str
    on_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLanguage:
    """From here on the contact is spoken to in `language`."""

    language: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopGuard:
    """Passes so many times, then goes another way."""

    most: int
    next: str
    on_too_many: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A milestone for reports."""

    mark: str
    next: str
    served: bool = False
    """Whether whoever got here was helped: a caller who then rings off was not lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubFlow:
    """Another flow is performed, up to its `Return`; answers are shared."""

    flow_id: str
    next: str
    on_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Back to the flow that this one is part of; a flow of its own ends."""
