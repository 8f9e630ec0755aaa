"""The telephone switch as the centre sees it: what happens there is reported, and what was decided is done there.

While the link is down nothing is done and nothing is queued: after the next connect the floor and the switch are
compared (reconcile.py), which finds everything that was missed in either direction.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from time import monotonic, perf_counter
from urllib.parse import quote

import structlog

from cordboard.asterisk.act import Act, Known, after_playback, hang_up, subscribe, turn_away
from cordboard.asterisk.ari import AriHttp, AriSettings, AriStream, ari_stream
from cordboard.asterisk.commands import acts, rings_last
from cordboard.asterisk.errors import AriRefused, Unanswered, first_of
from cordboard.asterisk.frames import HEARD, Bridge, Channel, Endpoint, Frame, SwitchAnswer
from cordboard.asterisk.lanes import Lanes
from cordboard.asterisk.provision import PjsipObject
from cordboard.asterisk.pushing import Pushed
from cordboard.asterisk.reachable import chosen_phones, phones_seen
from cordboard.asterisk.reconcile import reconcile
from cordboard.asterisk.translate import AGENT, CALLS, STRANGER, translate
from cordboard.errors import Misunderstood, Unreachable
from cordboard.floor import events as ev
from cordboard.floor.inputs import CallLost, SwitchFound, SwitchLost
from cordboard.floor.states import ContactState
from cordboard.runtime.live import AnyInput, LiveCenter
from cordboard.runtime.ports import Entry

RETRY_S_MIN, RETRY_S_MAX = 0.2, 2.0
"""Between two tries to connect."""
TRIES_PAUSES_S = (0.05, 0.3)
"""Before the second and the third try of an act that could not be delivered; then the link counts as broken."""
PHONES_EVERY_S = 3.0
PHONES_SETTLE_S = 0.05
"""News of phones comes in bursts; one look serves them all."""
STEADY_S = 5.0
"""A link that held so long was a good one: the next try comes soon."""
DOUBT_S = 2.0
"""A caller's leg that is not there is looked for again after this: the report of its end may be on its way."""
LEAVING_S_MAX = 120.0
"""Longest goodbye; then the call is ended whatever it hears."""
BACKLOG_MAX = 100_000

log = structlog.get_logger()


