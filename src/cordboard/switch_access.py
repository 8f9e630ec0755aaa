"""How the centre reaches Asterisk: its own, installed, started and kept alive here, or the user's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from cordboard import places
from cordboard.asterisk import install, instance, phone_line
from cordboard.asterisk.ari import AriSettings
from cordboard.asterisk.process import AsteriskProcess
from cordboard.asterisk.recorded_files import Files, SpoolFolder
from cordboard.config import Settings
from cordboard.supervise import end, keep_alive
from cordboard.web.parts import SwitchSocket


@dataclass(frozen=True, slots=True)
class SwitchAccess:
    """How to speak with Asterisk, our own or the user's."""

    ari: AriSettings
    files: Files | None
    """Where it records, when that is a folder here."""
    phone_key: bytes
    """From it every phone's secret is derived."""
    media_address: str | None
    """The address that audio is bound to; None when bound to all, or when the user's own Asterisk decides."""

    async def open_socket(self) -> SwitchSocket:
        """Open a line on which a browser's phone speaks SIP with Asterisk.

        Raises:
            Unreachable: Asterisk does not take it.
        """
        async with AsyncExitStack() as stack:
            url = phone_line.phone_line_url(self.ari.url)
            line = await stack.enter_async_context(phone_line.phone_line(url))
            return _Line(line, stack.pop_all())


async def open_switch(settings: Settings, stack: AsyncExitStack, tell: Callable[[str], None]) -> SwitchAccess:
    """Start Asterisk and keep it alive until `stack` ends it, or find the user's own."""
    told = settings.asterisk
    if told.ari_url is not None:
        return SwitchAccess(
            ari=AriSettings(url=told.ari_url, user=told.ari_user, password=told.ari_password or "", app=told.ari_app),
            files=None,
            phone_key=instance.kept_secret(settings.home / "phone_key").encode(),
            media_address=None,
        )
    told_here = places.asterisk(settings)
    installed = await asyncio.to_thread(install.install, places.cache(), tell)
    own = instance.write(told_here, installed)
    process = AsteriskProcess(own)
    if await process.start() and not process.is_current:
        tell("Asterisk runs with older settings, because calls may be on it; `cordboard stop` lets go of it")
    stack.push_async_callback(process.stop)
    stack.push_async_callback(end, [asyncio.create_task(keep_alive(process, "Asterisk"))])
    return SwitchAccess(
        ari=AriSettings(url=own.ari_url, user=told.ari_app, password=own.ari_password, app=told.ari_app),
        files=SpoolFolder(own.folders.recordings),
        phone_key=own.phone_key,
        media_address=told_here.media_address,
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
