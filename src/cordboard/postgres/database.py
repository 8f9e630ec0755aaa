"""How we speak to PostgreSQL: connections, the pool for questions, and whose fault a failure is."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any

import asyncpg

from cordboard.errors import Malformed, Unreachable

CONNECT_S_MAX = 5.0
"""Seconds for a connection to be made."""
QUESTION_S_MAX = 30.0
"""Seconds for a question of a screen to be answered; a report over a year takes a few."""
POOL_MAX = 10
"""Connections for screens and reports, beside the journal's own."""

if TYPE_CHECKING:
    # Generic for the type checker alone.
    Connection = asyncpg.Connection[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]
else:
    Connection, Pool = asyncpg.Connection, asyncpg.Pool
Row = asyncpg.Record

FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""Everything by which asyncpg tells that a question was not answered. The internal one comes when the server closes a
connection in the moment of a question."""

_AWAY = ("08", "0A000", "25006", "40", "53", "55P03", "57", "58")
"""SQLSTATEs that pass, or their classes: the server is away, full or stopping, a deadlock was cut, a plan is stale."""


def is_away(error: BaseException) -> bool:
    """Whether this failure is of a server that is away for a while, and not of what we said to it."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "08").startswith(_AWAY)
    # asyncpg tells an argument that it cannot encode by an InterfaceError that is a ValueError: our fault.
    return isinstance(error, FAILURES) and not isinstance(error, ValueError)


def in_words(error: BaseException) -> str:
    """Why the database could not be asked."""
    if isinstance(error, TimeoutError):
        return "does not answer in time"
    return str(error).partition("\n")[0] or type(error).__name__


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Tell a failure by who is to blame: a server that is away as `Unreachable`, what it cannot keep as `Malformed`."""
    try:
        yield
    except FAILURES as error:
        if is_away(error) or _is_refusal(error):
            raise Unreachable("database", in_words(error)) from error
        if isinstance(error, ValueError) or (getattr(error, "sqlstate", None) or "").startswith("22"):
            raise Malformed("a text or number is given that cannot be kept, such as one with a NUL") from error
        raise


def _is_refusal(error: BaseException) -> bool:
    """Whether the server does not let us in, or not to this database, or the address cannot be read."""
    if isinstance(error, asyncpg.ClientConfigurationError):
        return True
    return isinstance(error, asyncpg.PostgresError) and (error.sqlstate or "").startswith(("28", "3D", "42501"))


async def connect(dsn: str, *, name: str, statement_s_max: float | None = None) -> Connection:
    """Return a connection of its own, named so in the server's list."""
    settings = {"application_name": name, "jit": "off"}
    if statement_s_max is not None:
        settings["statement_timeout"] = str(int(statement_s_max * 1000))
    return await asyncpg.connect(dsn, timeout=CONNECT_S_MAX, server_settings=settings)


class Database:
    """Asks questions over a pool. Call `open` first and `close` last."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._pool: Pool | None = None

    async def open(self) -> None:
        """Make the pool.

        Raises:
            Unreachable: the server does not answer.
        """
        with told():
            self._pool = await asyncpg.create_pool(
                self._dsn,
                min_size=1,
                max_size=POOL_MAX,
                timeout=CONNECT_S_MAX,
                command_timeout=QUESTION_S_MAX,
                reset=_nothing_to_reset,
                server_settings={"application_name": "cordboard", "jit": "off"},
            )

    async def close(self) -> None:
        """Let go of every connection, at once if they do not end by themselves."""
        pool, self._pool = self._pool, None
        if pool is not None:
            try:
                async with asyncio.timeout(CONNECT_S_MAX):
                    await pool.close()
            except TimeoutError:
                pool.terminate()

    async def __aenter__(self) -> Database:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @contextlib.asynccontextmanager
    async def change(self) -> AsyncIterator[Connection]:
        """A connection inside one transaction: all of it is kept, or nothing."""
        with told():
            async with self._open_pool().acquire() as connection, connection.transaction():
                yield connection  # type: ignore[misc]

    async def rows(self, question: str, *given: Any) -> list[Row]:
        """Every row of the answer.

        Raises:
            Unreachable: the server does not answer.
        """
        with told():
            return await self._open_pool().fetch(question, *given)

    async def row(self, question: str, *given: Any) -> Row | None:
        """The first row of the answer, or None."""
        with told():
            return await self._open_pool().fetchrow(question, *given)

    async def value(self, question: str, *given: Any) -> Any:
        """The first value of the first row, or None."""
        with told():
            return await self._open_pool().fetchval(question, *given)

    async def run(self, statement: str, *given: Any) -> int:
        """Do what it says; returns how many rows it touched."""
        with told():
            said = await self._open_pool().execute(statement, *given)
        last = said.rpartition(" ")[2]
        return int(last) if last.isdecimal() else 0

    def _open_pool(self) -> Pool:
        if self._pool is None:
            raise Unreachable("database", "the connection is closed")
        return self._pool


async def _nothing_to_reset(connection: Any) -> None:
    """Our questions leave nothing behind on a connection, so a round trip for tidying it is saved."""
