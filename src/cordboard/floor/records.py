"""What the floor knows of one contact and of one agent."""

from __future__ import annotations

from dataclasses import dataclass, field

from cordboard.center.speech import Speech
from cordboard.floor.inputs import Phone
from cordboard.floor.line import Place
from cordboard.floor.pace import Pace
from cordboard.floor.states import AgentState, ContactState


@dataclass(slots=True)
class ContactNow:
    """One contact on the floor. Instants are seconds since the Unix epoch (UTC)."""

    contact_id: str
    state: ContactState = ContactState.NEW
    state_since: float = 0.0
    number: str = ""
    caller: str = ""
    caller_name: str = ""
    via: str = ""
    language: str = "en"
    arrived_at: float = 0.0
    aged_from: float = 0.0
    """First queued anywhere; 0 before."""
    queue_id: str | None = None
    queued_at: float = 0.0
    """Entered this queue."""
    place: Place | None = None
    """Where it stands in the line, while it has a place."""
    wait_until: float = 0.0
    announce_at: float | None = None
    music: str = "default"
    offers: int = 0
    offer_id: str | None = None
    """The open offer, or the talk that came of it."""
    expires_at: float = 0.0
    """When the open offer lapses."""
    agent_id: str | None = None
    connected_at: float = 0.0
    recorded: bool = False
    held: bool = False
    returns: tuple[str, ...] = ()
    """Why it will go back to its flow."""
    talked: bool = False
    """It came back to its flow from a talk."""
    prompts: tuple[Speech, ...] = ()
    """The last prompts, while leaving."""


@dataclass(slots=True)
class AgentNow:
    """One agent who is or was signed in today."""

    agent_id: str
    state: AgentState = AgentState.SIGNED_OUT
    state_since: float = 0.0
    reason_id: str = ""
    """Why paused."""
    pause_next: str | None = None
    """The pause that begins once the work at hand is done."""
    phone: Phone = Phone.BROWSER
    reachable: bool = False
    """Whether the phone can be rung."""
    idle_since: float = 0.0
    turn: int = 0
    """Order of becoming idle among those idle since the same instant."""
    contact_id: str | None = None
    """Offered, talking with, or wrapping up."""
    offer_id: str | None = None
    queue_id: str | None = None
    busy_since: float = 0.0
    """Connected, for the handle time."""
    wrap_up_until: float = 0.0
    last_contact_id: str | None = None


@dataclass(slots=True)
class FloorRecords:
    """Everything a floor is, without its indexes: what a checkpoint keeps."""

    contacts: list[ContactNow] = field(default_factory=list)
    agents: list[AgentNow] = field(default_factory=list)
    paces: dict[str, Pace] = field(default_factory=dict)
    switch_up: bool = False
    turns: int = 0
