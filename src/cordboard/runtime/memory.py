"""A journal in memory: for tests, for simulations, and for a look at the centre without a database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from cordboard.errors import ImpossibleTransition, Refused
from cordboard.reporting.facts import Facts
from cordboard.reporting.rows import FactRows
from cordboard.runtime.lines import read_checkpoint, write_checkpoint
from cordboard.runtime.ports import Checkpoint, Entry


@dataclass(slots=True)
class Memory:
    """What outlives a `MemoryJournal`, as a database outlives a process."""

    entries: list[Entry] = field(default_factory=list)
    checkpoint: bytes | None = None
    facts: Facts = field(default_factory=Facts)
    owner: MemoryJournal | None = None


class MemoryJournal:
    """The port `Journal` over a list. Two of them over the same memory are two processes over one database."""

    def __init__(
        self, memory: Memory | None = None, *, tell_facts: Callable[[FactRows], None] = lambda rows: None
    ) -> None:
        self.memory = memory or Memory()
        self._tell_facts = tell_facts

    async def open(self) -> Checkpoint:
        if self.memory.owner is not None and self.memory.owner is not self:
            raise Refused("owned", "another owner has this journal; close it there first")
        self.memory.owner = self
        return Checkpoint() if self.memory.checkpoint is None else read_checkpoint(self.memory.checkpoint)

    async def entries_after(self, seq: int) -> AsyncIterator[Entry]:
        for entry in self.memory.entries[seq:]:
            yield entry

    async def append(self, entries: Sequence[Entry]) -> None:
        memory = self.memory
        if memory.owner is not self:
            raise ImpossibleTransition("journal", "not owned", "append")
        for entry in entries:
            if entry.seq == len(memory.entries) + 1:
                memory.entries.append(entry)
                memory.facts.apply(entry.seq, entry.at, entry.event)
            elif entry.seq > len(memory.entries):
                raise ImpossibleTransition("journal", f"line {len(memory.entries)}", f"append of line {entry.seq}")
        self._tell_facts(memory.facts.dirty())

    async def keep(self, checkpoint: Checkpoint) -> None:
        self.memory.checkpoint = write_checkpoint(checkpoint)

    def trouble(self) -> str:
        return ""

    async def close(self) -> None:
        if self.memory.owner is self:
            self.memory.owner = None
