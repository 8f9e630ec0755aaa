"""From the files that Asterisk wrote to one recording that is kept: a talk in stereo, a customer's message in mono.

A talk has the name of its offer and two files, a message has one file of its own name. Each step may be done again: the
files are taken away last, after the row is durable, and whatever files of ended talks and messages lie there at a start
or a while later are taken up again. So no kill loses a recording.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import structlog

from cordboard.asterisk import legs
from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.errors import AriRefused
from cordboard.asterisk.messages import is_being_recorded
from cordboard.asterisk.recorded_files import Files
from cordboard.asterisk.sound_store import SoundStore
from cordboard.asterisk.stereo import SILENCE, Joined, join, whole
from cordboard.errors import Misunderstood, Unreachable
from cordboard.floor import events as ev
from cordboard.floor.floor import Floor
from cordboard.flows import events as fev
from cordboard.reporting.answers import RecordingRow
from cordboard.runtime.ports import Entry

AGENT_SAID, AGENT_HEARD = "-in", "-out"
"""Endings of the two files' names: what came in from the agent's phone, and what went out to it, the customer."""
LOOK_EVERY_S = 0.3
STILL_LOOKS = 2
"""A file is whole when its leg has ended and it did not grow between so many looks."""
LOOKS_MAX = 20
SWEEP_EVERY_S = 60.0
SCRATCH = "recordings-"
RETRY_S = 5.0
AT_A_TIME = 2
"""Recordings that are joined side by side."""
WAITING_MAX = 100
"""Recordings whose files are watched side by side."""

AFTER_MESSAGE = frozenset(
    {ev.ContactEnded, fev.MessageLeft, fev.AnswerTaken, fev.AnswerMissed, fev.NodePassed, fev.PromptsSaid, fev.FlowLeft}
)
"""Any of these follows the end of a customer's message."""

log = structlog.get_logger()


