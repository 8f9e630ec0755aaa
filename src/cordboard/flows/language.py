"""The language of flows: a graph of nodes, each a value, with the test cases that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from cordboard.flows.nodes import Node

Purpose = Literal["call", "script", "part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a test case: something the customer does, or something that must be so. One of its fields is set."""

    press: str = ""
    """The customer presses these keys."""
    write: str = ""
    """The customer writes this (the agent fills it in, in a script)."""
    speak_s: float | None = None
    """The customer speaks for so long, where a recording is made."""
    silent: bool = False
    """The customer lets the time run out."""
    hang_up: bool = False
    back: str = ""
    """The contact comes back to the flow: `timeout`, `closed` or `talked`."""
    said: str = ""
    """Since the customer's last act these words were said."""
    at: str = ""
    """The flow stands at this node."""
    marked: str = ""
    answered: Mapping[str, Any] = field(default_factory=dict)
    """These answers are kept."""
    queued: str = ""
    """The contact waits in this queue."""
    ended: str = ""
    """The flow ended so: `goodbye`, `queued`, `agent`, `failed`, `left`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A test of a flow: fixed clock, given answers of the outside, what the customer does, what must come of it."""

    name: str
    steps: tuple[Step, ...]
    at: str = "2026-11-23T11:00"
    """Local time of the flow's calendar zone."""
    language: str = ""
    """Empty for the flow's first."""
    caller: str = "+442079460000"
    number: str = "100"
    customer: Mapping[str, Any] = field(default_factory=dict)
    """What a look-up of the customer finds; empty finds none."""
    rows: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    """By table (`orders` for orders): the rows there are; a look-up takes the first that agrees."""
    responses: Mapping[str, Any] = field(default_factory=dict)
    """By node: what its request or sending answers; null is a failure."""
    switches: Mapping[str, bool] = field(default_factory=dict)
    queues: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By queue: `waiting`, `expected_wait_s`, `agents`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One conversation with a customer, led by a machine or, as a script, by an agent."""

    flow_id: str
    name: str
    start: str
    nodes: Mapping[str, Node] = field(default_factory=dict)
    name_ru: str = ""
    purpose: Purpose = "call"
    """`call`: a machine leads; `script`: an agent does; `part`: used in other flows."""
    description: str = ""
    languages: tuple[str, ...] = ("en", "ru")
    person: str = ""
    """The node for whoever presses 0 where it has no other meaning; empty for none."""
    repeat_key: str = "*"
    """Says a question again where the key has no other meaning; empty for none."""
    on_error: str = ""
    """The node after a failure that its node has no way for; empty says sorry and ends."""
    layout: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Where each node stands on the canvas."""
    cases: tuple[Case, ...] = ()
    version: int = 0
    """Counts publications from 1; 0 was never published."""
