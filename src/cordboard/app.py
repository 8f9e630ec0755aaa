"""The composition root: the only place where adapters meet ports, and the order of start and stop."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.metadata import version

import uvloop
from prometheus_client import CollectorRegistry

from cordboard import hold, listening, places, reach, welcome
from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.instance import PROMPTS
from cordboard.asterisk.recorded_files import FarFiles
from cordboard.asterisk.recordings import Recorder
from cordboard.asterisk.sound_store import SoundStore
from cordboard.asterisk.switch import Switch
from cordboard.config import Settings
from cordboard.floor.inputs import CenterChanged
from cordboard.gauges import Gauges
from cordboard.health import Checkup
from cordboard.logs import set_up_logs
from cordboard.phones import Phones
from cordboard.postgres.contacts import ContactLog
from cordboard.postgres.flow_reports import FlowReports
from cordboard.postgres.journal import PostgresJournal
from cordboard.postgres.messages import MessageList
from cordboard.postgres.recordings import RecordingList
from cordboard.postgres.reports import QueueReports
from cordboard.postgres.switches import SwitchHistory
from cordboard.reporting.today import Today
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.engine import Engine
from cordboard.runtime.steady_clock import SteadyClock
from cordboard.speech.prompt_files import shipped_prompts
from cordboard.speech.saying import Speaker
from cordboard.store import Store
from cordboard.supervise import end, keep_alive
from cordboard.switch_access import SwitchAccess, open_switch
from cordboard.web.app import Server, Web, make_server
from cordboard.web.metrics import Metrics
from cordboard.web.parts import Parts, WebRules


def serve(settings: Settings, *, demo: bool) -> None:
    """Run the whole centre until it is told to stop.

    Raises:
        CordboardError: a part cannot be started; the sentence says which and what to do.
    """
    set_up_logs(settings.log.level, settings.log.format)
    claim_process()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, demo=demo))


def claim_process() -> None:
    """Let files be the owner's alone, also in a home folder that others may enter, and open as many as we may."""
    os.umask(0o077)
    # the usual soft limit of 1024 is for programs that use select; the phones and screens of 300 agents go beyond it
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


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


