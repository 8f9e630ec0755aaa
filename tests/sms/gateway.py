"""An SMS gateway on this machine, which keeps what it takes and is as rude as it is told to be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fetch.company import program

TOKEN = "t0k3n"


@dataclass(slots=True)
class Gateway:
    """What the gateway took, by the id under which it takes a message once."""

    port: int = 0
    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    posts: list[tuple[dict[str, str], Any]] = field(default_factory=list)
    taken: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/send?account=7"

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.posts.append((dict(request.headers), body))
        await asyncio.sleep(self.delay_s)
        if 200 <= self.status < 300:
            self.taken.setdefault(request.headers["Idempotency-Key"], body)
        return web.Response(status=self.status, headers=self.headers, text=f"about {body['to']}")


@asynccontextmanager
async def sms_gateway() -> AsyncIterator[Gateway]:
    """A gateway on a free port."""
    gateway = Gateway()
    async with program(gateway.answer) as gateway.port:
        yield gateway
