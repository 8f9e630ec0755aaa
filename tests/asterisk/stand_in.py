"""An Asterisk that can be rude, silent, slow and wrong: only what ARI's outside looks like."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

from cordboard.asterisk.ari import AriSettings

QUIET: dict[str, object] = {
    "asterisk/info": {"status": {"startup_time": "2026-11-21T22:02:39.841+0000"}},
    "channels": [],
    "bridges": [],
    "endpoints/PJSIP": [],
}
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class StandIn:
    """Answers as told; remembers what it was asked."""

    asked: list[str] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    """By method and path, such as `POST channels`; everything else is answered quietly."""
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    settings: AriSettings = field(init=False)

    async def events(self, request: web.Request) -> web.StreamResponse:
        if (answer := self.answers.get("GET events")) is not None:
            return await answer(request)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        async for _ in socket:
            pass
        return socket

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        self.asked.append(f"{request.method} {path}")
        if (answer := self.answers.get(f"{request.method} {path}")) is not None:
            return await answer(request)
        if request.method == "GET" and path in QUIET:
            return web.json_response(QUIET[path])
        return web.Response(status=204 if request.method != "GET" else 404)

    async def say(self, text: str) -> None:
        """Say this as one frame on the newest connection."""
        await self.sockets[-1].send_str(text)

    async def until(self, what: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not what():
                await asyncio.sleep(0.01)


def refusing(status: int, says: str = "no") -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.json_response({"message": says}, status=status)

    return answer


@asynccontextmanager
async def standing_in() -> AsyncIterator[StandIn]:
    stand_in = StandIn()
    app = web.Application()
    app.router.add_get("/ari/events", stand_in.events)
    app.router.add_route("*", "/ari/{path:.*}", stand_in.answer)
    async with TestServer(app) as server:
        stand_in.settings = AriSettings(url=str(server.make_url("")), user="u", password="p", app="cordboard")
        yield stand_in
        for socket in stand_in.sockets:
            await socket.close()
