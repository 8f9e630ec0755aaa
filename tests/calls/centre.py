"""A whole centre as a process of its own, seen from outside: its web interface, its SIP port, its signals."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from websockets.sync.client import connect
from websockets.typing import Origin

from cordboard import config, places
from cordboard.center.accounts import Account
from cordboard.center.customers import Customer
from cordboard.center.permissions import Role
from cordboard.listening import free_port
from cordboard.postgres.embedded import EmbeddedPostgres
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.lines import read_event
from cordboard.runtime.ports import Entry
from cordboard.store import Store
from cordboard.web.passwords import Passwords, new_password

PATIENCE_S = 15.0
START_S_MAX = 60.0

T = TypeVar("T")


def until(question: Callable[[], T | None], *, what: str, timeout_s: float = PATIENCE_S) -> T:
    """Ask again and again until there is an answer; fail with what was waited for."""
    end = time.monotonic() + timeout_s
    while True:
        answer = question()
        if answer:
            return answer
        assert time.monotonic() < end, f"waited {timeout_s:.0f} s in vain until {what}; the last answer was {answer!r}"
        time.sleep(0.05)


@dataclass
class Browser:
    """One account that is signed in, asking the web interface."""

    port: int
    cookie: str
    csrf: str
    agent_id: str | None

    def ask(self, method: str, path: str, body: Any = None, *, raw: bool = False) -> Any:
        """Return the answer's JSON, or its bytes if `raw`; an answer of 400 or more fails. Bytes are sent as a file."""
        status, answer = self.try_(method, path, body)
        assert status < 400, f"{method} {path}: {status} {answer[:500]!r}"
        return answer if raw else (json.loads(answer) if answer else None)

    def try_(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        """Return the status and the bytes of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        is_file = isinstance(body, bytes)
        kind = "application/octet-stream" if is_file else "application/json"
        headers = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf, "Content-Type": kind}
        try:
            connection.request(method, path, body if is_file or body is None else json.dumps(body), headers)
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def do(self, act: str, **body: Any) -> None:
        """One act at the desk, such as `ready` or `pause`."""
        self.ask("POST", f"/api/desk/{act}", body)

    def tiles(self) -> dict[str, Any]:
        """The live feed's snapshot: every tile this account may see."""
        with connect(
            f"ws://127.0.0.1:{self.port}/api/live",
            additional_headers={"Cookie": self.cookie},
            origin=Origin(f"http://127.0.0.1:{self.port}"),
        ) as socket:
            frame = json.loads(socket.recv(timeout=PATIENCE_S))
            assert frame["type"] == "snapshot"
            return frame["tiles"]  # type: ignore[no-any-return]


@dataclass
class Centre:
    """The process, its folder and its ports. `prepare` first, then `start`."""

    home: Path
    web_port: int = field(default_factory=free_port)
    sip_port: int = field(default_factory=free_port)
    http_port: int = field(default_factory=free_port)
    rtp_first: int = 30000
    further: Mapping[str, str] = field(default_factory=dict)
    """More settings, by name in the environment."""
    process: subprocess.Popen[bytes] | None = None
    sessions: dict[str, tuple[str, str, str | None]] = field(default_factory=dict)
    password: str = field(default_factory=new_password)
    """Of every account, for those who come in by the form."""

    @property
    def environment(self) -> dict[str, str]:
        """The settings of this centre."""
        return {
            **{name: text for name, text in os.environ.items() if not name.startswith("CORDBOARD_")},
            "CORDBOARD_HOME": str(self.home),
            "CORDBOARD_WEB_PORT": str(self.web_port),
            "CORDBOARD_ASTERISK_SIP_PORT": str(self.sip_port),
            "CORDBOARD_ASTERISK_HTTP_PORT": str(self.http_port),
            "CORDBOARD_ASTERISK_RTP_FIRST": str(self.rtp_first),
            "CORDBOARD_ASTERISK_RTP_LAST": str(self.rtp_first + 3998),
            **self.further,
        }

    @property
    def settings(self) -> config.Settings:
        """The same as values."""
        own = {name: text for name, text in self.environment.items() if name.startswith("CORDBOARD_")}
        return config.load(environ=own)

    def prepare(
        self, configuration: Configuration, accounts: Sequence[Account], customers: Sequence[Customer] = ()
    ) -> None:
        """Set the company up and sign every account in, before the centre runs."""

        async def work() -> None:
            async with Store(self.settings) as store:
                await store.set_configuration(configuration)
                await store.add_customers(customers)
                # everybody comes in by a session opened here; hashing one password for each would take seconds
                password_hash = await Passwords().hash(self.password)
                for account in accounts:
                    await store.accounts.add(account, password_hash)
                    token, csrf = await store.open_session(account.login)
                    self.sessions[account.login] = (token, csrf, account.agent_id)

        asyncio.run(work())

    def start(self, *, wait: bool = True) -> None:
        """Start the process; with `wait`, return once it is ready for calls."""
        log = (self.home.parent / f"{self.home.name}.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cordboard", "run"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if wait:
            until(self.is_ready, what=f"the centre is ready (its log is {log.name})", timeout_s=START_S_MAX)

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def is_ready(self) -> bool:
        """Whether /ready says yes."""
        assert self.process is not None
        assert self.process.poll() is None, f"the centre ended: {self.log()[-3000:]}"
        try:
            return Browser(self.web_port, "", "", None).try_("GET", "/ready")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9: what it started goes on."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ctrl-C; returns the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)

    def log(self) -> str:
        """All that it said."""
        return (self.home.parent / f"{self.home.name}.log").read_text(errors="replace")

    def browser(self, login: str) -> Browser:
        """The browser in which this account is signed in."""
        token, csrf, agent_id = self.sessions[login]
        return Browser(self.web_port, f"cordboard_session={token}", csrf, agent_id)

    def asterisk_pid(self) -> int:
        """The process of its Asterisk."""
        note = next(iter(self.home.glob("asterisk/run/process.json")), None)
        assert note is not None, "the run folder is elsewhere; give the centre a shorter home"
        return int(json.loads(note.read_text())["pid"])

    def postgres_pid(self) -> int:
        """The process of its PostgreSQL."""
        return int((self.home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])

    def processes(self) -> dict[int, str]:
        """All processes that run on this home, the centre's own among them, by id with their words."""
        found = {}
        for folder in Path("/proc").iterdir():
            try:
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if folder.name.isdecimal() and self._is_ours(folder, words):
                    found[int(folder.name)] = words
            except OSError:
                continue
        return found

    def _is_ours(self, folder: Path, words: str) -> bool:
        home = str(self.home)
        if home in words or os.readlink(folder / "cwd").startswith(home):
            return True
        return self.process is not None and self.process.pid == int(folder.name) and bool(words)

    def metric(self, name: str) -> float:
        """One figure of /metrics, named with its labels as it stands there; 0 if it is not there."""
        _, text = Browser(self.web_port, "", "", None).try_("GET", "/metrics")
        return next((float(line.split()[-1]) for line in text.decode().splitlines() if line.startswith(name + " ")), 0)

    def health(self) -> dict[str, Any]:
        """What /health says."""
        return json.loads(Browser(self.web_port, "", "", None).try_("GET", "/health")[1])  # type: ignore[no-any-return]

    def end_calls(self) -> None:
        """End every channel at Asterisk, as a test that is over does."""
        for channel_id in self.legs():
            self._ari("DELETE", f"channels/{channel_id}")

    def legs(self) -> list[str]:
        """Every channel that its Asterisk has."""
        return [channel["id"] for channel in json.loads(self._ari("GET", "channels"))]

    def _ari(self, method: str, path: str) -> bytes:
        secret = (self.home / "asterisk" / "secrets" / "ari_password").read_text()
        proof = {"Authorization": "Basic " + base64.b64encode(f"cordboard:{secret}".encode()).decode()}
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=20)
        try:
            connection.request(method, f"/ari/{path}", headers=proof)
            return connection.getresponse().read()
        finally:
            connection.close()

    def journal(self) -> list[Entry]:
        """Every line that is durable, read from its PostgreSQL."""
        rows = self.query("SELECT seq, at, kind, body FROM journal ORDER BY seq")
        return [Entry(seq=row["seq"], at=row["at"], event=read_event(row["kind"], row["body"])) for row in rows]

    def query(self, sql: str) -> list[asyncpg.Record]:
        """Rows of its PostgreSQL."""

        async def work() -> list[asyncpg.Record]:
            connection = await asyncpg.connect(EmbeddedPostgres(folder=places.postgres(self.settings)).dsn)
            try:
                return await connection.fetch(sql)
            finally:
                await connection.close()

        return asyncio.run(work())


def account(login: str, *roles: Role, agent: bool = False) -> Account:
    """An account; as an agent, its agent has the same id."""
    return Account(
        login=login,
        name=login.title(),
        roles=frozenset(roles or (Role.AGENT,)),
        agent_id=login if agent or not roles else None,
    )
