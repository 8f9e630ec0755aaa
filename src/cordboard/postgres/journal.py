"""The journal in PostgreSQL, and beside it the facts made of its lines.

Rule: what is told is durable, and what is durable is written once. A batch stays pending until the store has said that
it is written, or until the newest line there shows that it was.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence

import asyncpg
import structlog

from cordboard.errors import ImpossibleTransition, Misunderstood
from cordboard.postgres import owner
from cordboard.postgres.batch import Batch, BatchMaker, BatchWriter, columns_of, open_rows
from cordboard.postgres.database import FAILURES, Connection, connect, in_words, is_away, told
from cordboard.postgres.flow_rows import later_lines
from cordboard.reporting.facts import Facts
from cordboard.reporting.rows import FactRows
from cordboard.runtime.lines import read_checkpoint, read_event, write_checkpoint, write_event
from cordboard.runtime.ports import Checkpoint, Entry

ANSWER_S_MAX = 5.0
"""Seconds for the store to answer before the connection counts as dead."""
RETRY_S_MIN, RETRY_S_MAX = 0.05, 1.0
"""Seconds between two tries while the store is away; each pause is twice the one before."""
PAGE = 1000
"""Lines read at a time."""
CHECKPOINTS = 2
"""How many are kept: the newest, and one in case it cannot be read."""

_FORGET_CHECKPOINTS = """
    DELETE FROM checkpoint WHERE seq <= (SELECT seq FROM checkpoint ORDER BY seq DESC OFFSET $1 LIMIT 1)
