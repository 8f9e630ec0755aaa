"""One telephone call as the person at the outside end has it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

Act = Callable[[str, str, Mapping[str, Any] | None], Awaitable[bool]]
"""Does one request about a line; False when the call is over."""


class Line:
    """A call that was made, or that rings."""

    def __init__(self, channel_id: str, act: Act) -> None:
        self.channel_id = channel_id
        self.answered = asyncio.Event()
        self.ended = asyncio.Event()
        self.cause: int | None = None
        """Why it ended, as of ITU-T Q.850, where that was told."""
        self._act = act
        self._path = f"channels/{quote(channel_id, safe='')}"

    async def answer(self) -> bool:
        """Take the ringing call; whether it was still there."""
        return await self._act("POST", f"{self._path}/answer", None)

    async def press(self, key: str) -> None:
        """Press a key of the telephone."""
        await self._act("POST", f"{self._path}/dtmf", {"dtmf": key})

    async def speak(self, sounds: Sequence[str], language: str) -> None:
        """Begin to say these sounds, one after another, as long as the call lasts."""
        await self._act("POST", f"{self._path}/play", {"media": list(sounds), "lang": language})

    async def hang_up(self) -> None:
        """End the call."""
        if not self.ended.is_set():
            await self._act("DELETE", self._path, None)

    async def over(self, within_s: float | None = None) -> bool:
        """Wait until the call is over, at most `within_s` seconds; whether it is."""
        try:
            async with asyncio.timeout(within_s):
                await self.ended.wait()
        except TimeoutError:
            return False
        return True

    def end(self, cause: int | None) -> None:
        """Take note that the call is over."""
        self.cause = cause if cause is not None else self.cause
        self.ended.set()