class Recorder:
    """Keeps the recording of all talks and messages that ended. `run` does the work, `listen` is told what is true."""

    def __init__(
        self,
        *,
        http: AriHttp,
        files: Files,
        store: SoundStore,
        floor: Floor,
        kept: Callable[[RecordingRow], Awaitable[None]],
        clock: Callable[[], float],
        scratch: Path | None = None,
    ) -> None:
        """Say what the recorder works with.

        Args:
            http: asked whether a leg has ended.
            files: where Asterisk records.
            store: where recordings are kept.
            floor: only read: a talk that is there goes on.
            kept: makes the row durable; told twice of one recording, it keeps one.
            clock: the instant now, seconds since the Unix epoch (UTC).
            scratch: folder of our own for files that are being made; the system's if None.
        """
        self.trouble = ""
        """Why recordings wait, in words; empty when all is well."""
        self._http, self._files, self._store, self._floor = http, files, store, floor
        self._kept, self._clock, self._scratch = kept, clock, scratch
        self._began: dict[str, float] = {}
        """Instant at which a talk or a message began."""
        self._messages: dict[str, str] = {}
        """Message that a contact is leaving."""
        self._todo: dict[str, None] = {}
        self._busy: set[str] = set()
        self._hopeless: set[str] = set()
        """Recordings whose files cannot be read; they are left where they lie."""
        self._news = asyncio.Event()
        self._gate = asyncio.Semaphore(AT_A_TIME)

    def __len__(self) -> int:
        """Recordings that wait to be kept."""
        return len(self._todo) + len(self._busy)

    def listen(self, entries: Sequence[Entry]) -> None:
        """Take note of talks and messages that began and ended. Returns at once."""
        for entry in entries:
            event = entry.event
            match event:
                case ev.ContactConnected():
                    self._began[event.offer_id] = entry.at
                case (
                    ev.ContactEnded(offer_id=str(offer_id))
                    | ev.ContactTransferred(offer_id=offer_id)
                    | ev.ContactReturned(offer_id=str(offer_id))
                ):
                    self._take_up(offer_id)
                case fev.RecordingAsked():
                    self._began[event.name], self._messages[event.contact_id] = entry.at, event.name
                case fev.MessageLeft():
                    # told of by a flow that began to record before we were here
                    self._take_up(event.recording)
            if type(event) in AFTER_MESSAGE:
                message = self._messages.pop(event.contact_id, None)  # type: ignore[union-attr]
                if message is not None:
                    self._take_up(message)

    def _take_up(self, recording_id: str) -> None:
        self._todo[recording_id] = None
        self._news.set()

    async def run(self) -> None:
        """Keep recordings until cancelled; first those that an earlier run left."""
        with self._scratch_folder() as folder:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._sweep_now_and_then())
                while True:
                    await self._news.wait()
                    self._news.clear()
                    for recording_id in list(self._todo)[: WAITING_MAX - len(self._busy)]:
                        del self._todo[recording_id]
                        if recording_id not in self._busy:
                            self._busy.add(recording_id)
                            group.create_task(self._finish_one(recording_id, Path(folder)))

    def _scratch_folder(self) -> tempfile.TemporaryDirectory[str]:
        """Make a folder for files in the making; what a killed run left in its own is taken away."""
        if self._scratch is not None:
            self._scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
            for left in self._scratch.glob(f"{SCRATCH}*"):
                shutil.rmtree(left, ignore_errors=True)
        return tempfile.TemporaryDirectory(prefix=SCRATCH, dir=self._scratch, ignore_cleanup_errors=True)

    async def _sweep_now_and_then(self) -> None:
        """Take up files of talks and messages that are over, which nobody told us of."""
        while True:
            wait_s = SWEEP_EVERY_S
            try:
                for name in await self._files.names():
                    recording_id = await self._over(name)
                    if recording_id is not None and recording_id not in self._hopeless:
                        self._todo[recording_id] = None
                self._news.set()
            except (Unreachable, Misunderstood, OSError) as error:
                wait_s = RETRY_S
                self._complain(error)
            await asyncio.sleep(wait_s)

    async def _over(self, name: str) -> str | None:
        """Return the recording to which a file belongs, if it is one of ours and is over."""
        if legs.turn_of_message(name) is not None:
            return None if await is_being_recorded(self._http, name) else name
        offer_id = name.removesuffix(AGENT_SAID).removesuffix(AGENT_HEARD)
        is_ours = offer_id != name and legs.is_agents_leg(offer_id)
        return offer_id if is_ours and offer_id not in self._floor.offers else None

    async def _finish_one(self, recording_id: str, scratch: Path) -> None:
        try:
            await self._finish(recording_id, scratch)
            self.trouble = ""
        except Misunderstood as error:
            self._hopeless.add(recording_id)
            log.error("a recording cannot be read and is left where it is", recording_id=recording_id, why=error.said)
        except (Unreachable, OSError) as error:
            self._complain(error)
            await asyncio.sleep(error.after_s if isinstance(error, Unreachable) else RETRY_S)
            self._todo[recording_id] = None
        except Exception:
            # one recording must not end the centre, now and at every start that finds its files again
            self._hopeless.add(recording_id)
            log.exception("a recording met a fault of ours and is left where it is", recording_id=recording_id)
        finally:
            self._busy.discard(recording_id)
            self._news.set()

    def _complain(self, error: Exception) -> None:
        if self.trouble != str(error):
            self.trouble = str(error)
            log.warning("recordings wait", why=self.trouble)

    async def _finish(self, recording_id: str, scratch: Path) -> None:
        there = await self._whole(recording_id)
        async with self._gate:
            if there:
                await self._make(recording_id, there, scratch)
                for name in there:
                    await self._files.remove(name)
        self._began.pop(recording_id, None)

    async def _make(self, recording_id: str, there: list[str], scratch: Path) -> None:
        made = scratch / f"{recording_id}.made"
        copies: list[Path] = []
        try:
            sides = {name: await self._files.fetch(name, scratch) for name in there}
            copies = [side for side in sides.values() if side.parent == scratch]
            if (message := sides.get(recording_id)) is not None:
                joined = await asyncio.to_thread(whole, message, made)
                if not any(peak > SILENCE for peak in joined.left):
                    return
            else:
                customer, agent = (sides.get(f"{recording_id}{side}") for side in (AGENT_HEARD, AGENT_SAID))
                joined = await asyncio.to_thread(join, customer, agent, made)
            if joined.seconds > 0:
                await self._keep(recording_id, joined, made, await self._files.ended_at(there[0]))
        finally:
            for file in (made, *copies):
                file.unlink(missing_ok=True)

    async def _keep(self, recording_id: str, joined: Joined, made: Path, ended_at: float | None) -> None:
        ended_at = self._clock() if ended_at is None else ended_at
        started_at = self._began.get(recording_id, ended_at - joined.seconds)
        day = datetime.fromtimestamp(started_at, UTC).strftime("%Y/%m/%d")
        key = f"{day}/{quote(recording_id, safe='')}.wav"
        await self._store.put(key, made)
        await self._kept(
            RecordingRow(
                recording_id=recording_id,
                contact_id=legs.contact_of_recording(recording_id),
                key=key,
                bytes=joined.size,
                seconds=joined.seconds,
                started_at=started_at,
                left=joined.left,
                right=joined.right,
            )
        )

    async def _whole(self, recording_id: str) -> list[str]:
        """Return the names of the files once nothing is written to them any more.

        Raises:
            Unreachable: it does not end, or its files do not.
        """
        is_message = legs.turn_of_message(recording_id) is not None
        names = (recording_id,) if is_message else (f"{recording_id}{AGENT_SAID}", f"{recording_id}{AGENT_HEARD}")
        before: list[int | None] = []
        still, has_ended = 0, False
        for _ in range(LOOKS_MAX):
            has_ended = has_ended or await self._has_ended(recording_id)
            if has_ended:
                sizes = [await self._files.size(name) for name in names]
                if not any(size is not None for size in sizes):
                    return []
                still = still + 1 if sizes == before else 0
                if still >= STILL_LOOKS:
                    return [name for name, size in zip(names, sizes, strict=True) if size is not None]
                before = sizes
            await asyncio.sleep(LOOK_EVERY_S)
        raise Unreachable("Asterisk", f"{recording_id} does not end, so its recording is not whole", after_s=RETRY_S)

    async def _has_ended(self, recording_id: str) -> bool:
        if legs.turn_of_message(recording_id) is not None:
            return not await is_being_recorded(self._http, recording_id)
        try:
            await self._http.ask("GET", f"channels/{quote(recording_id, safe='')}")
        except AriRefused as refusal:
            if refusal.status == 404:
                return True
            raise
        return False