async def _start(settings: Settings, stack: AsyncExitStack, *, demo: bool) -> list[asyncio.Task[None]]:
    """Start every part; return the tasks that run until the end. What was started is stopped by `stack`."""
    began = time.monotonic()
    store, access = await asyncio.gather(_open_store(settings, stack), open_switch(settings, stack, welcome.say))
    first = await welcome.prepare(store, demo=demo)
    core = await _open_core(settings, stack, store)
    metrics = Metrics(CollectorRegistry())
    reached = await reach.open_reach(settings, stack, store, core.engine, core.clock)
    telephony = _telephony(settings, stack, store, access, core.engine, metrics, reached.speaker)
    web = Web(_parts(settings, store, access, core, telephony, reached, first, demo=demo), metrics=metrics)
    _introduce(store, core, telephony, reached, web)
    _follow_commands(stack, store)
    server = _server(settings, web)
    tasks = _run(stack, core, telephony, reached, server)
    while not server.started:
        if tasks[-1].done():
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
        stack.push_async_callback(end, [asyncio.create_task(keep_alive(store.postgres, "PostgreSQL"))])
    stack.push_async_callback(store.close)
    return store


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What decides, and what remembers."""

    engine: Engine
    clock: SteadyClock
    journal: PostgresJournal
    today: Today
    reports: QueueReports


async def _open_core(settings: Settings, stack: AsyncExitStack, store: Store) -> Core:
    """Rebuild the floor from the journal, and the day's figures from the facts; a checkpoint is kept in the end."""
    configuration = await store.configuration()
    today = Today(settings.timezone, time.time())
    reports = QueueReports(store.database)
    journal = PostgresJournal(store.dsn, tell_facts=today.take)
    clock = SteadyClock()
    engine = await Engine.open(journal, configuration, clock, timezone=settings.timezone)
    clock.catch_up(engine.live.at)
    today.take(await reports.rows_since(today.begins))
    stack.push_async_callback(journal.close)
    stack.push_async_callback(engine.keep)
    return Core(engine=engine, clock=clock, journal=journal, today=today, reports=reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephony:
    """What speaks with Asterisk, and what it keeps."""

    switch: Switch
    phones: Phones
    recorder: Recorder
    recordings: RecordingList
    sounds: SoundStore
    gauges: Gauges


def _telephony(
    settings: Settings,
    stack: AsyncExitStack,
    store: Store,
    access: SwitchAccess,
    engine: Engine,
    metrics: Metrics,
    speaker: Speaker,
) -> Telephony:
    http = AriHttp(access.ari)
    stack.push_async_callback(http.close)
    gauges = Gauges(metrics.registry, engine)
    phones = Phones(key=access.phone_key, media_address=access.media_address, current=store.current, settings=settings)
    switch = Switch(
        settings=access.ari,
        http=http,
        live=engine.live,
        tell=engine.tell,
        objects=phones.objects,
        observe=gauges.observe,
        speaker=speaker,
        trunk=lambda trunk_id: store.current().trunks.get(trunk_id),
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
    return Telephony(
        switch=switch, phones=phones, recorder=recorder, recordings=recordings, sounds=sounds, gauges=gauges
    )


def _parts(
    settings: Settings,
    store: Store,
    access: SwitchAccess,
    core: Core,
    telephony: Telephony,
    reached: reach.Reach,
    first: welcome.First,
    *,
    demo: bool,
) -> Parts:
    checkup = Checkup(
        store=store,
        journal=core.journal,
        engine=core.engine,
        switch=telephony.switch,
        recorder=telephony.recorder,
        voices_say=reached.arrival.says,
        messages_wait=reached.outbox.trouble,
    )
    return Parts(
        clock=time.time,
        version=version("cordboard"),
        rules=_rules(settings, demo=demo),
        engine=core.engine,
        today=core.today,
        accounts=store.accounts,
        sessions=store.sessions,
        tries=store.tries,
        audit=store.audit,
        calls=ContactLog(store.database),
        notes=store.notes,
        customers=store.customers,
        reports=core.reports,
        flow_reports=FlowReports(store.database),
        recordings=telephony.recordings,
        sound=telephony.sounds,
        configuration=store.in_force,
        workshop=store.workshop(),
        prompts=store.prompts,
        prompt_sounds=reached.prompts,
        shipped_prompts=shipped_prompts(PROMPTS),
        speaker=reached.speaker,
        voices=reached.voices,
        tables=store.tables,
        switch_changes=SwitchHistory(store.database),
        messages=MessageList(store.database),
        desk_phone=telephony.phones.desk_phone,
        open_visit=telephony.phones.open_visit,
        close_visit=telephony.phones.close_visit,
        open_switch_socket=access.open_socket,
        health=checkup.look,
        store_trouble=core.journal.trouble,
        company=first.company,
    )


def _introduce(store: Store, core: Core, telephony: Telephony, reached: reach.Reach, web: Web) -> None:
    """Let each part be told of what becomes true, and of another configuration."""
    engine, switch = core.engine, telephony.switch

    async def center_changed(new: Configuration) -> None:
        engine.live.configure(new)
        engine.tell(CenterChanged())
        web.hub.center_changed()
        reached.warmer.want(new)
        await switch.push(telephony.phones.objects())

    store.in_force.tell_change = center_changed
    store.in_force.tell_trial = engine.live.configure
    engine.listeners += [
        telephony.gauges.note,
        switch.listen,
        telephony.recorder.listen,
        reached.errands.listen,
        web.take,
    ]


def _follow_commands(stack: AsyncExitStack, store: Store) -> None:
    """Take what commands keep while we run."""
    news = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(hold.NEWS, news.set)
    stack.push_async_callback(end, [asyncio.create_task(store.in_force.follow(news))])


def _run(
    stack: AsyncExitStack, core: Core, telephony: Telephony, reached: reach.Reach, server: Server
) -> list[asyncio.Task[None]]:
    """Set everything going; the web server, which is the last of the tasks, is the first to end."""
    tasks = [
        asyncio.create_task(core.engine.run(), name="engine"),
        asyncio.create_task(telephony.switch.run(), name="switch"),
        asyncio.create_task(telephony.recorder.run(), name="recorder"),
        asyncio.create_task(reached.run(), name="reach"),
    ]
    serving = asyncio.create_task(server.serve(), name="web")
    stack.push_async_callback(end, tasks)
    stack.push_async_callback(_end_server, server, serving)
    return [*tasks, serving]


def _server(settings: Settings, web: Web) -> Server:
    told = settings.web
    return make_server(web, host=told.host, port=told.port, certificate=told.tls_certificate, key=told.tls_key)


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


async def _end_server(server: Server, task: asyncio.Task[None]) -> None:
    server.should_exit = True
    await asyncio.gather(task, return_exceptions=True)
