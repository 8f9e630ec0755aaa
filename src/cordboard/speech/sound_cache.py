"""Sounds kept under the sum of what they say, until others need the room or their time is over.

A sound is a pair of files (`sound_files.py`) and, written last, `KEY.sum` with the sums of both: it proves them whole
and its time of change says when the sound was last wanted. The folder belongs to one process.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from cordboard.errors import Unreachable
from cordboard.speech import sound_files
from cordboard.speech.sound_files import NARROW, WIDE, beside

SUM = ".sum"

PLAYING_S = 60.0
"""A sound wanted less long ago is about to be opened by somebody, so it is never taken away for room."""

SHARE_KEPT = 0.9
"""When the folder is full, so much of its room is left in use."""

log = structlog.get_logger()


@dataclass(slots=True)
class _Kept:
    size: int
    """Bytes of both sounds."""
    wanted_at: float
    """Seconds since the Unix epoch (UTC)."""
    proven: bool = False
    """Whether this process has compared it with its sums."""


class SoundCache:
    """Sounds by key, in a folder of at most so many bytes; those least recently wanted go first."""

    def __init__(
        self, folder: Path, *, bytes_max: int, kept_s: float | None = None, now: Callable[[], float] = time.time
    ) -> None:
        """`kept_s`: seconds after it was last wanted that `sweep` takes a sound away; None: never."""
        self._folder = folder
        self._bytes_max = bytes_max
        self._kept_s = kept_s
        self._now = now
        folder.mkdir(parents=True, exist_ok=True)
        sound_files.remove_parts(folder)
        self._kept: dict[str, _Kept] = {}
        """In the order they were last wanted."""
        found = [(file.stat().st_mtime, file.stem) for file in folder.glob(f"*{SUM}")]
        for wanted_at, key in sorted(found):
            if (size := _size(folder / key)) >= 0:
                self._kept[key] = _Kept(size=size, wanted_at=wanted_at)
        for file in folder.glob(f"*{NARROW}*"):
            if file.name.partition(".")[0] not in self._kept:
                file.unlink(missing_ok=True)

    @property
    def size(self) -> int:
        """Bytes of all sounds."""
        return sum(kept.size for kept in self._kept.values())

    def find(self, key: str) -> Path | None:
        """Return the path without suffix of the sound of this key, whole; None if it is to be made."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        stem = self._folder / key
        if not (_size(stem) == kept.size if kept.proven else _is_whole(stem)):
            log.warning("a kept sound is damaged and is made again", key=key)
            self._drop(key)
            return None
        kept.proven = True
        self._want(key)
        return stem

    async def keep(self, key: str, wide: bytes, narrow: bytes) -> Path:
        """Keep a sound, 16-bit samples at both rates, and return its path without suffix.

        Raises:
            Unreachable: the disk does not take it.
        """
        stem = self._folder / key
        try:
            await asyncio.to_thread(_write, stem, wide, narrow)
        except OSError as error:
            raise Unreachable("sounds", f"{self._folder} does not take a sound: {error.strerror}") from error
        self._kept[key] = _Kept(size=_size(stem), wanted_at=self._now(), proven=True)
        self._want(key)
        if self.size > self._bytes_max:
            self._make_room()
        return stem

    def sweep(self) -> None:
        """Take away what was not wanted for long."""
        if self._kept_s is None:
            return
        for key in [key for key, kept in self._kept.items() if kept.wanted_at < self._now() - self._kept_s]:
            self._drop(key)

    def clear(self) -> None:
        """Take everything away."""
        for key in list(self._kept):
            self._drop(key)

    def _want(self, key: str) -> None:
        kept = self._kept.pop(key)
        kept.wanted_at = self._now()
        self._kept[key] = kept
        try:
            os.utime(beside(self._folder / key, SUM), (kept.wanted_at, kept.wanted_at))
        except OSError as error:
            # the order of going is a little less right after the next start; the sound is good
            log.warning("a kept sound cannot be marked as wanted", key=key, why=str(error))

    def _make_room(self) -> None:
        size = self.size
        for key, kept in list(self._kept.items()):
            if size <= SHARE_KEPT * self._bytes_max or kept.wanted_at > self._now() - PLAYING_S:
                break
            size -= kept.size
            self._drop(key)

    def _drop(self, key: str) -> None:
        del self._kept[key]
        beside(self._folder / key, SUM).unlink(missing_ok=True)
        sound_files.remove_pair(self._folder / key)


def memory_folder(home: Path) -> Path:
    """Return a folder for sounds that hold data of customers: only its owner may read it, and a restart empties it.

    It is in memory where the system offers that; otherwise in the centre's home.
    """
    name = "cordboard-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    for place in (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm"):
        if place and os.access(place, os.W_OK | os.X_OK):
            folder = Path(place) / f"{name}-{os.getuid()}"
            if _is_ours(folder):
                return folder
    folder = home / "private-sounds"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _is_ours(folder: Path) -> bool:
    """Make the folder unless it is there; whether it is a folder of ours alone, where everybody may make one."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _size(stem: Path) -> int:
    """Return the bytes of both files; -1 if one is missing."""
    try:
        return sum(beside(stem, suffix).stat().st_size for suffix in (WIDE, NARROW))
    except OSError:
        return -1


def _sums(stem: Path) -> str:
    return "".join(hashlib.sha256(beside(stem, suffix).read_bytes()).hexdigest() + "\n" for suffix in (WIDE, NARROW))


def _is_whole(stem: Path) -> bool:
    try:
        return beside(stem, SUM).read_text() == _sums(stem)
    except (OSError, ValueError):
        return False


def _write(stem: Path, wide: bytes, narrow: bytes) -> None:
    sound_files.write_pair(stem, wide, narrow)
    sound_files.write(beside(stem, SUM), _sums(stem).encode())
