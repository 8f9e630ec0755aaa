"""A PostgreSQL of our own: started, adopted, killed, stopped, and never lost."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from cordboard.errors import Unreachable
from cordboard.postgres import cluster
from cordboard.postgres.embedded import EmbeddedPostgres


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(folder=tmp_path / "postgres", durable=False)
    yield server
    await server.stop()


async def asked(dsn: str, query: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def keep_a_row(dsn: str) -> None:
    await asked(dsn, "CREATE TABLE kept AS SELECT 1 AS n")


async def test_what_was_kept_is_there_after_a_stop_and_a_start(server: EmbeddedPostgres) -> None:
    await keep_a_row(await server.start())
    await server.stop()
    await server.stop()
    assert await asked(await server.start(), "SELECT n FROM kept") == 1


async def test_a_server_that_outlived_its_starter_is_adopted(server: EmbeddedPostgres, tmp_path: Path) -> None:
    starter = """
import asyncio, sys, time
from pathlib import Path
from cordboard.postgres.embedded import EmbeddedPostgres
server = EmbeddedPostgres(folder=Path(sys.argv[1]), durable=False)
asyncio.run(server.start())
print(server.pid, flush=True)
time.sleep(600)
"""
    child = subprocess.Popen([sys.executable, "-c", starter, str(tmp_path / "postgres")], stdout=subprocess.PIPE)
    assert child.stdout is not None
    pid = int(await asyncio.to_thread(child.stdout.readline))
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()

    dsn = await server.start()

    assert server.pid == pid
    assert await asked(dsn, "SELECT 1") == 1
    await server.stop()
    with pytest.raises(FileNotFoundError):
        await asyncpg.connect(dsn)


async def test_two_starts_at_once_make_one_server(tmp_path: Path) -> None:
    servers = [EmbeddedPostgres(folder=tmp_path / "postgres", durable=False) for _ in range(3)]
    try:
        await asyncio.gather(*(each.start() for each in servers))
        assert len({each.pid for each in servers}) == 1
    finally:
        await servers[0].stop()


async def test_the_death_of_the_server_is_noticed_and_what_was_committed_survives_it(server: EmbeddedPostgres) -> None:
    await keep_a_row(await server.start())
    watching = asyncio.create_task(server.watch())
    await asyncio.sleep(0)
    pid = server.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    async with asyncio.timeout(10):
        await watching
    assert await asked(await server.start(), "SELECT n FROM kept") == 1
    assert server.pid != pid


async def test_a_server_with_people_on_it_stops_all_the_same(server: EmbeddedPostgres) -> None:
    busy = await asyncpg.connect(await server.start())
    async with asyncio.timeout(10):
        await server.stop()
    assert not server.is_running
    busy.terminate()


async def test_a_pid_file_left_by_a_power_cut_names_somebody_else_and_is_no_hindrance(
    server: EmbeddedPostgres, tmp_path: Path
) -> None:
    await server.start()
    file = tmp_path / "postgres" / "data" / "postmaster.pid"
    left = file.read_text()
    await server.stop()
    file.write_text(left.replace(left.splitlines()[0], str(os.getpid()), 1))
    assert await asked(await server.start(), "SELECT 1") == 1
    assert server.pid != os.getpid()


async def test_a_database_whose_making_was_cut_short_is_made_again(server: EmbeddedPostgres, tmp_path: Path) -> None:
    half = tmp_path / "postgres" / "data.new"
    half.mkdir(parents=True, mode=0o700)
    (half / "PG_VERSION").write_text("18\n")
    assert await asked(await server.start(), "SELECT 1") == 1


async def test_a_home_with_a_long_path_still_has_a_socket(tmp_path: Path) -> None:
    server = EmbeddedPostgres(folder=tmp_path / ("long" * 20) / "postgres", durable=False)
    far = cluster.socket_folder(tmp_path / ("long" * 20) / "postgres")
    try:
        assert await asked(await server.start(), "SELECT 1") == 1
        assert far.exists()
    finally:
        await server.stop()
    assert not far.exists()


async def test_nobody_else_gets_in(server: EmbeddedPostgres, tmp_path: Path) -> None:
    dsn = await server.start()
    assert (tmp_path / "postgres").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "postgres" / "password").stat().st_mode & 0o777 == 0o600
    assert await asked(dsn, "SHOW listen_addresses") == ""
    secret = cluster.password(tmp_path / "postgres")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(dsn.replace(secret, "guessed"))


async def test_a_variable_of_the_environment_does_not_lead_the_server_away(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGDATA", "/nowhere")
    assert await asked(await server.start(), "SELECT 1") == 1


async def test_capitals_are_known_in_russian_on_a_machine_without_russian(server: EmbeddedPostgres) -> None:
    assert await asked(await server.start(), "SELECT upper('очередь')") == "ОЧЕРЕДЬ"


async def test_a_real_start_keeps_every_commit(tmp_path: Path) -> None:
    server = EmbeddedPostgres(folder=tmp_path / "postgres")
    try:
        dsn = await server.start()
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert await asked(dsn, f"SHOW {name}") == "on"
        assert await asked(dsn, "SHOW jit") == "off"
    finally:
        await server.stop()


async def test_data_of_another_postgresql_are_left_alone(server: EmbeddedPostgres, tmp_path: Path) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(Unreachable, match="made by PostgreSQL 14, and this is 18"):
        await server.start()


async def test_a_place_where_no_folder_can_be_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(Unreachable, match="taken/postgres cannot be made"):
        await EmbeddedPostgres(folder=tmp_path / "taken" / "postgres").start()


async def test_a_server_that_cannot_start_says_why(server: EmbeddedPostgres, tmp_path: Path) -> None:
    await server.start()
    await server.stop()
    (tmp_path / "postgres" / "data" / "postgresql.conf").write_text("no_such_thing = 1\n")
    with pytest.raises(Unreachable, match="no_such_thing"):
        await server.start()


async def test_a_server_that_ends_while_starting_is_not_started_for_ever(
    server: EmbeddedPostgres, tmp_path: Path
) -> None:
    await server.start()
    await server.stop()
    for segment in (tmp_path / "postgres" / "data" / "pg_wal").glob("0*"):
        segment.unlink()
    with pytest.raises(Unreachable, match="could not locate a valid checkpoint record"):
        await server.start()


def test_the_loop_of_the_real_centre_watches_too(tmp_path: Path) -> None:
    import uvloop

    async def story() -> None:
        server = EmbeddedPostgres(folder=tmp_path / "postgres", durable=False)
        await server.start()
        assert server.pid is not None
        watching = asyncio.create_task(server.watch())
        await asyncio.sleep(0.1)
        assert not watching.done()
        os.kill(server.pid, signal.SIGINT)
        async with asyncio.timeout(10):
            await watching

    uvloop.run(story())


@pytest.fixture
def folder_of_nobody() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cordboard-test-") as place:
        os.chmod(place, 0o755)
        yield Path(place) / "postgres"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must become somebody else")
async def test_root_without_user_namespaces_runs_it_as_nobody(
    folder_of_nobody: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_namespaces_work", lambda: False)
    who = cluster.identity(folder_of_nobody)
    assert who.account == cluster.NOBODY
    reaches = subprocess.run([cluster.programs() / "postgres", "--version"], check=False, **who.popen())
    if reaches.returncode != 0:
        pytest.skip("the package lies where nobody may not enter")
    server = EmbeddedPostgres(folder=folder_of_nobody, durable=False)
    try:
        await keep_a_row(await server.start())
        assert server.pid is not None
        assert Path(f"/proc/{server.pid}").stat().st_uid == cluster.NOBODY
        await server.stop()
        monkeypatch.undo()
        assert await asked(await server.start(), "SELECT n FROM kept") == 1
    finally:
        await server.stop()
