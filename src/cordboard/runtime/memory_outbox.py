"""Messages that wait in memory: for tests, and for a look at flows without a database."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cordboard.flows.nodes.outside import Channel
from cordboard.runtime.outbox import Due
from cordboard.runtime.outside import Outgoing


@dataclass(slots=True)
class Waiting:
    """One message and what became of it."""

    message: Outgoing
    asked_at: float
    next_try_at: float
    tries: int = 0
    sent_at: float | None = None
    failed_at: float | None = None
    trouble: str = ""

    @property
    def ended_at(self) -> float | None:
        """When it was sent or given up."""
        return self.failed_at if self.sent_at is None else self.sent_at


class MemoryOutgoing:
    """The `OutgoingStore` over a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[str, Waiting] = {}

    async def put(self, message: Outgoing, *, at: float) -> bool:
        if message.message_id in self.rows:
            return False
        self.rows[message.message_id] = Waiting(message, asked_at=at, next_try_at=at)
        return True

    async def claim(self, channel: Channel, *, at: float, until: float, asked_after: float, most: int) -> list[Due]:
        due = [row for row in self._open(channel) if row.next_try_at <= at and row.asked_at > asked_after]
        due = sorted(due, key=lambda row: row.next_try_at)[:most]
        for row in due:
            row.tries, row.next_try_at = row.tries + 1, until
        return [Due(message=row.message, asked_at=row.asked_at, tries=row.tries) for row in due]

    async def next_at(self, channel: Channel) -> float | None:
        return min((row.next_try_at for row in self._open(channel)), default=None)

    async def sent(self, message_id: str, *, at: float) -> None:
        row = self.rows[message_id]
        row.sent_at, row.failed_at, row.trouble = at, None, ""

    async def put_off(self, message_id: str, *, until: float, trouble: str) -> None:
        row = self.rows[message_id]
        row.next_try_at, row.trouble = until, trouble

    async def failed(self, message_id: str, *, at: float, trouble: str) -> None:
        row = self.rows[message_id]
        row.failed_at, row.trouble = at, trouble

    async def give_up(self, *, asked_before: float, at: float, trouble: str) -> int:
        late = [row for row in self._open() if row.asked_at <= asked_before and row.next_try_at <= at]
        for row in late:
            row.failed_at, row.trouble = at, trouble
        return len(late)

    async def erase(self, *, ended_before: float, at: float) -> int:
        over = [row for row in self.rows.values() if row.ended_at is not None and row.ended_at <= ended_before]
        over = [row for row in over if row.message.text or row.message.subject]
        for row in over:
            row.message = replace(row.message, subject="", text="")
        return len(over)

    def _open(self, channel: Channel | None = None) -> list[Waiting]:
        rows = self.rows.values()
        return [row for row in rows if row.ended_at is None and channel in (None, row.message.channel)]
