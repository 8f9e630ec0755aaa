"""A centre with a real journal, real stores and a real web server; only the switch is missing."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
from argon2 import PasswordHasher

from cordboard.center.accounts import Account
from cordboard.center.permissions import Role
from cordboard.floor import inputs as inp
from cordboard.flows.check import Known
from cordboard.postgres.accounts import AccountBook, AuditTrail, FailedTries, SessionBook
from cordboard.postgres.contacts import ContactLog
from cordboard.postgres.customers import CustomerBook
from cordboard.postgres.database import Database
from cordboard.postgres.flow_reports import FlowReports
from cordboard.postgres.in_force import InForce
from cordboard.postgres.journal import PostgresJournal
from cordboard.postgres.messages import MessageList
from cordboard.postgres.notes import ContactNotes
from cordboard.postgres.prompts import PromptList
from cordboard.postgres.recordings import RecordingList
from cordboard.postgres.reports import QueueReports
from cordboard.postgres.switches import SwitchHistory
from cordboard.postgres.tables import TableBook
from cordboard.ready_made import ready_made
from cordboard.reporting.today import Today
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.engine import Engine
from cordboard.runtime.workshop import Workshop
from cordboard.speech.prompt_files import PromptFiles
from cordboard.web.app import Web, make_server
from cordboard.web.parts import BrowserPhone, DeskPhone, PartHealth, Parts, SipPhone, VisitPhone, WebRules
from cordboard.web.passwords import Passwords
from tests.floor.story import CENTER
from tests.ports.tones import ToneVoices
from tests.speech.sounds import speaker

PASSWORD = "correct horse battery"
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""A test need not wait for what slows an attacker down."""
AGENTS = {"ann": "ann", "bob": "bob"}
ACCOUNTS: Mapping[str, Role] = {
    "ann": Role.AGENT,
    "bob": Role.AGENT,
    "sue": Role.SUPERVISOR,
    "max": Role.MANAGER,
    "ada": Role.ADMINISTRATOR,
}
"""Login and role."""


class Line:
    """The switch's end of one SIP connection: what the browser sent, and what it shall hear."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.says: asyncio.Queue[str | None] = asyncio.Queue()
        self.closed = asyncio.Event()

    async def send(self, frame: str) -> None:
        self.heard.put_nowait(frame)

    async def receive(self) -> str | None:
        return await self.says.get()

    async def close(self) -> None:
        self.closed.set()


@dataclass
class Sounds:
    """Recordings' bytes, and who read them when."""

    kept: dict[str, bytes] = field(default_factory=dict)
    read_at: list[tuple[str, int, int]] = field(default_factory=list)

    async def read(self, key: str, start: int, end: int) -> bytes:
        self.read_at.append((key, start, end))
        return self.kept[key][start:end]


class Centre:
    """Everything a test may look at."""

    def __init__(
        self, database: Database, engine: Engine, today: Today, in_force: InForce, rules: WebRules, home: Path
    ) -> None:
        self.ahead_s = 0.0
        """How far this centre's clock is ahead."""
        self.engine, self.database, self.in_force = engine, database, in_force
        self.sounds, self.lines, self.visits = Sounds(), list[Line](), dict[str, VisitPhone]()
        self.trouble = ""
        self.voices = ToneVoices()
        prompts, tables = PromptList(database), TableBook(database)
        self.health = {"database": PartHealth(ok=True, says="it answers")}
        self.parts = Parts(
            clock=self.clock,
            version="1.2.3",
            rules=rules,
            engine=engine,
            today=today,
            accounts=AccountBook(database),
            sessions=SessionBook(database),
            tries=FailedTries(database),
            audit=AuditTrail(database),
            calls=ContactLog(database),
            notes=ContactNotes(database),
            customers=CustomerBook(database),
            reports=QueueReports(database),
            flow_reports=FlowReports(database),
            recordings=RecordingList(database),
            sound=self.sounds,
            configuration=in_force,
            workshop=Workshop(
                in_force.flows,
                in_force,
                surroundings=self._known,
                templates=ready_made,
            ),
            prompts=prompts,
            prompt_sounds=PromptFiles(home / "prompts"),
            shipped_prompts={"greeting": {"en": 0.32}},
            speaker=speaker(home, self.voices),
            voices=self.voices,
            tables=tables,
            switch_changes=SwitchHistory(database),
            messages=MessageList(database),
            desk_phone=self._desk_phone,
            open_visit=self._open_visit,
            close_visit=self._close_visit,
            open_switch_socket=self._open_line,
            health=self._health,
            store_trouble=lambda: self.trouble,
            company={"en": "Sample", "ru": "Пример"},
        )
        self.web = Web(self.parts, passwords=QUICK, static=Path("/nonexistent"))
        engine.listeners.append(self.web.take)
        in_force.tell_change, in_force.tell_trial = self._center_changed, engine.live.configure
        self.address = ""

    async def _known(self, configuration: Configuration) -> Known:
        prompts, tables = PromptList(self.database), TableBook(self.database)
        return replace(configuration.known(), prompts=await prompts.prompt_ids(), tables=await tables.table_ids())

    async def _center_changed(self, configuration: Configuration) -> None:
        self.engine.live.configure(configuration)
        await self.engine.ask(inp.CenterChanged())
        self.web.hub.center_changed()

    def clock(self) -> float:
        return time.time() + self.ahead_s

    def _desk_phone(self, agent_id: str) -> DeskPhone:
        return DeskPhone(
            browser=BrowserPhone(
                socket="/sip/ws",
                uri=f"sip:web-{agent_id}@cordboard",
                user=f"web-{agent_id}",
                password="secret-" + agent_id,
            ),
            sip=SipPhone(server="127.0.0.1", port=5060, transport="udp", user=f"sip-{agent_id}", password="hidden"),
        )

    async def _open_visit(self, language: str) -> VisitPhone:
        visit_id = f"visit-{len(self.visits) + 1}"
        phone = VisitPhone(
            visit_id=visit_id, uri=f"sip:{visit_id}@cordboard", user=visit_id, password="pw", target="sip:100@cordboard"
        )
        self.visits[visit_id] = phone
        return phone

    async def _close_visit(self, visit_id: str) -> None:
        del self.visits[visit_id]

    async def _open_line(self) -> Line:
        self.lines.append(Line())
        return self.lines[-1]

    async def _health(self) -> Mapping[str, PartHealth]:
        return self.health

    async def at_work(self, *agent_ids: str, phone: inp.Phone = inp.Phone.BROWSER) -> None:
        """These agents are ready."""
        for agent_id in agent_ids:
            await self.engine.ask(inp.SignIn(agent_id=agent_id, phone=phone))
        await self.engine.ask(inp.PhonesSeen(reachable=frozenset(self.engine.live.floor.agents)))
        for agent_id in agent_ids:
            await self.engine.ask(inp.MakeReady(agent_id=agent_id))

    async def call(self, contact_id: str = "c1", number: str = "100", **more: Any) -> None:
        """A customer calls."""
        await self.engine.ask(inp.CallArrived(contact_id=contact_id, number=number, caller="+442079460000", **more))

    async def talked(self, contact_id: str = "c1", agent_id: str = "ann") -> None:
        """A call came, was answered by this agent and is over, wrap-up and all."""
        await self.at_work(agent_id)
        await self.call(contact_id)
        await self.engine.ask(inp.AgentAnswered(offer_id=contact_id + ".o1"))
        await self.engine.ask(inp.CallerHungUp(contact_id=contact_id))
        await self.engine.ask(inp.FinishWrapUp(agent_id=agent_id))