class Switch:
    """One Asterisk and the link to it. `run` keeps the link; `listen` is told of what became true."""

    def __init__(
        self,
        *,
        settings: AriSettings,
        http: AriHttp,
        live: LiveCenter,
        tell: Callable[[AnyInput], None],
        objects: Callable[[], Iterable[PjsipObject]] = tuple,
        observe: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        """Say what the switch works with.

        Args:
            settings: where ARI is.
            http: requests to it; the caller closes it.
            live: only read.
            tell: takes reports; never waits.
            objects: phones and trunks as they should be now.
            observe: told how long each act took, in seconds.
        """
        self.up = False
        """Whether events come and acts are done."""
        self.trouble = "not connected yet"
        """Why it is not up, in words; empty when it is."""
        self.counts: Counter[str] = Counter()
        """What happened so far, for the metrics."""
        self._settings, self._http, self._live = settings, http, live
        self._tell, self._objects, self._observe = tell, objects, observe
        self._known = Known(settings.app)
        self._pushed = Pushed(http)
        self._lanes = Lanes(self._perform)
        self._backlog: list[Frame] | None = []
        self._news_of_phones = asyncio.Event()
        self._broken: asyncio.Future[None] | None = None
        self._doubts: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Keep the link until cancelled."""
        # whatever the journal says: until it has been compared, the switch is not there
        self._tell(SwitchLost())
        wait_s = RETRY_S_MIN
        try:
            while True:
                began = monotonic()
                try:
                    # in a task of its own: before Python 3.12 a task group that broke leaves its task counted as
                    # cancelled, and the next time limit in that task would cancel it instead of telling of the time
                    await asyncio.create_task(self._hold_link(), name="link")
                except* (Unreachable, Misunderstood) as errors:
                    self.trouble = str(first_of(errors))
                if self.up:
                    log.warning("the switch is lost", why=self.trouble)
                    self._tell(SwitchLost())
                await self._let_go()
                wait_s = RETRY_S_MIN if monotonic() - began > STEADY_S else min(RETRY_S_MAX, 2 * wait_s)
                await asyncio.sleep(wait_s)
        finally:
            await self._let_go()

    def listen(self, entries: Sequence[Entry]) -> None:
        """Do at the switch what these events ask for. Returns at once."""
        if not self.up:
            self.counts["events_passed_over"] += len(entries)
            return
        todo: list[Act] = []
        for entry in entries:
            todo += acts(entry, self._live, self._known)
            if type(entry.event) is ev.ContactTurnedAway:
                self._end_in_time(entry.event.contact_id)
            elif type(entry.event) is ev.AgentSignedIn:
                self._news_of_phones.set()
        # lanes do not wait for each other, so the agents' phones may ring first
        todo.sort(key=rings_last)
        for act in todo:
            self._lanes.add(act)

    async def push(self, objects: Iterable[PjsipObject]) -> None:
        """Put these phones and trunks into Asterisk, and take away those that are not among them any more.

        While the link is down nothing is done; the next connect asks `objects` anew.
        """
        if self.up:
            await self._pushed.make(objects)
            self._news_of_phones.set()

    # -- the link --

    async def _hold_link(self) -> None:
        self._backlog = []
        self._broken = asyncio.get_running_loop().create_future()
        async with ari_stream(self._http, self._settings) as stream, asyncio.TaskGroup() as group:
            group.create_task(self._read(stream))
            group.create_task(self._serve())
            group.create_task(self._break(self._broken))

    async def _break(self, broken: asyncio.Future[None]) -> None:
        await broken

    async def _let_go(self) -> None:
        """The link is down: forget what was under way."""
        self.up = False
        self._broken = None
        for task in self._doubts.values():
            task.cancel()
        self._doubts.clear()
        await self._lanes.clear()

    async def _read(self, stream: AriStream) -> None:
        async for frame in stream:
            if self._backlog is None:
                self._hear(frame)
            elif len(self._backlog) < BACKLOG_MAX:
                self._backlog.append(frame)
            else:
                raise Unreachable("Asterisk", "more happens than can be compared; connecting anew")
        self.counts["frames_misunderstood"] += stream.misunderstood
        raise Unreachable("Asterisk", "the stream of events ended")

    async def _serve(self) -> None:
        """Compare, put the phones there, and watch them."""
        app = self._settings.app
        wanted = {"allowed": [{"type": kind} for kind in HEARD]}
        await self._http.ask("PUT", f"applications/{app}/eventFilter", wanted)
        answer = await self._http.get("asterisk/info?only=status", SwitchAnswer)
        channels = await self._http.get("channels", list[Channel])
        bridges = await self._http.get("bridges", list[Bridge])
        self._compare(channels, bridges, _instant(answer.status.startup_time))
        await self._pushed.make(self._objects(), since=answer.status.startup_time)
        for phone in chosen_phones(self._live.floor):
            self._lanes.add(subscribe(phone, app))
        await self._look_at_phones()
        self.trouble = ""
        self._tell(SwitchFound())
        self.counts["connects"] += 1
        log.info("the switch is found", calls=len(channels))
        await self._watch_phones()

    def _compare(self, channels: list[Channel], bridges: list[Bridge], started_at: float | None) -> None:
        """Report and mend all differences, then go on with what happened since the link was made."""
        inputs, todo = reconcile(channels, bridges, self._live, self._known, started_at=started_at)
        self.up = True
        for input_ in inputs:
            self._tell(input_)
        for act in todo:
            self._lanes.add(act)
        for contact in self._live.floor.contacts.values():
            if contact.state is ContactState.LEAVING:
                self._end_in_time(contact.contact_id)
        backlog, self._backlog = self._backlog or [], None
        for frame in backlog:
            self._hear(frame)

    # -- what happens there --

    def _hear(self, frame: Frame) -> None:
        self.counts["frames"] += 1
        reports = translate(frame)
        for report in reports:
            self._tell(report)
        match frame.type:
            case "StasisEnd" | "ChannelDestroyed" if frame.channel is not None:
                self._known.note_gone(frame.channel.id)
            case "PlaybackFinished" if frame.playback is not None:
                for act in after_playback(frame.playback.id, self._live, self._known):
                    self._lanes.add(act)
            case "ContactStatusChange":
                self._news_of_phones.set()
            case "StasisStart" if frame.channel is not None and not reports:
                self._turn_away(frame)
            case _:
                if not reports:
                    self.counts["frames_ignored"] += 1

    def _turn_away(self, frame: Frame) -> None:
        """A channel that came to us and is nobody's must not hang in silence."""
        assert frame.channel is not None
        word = frame.args[0] if frame.args else ""
        self.counts["strangers" if word == STRANGER else "frames_ignored"] += 1
        if word not in (*CALLS, AGENT):
            self._lanes.add(turn_away(frame.channel.id))

    # -- what is done there --

    async def _perform(self, act: Act) -> None:
        began = perf_counter()
        for pause_s in (*TRIES_PAUSES_S, None):
            try:
                await self._http.ask(act.method, act.path, act.body)
            except AriRefused as refusal:
                await self._refused(act, refusal)
            except Unanswered as error:
                self.counts["acts_unanswered"] += 1
                log.warning("an act was not answered", why=error.says)
                self._report(act.if_refused)
            except Unreachable as error:
                if pause_s is not None:
                    await asyncio.sleep(pause_s)
                    continue
                if self._broken is not None and not self._broken.done():
                    self._broken.set_exception(error)
            break
        self.counts["acts"] += 1
        self._observe(perf_counter() - began)

    async def _refused(self, act: Act, refusal: AriRefused) -> None:
        if refusal.status == 404 and act.caller is not None:
            self._doubt(act.caller)
        if refusal.status in act.fine:
            self.counts["acts_needless"] += 1
            return
        self.counts["acts_refused"] += 1
        log.warning("an act was refused", why=refusal.says)
        self._report(act.if_refused)
        if act.instead is not None:
            await self._perform(act.instead)

    def _report(self, inputs: Iterable[AnyInput]) -> None:
        for input_ in inputs:
            self._tell(input_)

    def _doubt(self, contact_id: str) -> None:
        """Look for a caller's leg again after a while, and report the call lost if it is not there."""
        if contact_id not in self._doubts:
            self._doubts[contact_id] = asyncio.get_running_loop().create_task(self._look_for(contact_id))

    async def _look_for(self, contact_id: str) -> None:
        await asyncio.sleep(DOUBT_S)
        if contact_id in self._live.floor.contacts:
            try:
                await self._http.ask("GET", f"channels/{quote(contact_id, safe='')}")
            except AriRefused:
                self._tell(CallLost(contact_id=contact_id))
            except Unreachable:
                pass
        del self._doubts[contact_id]

    def _end_in_time(self, contact_id: str) -> None:
        asyncio.get_running_loop().call_later(LEAVING_S_MAX, self._end_leaving, contact_id)

    def _end_leaving(self, contact_id: str) -> None:
        contact = self._live.floor.contacts.get(contact_id)
        if self.up and contact is not None and contact.state is ContactState.LEAVING:
            self._lanes.add(hang_up(contact_id, lane=contact_id))

    # -- phones --

    async def _watch_phones(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PHONES_EVERY_S):
                    await self._news_of_phones.wait()
                    await asyncio.sleep(PHONES_SETTLE_S)
            await self._look_at_phones()

    async def _look_at_phones(self) -> None:
        self._news_of_phones.clear()
        endpoints = await self._http.get("endpoints/PJSIP", list[Endpoint])
        if (seen := phones_seen(endpoints, self._live.floor)) is not None:
            self._tell(seen)


def _instant(text: str) -> float | None:
    """Return the instant, seconds since the Unix epoch, of a time as Asterisk writes it."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return None
