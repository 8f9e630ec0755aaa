"""A small centre around the real Asterisk: engine, journal in memory, switch and recorder, without web and database."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from cordboard.asterisk import provision
from cordboard.asterisk.ari import AriHttp, AriSettings
from cordboard.asterisk.frames import Bridge, Channel
from cordboard.asterisk.instance import Instance
from cordboard.asterisk.recorded_files import Files, SpoolFolder
from cordboard.asterisk.recordings import Recorder
from cordboard.asterisk.sound_store import SoundStore
from cordboard.asterisk.speaking import Speaking
from cordboard.asterisk.switch import Switch
from cordboard.center.center import Center
from cordboard.center.entries import Entry as Number
from cordboard.center.people import Agent
from cordboard.center.queues import End, Queue, WaitingPlan
from cordboard.center.trunks import Trunk
from cordboard.errors import Unreachable
from cordboard.floor import inputs as inp
from cordboard.floor.floor import Floor
from cordboard.floor.inputs import Phone as PhoneKind
from cordboard.flows.forms import SecretForm
from cordboard.flows.language import Flow
from cordboard.flows.nodes import (
    Ask,
    Goodbye,
    Menu,
    Request,
    Say,
    SetLanguage,
    ToNumber,
    ToQueue,
    Voicemail,
)
from cordboard.flows.parts import Text
from cordboard.reporting.answers import RecordingRow
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.engine import Engine
from cordboard.runtime.live import AnyInput
from cordboard.runtime.memory import Memory, MemoryJournal
from tests.calls.phones import Phone, Phones

E = TypeVar("E")
PATIENCE_S = 12.0
LOOPBACK = Trunk(trunk_id="loop", host="127.0.0.1", codecs=("ulaw", "alaw"))
CITY = Trunk(
    trunk_id="city",
    host="127.0.0.1",
    # calls that come are the other trunk's
    matches=("127.0.0.99",),
    codecs=("ulaw",),
    number="74950000000",
    dials=("555",),
)

COMPANY = Configuration(
    center=Center(
        queues={
            "sales": Queue(queue_id="sales", name="Sales", offer_s=4.0, wrap_up_s=0.0),
            "support": Queue(queue_id="support", name="Support", skills=frozenset({"support"}), wrap_up_s=0.0),
            "unrecorded": Queue(queue_id="unrecorded", name="Quiet", wrap_up_s=0.0, recorded=False),
            "patient": Queue(
                queue_id="patient",
                name="Patient",
                skills=frozenset({"patience"}),
                waiting=WaitingPlan(announce_first_s=1.0, announce_every_s=60.0),
            ),
            "short": Queue(
                queue_id="short",
                name="Short",
                skills=frozenset({"patience"}),
                waiting=WaitingPlan(wait_s_max=1.0, on_wait_max=End(prompts=("cord/goodbye",))),
            ),
        },
        agents={
            "ann": Agent(agent_id="ann", name="Ann"),
            "bob": Agent(agent_id="bob", name="Bob", skills=frozenset({"support"})),
        },
        entries={
            "100": Number(number="100", queue_id="sales"),
            "101": Number(number="101", queue_id="unrecorded"),
            "200": Number(number="200", flow_id="welcome"),
            "300": Number(number="300", queue_id="patient", language="ru"),
            "400": Number(number="400", queue_id="short"),
            "500": Number(number="500", flow_id="message"),
            "600": Number(number="600", flow_id="branch"),
            "700": Number(number="700", flow_id="words"),
            "800": Number(number="800", flow_id="request"),
            "900": Number(number="900", flow_id="survey"),
        },
    ),
    flows={
        "welcome": Flow(
            flow_id="welcome",
            name="Welcome",
            start="hello",
            nodes={
                "hello": Say(prompts=("cord/greeting",), next="menu"),
                "menu": Menu(
                    prompts=("cord/menu",),
                    choices={"1": "sales", "2": "support", "9": "russian"},
                    on_wrong=("cord/invalid",),
                    on_failure="end",
                    answer_s=2.0,
                    tries=2,
                ),
                "russian": SetLanguage(language="ru", next="menu"),
                "sales": ToQueue(queue_id="sales"),
                "support": ToQueue(queue_id="support"),
                "end": Goodbye(prompts=("cord/goodbye",)),
            },
        ),
        "message": Flow(
            flow_id="message",
            name="Leave a message",
            start="speak",
            nodes={
                "speak": Voicemail(
                    queue_id="sales", prompts=("cord/next",), next="end", most_s=8.0, silence_s=3.0, on_error="sorry"
                ),
                "sorry": Goodbye(prompts=("cord/invalid",)),
                "end": Goodbye(prompts=("cord/goodbye",)),
            },
        ),
        "branch": Flow(
            flow_id="branch",
            name="A branch outside",
            start="dial",
            nodes={
                "dial": ToNumber(number="5550100", trunk_id="city", next="end", on_failure="sorry", ring_s=3.0),
                "sorry": Goodbye(prompts=("cord/invalid",)),
                "end": Goodbye(prompts=("cord/goodbye",)),
            },
        ),
        "words": Flow(
            flow_id="words",
            name="Words",
            start="say",
            nodes={
                "say": Say(prompts=(Text(text={"en": "Hello."}), "cord/next"), next="code", on_error="sorry"),
                "code": Ask(
                    prompts=(Text(text={"en": "Your code, please."}),),
                    answer="code",
                    form=SecretForm(least=4, most=4),
                    next="end",
                    on_failure="sorry",
                    on_error="sorry",
                ),
                "sorry": Goodbye(prompts=("cord/invalid",)),
                "end": Goodbye(prompts=(Text(text={"en": "Goodbye."}),)),
            },
        ),
        "request": Flow(
            flow_id="request",
            name="A request",
            start="ask",
            nodes={
                "ask": Request(url="https://crm.example/x", next="end", on_error="end", limit_s=10.0),
                "end": Goodbye(prompts=("cord/goodbye",)),
            },
        ),
        "survey": Flow(
            flow_id="survey",
            name="Stay for a question",
            start="sales",
            nodes={
                "sales": ToQueue(queue_id="sales", after_talk="thanks", on_timeout="thanks", wait_s=2.0),
                "thanks": Say(prompts=("cord/next",), next="end"),
                "end": Goodbye(prompts=("cord/goodbye",)),
            },
        ),
    },
    trunks={"city": CITY},
)


@dataclass
class Walk:
    """The centre at work. `events` are the names of all events of one run, in order."""

    instance: Instance
    phones: Phones
    engine: Engine
    memory: Memory
    switch: Switch
    recorder: Recorder
    store: SoundStore
    recordings: list[RecordingRow] = field(default_factory=list)
    folder: Path = field(default_factory=Path)

    @property
    def floor(self) -> Floor:
        return self.engine.live.floor

    def events(self, kind: type[E]) -> list[E]:
        """Every event of this kind so far."""
        return [entry.event for entry in self.memory.entries if isinstance(entry.event, kind)]

    async def event(
        self, kind: type[E], where: Callable[[E], Any] = lambda _: True, timeout_s: float = PATIENCE_S
    ) -> E:
        """Return the first event of this kind that `where` accepts."""
        found: list[E] = []

        def look() -> bool:
            found[:] = [event for event in self.events(kind) if where(event)]
            return bool(found)

        await self.until(look, kind.__name__, timeout_s)
        return found[0]

    async def until(self, true: Callable[[], Any], what: str, timeout_s: float = PATIENCE_S) -> None:
        """Return once `true()`; fail with what became true instead."""
        end = time.monotonic() + timeout_s
        while not true():
            if time.monotonic() > end:
                told = "\n".join(str(entry.event) for entry in self.memory.entries)
                raise AssertionError(f"not within {timeout_s} s: {what}. Events:\n{told}\n{self.switch.counts}")
            await asyncio.sleep(0.02)

    async def ask(self, command: AnyInput) -> None:
        await self.engine.ask(command)

    async def agent(self, agent_id: str, how: str = "answers", *, ready: bool = True, **how_long: float) -> Phone:
        """An agent's SIP phone registers; the agent signs in and is ready."""
        phone_id = f"sip-{agent_id}"
        secret = provision.phone_secret(self.instance.phone_key, phone_id)
        phone = await asyncio.to_thread(
            lambda: self.phones.agent(how, phone_id=phone_id, secret=secret, **how_long)  # type: ignore[arg-type]
        )
        await self.ask(inp.SignIn(agent_id=agent_id, phone=PhoneKind.SIP))
        await self.until(lambda: self.floor.agents[agent_id].reachable, f"the phone of {agent_id} is seen")
        if ready:
            await self.ask(inp.MakeReady(agent_id=agent_id))
        return phone

    async def recording(self, number: int = 1) -> tuple[RecordingRow, Path]:
        """Return the last of `number` recordings, and its file."""
        await self.until(lambda: len(self.recordings) >= number, "the recording is kept")
        row = self.recordings[number - 1]
        file = self.folder / "last.wav"
        file.write_bytes(await self.store.read(row.key, 0, row.bytes))
        return row, file


