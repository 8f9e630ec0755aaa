"""The way from a browser's phone to Asterisk: SIP over a WebSocket, carried through and not looked into.

Browsers never reach Asterisk's HTTP port; the web server, which knows who may, stands between.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from cordboard.errors import Unreachable

CONNECT_S_MAX = 5.0
CLOSE_S_MAX = 1.0
MESSAGE_BYTES_MAX = 1 << 16
"""A SIP message with the longest SDP that browsers send has about 8 kB."""


class PhoneLine:
    """One open line: send messages, and iterate over those that come until the line ends."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse[Any]) -> None:
        self._socket = socket

    async def send(self, message: str) -> None:
        """Send one SIP message.

        Raises:
            Unreachable: the line is broken.
        """
        try:
            await self._socket.send_str(message)
        except (aiohttp.ClientError, ConnectionError) as error:
            raise Unreachable("Asterisk", f"the phone's line broke: {error or type(error).__name__}") from error

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield SIP messages until Asterisk ends the line."""
        while True:
            message = await self._socket.receive()
            if message.type is aiohttp.WSMsgType.TEXT:
                yield message.data
            elif message.type is aiohttp.WSMsgType.BINARY:
                yield message.data.decode(errors="replace")
            else:
                return


def phone_line_url(ari_url: str) -> str:
    """Return where Asterisk takes phones of browsers, from where its ARI is."""
    return "ws" + ari_url.rstrip("/").removeprefix("http") + "/ws"


@asynccontextmanager
async def phone_line(url: str) -> AsyncIterator[PhoneLine]:
    """Open a line to the SIP WebSocket at `url`, such as ws://127.0.0.1:18088/ws.

    Raises:
        Unreachable: Asterisk does not take it.
    """
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        try:
            async with asyncio.timeout(CONNECT_S_MAX):
                socket = await session.ws_connect(
                    url,
                    protocols=("sip",),
                    max_msg_size=MESSAGE_BYTES_MAX,
                    timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_S_MAX),
                )
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unreachable("Asterisk", f"no line for a phone: {error or type(error).__name__}") from error
        try:
            yield PhoneLine(socket)
        finally:
            await socket.close()
