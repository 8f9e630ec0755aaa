"""The lives of a contact and of an agent, as tables. What is not listed cannot happen.

docs/states.md is drawn from these tables; a test fails when it is stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from cordboard.floor import events as ev


class ContactState(StrEnum):
    """Where a contact is now."""

    NEW = "new"
    """Not known yet."""
    ARRIVED = "arrived"
    """With a machine, or between two queues."""
    WAITING = "waiting"
    OFFERED = "offered"
    """It rings at an agent, and still has its place in the queue."""
    TALKING = "talking"
    LEAVING = "leaving"
    """It hears its last prompts."""
    ENDED = "ended"


class AgentState(StrEnum):
    """What an agent does now."""

    SIGNED_OUT = "signed-out"
    READY = "ready"
    PAUSED = "paused"
    OFFERED = "offered"
    TALKING = "talking"
    WRAPPING_UP = "wrapping-up"


C, A = ContactState, AgentState

CONTACT_MOVES: Mapping[tuple[ContactState, type], ContactState] = MappingProxyType(
    {
        (C.NEW, ev.ContactArrived): C.ARRIVED,
        (C.ARRIVED, ev.ContactQueued): C.WAITING,
        (C.ARRIVED, ev.ContactReturned): C.ARRIVED,
        (C.ARRIVED, ev.ContactTurnedAway): C.LEAVING,
        (C.ARRIVED, ev.ContactEnded): C.ENDED,
        (C.WAITING, ev.ContactQueued): C.WAITING,
        (C.WAITING, ev.WaitAnnounced): C.WAITING,
        (C.WAITING, ev.ContactOffered): C.OFFERED,
        (C.WAITING, ev.ContactReturned): C.ARRIVED,
        (C.WAITING, ev.ContactTurnedAway): C.LEAVING,
        (C.WAITING, ev.ContactEnded): C.ENDED,
        (C.OFFERED, ev.OfferEnded): C.WAITING,
        (C.OFFERED, ev.ContactConnected): C.TALKING,
        (C.TALKING, ev.ContactHeld): C.TALKING,
        (C.TALKING, ev.ContactResumed): C.TALKING,
        (C.TALKING, ev.ContactTransferred): C.ARRIVED,
        (C.TALKING, ev.ContactReturned): C.ARRIVED,
        (C.TALKING, ev.ContactEnded): C.ENDED,
        (C.LEAVING, ev.ContactEnded): C.ENDED,
    }
)
"""A contact's whole life."""

AGENT_MOVES: Mapping[tuple[AgentState, type], AgentState] = MappingProxyType(
    {
        (A.SIGNED_OUT, ev.AgentSignedIn): A.PAUSED,
        (A.PAUSED, ev.AgentSignedIn): A.PAUSED,
        (A.PAUSED, ev.AgentPaused): A.PAUSED,
        (A.PAUSED, ev.AgentMadeReady): A.READY,
        (A.PAUSED, ev.AgentSignedOut): A.SIGNED_OUT,
        (A.READY, ev.AgentPaused): A.PAUSED,
        (A.READY, ev.AgentSignedOut): A.SIGNED_OUT,
        (A.READY, ev.ContactOffered): A.OFFERED,
        (A.OFFERED, ev.ContactConnected): A.TALKING,
        (A.OFFERED, ev.AgentMadeReady): A.READY,
        (A.OFFERED, ev.AgentPaused): A.PAUSED,
        (A.TALKING, ev.PauseAsked): A.TALKING,
        (A.TALKING, ev.WrapUpStarted): A.WRAPPING_UP,
        (A.TALKING, ev.AgentMadeReady): A.READY,
        (A.TALKING, ev.AgentPaused): A.PAUSED,
        (A.WRAPPING_UP, ev.PauseAsked): A.WRAPPING_UP,
        (A.WRAPPING_UP, ev.AgentMadeReady): A.READY,
        (A.WRAPPING_UP, ev.AgentPaused): A.PAUSED,
        (A.WRAPPING_UP, ev.AgentSignedOut): A.SIGNED_OUT,
    }
)
"""An agent's whole working day."""
