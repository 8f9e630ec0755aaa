"""What became true on the floor. Past tense, journaled, never edited.

An event says only what is new; the instant it became true travels beside it, so the same event replays at the same
instant. It carries every deadline and limit it sets, so that a replay needs no configuration. Adding a field needs a
default; renaming or removing one needs a new event. Instants are seconds since the Unix epoch (UTC).
"""

from __future__ import annotations

from enum import StrEnum

from cordboard.center.speech import Speech
from cordboard.floor.inputs import Phone
from cordboard.values import value


class Outcome(StrEnum):
    """How a contact ended, once for all reports."""

    SERVED = "served"
    """It talked with an agent."""
    ABANDONED = "abandoned"
    """The customer left while waiting."""
    LEFT_IN_FLOW = "left-in-flow"
    """The customer left while a machine spoke."""
    TURNED_AWAY = "turned-away"
    """It came to a configured end: closed, waited too long, the flow's goodbye."""
    LOST = "lost"
    """The telephone switch lost it."""


class OfferEnd(StrEnum):
    """How an offer ended without being accepted."""

    DECLINED = "declined"
    LAPSED = "lapsed"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"
    """Taken back: the customer left, or the leg was lost over a restart."""


class TurnedAway(StrEnum):
    """Why a contact came to a configured end."""

    CLOSED = "closed"
    WAITED_TOO_LONG = "waited-too-long"
    FLOW_ENDED = "flow-ended"
    NO_ENTRY = "no-entry"
    QUEUE_GONE = "queue-gone"


# -- contacts --


@value
class ContactArrived:
    """A contact reached the center. With `flow_id` it is now in that flow."""

    contact_id: str
    number: str
    caller: str
    caller_name: str
    via: str
    language: str
    flow_id: str | None = None


@value
class ContactQueued:
    """A contact waits in a queue; it may have waited in another one before."""

    contact_id: str
    queue_id: str
    language: str
    aged_from: float
    """Order within the queue counts from this instant: the first time the contact queued anywhere."""
    priority: int
    wait_until: float
    announce_at: float | None
    service_target_s: float
    music: str = "default"
    reason: str = ""
    """Empty for a first queue; else `transfer`, `waited-too-long` or `closed`."""
    returns: tuple[str, ...] = ()
    """Why it will go back to its flow: `timeout`, `closed`, `talked`."""


@value
class WaitAnnounced:
    """A waiting contact was told its place and perhaps its expected wait."""

    contact_id: str
    position: int | None
    expected_wait_s: float | None
    language: str
    next_at: float | None


@value
class ContactOffered:
    """A waiting contact rings at one agent until `expires_at`."""

    contact_id: str
    queue_id: str
    agent_id: str
    offer_id: str
    expires_at: float
    phone: Phone
    recorded: bool
    idle_since: float
    """Why this agent: nobody eligible has been idle for longer than since this instant."""


@value
class OfferEnded:
    """An offer ended without being accepted; the contact keeps its place."""

    contact_id: str
    agent_id: str
    offer_id: str
    end: OfferEnd


@value
class ContactConnected:
    """The agent accepted, and talks with the customer."""

    contact_id: str
    queue_id: str
    agent_id: str
    offer_id: str


@value
class ContactHeld:
    """The customer hears music."""

    contact_id: str
    agent_id: str
    offer_id: str
    by_phone: bool = False
    """The agent's own phone did it, so nothing is left to do at the switch."""


@value
class ContactResumed:
    """The customer is back from hold."""

    contact_id: str
    agent_id: str
    offer_id: str
    by_phone: bool = False


@value
class ContactTransferred:
    """The agent let go of the contact, which goes on to `to_queue_id`."""

    contact_id: str
    agent_id: str
    offer_id: str
    from_queue_id: str
    to_queue_id: str


@value
class ContactReturned:
    """The contact left its queue, or its talk, and is with its flow again."""

    contact_id: str
    why: str
    """`timeout`, `closed`, or `talked`: the agent rang off and the customer stays."""
    queue_id: str | None = None
    agent_id: str | None = None
    offer_id: str | None = None
    """The talk that it came out of."""


@value
class ContactTurnedAway:
    """The contact hears `prompts` and is then ended."""

    contact_id: str
    reason: TurnedAway
    prompts: tuple[Speech, ...]
    language: str
    queue_id: str | None = None


@value
class ContactEnded:
    """The contact is over; `offer_id` names the talk it ended in, if it did."""

    contact_id: str
    outcome: Outcome
    by: str
    """Who ended it: `customer`, `agent`, `center` or `switch`."""
    queue_id: str | None = None
    agent_id: str | None = None
    offer_id: str | None = None


@value
class DispositionSet:
    """The agent said how the contact ended; a later one counts."""

    contact_id: str
    agent_id: str
    disposition_id: str


# -- agents --


@value
class AgentSignedIn:
    """The agent is here, and paused until ready."""

    agent_id: str
    phone: Phone
    reason_id: str = "signed-in"


@value
class AgentSignedOut:
    """The agent is not here any more."""

    agent_id: str


@value
class AgentMadeReady:
    """The agent takes contacts."""

    agent_id: str
    idle_since: float
    """Longest idle counts from here; after a withdrawn offer it is the instant from before."""


@value
class AgentPaused:
    """The agent takes no contacts, because of `reason_id`."""

    agent_id: str
    reason_id: str


@value
class PauseAsked:
    """The agent will be paused once the work at hand is done; None takes the wish back."""

    agent_id: str
    reason_id: str | None


@value
class WrapUpStarted:
    """The agent works after the contact, at most until `until`; the agent's next event ends it."""

    agent_id: str
    contact_id: str
    queue_id: str
    until: float


@value
class PhoneFound:
    """The agent's phone can be rung."""

    agent_id: str


@value
class PhoneLost:
    """The agent's phone cannot be rung, so nothing is offered to this agent."""

    agent_id: str


# -- the switch --


@value
class SwitchWentAway:
    """Nothing is offered until the switch is back."""


@value
class SwitchCameBack:
    """Contacts are offered again."""


@value
class LimitsExtended:
    """Limits of offers and wrap-ups are later by `by_s`, because for so long nobody could act."""

    by_s: float


Event = (
    ContactArrived
    | ContactQueued
    | WaitAnnounced
    | ContactOffered
    | OfferEnded
    | ContactConnected
    | ContactHeld
    | ContactResumed
    | ContactTransferred
    | ContactReturned
    | ContactTurnedAway
    | ContactEnded
    | DispositionSet
    | AgentSignedIn
    | AgentSignedOut
    | AgentMadeReady
    | AgentPaused
    | PauseAsked
    | WrapUpStarted
    | PhoneFound
    | PhoneLost
    | SwitchWentAway
    | SwitchCameBack
    | LimitsExtended
)
