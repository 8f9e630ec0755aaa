"""Runs a PostgreSQL of our own on a unix socket, for people who have none.

Rule: the server outlives us. It is started in a session of its own, so a kill of this process leaves it running, and
the next start adopts it instead of starting a second one. Only `stop()` ends it.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import quote

import asyncpg

from cordboard.postgres import cluster
from cordboard.postgres.cluster import ACCOUNT, PORT, broken
from cordboard.processes import gone, is_alive

STARTING_S_MAX = 300.0
"""Seconds until a living server that does not answer is given up: replaying the log after a power cut takes time."""

TRIES_MAX = 3
"""Starts in a row that may end by themselves before the reason is told."""

LEFT_OVERS_S_MAX = 30.0
"""Seconds for the processes of a killed server to end and let go of its memory."""

STOPPING_S_MAX = 20.0
"""Seconds for an orderly stop before the server is told to drop everything; it then replays its log at next start."""

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "max_wal_size": "1GB",
    "wal_compression": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "../log",
    "log_filename": "postgresql.%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
}
"""Memory for one company's centre beside Asterisk on a small machine. JIT costs more than it gives on our reports
(measured: 3.6 s with it, 2.6 s without, over 5 million contacts). A week of logs, one file a weekday."""

HASTY = {"fsync": "off", "full_page_writes": "off"}
"""For tests only: a kill of any process loses nothing, a power cut everything."""


class EmbeddedPostgres:
    """One cluster and the server on it.

    Call `start()` first, again after `watch()` has returned, and `stop()` last.
    """

    def __init__(self, *, folder: Path, tell: Callable[[str], None] = lambda _: None, durable: bool = True) -> None:
        self._folder = folder.expanduser().resolve()
        self._tell = tell
        self._durable = durable
        self._pid: int | None = None
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """Address of the database, with its password: not for logs."""
        return self._address(ACCOUNT)

    @property
    def pid(self) -> int | None:
        """Process of the server that was started or adopted."""
        return self._pid

    @property
    def is_running(self) -> bool:
        """Whether a server runs on these files, whoever started it."""
        return self._running() is not None

    async def start(self) -> str:
        """Return the address of a server that answers: the one that runs already, else a fresh one.

        Raises:
            Unreachable: it cannot be started; the sentence says why and what to do.
        """
        who = cluster.identity(self._folder)
        cluster.make_private(self._folder, who)
        async with self._alone():
            if not (self._folder / "data").exists():
                self._tell("making a database")
            await asyncio.to_thread(cluster.create, self._folder, who, durable=self._durable)
            cluster.make_private(cluster.socket_folder(self._folder), who)
            for _ in range(TRIES_MAX):
                if await self._adopted():
                    return self.dsn
                await self._started(who)
            if not await self._adopted():
                raise broken(f"PostgreSQL ends as soon as it starts: {self._last_words()}{who.hint}")
        return self.dsn

    async def watch(self) -> None:
        """Return when the server is gone, whoever ended it. Then call `start()` again."""
        if self._pid is not None:
            await gone(self._pid)
            self._forget()

    async def stop(self) -> None:
        """End the server in good order; return when it has ended. Safe to call twice."""
        pid = self._pid if self._pid is not None else self._running()
        for order, patience_s in ((signal.SIGINT, STOPPING_S_MAX), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            if pid is None or self._running() != pid:
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, order)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience_s):
                    await gone(pid)
        self._forget()
        if self._running() is None and cluster.socket_folder(self._folder).parent != self._folder:
            with contextlib.suppress(OSError):
                cluster.socket_folder(self._folder).rmdir()

    async def _adopted(self) -> bool:
        """Take the server that runs on our files, once it answers; False if there is none or it ends meanwhile."""
        pid = self._running()
        if pid is None:
            return False
        loop, told = asyncio.get_running_loop(), False
        began = loop.time()
        while is_alive(pid) and self._running() == pid:
            if self._status() == "stopping":
                await asyncio.sleep(0.05)
                continue
            try:
                await self._prove()
            except asyncpg.InvalidPasswordError as error:
                raise broken(f"the server on {self._folder} does not take the password kept beside it") from error
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                if loop.time() - began > STARTING_S_MAX:
                    raise broken(f"PostgreSQL runs (process {pid}) and does not answer: {error}") from error
                if not told and loop.time() - began > 3:
                    self._tell("the database is getting ready")
                    told = True
                await asyncio.sleep(0.03)
                continue
            self._pid = pid
            if self._child is not None and self._child.pid != pid:
                self._child = None
            return True
        return False

    async def _started(self, who: cluster.Identity) -> None:
        """Start a server and return when its pid file is there."""
        loop = asyncio.get_running_loop()
        until = loop.time() + LEFT_OVERS_S_MAX
        settings = SETTINGS | {"unix_socket_directories": str(cluster.socket_folder(self._folder))}
        settings |= {} if self._durable else HASTY
        words = [*who.before, str(cluster.programs() / "postgres"), "-D", str(self._folder / "data")]
        words += [f"--{name}={value}" for name, value in settings.items()]
        first_words = self._folder / "start.log"
        while True:
            with first_words.open("wb") as log:
                try:
                    child = subprocess.Popen(
                        words, stdout=log, stderr=log, start_new_session=True, umask=0o077, **who.popen()
                    )
                except OSError as error:
                    raise broken(f"postgres cannot be started: {error.strerror}{who.hint}") from error
            while child.poll() is None:
                if self._running() == child.pid:
                    self._child = child
                    return
                await asyncio.sleep(0.02)
            said = first_words.read_text(encoding="utf-8", errors="replace")
            left_over = "pre-existing shared memory block" in said or "lock file" in said
            if not left_over or loop.time() > until:
                raise broken(f"PostgreSQL did not start: {self._last_words()}{who.hint}")
            await asyncio.sleep(0.2)

    async def _prove(self) -> None:
        """Connect, see that the server stands on our files, and that our database is in it."""
        connection = await asyncpg.connect(self._address("postgres"), timeout=10)
        try:
            stands_on = await connection.fetchval("SHOW data_directory")
            if Path(stands_on) != self._folder / "data":
                raise broken(f"the server on our socket stands on {stands_on}")
            if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", ACCOUNT):
                await connection.execute(f"CREATE DATABASE {ACCOUNT}")
        finally:
            await connection.close(timeout=5)

    def _address(self, database: str) -> str:
        secret = cluster.password(self._folder)
        host = quote(str(cluster.socket_folder(self._folder)))
        return f"postgresql://{ACCOUNT}:{secret}@/{database}?host={host}&port={PORT}"

    def _lines(self) -> list[str]:
        """Return the pid file's lines: pid, data folder, start, port, socket folder, address, memory, status."""
        try:
            return (self._folder / "data" / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []

    def _last_words(self) -> str:
        """Return the end of what the server wrote, and where to read more."""
        files = [self._folder / "start.log", *(self._folder / "log").glob("*.log")]
        newest = max(files, key=lambda file: file.stat().st_mtime_ns)
        lines = newest.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        # what the server says to those who ask too early is no reason
        grave = [line for line in lines if "FATAL" in line and "database system is" not in line]
        weighty = ([line for line in lines if "PANIC" in line] or grave)[-1:]
        shown = dict.fromkeys(line.partition("] ")[2] or line for line in [*lines[-2:], *weighty])
        return f"{'; '.join(shown)} (more in {newest})"

    def _status(self) -> str:
        lines = self._lines()
        return lines[7].strip() if len(lines) > 7 else ""

    def _running(self) -> int | None:
        """Return the process that serves our files, None if the pid file names another program or nothing."""
        lines = self._lines()
        if not lines or not lines[0].strip().isdecimal():
            return None
        pid = int(lines[0])
        if self._child is not None and self._child.pid == pid and self._child.poll() is not None:
            return None
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return None
        ours = os.fsencode(self._folder / "data")
        return pid if os.path.basename(words[0]) == b"postgres" and ours in words else None

    def _forget(self) -> None:
        if self._child is not None:
            self._child.poll()
        self._pid = self._child = None

    @contextlib.asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Hold the folder for the length of a start, so that two starts make one server."""
        with (self._folder / "lock").open("w") as lock:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    await asyncio.sleep(0.05)
            yield
