"""What the shell needs of the world, and the envelope in which events travel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from cordboard.floor.events import Event
from cordboard.floor.records import FloorRecords
from cordboard.flows.errands import Find
from cordboard.flows.events import FlowEvent
from cordboard.flows.performance import Performance
from cordboard.runtime.outside import Outgoing
from cordboard.values import value

AnyEvent = Event | FlowEvent


@value
class Entry:
    """One line of the journal."""

    seq: int
    """Counts from 1 without gaps."""
    at: float
    """Instant, seconds since the Unix epoch (UTC); never before the line above."""
    event: AnyEvent


@dataclass(slots=True)
class Checkpoint:
    """The live center as of one journal line, so that a start need not replay everything."""

    seq: int = 0
    at: float = 0.0
    floor: FloorRecords = field(default_factory=FloorRecords)
    performances: list[Performance] = field(default_factory=list)


class Journal(Protocol):
    """Port: where events become durable, in order, once.

    One process at a time owns a journal; a second one is refused by `open`.
    """

    async def open(self) -> Checkpoint:
        """Own the journal and return its newest checkpoint, or an empty one.

        Raises:
            Refused: another process owns it.
            Unreachable: the store does not answer.
        """
        ...

    def entries_after(self, seq: int) -> AsyncIterator[Entry]:
        """The lines after `seq`, oldest first."""
        ...

    async def append(self, entries: Sequence[Entry]) -> None:
        """Return once the lines, and the facts made of them, are durable.

        While the store is away it waits and tries again, however long; asked twice with the same lines it writes once.
        """
        ...

    async def keep(self, checkpoint: Checkpoint) -> None:
        """Keep this checkpoint; older ones may go."""
        ...

    def trouble(self) -> str:
        """Why lines wait, in words; empty when all is well."""
        ...

    async def close(self) -> None:
        """Give the journal up."""
        ...


Listener = Callable[[Sequence[Entry]], None]
"""Is told of durable lines, in order. It must not wait: it queues what takes time."""


@value
class Voice:
    """One voice that a text can be said in."""

    name: str
    language: str
    """ISO 639-1, such as `ru`."""
    gender: Literal["f", "m"]
    licence: str
    hz: int
    """Samples a second that it speaks."""
    engine: str
    """What speaks it, with its version: the same engine says the same text in the same bytes."""


@value
class Sound:
    """One channel of signed 16-bit little-endian samples."""

    pcm: bytes
    hz: int


class Voices(Protocol):
    """Port: turns text into sound. Numbers and signs are spelled as words before they come here."""

    async def catalogue(self) -> list[Voice]:
        """The voices there are, or that will be there once the engine is; always the same."""
        ...

    async def say(self, text: str, voice: str, *, rate: float = 1.0) -> Sound:
        """The text in this voice, `rate` times as fast as it speaks by itself; the same bytes each time.

        Raises:
            Refused: there is no such voice, or nothing to say, or far too much.
            Unreachable: the engine is absent, died on this text twice, or is too slow.
        """
        ...


class LookUps(Protocol):
    """Port: finds one row of what the company knows."""

    async def find(self, find: Find) -> Mapping[str, Any] | None:
        """The row, as JSON values; None if there is none. No sentence of an error holds what was looked for.

        Raises:
            Refused: there is no such table or column, or what is looked for is no value.
            Unreachable: the store does not answer.
        """
        ...


class Letterbox(Protocol):
    """Port: takes messages that are sent on their own."""

    async def put(self, message: Outgoing) -> None:
        """Return once the message is durable; put twice under one id, it is sent as one.

        Raises:
            Refused: its channel is not set up, or its address or its words are wrong.
            Unreachable: the store does not answer.
        """
        ...
