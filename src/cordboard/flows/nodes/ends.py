"""Nodes that hand the customer over, or end the conversation."""

from __future__ import annotations

from dataclasses import dataclass

from cordboard.flows.parts import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class ToQueue:
    """The contact waits in this queue for a person."""

    queue_id: str
    wait_s: float | None = None
    """Longest wait; None for that of the queue."""
    on_timeout: str = ""
    """The node after the longest wait; empty leaves it to the queue."""
    on_closed: str = ""
    """The node when the queue is closed; empty leaves it to the queue."""
    after_talk: str = ""
    """The node for a customer who stays when the agent has rung off, as for a survey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAgent:
    """The contact waits for one agent."""

    agent: str
    """Expression: the agent's id, such as `'ann'` or `customer.owner`."""
    on_timeout: str
    """The node when the agent is not at work, or does not answer in time."""
    wait_s: float = 30.0
    after_talk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToNumber:
    """The contact is connected with a number outside."""

    number: str
    """With gaps; only what the trunk allows to be dialled is dialled."""
    trunk_id: str
    next: str
    """After the talk, if the customer stays."""
    on_failure: str
    """Busy, no answer, not allowed, no line."""
    ring_s: float = 30.0
    prompts: tuple[Part, ...] = ()
    """Said first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voicemail:
    """The customer leaves a message, which becomes work for the queue."""

    queue_id: str
    prompts: tuple[Part, ...]
    next: str
    """After the message."""
    most_s: float = 180.0
    silence_s: float = 6.0
    """Silence that ends the message."""
    on_error: str = ""
    """Nothing was said, or nothing could be recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCallback:
    """The customer is promised a call back, which becomes work for the queue."""

    queue_id: str
    next: str
    number: str = "contact.caller"
    """Expression."""
    on_error: str = ""
    """The number is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goodbye:
    """The flow ends: the parts are said and the contact is ended. In a script, the script ends."""

    prompts: tuple[Part, ...] = ("cord/goodbye",)
    served: bool = True
    """Whether whoever gets here was helped."""
