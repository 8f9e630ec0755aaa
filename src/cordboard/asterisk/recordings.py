"""From two files that Asterisk wrote to one stereo recording that is kept.

Each step may be done again: the files are taken away last, after the row is durable, and whatever files of ended talks
lie there at a start or a while later are taken up again. So no kill loses a recording.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import structlog

from cordboard.asterisk import legs
from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.errors import AriRefused
from cordboard.asterisk.frames import StoredRecording
from cordboard.asterisk.sound_store import SoundStore
from cordboard.asterisk.stereo import Joined, join
from cordboard.errors import Misunderstood, Unreachable
from cordboard.floor import events as ev
from cordboard.floor.floor import Floor
from cordboard.reporting.answers import RecordingRow
from cordboard.runtime.ports import Entry

AGENT_SAID, AGENT_HEARD = "-in", "-out"
"""Endings of the two files' names: what came in from the agent's phone, and what went out to it, the customer."""
LOOK_EVERY_S = 0.3
STILL_LOOKS = 2
"""A file is whole when its leg has ended and it did not grow between so many looks."""
LOOKS_MAX = 20
SWEEP_EVERY_S = 60.0
AT_A_TIME = 2

log = structlog.get_logger()


class Files(Protocol):
    """The files that Asterisk recorded, by the names of their legs' sides."""

    async def names(self) -> set[str]: ...

    async def size(self, name: str) -> int | None:
        """Its bytes; None if there is no such file."""
        ...

    async def ended_at(self, name: str) -> float | None:
        """When its last sound was written, seconds since the Unix epoch (UTC); None if nobody knows."""
        ...

    async def fetch(self, name: str, scratch: Path) -> Path:
        """The file on this machine, perhaps a copy in `scratch`."""
        ...

    async def remove(self, name: str) -> None: ...


