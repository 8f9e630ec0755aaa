"""Voicemails and promised calls back, as work that people do."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cordboard.errors import Unknown
from cordboard.postgres.database import Database, Row
from cordboard.reporting.answers import MessageRow

SHOWN_MAX = 500
"""Messages that are listed; of those that wait the oldest, of those done the newest."""

_MESSAGE = """
    SELECT message_id, kind, contact_id, queue_id, number, caller_name, recording, seconds, left_at, done_at, done_by
    FROM message
"""
_OF_QUEUES = "($1::text[] IS NULL OR queue_id = ANY ($1))"


class MessageList:
    """Messages by whether they are done. The journal writes them; people mark them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def messages(self, *, done: bool, queues: Collection[str] | None = None) -> Sequence[MessageRow]:
        """Those that are done, or still wait; of these queues, or of all."""
        which = (
            "done_at IS NOT NULL ORDER BY done_at DESC, message_id"
            if done
            else "done_at IS NULL ORDER BY left_at, message_id"
        )
        wanted = None if queues is None else list(queues)
        rows = await self._database.rows(f"{_MESSAGE} WHERE {_OF_QUEUES} AND {which} LIMIT $2", wanted, SHOWN_MAX)
        return [_message(row) for row in rows]

    async def message(self, message_id: str) -> MessageRow | None:
        """One message; None if there is none of this id."""
        row = await self._database.row(f"{_MESSAGE} WHERE message_id = $1", message_id)
        return None if row is None else _message(row)

    async def mark_done(self, message_id: str, *, login: str, at: float) -> bool:
        """Say who did this work; whether it waited until now.

        Raises:
            Unknown: there is no such message.
        """
        return await self._mark(
            "UPDATE message SET done_at = $2, done_by = $3 WHERE message_id = $1 AND done_at IS NULL",
            message_id,
            at,
            login,
        )

    async def reopen(self, message_id: str) -> bool:
        """Let it wait again; whether it was done until now.

        Raises:
            Unknown: there is no such message.
        """
        return await self._mark(
            "UPDATE message SET done_at = NULL, done_by = NULL WHERE message_id = $1 AND done_at IS NOT NULL",
            message_id,
        )

    async def _mark(self, statement: str, message_id: str, *given: object) -> bool:
        touched = await self._database.run(statement, message_id, *given)
        if not touched and await self.message(message_id) is None:
            raise Unknown("message", message_id)
        return bool(touched)


def _message(row: Row) -> MessageRow:
    return MessageRow(**row)
