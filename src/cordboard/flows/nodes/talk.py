"""Nodes that speak with the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cordboard.flows.forms import Form
from cordboard.flows.parts import Part

WRONG: tuple[Part, ...] = ("cord/invalid",)
SILENCE: tuple[Part, ...] = ("cord/no-input",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Parts are said one after another, then the flow goes on. An agent reads them to the customer."""

    prompts: tuple[Part, ...]
    next: str
    barge_in: bool = True
    """Whether a key ends it."""
    on_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclose:
    """A statement that the law or the company demands: said to its end, and by an agent ticked, with the time."""

    prompts: tuple[Part, ...]
    next: str
    on_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """One key chooses where to go. A key may be pressed before the prompts end."""

    prompts: tuple[Part, ...]
    choices: Mapping[str, str]
    """Node by key; keys are one of 0-9, * and #."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By key, by language: what people read."""
    answer: str = ""
    """Name under which the key is kept; empty keeps it not."""
    answer_s: float = 5.0
    """Seconds to answer, from the end of the prompts."""
    tries: int = 3
    """How often it is asked, wrong and missing answers together."""
    on_wrong: tuple[Part, ...] = WRONG
    """Said before asking again after a key without a choice."""
    on_silence: tuple[Part, ...] = SILENCE
    """Said before asking again after no key."""
    on_failure: str = ""
    """The node after the last try; it must exist, so that nobody is trapped."""
    barge_in: bool = True
    on_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseLanguage:
    """One key chooses the language in which the conversation goes on."""

    prompts: tuple[Part, ...]
    choices: Mapping[str, str]
    """Language by key."""
    next: str
    answer_s: float = 5.0
    tries: int = 2
    on_wrong: tuple[Part, ...] = ()
    on_silence: tuple[Part, ...] = ()
    on_failure: str = ""
    """The node after the last try; empty goes on to `next` in the language as it is."""
    barge_in: bool = True
    on_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question whose answer is kept by name."""

    prompts: tuple[Part, ...]
    answer: str
    """Name of the answer: `answers.<name>`, and `secrets.<name>` for a secret."""
    form: Form
    next: str
    confirm: bool = False
    """By telephone: read the answer back, 1 is right and 2 asks again."""
    answer_s: float = 6.0
    """Seconds to begin."""
    digit_s: float = 3.0
    """Seconds between two digits; then the answer is as it stands."""
    tries: int = 3
    on_wrong: tuple[Part, ...] = WRONG
    on_silence: tuple[Part, ...] = SILENCE
    on_failure: str = ""
    barge_in: bool = True
    on_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Lines of an order: the code of an item, then how many, again and again; # alone ends it.

    Items stand in a table with columns `code`, `name` and `price`. The answer is a list of lines, and
    `answers.<name>_total` is their sum.
    """

    prompts: tuple[Part, ...]
    table_id: str
    next: str
    answer: str = "order"
    currency: str = "RUB"
    lines_max: int = 50
    answer_s: float = 8.0
    digit_s: float = 4.0
    tries: int = 3
    on_wrong: tuple[Part, ...] = WRONG
    on_silence: tuple[Part, ...] = SILENCE
    on_failure: str = ""
    on_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SayWait:
    """The place a new contact would get in a queue, and the wait expected there, as far as they are known."""

    queue_id: str
    next: str
    position: bool = True
    expected_wait: bool = True
    on_error: str = ""