class SpoolFolder:
    """Files of an Asterisk on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def names(self) -> set[str]:
        return {file.stem for file in self._folder.glob("*.wav")}

    async def size(self, name: str) -> int | None:
        try:
            return self._file(name).stat().st_size
        except FileNotFoundError:
            return None

    async def ended_at(self, name: str) -> float | None:
        return self._file(name).stat().st_mtime

    async def fetch(self, name: str, scratch: Path) -> Path:
        return self._file(name)

    async def remove(self, name: str) -> None:
        self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.wav"


class FarFiles:
    """Files of an Asterisk elsewhere, fetched by ARI."""

    def __init__(self, http: AriHttp) -> None:
        self._http = http

    async def names(self) -> set[str]:
        return {stored.name for stored in await self._http.get("recordings/stored", list[StoredRecording])}

    async def size(self, name: str) -> int | None:
        try:
            return await self._http.length(f"{self._path(name)}/file")
        except AriRefused as refusal:
            if refusal.status == 404:
                return None
            raise

    async def ended_at(self, name: str) -> float | None:
        return None

    async def fetch(self, name: str, scratch: Path) -> Path:
        file = scratch / f"{name}.wav"
        await self._http.download(f"{self._path(name)}/file", file)
        return file

    async def remove(self, name: str) -> None:
        try:
            await self._http.ask("DELETE", self._path(name))
        except AriRefused as refusal:
            if refusal.status != 404:
                raise

    def _path(self, name: str) -> str:
        return f"recordings/stored/{quote(name, safe='')}"


class Recorder:
    """Keeps the recording of every talk that ended. `run` does the work, `listen` is told what became true."""

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
            scratch: folder for files that are being made; the system's if None.
        """
        self.kept_count = 0
        self.trouble = ""
        """Why recordings wait, in words; empty when all is well."""
        self._http, self._files, self._store, self._floor = http, files, store, floor
        self._kept, self._clock, self._scratch = kept, clock, scratch
        self._began: dict[str, float] = {}
        """Instant at which a talk began, by offer."""
        self._todo: dict[str, None] = {}
        self._busy: set[str] = set()
        self._hopeless: set[str] = set()
        """Offers whose files cannot be read; they are left where they lie."""
        self._news = asyncio.Event()

    def __len__(self) -> int:
        """Recordings that wait to be kept."""
        return len(self._todo) + len(self._busy)

    def listen(self, entries: Sequence[Entry]) -> None:
        """Take note of talks that began and ended. Returns at once."""
        for entry in entries:
            event = entry.event
            match event:
                case ev.ContactConnected():
                    self._began[event.offer_id] = entry.at
                case ev.ContactEnded(offer_id=str(offer_id)) | ev.ContactTransferred(offer_id=offer_id):
                    self._todo[offer_id] = None
                    self._news.set()

    async def run(self) -> None:
        """Keep recordings until cancelled; first those that an earlier run left."""
        while True:
            try:
                await self._sweep()
                self.trouble = ""
                while await self._wait():
                    await self._work()
            except Unreachable as error:
                if self.trouble != str(error):
                    self.trouble = str(error)
                    log.warning("recordings wait", why=self.trouble)
                await asyncio.sleep(error.after_s)

    async def _wait(self) -> bool:
        """Return whether there is work; False when it is time to look for what was left."""
        if not self._todo:
            try:
                async with asyncio.timeout(SWEEP_EVERY_S):
                    await self._news.wait()
            except TimeoutError:
                return False
        self._news.clear()
        return True

    async def _sweep(self) -> None:
        """Take up files of talks that are over."""
        for name in await self._files.names():
            offer_id = name.removesuffix(AGENT_SAID).removesuffix(AGENT_HEARD)
            is_ours = offer_id != name and legs.is_agents_leg(offer_id)
            if is_ours and offer_id not in self._floor.offers and offer_id not in self._hopeless:
                self._todo[offer_id] = None

    async def _work(self) -> None:
        gate = asyncio.Semaphore(AT_A_TIME)
        offers, self._todo = list(self._todo), {}
        results = await asyncio.gather(*(self._finish_one(offer, gate) for offer in offers), return_exceptions=True)
        for offer_id, result in zip(offers, results, strict=True):
            if isinstance(result, Unreachable):
                self._todo[offer_id] = None
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def _finish_one(self, offer_id: str, gate: asyncio.Semaphore) -> None:
        async with gate:
            self._busy.add(offer_id)
            try:
                await self._finish(offer_id)
            except OSError as error:
                raise Unreachable("the disk", str(error)) from error
            except Misunderstood as error:
                self._hopeless.add(offer_id)
                log.error("a recording cannot be read and is left where it is", offer_id=offer_id, why=error.said)
            finally:
                self._busy.discard(offer_id)

    async def _finish(self, offer_id: str) -> None:
        sizes = await self._whole(offer_id)
        said, heard = f"{offer_id}{AGENT_SAID}", f"{offer_id}{AGENT_HEARD}"
        there = [name for name in (heard, said) if sizes.get(name) is not None]
        if there:
            with tempfile.TemporaryDirectory(prefix="recording-", dir=self._scratch) as scratch:
                stereo = Path(scratch) / "stereo"
                sides = {name: await self._files.fetch(name, Path(scratch)) for name in there}
                joined = await asyncio.to_thread(join, sides.get(heard), sides.get(said), stereo)
                if joined.seconds > 0:
                    await self._keep(offer_id, joined, stereo, await self._files.ended_at(there[0]))
            for name in there:
                await self._files.remove(name)
        self._began.pop(offer_id, None)

    async def _keep(self, offer_id: str, joined: Joined, stereo: Path, ended_at: float | None) -> None:
        ended_at = self._clock() if ended_at is None else ended_at
        started_at = self._began.get(offer_id, ended_at - joined.seconds)
        day = datetime.fromtimestamp(started_at, UTC).strftime("%Y/%m/%d")
        key = f"{day}/{quote(offer_id, safe='')}.wav"
        await self._store.put(key, stereo)
        await self._kept(
            RecordingRow(
                recording_id=offer_id,
                contact_id=legs.contact_of(offer_id),
                key=key,
                bytes=joined.size,
                seconds=joined.seconds,
                started_at=started_at,
                left=joined.left,
                right=joined.right,
            )
        )
        self.kept_count += 1

    async def _whole(self, offer_id: str) -> dict[str, int | None]:
        """Return the sizes of both files once nothing is written to them any more.

        Raises:
            Unreachable: the leg does not end.
        """
        names = (f"{offer_id}{AGENT_SAID}", f"{offer_id}{AGENT_HEARD}")
        before: dict[str, int | None] = {}
        still = 0
        for _ in range(LOOKS_MAX):
            if await self._has_ended(offer_id):
                sizes = {name: await self._files.size(name) for name in names}
                if not any(size is not None for size in sizes.values()) and not before:
                    return sizes
                still = still + 1 if sizes == before else 0
                if still >= STILL_LOOKS:
                    return sizes
                before = sizes
            await asyncio.sleep(LOOK_EVERY_S)
        raise Unreachable("Asterisk", f"the leg {offer_id} does not end, so its recording is not whole yet")

    async def _has_ended(self, offer_id: str) -> bool:
        try:
            await self._http.ask("GET", f"channels/{quote(offer_id, safe='')}")
        except AriRefused as refusal:
            if refusal.status == 404:
                return True
            raise
        return False
