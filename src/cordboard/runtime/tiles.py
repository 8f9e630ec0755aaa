"""Tiles: what a live screen shows of one thing. Instants are seconds since the Unix epoch (UTC)."""

from __future__ import annotations

from dataclasses import dataclass

from cordboard.flows.script_view import ScriptView
from cordboard.reporting.answers import AgentToday, QueueToday


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemTile:
    """The centre itself."""

    switch_up: bool
    store_trouble: str
    """Why the journal waits, in words; empty when all is well."""
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTile:
    """One queue now and today."""

    queue_id: str
    waiting: int
    oldest_at: float | None
    """When the contact that has waited longest began to wait."""
    offered: int
    talking: int
    agents_ready: int
    """Those who could be offered a contact this moment."""
    agents_present: int
    """Those who work: ready, offered, talking or wrapping up."""
    expected_wait_s: float | None
    """For a contact that came now."""
    today: QueueToday


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTile:
    """One agent now and today."""

    agent_id: str
    name: str
    team: str
    state: str
    state_since: float
    reason_id: str
    pause_next: str | None
    phone: str
    reachable: bool
    contact_id: str | None
    queue_id: str | None
    held: bool
    today: AgentToday


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactTile:
    """One contact on the floor."""

    contact_id: str
    state: str
    state_since: float
    queue_id: str | None
    agent_id: str | None
    caller: str
    caller_name: str
    language: str
    arrived_at: float
    position: int | None
    """Place in the line, 1 for the first; told for the first `POSITIONS_MAX` only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What an agent sees of the contact at hand."""

    contact_id: str
    offer_id: str | None = None
    caller: str = ""
    caller_name: str = ""
    number: str = ""
    via: str = ""
    language: str = ""
    queue_id: str | None = None
    arrived_at: float | None = None
    queued_at: float | None = None
    state: str = ""
    """The contact's state, or `wrapping-up`."""
    state_since: float = 0.0
    connected_at: float | None = None
    held: bool = False
    expires_at: float | None = None
    wrap_up_until: float | None = None
    disposition_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTile(AgentTile):
    """An agent's own desk."""

    contact: Card | None
    script: ScriptView | None = None
    """Of the contact at hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTile:
    """How many contacts are at each node of a flow; there is none while nobody is."""

    flow_id: str
    versions: dict[str, dict[str, int]]
    """By version and node."""


Tile = SystemTile | QueueTile | AgentTile | ContactTile | DeskTile | FlowTile
