"""What the performer of flows is told."""

from __future__ import annotations

from typing import Any, Literal

from cordboard.values import value

Medium = Literal["voice", "text", "script"]
"""Who performs: a machine by voice, a machine in writing, or an agent beside the contact."""
Back = Literal["timeout", "closed", "talked", "failed"]
"""Why a contact comes back to its flow: waited too long, closed or nobody there, the agent rang off, cannot be."""
NumberEnd = Literal["busy", "no-answer", "failed", "ended"]


@value
class StartFlow:
    """Let the contact enter a flow."""

    contact_id: str
    flow_id: str
    language: str
    medium: Medium = "voice"
    version: int | None = None
    """None for the one that is published."""
    turn: int = 0
    """Turns are counted on from here: those of an earlier conversation of the contact have names of their own."""


@value
class KeyPressed:
    """The customer pressed one key: 0-9, * or #."""

    contact_id: str
    key: str


@value
class TextGiven:
    """The customer wrote something, or the agent filled in the field of a script."""

    contact_id: str
    text: Any
    """Text; from a script also true or false, a number, or the lines of an order."""
    script: bool = False
    turn: int | None = None
    """The turn it answers, to be passed over if it is over; None for the present one."""


@value
class WentBack:
    """The agent wants to see an earlier step of the script again."""

    contact_id: str
    node_id: str


@value
class PromptsFinished:
    """The prompts of this turn were said to their end."""

    contact_id: str
    turn: int


@value
class PromptsFailed:
    """The prompts of this turn could not be said."""

    contact_id: str
    turn: int
    why: str = ""


@value
class RecordingFinished:
    """The recording of this turn ended."""

    contact_id: str
    turn: int
    seconds: float
    """Of speech and pauses; 0 if nothing was said or it failed."""
    key: str = ""
    rang_off: bool = False
    """Whether the customer ended it by leaving, which is reported next: nobody hears what the flow would say."""


@value
class ErrandDone:
    """What the flow had done outside came to an answer."""

    contact_id: str
    turn: int
    found: bool
    value: Any = None
    script: bool = False


@value
class ErrandFailed:
    """What the flow had done outside failed."""

    contact_id: str
    turn: int
    why: str
    script: bool = False


@value
class NumberAnswered:
    """The number outside answered."""

    contact_id: str
    turn: int


@value
class NumberGone:
    """The number outside did not answer, or rang off."""

    contact_id: str
    turn: int
    why: NumberEnd


@value
class CameBack:
    """The contact, which its flow had handed over, is with the flow again."""

    contact_id: str
    why: Back


@value
class RepeatPrompts:
    """Nobody knows whether the last prompts were heard, as after a restart: say them again."""

    contact_id: str


FlowInput = (
    StartFlow
    | KeyPressed
    | TextGiven
    | WentBack
    | PromptsFinished
    | PromptsFailed
    | RecordingFinished
    | ErrandDone
    | ErrandFailed
    | NumberAnswered
    | NumberGone
    | CameBack
    | RepeatPrompts
)
