"""SIP over WebSocket, passed on between a browser and the switch: browsers never reach the switch themselves."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect

from cordboard.center.permissions import Permission
from cordboard.errors import Forbidden, Unknown, Unreachable
from cordboard.web.errors import SignedOut
from cordboard.web.metrics import Metrics
from cordboard.web.open_sockets import SIGNED_OUT, OpenSockets
from cordboard.web.parts import Parts, PartsGiven, SwitchSocket
from cordboard.web.rights import COOKIE, PUBLIC
from cordboard.web.signed_in import SignedIn
from cordboard.web.visits import Visits

FRAME_MAX = 65_536
"""Characters in one SIP message; an INVITE with many candidates is some 6,000."""
TOO_LARGE, TRY_LATER, GONE, FORBIDDEN = 1009, 1013, 1000, 4403

AnySocket = WebSocket[Any, Any, Any]


@websocket("/sip/ws", opt={"permission": PUBLIC})
async def sip_socket(socket: AnySocket, parts: PartsGiven) -> None:
    """Pass SIP on for an agent who is signed in, or for a visitor with the token of a visit (`?visit=`)."""
    state = socket.app.state
    closing: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def close(code: int) -> None:
        if not closing.done():
            closing.set_result(code)

    if "sip" not in socket.scope.get("subprotocols", []):
        await socket.close(code=1002)
        return
    async with contextlib.AsyncExitStack() as stack:
        try:
            await _admit(socket, state.signed_in, state.sockets, state.visits, stack, close)
        except (SignedOut, Unknown):
            await socket.close(code=SIGNED_OUT)
            return
        except Forbidden:
            await socket.close(code=FORBIDDEN)
            return
        await _pass_on(socket, parts, state.metrics, closing)


async def _admit(
    socket: AnySocket,
    signed_in: SignedIn,
    sockets: OpenSockets,
    visits: Visits,
    stack: contextlib.AsyncExitStack,
    close: Any,
) -> None:
    """Let in who may; the socket then ends with the visit or with the session.

    Raises:
        Unknown: there is no such visit.
        SignedOut: nobody is signed in.
        Forbidden: the account may not serve.
    """
    token = socket.query_params.get("visit")
    if token is not None:
        stack.enter_context(visits.connected(token))
        return
    asker = await signed_in.asker(socket.cookies.get(COOKIE))
    if not asker.may(Permission.SERVE):
        raise Forbidden("this needs the permission 'serve'")
    stack.enter_context(sockets.kept(asker.session, close))


async def _pass_on(socket: AnySocket, parts: Parts, metrics: Metrics, closing: asyncio.Future[int]) -> None:
    try:
        switch = await parts.open_switch_socket()
    except Unreachable:
        await socket.close(code=TRY_LATER)
        return
    await socket.accept(subprotocols="sip")
    up = asyncio.create_task(_up(socket, switch, metrics))
    down = asyncio.create_task(_down(socket, switch, metrics))
    try:
        done, _ = await asyncio.wait({up, down, closing}, return_when=asyncio.FIRST_COMPLETED)
        code = next((done_.result() for done_ in done if not done_.cancelled()), GONE)
    finally:
        for task in (up, down):
            task.cancel()
        await asyncio.gather(up, down, return_exceptions=True)
        await switch.close()
    with contextlib.suppress(WebSocketDisconnect, OSError, RuntimeError):
        await socket.close(code=code)


async def _up(socket: AnySocket, switch: SwitchSocket, metrics: Metrics) -> int:
    """From the browser to the switch; returns the code to close with."""
    to_switch = metrics.sip_frames.labels("switch")
    try:
        while True:
            frame = await socket.receive_text()
            if len(frame) > FRAME_MAX:
                return TOO_LARGE
            to_switch.inc()
            await switch.send(frame)
    except WebSocketDisconnect:
        return GONE
    except Unreachable:
        return TRY_LATER


async def _down(socket: AnySocket, switch: SwitchSocket, metrics: Metrics) -> int:
    """From the switch to the browser; returns the code to close with."""
    to_browser = metrics.sip_frames.labels("browser")
    try:
        while (frame := await switch.receive()) is not None:
            to_browser.inc()
            await socket.send_text(frame)
    except Unreachable:
        pass
    except (WebSocketDisconnect, OSError):
        return GONE
    return TRY_LATER