def objects_of(instance: Instance, company: Configuration = COMPANY) -> list[provision.PjsipObject]:
    """Everything this company has at the switch."""
    objects = provision.trunk_objects(LOOPBACK, media_address="127.0.0.1")
    for trunk in company.trunks.values():
        objects += provision.trunk_objects(trunk, media_address="127.0.0.1")
    for agent_id in COMPANY.center.agents:
        objects += provision.agent_phones(agent_id, instance.phone_key, media_address="127.0.0.1")
    return objects


def ari_settings(instance: Instance) -> AriSettings:
    app = instance.settings.app
    return AriSettings(url=instance.ari_url, user=app, password=instance.ari_password, app=app)


@asynccontextmanager
async def walking(
    instance: Instance,
    phones: Phones,
    folder: Path,
    *,
    memory: Memory | None = None,
    files: Callable[[AriHttp], Files] | None = None,
    wait: bool = True,
    company: Configuration = COMPANY,
    speaker: Speaking | None = None,
) -> AsyncIterator[Walk]:
    """Yield a running centre. With the `memory` of an earlier one it is the same centre after a kill."""
    memory = memory or Memory()
    memory.owner = None
    engine = await Engine.open(MemoryJournal(memory), company, time.time)
    http = AriHttp(ari_settings(instance))
    store = SoundStore.at(folder / "recordings")
    walk: Walk

    async def kept(row: RecordingRow) -> None:
        walk.recordings.append(row)

    switch = Switch(
        settings=ari_settings(instance),
        http=http,
        live=engine.live,
        tell=engine.tell,
        objects=lambda: objects_of(instance, company),
        speaker=speaker,
        trunk=company.trunks.get,
    )
    recorder = Recorder(
        http=http,
        files=files(http) if files else SpoolFolder(instance.folders.recordings),
        store=store,
        floor=engine.live.floor,
        kept=kept,
        clock=time.time,
    )
    walk = Walk(instance, phones, engine, memory, switch, recorder, store, folder=folder)
    engine.listeners += [switch.listen, recorder.listen]
    tasks = [asyncio.create_task(work()) for work in (engine.run, switch.run, recorder.run)]
    try:
        if wait:
            await walk.until(lambda: walk.floor.switch_up, "the switch is found", 20)
        yield walk
        for task in tasks:
            assert not task.done(), task.exception()
        assert engine.bugs == 0
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await http.close()


async def nothing_left(walk: Walk, http: AriHttp) -> None:
    """No channel and no bridge is left at the switch."""

    async def rest() -> list[str]:
        channels, bridges = await http.get("channels", list[Channel]), await http.get("bridges", list[Bridge])
        return [thing.id for thing in (*channels, *bridges)]

    for _ in range(100):
        left = await rest()
        if not left:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"left at the switch: {left}")


@asynccontextmanager
async def swept(instance: Instance) -> AsyncIterator[AriHttp]:
    """Yield a way to ask Asterisk; afterwards no call is left for the next test."""
    http = AriHttp(ari_settings(instance))
    try:
        yield http
    finally:
        for channel in await http.get("channels", list[Channel]):
            with contextlib.suppress(Exception):
                await http.ask("DELETE", f"channels/{channel.id}")
        for bridge in await http.get("bridges", list[Bridge]):
            with contextlib.suppress(Exception):
                await http.ask("DELETE", f"bridges/{bridge.id}")
        # a trunk that knows loopback by its address would take the calls of other tests' trunks
        for trunk in (LOOPBACK, CITY):
            for thing in reversed(provision.trunk_objects(trunk)):
                with contextlib.suppress(Unreachable):
                    await http.ask("DELETE", thing.path)
        await http.close()
