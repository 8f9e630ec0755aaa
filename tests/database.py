"""A PostgreSQL for the tests: one server a session, one database a test, cloned from a migrated one."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from cordboard.postgres.database import Database
from cordboard.postgres.embedded import EmbeddedPostgres
from cordboard.postgres.schema import migrate

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def template() -> Iterator[str]:
    """Address of a database of the newest shape; nobody connects to it."""
    with tempfile.TemporaryDirectory(prefix="cord-") as folder:
        server = EmbeddedPostgres(folder=Path(folder) / "postgres", durable=False)
        asyncio.run(_begin(server))
        yield server.dsn
        asyncio.run(server.stop())


async def _begin(server: EmbeddedPostgres) -> None:
    await migrate(await server.start())


@pytest.fixture
async def dsn(template: str) -> AsyncIterator[str]:
    """Address of a database of the newest shape, of this test's own."""
    name = f"test_{next(_numbers)}"
    front = await asyncpg.connect(template.replace("/cordboard?", "/postgres?"))
    await front.execute(f"CREATE DATABASE {name} TEMPLATE cordboard")
    yield template.replace("/cordboard?", f"/{name}?")
    await front.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await front.close()


@pytest.fixture
async def database(dsn: str) -> AsyncIterator[Database]:
    """The same database, open for questions."""
    async with Database(dsn) as database:
        yield database
