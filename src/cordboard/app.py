"""The composition root: the only place where adapters meet ports, and the order of start and stop."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.metadata import version

import structlog
import uvloop
from prometheus_client import CollectorRegistry

from cordboard import listening, places, welcome
from cordboard.asterisk import install, instance, phone_line
from cordboard.asterisk.ari import AriHttp, AriSettings
from cordboard.asterisk.process import AsteriskProcess
from cordboard.asterisk.recordings import FarFiles, Files, Recorder, SpoolFolder
from cordboard.asterisk.sound_store import SoundStore
from cordboard.asterisk.switch import Switch
from cordboard.config import Settings
from cordboard.floor.inputs import CenterChanged
from cordboard.gauges import Gauges
from cordboard.health import Health
from cordboard.logs import set_up_logs
from cordboard.phones import Phones
from cordboard.postgres.contacts import ContactLog
from cordboard.postgres.journal import PostgresJournal
from cordboard.postgres.recordings import RecordingList
from cordboard.postgres.reports import QueueReports
from cordboard.reporting.today import Today
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.engine import Engine
from cordboard.store import Store
from cordboard.supervise import keep_alive
from cordboard.web.app import Server, Web, make_server
from cordboard.web.metrics import Metrics
from cordboard.web.parts import Parts, SwitchSocket, WebRules

log = structlog.get_logger()


def serve(settings: Settings, *, demo: bool) -> None:
    """Run the whole centre until it is told to stop.

    Raises:
        CordboardError: a part cannot be started; the sentence says which and what to do.
    """
    set_up_logs(settings.log.level, settings.log.format)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, demo=demo))


async def _serve(settings: Settings, *, demo: bool) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    listening.demand(settings.web.host, settings.web.port, setting="web.port")
    async with AsyncExitStack() as stack:
        stopping = asyncio.create_task(stop.wait())
        starting = asyncio.create_task(_start(settings, stack, demo=demo))
        await asyncio.wait((stopping, starting), return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            return
        parts = starting.result()
        done, _ = await asyncio.wait((stopping, *parts), return_when=asyncio.FIRST_COMPLETED)
        welcome.say("stopping")
        for task in done - {stopping}:
            task.result()


@dataclass(frozen=True, slots=True)
class SwitchAccess:
    """How to speak with Asterisk, our own or the user's."""

    ari: AriSettings
    files: Files | None
    """Where it records, when that is a folder here."""
    phone_key: bytes
    media_address: str | None
    process: AsteriskProcess | None


async def _start(settings: Settings, stack: AsyncExitStack, *, demo: bool) -> list[asyncio.Task[None]]:
    """Start every part; return the tasks that run until the end. What was started is stopped by `stack`."""
    began = time.monotonic()
    store, access = await asyncio.gather(_open_store(settings, stack), _open_switch(settings, stack))
    first = await welcome.prepare(store, demo=demo)
    configuration = await store.configuration()

    today = Today(settings.timezone, time.time())
    reports = QueueReports(store.database)
    journal = PostgresJournal(store.dsn, tell_facts=today.take)
    engine = await Engine.open(journal, configuration, time.time)
    today.take(await reports.rows_since(today.begins))
    stack.push_async_callback(journal.close)
    stack.push_async_callback(engine.keep)

    http = AriHttp(access.ari)
    stack.push_async_callback(http.close)
    metrics = Metrics(CollectorRegistry())
    gauges = Gauges(metrics.registry, engine)
    phones = Phones(key=access.phone_key, media_address=access.media_address, current=store.current, settings=settings)
    switch = Switch(
        settings=access.ari,
        http=http,
        live=engine.live,
        tell=engine.tell,
        objects=phones.objects,
        observe=gauges.observe,
    )
    phones.push = switch.push
    sounds = SoundStore.at(places.recordings(settings))
    recordings = RecordingList(store.database)
    recorder = Recorder(
        http=http,
        files=access.files or FarFiles(http),
        store=sounds,
        floor=engine.live.floor,
        kept=recordings.keep,
        clock=time.time,
        scratch=places.scratch(settings),
    )
    gauges.watch(switch.counts, recorder)
    health = Health(store=store, journal=journal, engine=engine, switch=switch, recorder=recorder)

    async def center_changed(new: Configuration) -> None:
        engine.live.configure(new)
        engine.tell(CenterChanged())
        web.hub.center_changed()
        await switch.push(phones.objects())

    calls = ContactLog(store.database)
    web = Web(
        Parts(
            clock=time.time,
            version=version("cordboard"),
            rules=_rules(settings, demo=demo),
            engine=engine,
            today=today,
            accounts=store.accounts,
            sessions=store.sessions,
            tries=store.tries,
            audit=store.audit,
            calls=calls,
            notes=store.notes,
            customers=store.customers,
            reports=reports,
            recordings=recordings,
            sound=sounds,
            configuration=store,
            desk_phone=phones.desk_phone,
            open_visit=phones.open_visit,
            close_visit=phones.close_visit,
            open_switch_socket=lambda: _switch_socket(access.ari.url),
            health=health.look,
            store_trouble=journal.trouble,
            company=first.company,
        ),
        metrics=metrics,
    )
    store.tell_change = center_changed
    engine.listeners += [gauges.note, switch.listen, recorder.listen, web.take]
    server = make_server(
        web,
        host=settings.web.host,
        port=settings.web.port,
        certificate=settings.web.tls_certificate,
        key=settings.web.tls_key,
    )
    tasks = [
        asyncio.create_task(engine.run(), name="engine"),
        asyncio.create_task(switch.run(), name="switch"),
        asyncio.create_task(recorder.run(), name="recorder"),
        asyncio.create_task(server.serve(), name="web"),
    ]
    stack.push_async_callback(_end, tasks[:3])
    stack.push_async_callback(_end_server, server, tasks[3])
    while not server.started:
        if tasks[3].done():
            return tasks
        await asyncio.sleep(0.01)
    welcome.banner(settings, first, demo=demo, seconds=time.monotonic() - began)
    return tasks