"""

log = structlog.get_logger()


class PostgresJournal:
    """The port `Journal` over one connection of its own. Call `open` first and `close` last."""

    def __init__(self, dsn: str, *, tell_facts: Callable[[FactRows], None] = lambda rows: None) -> None:
        self._dsn = dsn
        self._tell_facts = tell_facts
        self._turn = asyncio.Lock()
        self._connection: Connection | None = None
        self._process: int | None = None
        """The server's process at the other end of the connection, or of the last one."""
        self._writer: BatchWriter | None = None
        self._maker: BatchMaker | None = None
        self._facts = Facts()
        self._epoch = 0
        self._written = 0
        """The newest line that is durable."""
        self._pending: Batch | None = None
        self._trouble = ""

    async def open(self) -> Checkpoint:
        with told():
            connection = await self._connected()
            try:
                self._epoch = await owner.begin(connection)
                self._maker = BatchMaker(await columns_of(connection))
                self._facts = Facts(await open_rows(connection))
                for seq, at, event in await later_lines(connection):
                    self._facts.flows.catch_up(seq, at, event)
                self._written = await _newest(connection)
                checkpoint = await self._checkpoint(connection)
                await self._use(connection)
            except BaseException:
                connection.terminate()
                raise
        return checkpoint

    async def entries_after(self, seq: int) -> AsyncIterator[Entry]:
        while True:
            async with self._turn:
                with told():
                    if self._connection is None:
                        raise ConnectionError("the connection is closed")
                    page = await self._connection.fetch(
                        "SELECT seq, at, kind, body FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2", seq, PAGE
                    )
            for row in page:
                yield Entry(seq=row["seq"], at=row["at"], event=read_event(row["kind"], row["body"]))
            if len(page) < PAGE:
                return
            seq = page[-1]["seq"]

    async def append(self, entries: Sequence[Entry]) -> None:
        async with self._turn:
            if self._pending is not None:
                await self._settle(self._pending)
            fresh = [entry for entry in entries if entry.seq > self._written]
            if fresh:
                if fresh[0].seq != self._written + 1:
                    raise ImpossibleTransition("journal", f"line {self._written}", f"append of line {fresh[0].seq}")
                await self._settle(self._taken(fresh))

    async def keep(self, checkpoint: Checkpoint) -> None:
        """Keep this checkpoint; while the store is away it is passed over, for a start does without it."""
        # Before anything is awaited: the checkpoint is made of the live floor's own records.
        body = write_checkpoint(checkpoint)
        async with self._turn:
            if self._connection is None or checkpoint.seq > self._written:
                return
            try:
                async with self._connection.transaction():
                    await self._connection.execute(
                        "INSERT INTO checkpoint (seq, at, body) VALUES ($1, $2, $3) ON CONFLICT (seq) DO NOTHING",
                        checkpoint.seq,
                        checkpoint.at,
                        body,
                        timeout=ANSWER_S_MAX,
                    )
                    await self._connection.execute(
                        _FORGET_CHECKPOINTS,
                        CHECKPOINTS,
                        timeout=ANSWER_S_MAX,
                    )
            except FAILURES as error:
                if not is_away(error):
                    raise
                log.warning("a checkpoint was not kept", why=in_words(error))
                self._drop()

    def trouble(self) -> str:
        return self._trouble

    async def close(self) -> None:
        connection, self._connection, self._writer = self._connection, None, None
        if connection is not None:
            try:
                await connection.close(timeout=ANSWER_S_MAX)
            except FAILURES:
                connection.terminate()

    # -- writing --

    def _taken(self, entries: Sequence[Entry]) -> Batch:
        """Fold the lines, and make them the batch that is pending."""
        assert self._maker is not None, "open first"
        lines = []
        for entry in entries:
            event, body = write_event(entry.event)
            self._facts.apply(entry.seq, entry.at, event)
            lines.append((entry.seq, entry.at, type(event).__name__, getattr(event, "contact_id", None), body))
        self._pending = self._maker.make(lines, self._facts.dirty())
        return self._pending

    async def _settle(self, batch: Batch) -> None:
        """Return once the pending batch is durable, however long that takes."""
        pause_s = RETRY_S_MIN
        while self._written < batch.last:
            try:
                if self._writer is None:
                    await self._reconnect(batch)
                else:
                    await self._writer.write(batch, timeout_s=ANSWER_S_MAX)
                    self._written = batch.last
            except asyncpg.UniqueViolationError as error:
                raise ImpossibleTransition("journal", f"line {self._written}", "a line by another writer") from error
            except FAILURES as error:
                if self._writer is not None and not is_away(error):
                    raise
                self._drop()
                if not self._trouble:
                    log.warning("the journal waits for the database", why=in_words(error))
                self._trouble = f"{len(batch.lines)} journal lines wait for the database: {in_words(error)}"
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, RETRY_S_MAX)
        if self._trouble:
            log.info("the journal is written again")
            self._trouble = ""
        self._pending = None
        self._tell_facts(batch.rows)

    # -- connections --

    async def _connected(self) -> Connection:
        return await connect(self._dsn, name="cordboard journal", statement_s_max=ANSWER_S_MAX)

    async def _use(self, connection: Connection) -> None:
        self._writer = await BatchWriter.on(connection)
        self._connection, self._process = connection, connection.get_server_pid()

    async def _reconnect(self, batch: Batch) -> None:
        """Own the journal over a new connection, and learn whether the pending batch was written."""
        connection = await self._connected()
        try:
            if not await owner.resume(connection, self._epoch, self._process):
                raise ConnectionError("the server still works for the old connection")
            newest = await _newest(connection)
            if newest not in (self._written, batch.last):
                raise ImpossibleTransition("journal", f"line {self._written}", f"line {newest} by another writer")
            self._written = newest
            await self._use(connection)
        except BaseException:
            connection.terminate()
            raise

    def _drop(self) -> None:
        connection, self._connection, self._writer = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(asyncpg.InterfaceError):
                connection.terminate()

    async def _checkpoint(self, connection: Connection) -> Checkpoint:
        """The newest checkpoint that this version can read; without one everything is replayed."""
        kept = await connection.fetch("SELECT body FROM checkpoint WHERE seq <= $1 ORDER BY seq DESC", self._written)
        for row in kept:
            try:
                return read_checkpoint(row["body"])
            except Misunderstood as error:
                log.warning("a checkpoint cannot be read and is passed over", why=str(error))
        return Checkpoint()


async def _newest(connection: Connection) -> int:
    newest: int = await connection.fetchval("SELECT coalesce(max(seq), 0) FROM journal")
    return newest
