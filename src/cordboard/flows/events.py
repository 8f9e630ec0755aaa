"""What became true in the performance of a flow. Journaled beside the floor's events, under the same rules.

A contact has at most one conversation with a machine and one script with an agent; `script` tells which it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from cordboard.center.speech import Speech
from cordboard.flows.errands import Errand
from cordboard.flows.inputs import Back, Medium, NumberEnd
from cordboard.flows.secret import Secret
from cordboard.values import value


@value
class FlowStarted:
    """A contact entered a flow."""

    contact_id: str
    flow_id: str
    language: str
    version: int = 0
    versions: Mapping[str, int] = field(default_factory=dict)
    """Version by flow, of all that this one has as parts: the contact ends on what it began with."""
    medium: Medium = "voice"
    script: bool = False
    turn: int = 0
    """The turn before its first."""


@value
class NodePassed:
    """A node that needs nothing of the customer was passed, by one of its ways."""

    contact_id: str
    node_id: str
    way: str
    """Such as `next`, `open`, `otherwise`, `not-found`, `error`."""
    answers: Mapping[str, Any] = field(default_factory=dict)
    """Set by it."""
    mark: str = ""
    served: bool = False
    why: str = ""
    """What went wrong, on the way `error`."""
    script: bool = False


@value
class PromptsSaid:
    """The machine speaks, or an agent has it to read; the end of it is reported with the same `turn`."""

    contact_id: str
    node_id: str
    turn: int
    """Counts the turns of this conversation, from 1."""
    prompts: tuple[Speech, ...]
    language: str
    script: bool = False


@value
class AnswerAwaited:
    """The prompts of a question ended; an answer may be given until `until`."""

    contact_id: str
    node_id: str
    turn: int
    until: float
    script: bool = False


@value
class KeyHeard:
    """A key that is part of an answer, or was pressed ahead of the question; more are waited for until `until`."""

    contact_id: str
    node_id: str
    key: str
    """Empty when it is part of a secret, or pressed ahead, as it may become part of one."""
    until: float | None = None
    ahead: bool = False
    """Pressed before the question; nothing falls silent for it."""
    secret: Secret | None = None


@value
class KeyRecalled:
    """The first of the keys pressed ahead is an answer to this question now."""

    contact_id: str
    node_id: str


@value
class KeyTaken:
    """A key chose where the flow goes on."""

    contact_id: str
    node_id: str
    key: str
    script: bool = False


@value
class PersonAsked:
    """The customer asked for a person by 0, where the flow has one."""

    contact_id: str
    node_id: str


@value
class AnswerTaken:
    """A question was answered."""

    contact_id: str
    node_id: str
    answer: str
    """Its name; empty is not kept."""
    value: Any
    """Null for a secret."""
    secret: Secret | None = None
    script: bool = False


@value
class ConfirmationAsked:
    """An answer is read back; it is kept once it is confirmed."""

    contact_id: str
    node_id: str
    turn: int
    value: Any
    prompts: tuple[Speech, ...]
    language: str
    secret: Secret | None = None


@value
class AnswerMissed:
    """A wrong key (`key`) or answer, or none; one try is used up."""

    contact_id: str
    node_id: str
    key: str | None
    """None for silence; `-` for an answer that does not fit."""
    script: bool = False


@value
class LanguageSet:
    """From here on the contact is spoken to in `language`."""

    contact_id: str
    node_id: str
    language: str
    script: bool = False


@value
class ErrandAsked:
    """Something is done outside, for which the customer waits at most until `until`; its report has this `turn`."""

    contact_id: str
    node_id: str
    turn: int
    errand: Errand
    until: float
    script: bool = False


@value
class LineAdded:
    """An order has one line more: `code`, `name`, `price` and `quantity`; the quantity is 0 while it is asked."""

    contact_id: str
    node_id: str
    line: Mapping[str, Any]


@value
class OrderTaken:
    """An order is complete."""

    contact_id: str
    node_id: str
    lines: tuple[Mapping[str, Any], ...]
    total: str
    """Decimal."""
    currency: str
    answer: str
    """Name under which the lines are kept; the total is kept under `<answer>_total`."""
    script: bool = False


@value
class RecordingAsked:
    """The customer speaks, at most `most_s` seconds, and is recorded under `name`."""

    contact_id: str
    node_id: str
    turn: int
    name: str
    most_s: float
    silence_s: float
    until: float


@value
class MessageLeft:
    """The customer's message is work for the queue."""

    contact_id: str
    node_id: str
    queue_id: str
    recording: str
    seconds: float


@value
class CallbackBooked:
    """The customer was promised a call back, which is work for the queue."""

    contact_id: str
    node_id: str
    queue_id: str
    number: str
    script: bool = False


@value
class NumberDialed:
    """A number outside rings for the contact, until `until`."""

    contact_id: str
    node_id: str
    turn: int
    number: str
    trunk_id: str
    until: float


@value
class NumberConnected:
    """The contact talks with the number outside."""

    contact_id: str
    node_id: str
    turn: int


@value
class NumberLeft:
    """The contact is alone again."""

    contact_id: str
    node_id: str
    turn: int
    why: NumberEnd


@value
class SubFlowEntered:
    """The conversation goes on in another flow."""

    contact_id: str
    node_id: str
    flow_id: str
    version: int
    script: bool = False


@value
class SubFlowLeft:
    """The conversation goes on after the node that had entered the sub-flow."""

    contact_id: str
    node_id: str
    script: bool = False


@value
class StepReopened:
    """The agent went back to an earlier step of the script; what was answered since is asked again."""

    contact_id: str
    node_id: str


@value
class FlowLeft:
    """The flow lets go of the contact: to a queue or an agent, or to a goodbye of `prompts`."""

    contact_id: str
    node_id: str
    language: str
    queue_id: str | None = None
    prompts: tuple[Speech, ...] = ()
    agent_id: str | None = None
    wait_s: float | None = None
    returns: tuple[Back, ...] = ()
    """For which reasons the contact comes back; empty for never."""
    served: bool = True
    failed: bool = False
    """It ended because something went wrong."""
    script: bool = False


@value
class FlowResumed:
    """The contact is back."""

    contact_id: str
    node_id: str
    why: Back


FlowEvent = (
    FlowStarted
    | NodePassed
    | PromptsSaid
    | AnswerAwaited
    | KeyHeard
    | KeyRecalled
    | KeyTaken
    | PersonAsked
    | AnswerTaken
    | ConfirmationAsked
    | AnswerMissed
    | LanguageSet
    | ErrandAsked
    | LineAdded
    | OrderTaken
    | RecordingAsked
    | MessageLeft
    | CallbackBooked
    | NumberDialed
    | NumberConnected
    | NumberLeft
    | SubFlowEntered
    | SubFlowLeft
    | StepReopened
    | FlowLeft
    | FlowResumed
)
