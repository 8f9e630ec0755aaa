"""The telephone switch as the centre sees it: what happens there is reported, and what was decided is done there.

While the link is down nothing is done and nothing is queued: after the next connect the floor and the switch are
compared (reconcile.py), which finds everything that was missed in either direction.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from time import monotonic
from urllib.parse import quote

import structlog

from cordboard.asterisk import legs
from cordboard.asterisk.act import (
    Act,
    Known,
    after_playback,
    hang_up,
    music,
    record_no_more,
    silence,
    subscribe,
    turn_away,
)
from cordboard.asterisk.acting import Acting
from cordboard.asterisk.ari import AriHttp, AriSettings, AriStream, ari_stream
from cordboard.asterisk.commands import acts, rings_last
from cordboard.asterisk.errors import AriRefused, first_of
from cordboard.asterisk.frames import HEARD, Bridge, Channel, Endpoint, Frame, SwitchAnswer
from cordboard.asterisk.messages import recorded_meanwhile, seconds_of
from cordboard.asterisk.provision import PjsipObject
from cordboard.asterisk.pushing import Pushed
from cordboard.asterisk.reachable import chosen_phones, phones_seen
from cordboard.asterisk.reconcile import reconcile
from cordboard.asterisk.speaking import Speaking
from cordboard.asterisk.translate import AGENT, CALLS, OUTSIDE, STRANGER, translate
from cordboard.center.trunks import Trunk
from cordboard.errors import Misunderstood, Unreachable
from cordboard.floor import events as ev
from cordboard.floor.inputs import CallerHungUp, CallLost, SwitchFound, SwitchLost
from cordboard.floor.states import ContactState
from cordboard.flows.events import ErrandAsked
from cordboard.flows.inputs import PromptsFailed, RecordingFinished
from cordboard.runtime.live import AnyInput, LiveCenter
from cordboard.runtime.ports import Entry

RETRY_S_MIN, RETRY_S_MAX = 0.2, 2.0
"""Between two tries to connect."""
PHONES_EVERY_S = 3.0
PHONES_SETTLE_S = 0.05
"""News of phones comes in bursts; one look serves them all."""
STEADY_S = 5.0
"""A link that held so long was a good one: the next try comes soon."""
DOUBT_S = 2.0
"""A caller's leg that is not there is looked for again after this: the report of its end may be on its way."""
FAILED_DOUBT_S = 0.2
"""Prompts fail and recordings end too when the caller rings off: the report of that follows at once."""
FILL_AFTER_S = 1.0
"""A caller who waits longer for an answer from outside hears music."""
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
        speaker: Speaking | None = None,
        trunk: Callable[[str], Trunk | None] = lambda _trunk_id: None,
    ) -> None:
        """Say what the switch works with.

        Args:
            settings: where ARI is.
            http: requests to it; the caller closes it.
            live: only read.
            tell: takes reports; never waits.
            objects: phones and trunks as they should be now.
            observe: told how long each act took, in seconds.
            speaker: makes words into sounds; without one they cannot be said.
            trunk: finds the trunk of this id.
        """
        self.up = False
        """Whether events come and acts are done."""
        self.trouble = "not connected yet"
        """Why it is not up, in words; empty when it is."""
        self.counts: Counter[str] = Counter()
        """What happened so far, for the metrics."""
        self._settings, self._http, self._live = settings, http, live
        self._tell, self._objects = tell, objects
        self._known = Known(settings.app, trunk=trunk)
        self._acting = Acting(
            http, speaker, tell=tell, doubt=self._doubt, broken=self._break_link, counts=self.counts, observe=observe
        )
        self._pushed = Pushed(http)
        self._backlog: list[Frame] | None = []
        self._news_of_phones = asyncio.Event()
        self._broken: asyncio.Future[None] | None = None
        self._weighed: dict[str, list[AnyInput]] = {}
        """By contact whose message is being looked at, what happened since."""
        self._weighing: set[asyncio.Task[None]] = set()
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
            match entry.event:
                case ev.ContactTurnedAway(contact_id=contact_id):
                    self._end_in_time(contact_id)
                case ev.ContactEnded(contact_id=contact_id):
                    self._acting.forget(contact_id)
                case ErrandAsked(errand=errand, script=False) as asked if errand.fetch is not None:
                    asyncio.get_running_loop().call_later(FILL_AFTER_S, self._fill, asked)
                case ev.AgentSignedIn():
                    self._news_of_phones.set()
        # lanes do not wait for each other, so the agents' phones may ring first
        todo.sort(key=rings_last)
        for act in todo:
            self._acting.add(act)

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

    def _break_link(self, error: Unreachable) -> None:
        if self._broken is not None and not self._broken.done():
            self._broken.set_exception(error)

    async def _let_go(self) -> None:
        """The link is down: forget what was under way."""
        self.up = False
        self._broken = None
        for task in self._doubts.values():
            task.cancel()
        self._doubts.clear()
        for task in list(self._weighing):
            task.cancel()
        await self._acting.clear()

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
        recorded = await recorded_meanwhile(self._http, self._live)
        self._compare(channels, bridges, recorded, _instant(answer.status.startup_time))
        await self._pushed.make(self._objects(), since=answer.status.startup_time)
        for phone in chosen_phones(self._live.floor):
            self._acting.add(subscribe(phone, app))
        await self._look_at_phones()
        self.trouble = ""
        self._tell(SwitchFound())
        self.counts["connects"] += 1
        log.info("the switch is found", calls=len(channels))
        await self._watch_phones()

    def _compare(
        self,
        channels: list[Channel],
        bridges: list[Bridge],
        recorded: Mapping[str, float | None],
        started_at: float | None,
    ) -> None:
        """Report and mend all differences, then go on with what happened since the link was made."""
        inputs, todo = reconcile(channels, bridges, self._live, self._known, recorded=recorded, started_at=started_at)
        self.up = True
        for input_ in inputs:
            self._tell(input_)
        for act in todo:
            self._acting.add(act)
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
            self._take(report)
        match frame.type:
            case "StasisEnd" | "ChannelDestroyed" if frame.channel is not None:
                self._known.note_gone(frame.channel.id)
            case "PlaybackFinished" if frame.playback is not None:
                for act in after_playback(frame.playback.id, self._live, self._known):
                    self._acting.add(act)
            case "RecordingFinished" | "RecordingFailed" if frame.recording is not None:
                self._recorded(frame.recording.name)
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
        if word not in (*CALLS, AGENT, OUTSIDE):
            self._acting.add(turn_away(frame.channel.id))

    def _take(self, report: AnyInput) -> None:
        """Tell what happened, unless more must be known of it first."""
        contact_id = getattr(report, "contact_id", None)
        if contact_id in self._weighed:
            # the customer may have rung off: that is told after what was said
            self._weighed[contact_id].append(report)
        elif isinstance(report, PromptsFailed):
            asyncio.get_running_loop().call_later(FAILED_DOUBT_S, self._tell_of_failure, report)
        elif isinstance(report, RecordingFinished):
            self._weighed[report.contact_id] = []
            task = asyncio.get_running_loop().create_task(self._weigh(report))
            self._weighing.add(task)
            task.add_done_callback(self._weighing.discard)
        else:
            self._tell(report)

    async def _weigh(self, finished: RecordingFinished) -> None:
        """Tell of a message once it is known whether anything was said in it, and then what came after it."""
        seconds: float | None = finished.seconds
        try:
            # whoever ends it by ringing off is reported right after it
            await asyncio.sleep(FAILED_DOUBT_S)
            if seconds:
                seconds = await seconds_of(self._http, legs.message(finished.contact_id, finished.turn))
        except Unreachable as error:
            log.warning("a message was not looked at", why=error.says)
        finally:
            later = self._weighed.pop(finished.contact_id)
            if self.up:
                rang_off = any(isinstance(report, CallerHungUp) for report in later)
                self._tell(replace(finished, seconds=seconds or 0.0, rang_off=rang_off))
                for report in later:
                    self._take(report)

    def _tell_of_failure(self, failed: PromptsFailed) -> None:
        """Prompts failed for a caller who is still there."""
        if self.up and failed.contact_id in self._live.floor.contacts:
            self.counts["prompts_failed"] += 1
            log.warning("prompts were not played", why=failed.why)
            self._tell(failed)

    def _recorded(self, recording: str) -> None:
        """A recording ended by itself: nobody need end it."""
        if (asked := legs.turn_of_message(recording)) is not None:
            meanwhile, contact_id = self._known.meanwhile, asked[0]
            if meanwhile.get(contact_id) == record_no_more(contact_id, recording):
                del meanwhile[contact_id]

    # -- what is done there --

    def _fill(self, asked: ErrandAsked) -> None:
        """The answer from outside takes its time: the caller hears music until the flow goes on."""
        contact = self._live.floor.contacts.get(asked.contact_id)
        performance = self._live.performer.performances.get(asked.contact_id)
        if self.up and contact is not None and performance is not None and performance.turn == asked.turn:
            self._known.meanwhile[asked.contact_id] = silence(asked.contact_id)
            self._acting.add(music(asked.contact_id, contact.music))

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
            self._acting.add(hang_up(contact_id, lane=contact_id))

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
