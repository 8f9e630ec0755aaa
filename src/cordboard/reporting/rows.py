"""The facts of the past as rows: what call log, reports and board are made of.

Mutable, because a row grows while its contact lives; whole rows are handed to the store. Instants are seconds since the
Unix epoch (UTC), durations are seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cordboard.reporting.left_work import MessageFact, OrderFact


@dataclass(slots=True)
class ContactFact:
    """One contact from its arrival to its end."""

    contact_id: str
    number: str
    caller: str
    caller_name: str
    via: str
    language: str
    arrived_at: float
    ended_at: float | None = None
    queue_id: str | None = None
    """The last queue it waited in or was refused by."""
    agent_id: str | None = None
    """The last agent who talked with it."""
    outcome: str | None = None
    ended_by: str | None = None
    """Who ended it: `customer`, `agent`, `center` or `switch`."""
    reason: str | None = None
    """Why it was turned away."""
    wait_s: float | None = None
    """In queues until its first talk, or until its waiting ended otherwise; None if it never waited."""
    talk_s: float | None = None
    """All its finished talks, without holds; None if nobody talked with it."""
    hold_s: float = 0.0
    wrap_up_s: float | None = None
    """All finished wrap-ups after its talks; None before the first."""
    offers: int = 0
    transfers: int = 0
    segments: int = 0
    disposition_id: str | None = None


@dataclass(slots=True)
class SegmentFact:
    """One stretch of a contact: with a machine, in a queue, or with an agent."""

    contact_id: str
    n: int
    """Counts the contact's segments from 1."""
    kind: str
    """`flow`, `queue` or `talk`."""
    arrived_at: float
    """The contact's, so that a call log by queue or agent reads in its order."""
    started_at: float
    ended_at: float | None = None
    outcome: str | None = None
    """Of a flow: `queued`, `goodbye`, `left` or `lost`. Of a queue: `answered`, `abandoned`, `turned-away`, `moved`,
    `closed` or `lost`. Of a talk: `ended`, `transferred` or `lost`."""
    flow_id: str | None = None
    queue_id: str | None = None
    agent_id: str | None = None
    offer_id: str | None = None
    counted_at: float | None = None
    """The instant of queueing; the interval that holds it counts the wait and the talk that came of it."""
    service_target_s: float | None = None
    talk_s: float | None = None
    """Without holds."""
    hold_s: float = 0.0
    held_since: float | None = None
    wrap_up_s: float | None = None
    """Until the agent's next work or rest; 0 without wrap-up, None while it lasts."""

    @property
    def is_final(self) -> bool:
        """Whether nothing can change it any more."""
        return self.wrap_up_s is not None if self.kind == "talk" else self.ended_at is not None


@dataclass(slots=True)
class OfferFact:
    """One contact that rang at one agent."""

    offer_id: str
    contact_id: str
    queue_id: str
    agent_id: str
    offered_at: float
    idle_since: float
    ended_at: float | None = None
    outcome: str | None = None
    """`accepted`, `declined`, `lapsed`, `unreachable` or `withdrawn`."""

    @property
    def is_final(self) -> bool:
        """Whether nothing can change it any more."""
        return self.ended_at is not None


@dataclass(slots=True)
class AgentStateFact:
    """One stretch of an agent's day in one state; signed out is no stretch."""

    seq: int
    """The journal line that began it."""
    agent_id: str
    state: str
    started_at: float
    ended_at: float | None = None
    reason_id: str | None = None
    contact_id: str | None = None
    queue_id: str | None = None

    @property
    def is_final(self) -> bool:
        """Whether nothing can change it any more."""
        return self.ended_at is not None


@dataclass(slots=True)
class FlowRunFact:
    """One conversation by flow, with a machine or as an agent's script."""

    contact_id: str
    n: int
    """Counts the contact's conversations from 1."""
    seq: int
    """The last journal line that is in it."""
    flow_id: str
    version: int
    """0 for one from before flows had versions."""
    medium: str
    """`voice`, `text` or `script`."""
    number: str
    """What was dialled."""
    language: str
    started_at: float
    ended_at: float | None = None
    """When the flow let go, or the conversation ended otherwise; None while it lasts, and again when it goes on."""
    outcome: str | None = None
    """`goodbye`, `queue`, `agent`, `number`, `message`, `callback`; `left`, `failed` or `lost`."""
    last_node: str = ""
    """Of a sub-flow: `<flow>/<node>`."""
    seconds: float = 0.0
    """With the flow, without queues and talks between."""
    hand_overs: int = 0
    """How often it went to a person: a queue, an agent, a number outside."""
    messages: int = 0
    """Voicemails and promises to call back."""
    served: bool = False
    """Whether it passed a mark that counts as served."""
    contained: bool = False
    """Whether it was served without a person."""
    reached: str = ""
    """The end that holds if the customer rings off now: `number`, `message`, `callback`, or none yet."""
    answers: dict[str, Any] = field(default_factory=dict)
    """What was answered, without secrets."""
    marks: list[dict[str, Any]] = field(default_factory=list)
    """Milestones: `mark` and `at`."""
    disclosures: dict[str, float] = field(default_factory=dict)
    """When an agent ticked what was to be read, by node."""
    visits: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By node: `n` visits, `seconds`, `timeouts`, `wrong`, `errors`, `left`, and `ways`, a count by way; no zeros."""
    place: str = ""
    """The node where it is; empty between two and afterwards."""
    since: float = 0.0
    way: str = ""
    """The way by which it leaves that node, as far as is known."""
    stack: list[str] = field(default_factory=list)
    """Sub-flows it is in, outermost first."""
    steps: list[list[Any]] = field(default_factory=list)
    """Of a script: node and `stack` of each step that the agent has done."""


@dataclass(slots=True)
class FactRows:
    """Rows of all kinds: those that changed, or those still open."""

    contacts: list[ContactFact] = field(default_factory=list)
    segments: list[SegmentFact] = field(default_factory=list)
    offers: list[OfferFact] = field(default_factory=list)
    agent_states: list[AgentStateFact] = field(default_factory=list)
    dispositions: dict[str, str] = field(default_factory=dict)
    """By contact: said after its row was closed and handed over."""
    messages: list[MessageFact] = field(default_factory=list)
    orders: list[OrderFact] = field(default_factory=list)
    flow_runs: list[FlowRunFact] = field(default_factory=list)