async def _open_store(settings: Settings, stack: AsyncExitStack) -> Store:
    """Start the database, keep it alive if it is ours, and stop it in the end."""
    store = Store(settings, welcome.say)
    await store.open()
    if store.postgres is not None:
        stack.push_async_callback(store.postgres.stop)
        _keep(stack, keep_alive(store.postgres, "PostgreSQL"))
    stack.push_async_callback(store.close)
    return store


async def _open_switch(settings: Settings, stack: AsyncExitStack) -> SwitchAccess:
    """Start Asterisk, or find the user's own."""
    told, told_here = settings.asterisk, places.asterisk(settings)
    if told.ari_url is not None:
        return SwitchAccess(
            ari=AriSettings(url=told.ari_url, user=told.ari_user, password=told.ari_password or "", app=told.ari_app),
            files=None,
            phone_key=instance.kept_secret(settings.home / "phone_key").encode(),
            media_address=None,
            process=None,
        )
    installed = await asyncio.to_thread(install.install, places.cache(), welcome.say)
    own = instance.write(told_here, installed)
    process = AsteriskProcess(own)
    if await process.start() and not process.is_current:
        welcome.say("Asterisk runs with older settings, because calls may be on it; `cordboard stop` lets go of it")
    stack.push_async_callback(process.stop)
    _keep(stack, keep_alive(process, "Asterisk"))
    return SwitchAccess(
        ari=AriSettings(url=own.ari_url, user=told.ari_app, password=own.ari_password, app=told.ari_app),
        files=SpoolFolder(own.folders.recordings),
        phone_key=own.phone_key,
        media_address=told_here.media_address,
        process=process,
    )


def _rules(settings: Settings, *, demo: bool) -> WebRules:
    web = settings.web
    is_https = web.tls_certificate is not None
    return WebRules(
        secure_cookies=is_https if web.secure_cookies == "auto" else web.secure_cookies == "always",
        loopback_only=web.host in ("127.0.0.1", "::1", "localhost"),
        session_s=web.session_hours * 3600,
        sign_in_tries_per_minute=web.sign_in_tries_per_minute,
        metrics=settings.metrics,
        demo=demo,
    )


class _Line:
    """A phone's line to Asterisk, message by message, as the web side passes them on."""

    def __init__(self, line: phone_line.PhoneLine, stack: AsyncExitStack) -> None:
        self._line, self._stack = line, stack
        self._messages: AsyncIterator[str] = aiter(line)

    async def send(self, frame: str) -> None:
        await self._line.send(frame)

    async def receive(self) -> str | None:
        return await anext(self._messages, None)

    async def close(self) -> None:
        await self._stack.aclose()


async def _switch_socket(url: str) -> SwitchSocket:
    async with AsyncExitStack() as stack:
        line = await stack.enter_async_context(phone_line.phone_line(phone_line.phone_line_url(url)))
        return _Line(line, stack.pop_all())


def _keep(stack: AsyncExitStack, work: Coroutine[None, None, None]) -> None:
    """Run a task until the end."""
    stack.push_async_callback(_end, [asyncio.create_task(work)])


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _end_server(server: Server, task: asyncio.Task[None]) -> None:
    server.should_exit = True
    await asyncio.gather(task, return_exceptions=True)
