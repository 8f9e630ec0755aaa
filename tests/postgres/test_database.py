"""A failure of the database is told by whose fault it is, and a change is whole."""

from __future__ import annotations

import pytest

from cordboard.errors import Malformed, Unreachable
from cordboard.postgres.database import Database


async def test_a_connection_that_was_cut_is_replaced_by_the_next_question(dsn: str, database: Database) -> None:
    async with Database(dsn) as other:
        pid = await other.value("SELECT pg_backend_pid()")
        await database.run("SELECT pg_terminate_backend($1, 5000)", pid)
        assert await other.value("SELECT pg_backend_pid()") not in (None, pid)


async def test_a_database_that_does_not_answer_is_told(dsn: str) -> None:
    for address in (dsn.replace("/test_", "/absent_"), dsn.replace("/socket", "/nowhere"), "postgresql://:x@/"):
        with pytest.raises(Unreachable):
            await Database(address).open()


async def test_a_closed_database_answers_nothing(dsn: str) -> None:
    database = Database(dsn)
    await database.open()
    await database.close()
    with pytest.raises(Unreachable):
        await database.value("SELECT 1")


async def test_what_cannot_be_kept_is_the_askers_fault(database: Database) -> None:
    for given in ("a\0b", "\ud800"):
        with pytest.raises(Malformed):
            await database.value("SELECT $1::text", given)


async def test_a_change_is_kept_whole_or_not_at_all(database: Database) -> None:
    async def half() -> None:
        async with database.change() as connection:
            await connection.execute("INSERT INTO contact_note VALUES ('c1', 'x', 'ann', 1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await half()
    assert await database.value("SELECT count(*) FROM contact_note") == 0
    assert await database.run("INSERT INTO contact_note VALUES ('c1', 'x', 'ann', 1)") == 1
