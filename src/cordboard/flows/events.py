"""What became true in the performance of a flow. Journaled beside the floor's events, under the same rules."""

from __future__ import annotations

from cordboard.values import value


@value
class FlowStarted:
    """A contact entered a flow."""

    contact_id: str
    flow_id: str
    language: str


@value
class PromptsSaid:
    """The machine speaks; the switch reports the end of it with the same `turn`."""

    contact_id: str
    node_id: str
    turn: int
    """Counts the machine's turns in this contact, from 1."""
    prompts: tuple[str, ...]
    language: str


@value
class AnswerAwaited:
    """The prompts of a question ended; a key may be pressed until `until`."""

    contact_id: str
    node_id: str
    turn: int
    until: float


@value
class KeyTaken:
    """A key chose where the flow goes on."""

    contact_id: str
    node_id: str
    key: str


@value
class AnswerMissed:
    """A wrong key (`key`) or none; one try is used up."""

    contact_id: str
    node_id: str
    key: str | None


@value
class LanguageSet:
    """From here on the contact is spoken to in `language`."""

    contact_id: str
    node_id: str
    language: str


@value
class FlowLeft:
    """The flow is over for this contact: on to `queue_id`, or to a goodbye of `prompts`."""

    contact_id: str
    node_id: str
    language: str
    queue_id: str | None = None
    prompts: tuple[str, ...] = ()


FlowEvent = FlowStarted | PromptsSaid | AnswerAwaited | KeyTaken | AnswerMissed | LanguageSet | FlowLeft
