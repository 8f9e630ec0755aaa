"""What the performer of flows is told."""

from __future__ import annotations

from cordboard.values import value


@value
class StartFlow:
    """Let the contact enter a flow."""

    contact_id: str
    flow_id: str
    language: str


@value
class KeyPressed:
    """The customer pressed one key: 0-9, * or #."""

    contact_id: str
    key: str


@value
class PromptsFinished:
    """The prompts of this turn were said to their end, or could not be."""

    contact_id: str
    turn: int


@value
class RepeatPrompts:
    """Nobody knows whether the last prompts were heard, as after a restart: say them again."""

    contact_id: str


FlowInput = StartFlow | KeyPressed | PromptsFinished | RepeatPrompts
