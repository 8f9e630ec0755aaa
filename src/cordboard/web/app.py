"""The web application, and the server that runs it beside the rest."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import structlog
import uvicorn
from litestar import Litestar, Response, get
from litestar.config.app import AppConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp

from cordboard.errors import CordboardError
from cordboard.runtime.ports import Entry
from cordboard.web import api, errors, openapi
from cordboard.web.api.recordings import Listenings
from cordboard.web.bounded_http import BoundedHttp
from cordboard.web.live import LiveHub
from cordboard.web.metrics import FloorMetrics, Metrics
from cordboard.web.open_sockets import OpenSockets
from cordboard.web.parts import Parts
from cordboard.web.passwords import Passwords
from cordboard.web.rights import PUBLIC, asker_of, guard, without_right
from cordboard.web.screens import STATIC, Screens, screen_routes
from cordboard.web.shield import Shield
from cordboard.web.signed_in import SignedIn
from cordboard.web.sip import FRAME_MAX, sip_socket
from cordboard.web.visits import Visits

BODY_MAX = 64_000
"""Bytes of a request's body, where the route does not say otherwise."""
SWEEP_EVERY_S = 30.0
AGAIN_S = 1.0
"""Seconds before a background task that met a bug begins again."""
STOP_S = 3
"""Seconds that requests get to end when the server stops."""

log = structlog.get_logger()


class Web:
    """The web side of one centre: `asgi` to serve, `hub` to tell of journal lines."""

    def __init__(
        self,
        parts: Parts,
        *,
        metrics: Metrics | None = None,
        passwords: Passwords | None = None,
        static: Path = STATIC,
    ) -> None:
        self.parts = parts
        self.metrics = metrics or Metrics()
        self.signed_in = SignedIn(parts, passwords)
        self.sockets = OpenSockets()
        self.visits = Visits(parts)
        self.hub = LiveHub(parts, self.signed_in, self.sockets)
        self.metrics.registry.register(
            FloorMetrics(parts.engine, lambda: len(self.hub.clients), lambda: len(self.visits))
        )
        self.litestar = self._application(static)
        self.asgi: ASGIApp = Shield(
            self.litestar,
            # A name elsewhere that points here has no certificate of ours, so https needs no list of names.
            loopback_only=parts.rules.loopback_only and not parts.rules.secure_cookies,
            is_secure=parts.rules.secure_cookies,
            metrics=self.metrics,
        )

    def take(self, entries: Sequence[Entry]) -> None:
        """Take durable journal lines: an engine's listener, after the one that counts `today`."""
        self.metrics.entries.inc(len(entries))
        self.hub.take(entries)

    def _application(self, static: Path) -> Litestar:
        parts = self.parts
        app = Litestar.from_config(
            AppConfig(
                route_handlers=[*api.ROUTES, sip_socket, openapi_json, *screen_routes(Screens(static))],
                guards=[guard],
                dependencies={
                    "parts": Provide(lambda: parts, sync_to_thread=False),
                    "asker": Provide(asker_of, sync_to_thread=False),
                },
                exception_handlers={
                    CordboardError: errors.refused,
                    HTTPException: errors.unreadable,
                    RecursionError: errors.too_deep,
                    Exception: errors.fault,
                },
                openapi_config=None,
                logging_config=None,
                request_max_body_size=BODY_MAX,
                lifespan=[self._background],
                state=State(
                    {
                        "parts": parts,
                        "signed_in": self.signed_in,
                        "sockets": self.sockets,
                        "visits": self.visits,
                        "hub": self.hub,
                        "metrics": self.metrics,
                        "listenings": Listenings(),
                    }
                ),
            )
        )
        if unguarded := list(without_right(app)):
            raise AssertionError(f"these routes name no right: {', '.join(unguarded)}")
        return app

    @contextlib.asynccontextmanager
    async def _background(self, _: Litestar) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._keep_live()), asyncio.create_task(self._keep_sweeping())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_live(self) -> None:
        while True:
            try:
                await self.hub.run()
            except Exception:
                log.exception("the live feed met a fault and begins again")
            await asyncio.sleep(AGAIN_S)

    async def _keep_sweeping(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_EVERY_S)
            try:
                await self.visits.sweep()
            except CordboardError as trouble:
                log.warning("visits could not be swept", error=type(trouble).__name__)
            except Exception:
                log.exception("sweeping visits met a fault")


@get("/openapi.json", opt={"permission": PUBLIC}, include_in_schema=False)
async def openapi_json() -> Response[bytes]:
    """The description of the API."""
    return Response(openapi.document(), media_type="application/json")


class Server(uvicorn.Server):
    """uvicorn as one task among others: who started the process hears its signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def make_server(web: Web, *, host: str, port: int, certificate: Path | None = None, key: Path | None = None) -> Server:
    """The server of this address: run `serve()` as a task, and set `should_exit` to stop it."""
    config = uvicorn.Config(
        web.asgi,
        host=host,
        port=port,
        loop="none",
        http=BoundedHttp,
        ws="websockets-sansio",
        ws_max_size=FRAME_MAX,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=STOP_S,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=32_768,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        ssl_version=ssl.PROTOCOL_TLS_SERVER,
    )
    return Server(config)
