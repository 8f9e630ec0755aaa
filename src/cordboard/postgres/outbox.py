"""Messages to customers that wait to be sent, and what became of them."""

from __future__ import annotations

from cordboard.flows.nodes.outside import Channel
from cordboard.postgres.database import Database
from cordboard.runtime.outbox import Due
from cordboard.runtime.outside import Outgoing


class StoredOutgoing:
    """The rows of messages; several processes may claim at a time, and none gets what another has."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, message: Outgoing, *, at: float) -> bool:
        """Keep the message; False if there is one of this id already, which stays as it is."""
        kept = await self._database.run(
            """
            INSERT INTO outgoing (message_id, channel, recipient, subject, text, asked_at, next_try_at)
            VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (message_id) DO NOTHING
            """,
            message.message_id,
            message.channel,
            message.to,
            message.subject,
            message.text,
            at,
        )
        return kept == 1

    async def claim(self, channel: Channel, *, at: float, until: float, asked_after: float, most: int) -> list[Due]:
        """Those that are due at `at`, the longest due first; none of them is due again before `until`."""
        rows = await self._database.rows(
            """
            WITH due AS (
                SELECT message_id, next_try_at AS was_due_at FROM outgoing
                WHERE channel = $1 AND sent_at IS NULL AND failed_at IS NULL AND next_try_at <= $2 AND asked_at > $4
                ORDER BY next_try_at LIMIT $5 FOR UPDATE SKIP LOCKED
            ), claimed AS (
                UPDATE outgoing SET tries = tries + 1, next_try_at = $3 FROM due
                WHERE outgoing.message_id = due.message_id
                RETURNING outgoing.message_id, recipient, subject, text, asked_at, tries, was_due_at
            )
            SELECT * FROM claimed ORDER BY was_due_at, message_id
            """,
            channel,
            at,
            until,
            asked_after,
            most,
        )
        return [
            Due(
                message=Outgoing(
                    message_id=row["message_id"],
                    channel=channel,
                    to=row["recipient"],
                    subject=row["subject"],
                    text=row["text"],
                ),
                asked_at=row["asked_at"],
                tries=row["tries"],
            )
            for row in rows
        ]

    async def next_at(self, channel: Channel) -> float | None:
        """When the next one is due; None if none waits."""
        at: float | None = await self._database.value(
            "SELECT min(next_try_at) FROM outgoing WHERE channel = $1 AND sent_at IS NULL AND failed_at IS NULL",
            channel,
        )
        return at

    async def sent(self, message_id: str, *, at: float) -> None:
        """It was taken, whatever was thought of it meanwhile."""
        await self._database.run(
            "UPDATE outgoing SET sent_at = $2, failed_at = NULL, trouble = '' WHERE message_id = $1", message_id, at
        )

    async def put_off(self, message_id: str, *, until: float, trouble: str) -> None:
        """It is due again then."""
        await self._database.run(
            """
            UPDATE outgoing SET next_try_at = $2, trouble = $3
            WHERE message_id = $1 AND sent_at IS NULL AND failed_at IS NULL
            """,
            message_id,
            until,
            trouble,
        )

    async def failed(self, message_id: str, *, at: float, trouble: str) -> None:
        """It will not be tried again."""
        await self._database.run(
            "UPDATE outgoing SET failed_at = $2, trouble = $3 WHERE message_id = $1 AND sent_at IS NULL",
            message_id,
            at,
            trouble,
        )

    async def give_up(self, *, asked_before: float, at: float, trouble: str) -> int:
        """End all that are due and were asked for before that instant; return how many."""
        return await self._database.run(
            """
            UPDATE outgoing SET failed_at = $2, trouble = $3
            WHERE sent_at IS NULL AND failed_at IS NULL AND asked_at <= $1 AND next_try_at <= $2
            """,
            asked_before,
            at,
            trouble,
        )

    async def erase(self, *, ended_before: float, at: float) -> int:
        """Empty subject and text of all that ended before that instant; return of how many."""
        return await self._database.run(
            """
            UPDATE outgoing SET subject = '', text = '', erased_at = $2
            WHERE erased_at IS NULL AND coalesce(sent_at, failed_at) <= $1
            """,
            ended_before,
            at,
        )
