"""The live feed's socket."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import msgspec
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect

from cordboard.errors import Forbidden
from cordboard.web.live import TOO_SLOW, Client, LiveHub
from cordboard.web.parts import PartsGiven
from cordboard.web.rights import SIGNED_IN, AskerGiven

GONE, UNREADABLE, FORBIDDEN = 1000, 1007, 4403
MESSAGE_MAX = 1000
"""Signs in what a browser says here, which is never more than a ping."""
PINGS_MAX = 20
"""Answers that may wait; who asks faster than it reads is dropped."""

AnySocket = WebSocket[Any, Any, Any]


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping"):
    """All that a browser may say."""


@websocket("/api/live", opt={"permission": SIGNED_IN})
async def live(socket: AnySocket, asker: AskerGiven, parts: PartsGiven) -> None:
    """Send a snapshot of what the account may see, then what changes. `?desk=1` makes this tab the agent's desk."""
    hub: LiveHub = socket.app.state.hub
    await socket.accept()
    code = FORBIDDEN
    with (
        contextlib.suppress(Forbidden),
        hub.tab(asker, is_desk=socket.query_params.get("desk") == "1") as client,
    ):
        up = asyncio.create_task(_listen(socket, client, parts.clock))
        down = asyncio.create_task(_tell(socket, client))
        try:
            done, _ = await asyncio.wait({up, down, client.closed}, return_when=asyncio.FIRST_COMPLETED)
            code = next(each.result() for each in done)
        finally:
            for task in (up, down):
                task.cancel()
            await asyncio.gather(up, down, return_exceptions=True)
    with contextlib.suppress(WebSocketDisconnect, OSError, RuntimeError):
        await socket.close(code=code)


async def _listen(socket: AnySocket, client: Client, clock: Any) -> int:
    """Answer pings; return the code to close with."""
    decode = msgspec.json.Decoder(Ping).decode
    try:
        while True:
            said = await socket.receive_text()
            if len(said) > MESSAGE_MAX:
                return UNREADABLE
            decode(said)
            if client.messages.qsize() > PINGS_MAX:
                return TOO_SLOW
            client.push(f'{{"type":"pong","now":{clock():.3f}}}')
    except (msgspec.DecodeError, UnicodeEncodeError):
        return UNREADABLE
    except WebSocketDisconnect:
        return GONE


async def _tell(socket: AnySocket, client: Client) -> int:
    """Send what waits; return the code to close with."""
    try:
        while True:
            await socket.send_text(await client.messages.get())
    except (WebSocketDisconnect, OSError):
        return GONE


ROUTES = [live]
