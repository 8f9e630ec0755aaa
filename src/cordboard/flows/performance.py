"""Where one contact is in its flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from cordboard.center.speech import Speech
from cordboard.flows.errands import Errand
from cordboard.flows.inputs import Back, Medium
from cordboard.flows.secret import Secret

Awaits = Literal["", "said", "answer", "confirmation", "errand", "recording", "number", "talk", "return"]
"""For what the conversation stands still: its prompts, an answer, the answer's confirmation, something done outside, a
recording, a number that rings, the talk with it, or the contact's return from a queue."""


@dataclass(slots=True)
class ScriptStep:
    """A step of a script that the agent has done."""

    node_id: str
    flow_id: str
    prompts: tuple[Speech, ...]
    value: Any
    at: float
    version: int = 0
    stack: tuple[tuple[str, int, str], ...] = ()
    """Of the flows that its flow was part of then."""


@dataclass(slots=True)
class Performance:
    """One conversation by flow; bookkeeping only."""

    contact_id: str
    flow_id: str
    language: str
    version: int = 0
    versions: Mapping[str, int] = field(default_factory=dict)
    """Of all flows that may be part of this one."""
    medium: Medium = "voice"
    started_at: float = 0.0
    node_id: str = ""
    since: float = 0.0
    """Since when it is at this node."""
    turn: int = 0
    tries: int = 0
    awaits: Awaits = ""
    due: float | None = None
    """When waiting is over."""
    prompts: tuple[Speech, ...] = ()
    """Said last."""
    keys: str = ""
    """Pressed so far for the answer."""
    secret: Secret | None = None
    """Pressed so far for a secret answer."""
    ahead: Secret | None = None
    """Pressed before their question, which may be for a secret; never without keys."""
    value: Any = None
    """Waits for its confirmation."""
    answers: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, Secret | None] = field(default_factory=dict)
    """None after a restart: nobody kept it."""
    marks: list[str] = field(default_factory=list)
    served: bool = False
    """A milestone says that the customer was helped."""
    passes: dict[str, int] = field(default_factory=dict)
    """How often each node was passed, by flow and node."""
    steps: int = 0
    """Nodes entered."""
    unheard: int = 0
    """Nodes entered since the customer was heard, or waited for a person."""
    stack: list[tuple[str, int, str]] = field(default_factory=list)
    """Flow, version and node that wait for the end of a sub-flow, outermost first."""
    errand: Errand | None = None
    recording: str = ""
    number: str = ""
    trunk_id: str = ""
    lines: list[dict[str, Any]] = field(default_factory=list)
    line: dict[str, Any] | None = None
    """The line of an order whose quantity is asked."""
    returns: tuple[Back, ...] = ()
    misfit: bool = False
    """The last answer of the script did not fit."""
    ended: bool = False
    """A script that is done stays to be read."""
    done: list[ScriptStep] = field(default_factory=list)

    @property
    def is_script(self) -> bool:
        """Whether an agent leads."""
        return self.medium == "script"

    @property
    def root_flow_id(self) -> str:
        """The flow that the conversation began with."""
        return self.stack[0][0] if self.stack else self.flow_id

    @property
    def speaking(self) -> bool:
        """Whether prompts of this turn are being said."""
        return self.awaits == "said"
