"""Where the files are that Asterisk recorded: in a folder of this machine, or behind ARI."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.errors import AriRefused
from cordboard.asterisk.frames import StoredRecording


class Files(Protocol):
    """The files that Asterisk recorded, by the names of their legs' sides."""

    async def names(self) -> set[str]:
        """All that are there."""
        ...

    async def size(self, name: str) -> int | None:
        """Its bytes; None if there is no such file."""
        ...

    async def ended_at(self, name: str) -> float | None:
        """When its last sound was written, seconds since the Unix epoch (UTC); None if nobody knows."""
        ...

    async def fetch(self, name: str, scratch: Path) -> Path:
        """The file on this machine, perhaps a copy in `scratch`."""
        ...

    async def remove(self, name: str) -> None:
        """Take it away; one that is not there is no trouble."""
        ...


class SpoolFolder:
    """The port `Files` over the folder of an Asterisk on this machine."""

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
    """The port `Files` by ARI, of an Asterisk elsewhere. Its files do not say when their last sound was written."""

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