class Browser:
    """A browser with its cookies, at one centre."""

    def __init__(self, address: str, client: aiohttp.ClientSession) -> None:
        self.address, self.client, self.csrf = address, client, ""
        self.session: dict[str, Any] = {}

    async def sign_in(self, login: str, password: str = PASSWORD) -> tuple[int, Any]:
        status, body = await self.ask("POST", "/api/session", json={"login": login, "password": password})
        if status == 201:
            self.session, self.csrf = body, body["csrf"]
        return status, body

    async def ask(self, method: str, path: str, *, csrf: bool = True, **more: Any) -> tuple[int, Any]:
        status, _, body = await self.answer(method, path, csrf=csrf, **more)
        return status, body

    async def answer(
        self, method: str, path: str, *, csrf: bool = True, **more: Any
    ) -> tuple[int, Mapping[str, str], Any]:
        headers = {**({"X-CSRF-Token": self.csrf} if csrf and self.csrf else {}), **more.pop("headers", {})}
        async with self.client.request(method, self.address + path, headers=headers, **more) as response:
            body = await (response.json() if response.content_type == "application/json" else response.read())
            return response.status, response.headers, body

    async def get(self, path: str) -> Any:
        status, body = await self.ask("GET", path)
        assert status == 200, body
        return body

    async def post(self, path: str, **body: Any) -> tuple[int, Any]:
        return await self.ask("POST", path, json=body or None)

    def live(self, *, desk: bool = False, **more: Any) -> Any:
        return self.client.ws_connect(self.address + "/api/live" + ("?desk=1" if desk else ""), **more)

    def sip(self, *, query: str = "", protocols: Sequence[str] = ("sip",), **more: Any) -> Any:
        return self.client.ws_connect(self.address + "/sip/ws" + query, protocols=protocols, **more)

    @property
    def cookie(self) -> str:
        return next(c.value for c in self.client.cookie_jar if c.key == "cordboard_session")


@contextlib.asynccontextmanager
async def centre_at(dsn: str, rules: WebRules | None = None) -> AsyncIterator[Centre]:
    """A running centre over this database, with an account of every role."""
    today = Today("UTC", time.time())
    journal = PostgresJournal(dsn, tell_facts=today.take)
    async with Database(dsn) as database, contextlib.AsyncExitStack() as stack:
        in_force = InForce(database, Configuration(center=CENTER))
        engine = await Engine.open(journal, in_force.current(), time.time)
        stack.push_async_callback(journal.close)
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cord-web-")))
        centre = Centre(database, engine, today, in_force, rules or WebRules(), home)
        password_hash = await QUICK.hash(PASSWORD)
        for login, role in ACCOUNTS.items():
            account = Account(login=login, name=login.title(), roles=frozenset({role}), agent_id=AGENTS.get(login))
            await centre.parts.accounts.add(account, password_hash)
        server = make_server(centre.web, host="127.0.0.1", port=0)
        running = [asyncio.create_task(engine.run()), asyncio.create_task(server.serve())]
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        centre.address = f"http://127.0.0.1:{port}"
        await engine.ask(inp.SwitchFound())
        try:
            yield centre
        finally:
            server.should_exit = True
            await running[1]
            running[0].cancel()
            await asyncio.gather(running[0], return_exceptions=True)
