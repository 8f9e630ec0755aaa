"""What the journal does when its database fails, is stopped, or is not its own any more."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from cordboard.errors import ImpossibleTransition, Misunderstood, Refused, Unreachable
from cordboard.floor.events import DispositionSet, SwitchCameBack
from cordboard.postgres import journal as journal_module
from cordboard.postgres.database import Database
from cordboard.postgres.embedded import EmbeddedPostgres
from cordboard.postgres.journal import PostgresJournal
from cordboard.postgres.schema import migrate
from cordboard.runtime.ports import Entry
from tests.day import Day


@pytest.fixture
async def journal(dsn: str) -> AsyncIterator[PostgresJournal]:
    journal = PostgresJournal(dsn)
    await journal.open()
    yield journal
    await journal.close()


async def until(condition: object, *, s_max: float = 30.0) -> None:
    """Return when `condition()` is true."""
    assert callable(condition)
    async with asyncio.timeout(s_max):
        while not condition():
            await asyncio.sleep(0.02)


async def seqs(database: Database) -> list[int]:
    return [row["seq"] for row in await database.rows("SELECT seq FROM journal ORDER BY seq")]


async def backend_of(database: Database) -> int:
    pid: int = await database.value(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'cordboard journal' AND datname = current_database()"
    )
    return pid


async def test_lines_wait_while_the_server_is_killed_and_started_again_and_are_written_once(tmp_path: Path) -> None:
    server = EmbeddedPostgres(folder=tmp_path / "postgres", durable=False)
    dsn = await server.start()
    journal, day = PostgresJournal(dsn), Day(1)
    try:
        await migrate(dsn)
        await journal.open()
        await journal.append(day.entries)
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        await server.watch()

        more = day.steps(50)
        writing = asyncio.create_task(journal.append(more))
        await until(journal.trouble)
        assert f"{len(more)} journal lines wait for the database" in journal.trouble()
        assert not writing.done()
        await server.start()
        async with asyncio.timeout(20):
            await writing

        assert journal.trouble() == ""
        assert [entry async for entry in journal.entries_after(0)] == day.entries
    finally:
        await journal.close()
        await server.stop()


async def test_a_stopped_server_process_is_outwaited_and_its_batch_written_once(
    dsn: str, journal: PostgresJournal, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "ANSWER_S_MAX", 0.5)
    day = Day(2)
    await journal.append(day.entries)
    pid = await backend_of(database)
    os.kill(pid, signal.SIGSTOP)
    try:
        writing = asyncio.create_task(journal.append(day.steps(30)))
        await until(lambda: "still works for the old connection" in journal.trouble())
    finally:
        os.kill(pid, signal.SIGCONT)
    async with asyncio.timeout(20):
        await writing
    assert await seqs(database) == list(range(1, day.live.seq + 1))


async def test_an_append_that_is_given_up_and_asked_again_writes_once(
    journal: PostgresJournal, database: Database
) -> None:
    day = Day(3)
    await journal.append(day.entries)
    pid = await backend_of(database)
    os.kill(pid, signal.SIGSTOP)
    try:
        more = day.steps(30)
        writing = asyncio.create_task(journal.append(more))
        await asyncio.sleep(0.1)
        writing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writing
    finally:
        os.kill(pid, signal.SIGCONT)
    await journal.append(more + day.steps(5))
    assert await seqs(database) == list(range(1, day.live.seq + 1))
    assert await database.value("SELECT count(*) FROM contact WHERE ended_at IS NULL") == len(day.live.floor.contacts)


async def test_a_connection_cut_by_the_administrator_is_made_again(
    journal: PostgresJournal, database: Database
) -> None:
    day = Day(4)
    await journal.append(day.entries)
    for _ in range(3):
        await database.run("SELECT pg_terminate_backend($1)", await backend_of(database))
        await journal.append(day.steps(10))
    assert await seqs(database) == list(range(1, day.live.seq + 1))


async def test_an_owner_that_was_replaced_meanwhile_may_not_write(
    dsn: str, journal: PostgresJournal, database: Database
) -> None:
    day = Day(5)
    await journal.append(day.entries)
    await database.run("SELECT pg_terminate_backend($1)", await backend_of(database))
    other = PostgresJournal(dsn)
    await other.open()
    try:
        with pytest.raises(Refused, match="taken over by process"):
            await journal.append(day.steps(10))
    finally:
        await other.close()


async def test_a_line_by_somebody_else_stops_the_journal(journal: PostgresJournal, database: Database) -> None:
    day = Day(6)
    await journal.append(day.entries)
    await database.run(
        "INSERT INTO journal SELECT $1, at, kind, contact_id, body FROM journal WHERE seq = 1", day.live.seq + 1
    )
    with pytest.raises(ImpossibleTransition):
        await journal.append(day.steps(10))


async def test_a_gap_is_our_own_fault(journal: PostgresJournal) -> None:
    with pytest.raises(ImpossibleTransition):
        await journal.append([Entry(seq=7, at=1.0, event=SwitchCameBack())])


async def test_a_database_that_does_not_answer_at_the_start_is_told(dsn: str) -> None:
    with pytest.raises(Unreachable):
        await PostgresJournal(dsn.replace("/test_", "/absent_")).open()


async def test_a_checkpoint_that_cannot_be_read_gives_way_to_the_one_before(
    dsn: str, journal: PostgresJournal, database: Database
) -> None:
    day = Day(7)
    await journal.append(day.entries)
    await journal.keep(day.live.checkpoint())
    first = day.live.seq
    await journal.append(day.steps(20))
    await journal.keep(day.live.checkpoint())
    await database.run('UPDATE checkpoint SET body = \'{"seq": "?"}\' WHERE seq > $1', first)
    await journal.close()
    again = PostgresJournal(dsn)
    assert (await again.open()).seq == first
    await again.close()


async def test_only_the_last_two_checkpoints_are_kept(journal: PostgresJournal, database: Database) -> None:
    day = Day(8)
    for _ in range(4):
        await journal.append(day.entries if not await seqs(database) else day.steps(5))
        await journal.keep(day.live.checkpoint())
    kept = [row["seq"] for row in await database.rows("SELECT seq FROM checkpoint ORDER BY seq")]
    assert len(kept) == 2
    assert kept[-1] == day.live.seq


async def test_a_kind_of_line_that_is_not_known_is_named(journal: PostgresJournal, database: Database) -> None:
    await database.run("INSERT INTO journal VALUES (1, 1.0, 'ContactTeleported', NULL, '{}')")
    with pytest.raises(Misunderstood, match="ContactTeleported"):
        [entry async for entry in journal.entries_after(0)]


async def test_a_disposition_said_after_the_contact_was_let_go_is_kept(
    journal: PostgresJournal, database: Database
) -> None:
    day = Day(9)
    await journal.append(day.entries)
    while not (done := await database.value("SELECT contact_id FROM contact WHERE wrap_up_s IS NOT NULL")):
        await journal.append(day.steps(20))
    seq = day.live.seq + 1
    said = DispositionSet(contact_id=done, agent_id="ann", disposition_id="late")
    await journal.append([Entry(seq=seq, at=day.now, event=said)])
    assert await database.value("SELECT disposition_id FROM contact WHERE contact_id = $1", done) == "late"


async def test_a_failure_that_will_not_pass_is_not_waited_for(journal: PostgresJournal, database: Database) -> None:
    await database.run("ALTER TABLE contact DROP COLUMN caller_name")
    day = Day(10)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await journal.append([*day.entries, *day.steps(30)])
