"""The language of flows: a graph of nodes, each a value.

A flow says prompts, asks for a key, sets the language, and leads to a queue or to a goodbye.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Prompts are said, one after another, then the flow goes on to `next`."""

    prompts: tuple[str, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """Prompts are said, and one key chooses where to go. A key may be pressed before the prompts end."""

    prompts: tuple[str, ...]
    choices: Mapping[str, str]
    """Node by key; keys are one of 0-9, * and #."""
    answer_s: float = 5.0
    """Seconds to answer, from the end of the prompts."""
    tries: int = 3
    """How often it is asked, wrong and missing answers together."""
    on_wrong: tuple[str, ...] = ("cord/invalid",)
    """Said before asking again after a key without a choice."""
    on_silence: tuple[str, ...] = ("cord/no-input",)
    """Said before asking again after no key."""
    on_failure: str = ""
    """The node after the last try; it must exist, so that nobody is trapped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLanguage:
    """From here on the contact is spoken to in `language`."""

    language: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToQueue:
    """The flow ends: the contact waits in this queue."""

    queue_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Goodbye:
    """The flow ends: the prompts are said and the contact is ended."""

    prompts: tuple[str, ...] = ("cord/goodbye",)


Node = Say | Menu | SetLanguage | ToQueue | Goodbye


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One conversation that a machine holds with a customer."""

    flow_id: str
    name: str
    start: str
    nodes: Mapping[str, Node] = field(default_factory=dict)
