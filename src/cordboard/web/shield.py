"""What stands before every route: host, origin, security headers, sockets that say why they close, the access log."""

from __future__ import annotations

import time
from typing import cast
from urllib.parse import urlsplit

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send, WebSocketAcceptEvent

from cordboard.web.metrics import Metrics
from cordboard.web.rights import SAFE_METHODS, is_same_origin

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        b"font-src 'self' data:; connect-src 'self' %s; media-src 'self' blob:; worker-src 'self' blob:; "
        b"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"microphone=(self), camera=(), geolocation=(), payment=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""Mantine sets style attributes, so inline styles are allowed; inline scripts are not. `%s` is our own WebSocket."""
HSTS = (b"strict-transport-security", b"max-age=31536000")

log = structlog.get_logger()


class Shield:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, *, loopback_only: bool, is_secure: bool, metrics: Metrics) -> None:
        self._app, self._loopback_only, self._is_secure, self._metrics = app, loopback_only, is_secure, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        kind: object = scope["type"]
        if kind == "http":
            await self._request(scope, receive, send)
        elif kind == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status = time.monotonic(), 500
        headers = {name: value for name, value in scope["headers"] if name in (b"host", b"origin")}
        host = headers.get(b"host", b"").decode("latin-1")
        origin = headers.get(b"origin")

        async def send_shielded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *self._headers(host)]
            await send(message)

        method = str(scope.get("method", ""))
        foreign = origin is not None and not is_same_origin(origin.decode("latin-1"), host)
        try:
            if self._is_strange(host):
                await _refuse(
                    send_shielded, 400, "unknown-host", "the centre answers to the names of this machine only"
                )
            elif foreign and method not in SAFE_METHODS:
                await _refuse(send_shielded, 403, "forbidden", "the request came from another page")
            else:
                await self._app(scope, receive, send_shielded)
        finally:
            route = str(scope.get("path_template") or "none")
            took_s = time.monotonic() - began
            self._metrics.requests.labels(route, method, str(status)).inc()
            self._metrics.request_s.labels(route).observe(took_s)
            tell = log.info if status >= 400 or method not in SAFE_METHODS else log.debug
            tell("request", method=method, route=route, status=status, ms=round(took_s * 1000, 1))

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"] if name in (b"host", b"origin")}
        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        if self._is_strange(host) or (origin is not None and not is_same_origin(origin, host)):
            await receive()
            await send({"type": "websocket.close", "code": 4403, "reason": "forbidden"})
            return
        await self._app(scope, receive, _saying_why(scope, send))

    def _is_strange(self, host: str) -> bool:
        """Whether a page elsewhere may have made its own name point at this machine."""
        if not self._loopback_only:
            return False
        try:
            return urlsplit("//" + host).hostname not in LOOPBACK
        except ValueError:
            return True

    def _headers(self, host: str) -> list[tuple[bytes, bytes]]:
        scheme = "wss" if self._is_secure else "ws"
        socket = f"{scheme}://{host}".encode() if host and all(sign not in host for sign in " ;,'\"") else b""
        headers = [(name, value.replace(b"%s", socket)) for name, value in HEADERS]
        return [*headers, HSTS] if self._is_secure else headers


def _saying_why(scope: Scope, send: Send) -> Send:
    """Before a socket is closed that was never opened, open it: only then does a browser learn the code."""
    opened = False

    async def send_opened(message: Message) -> None:
        nonlocal opened
        if message["type"] == "websocket.close" and not opened:
            offered = cast("list[str]", scope.get("subprotocols") or [])
            subprotocol = offered[0] if offered else None
            await send(WebSocketAcceptEvent(type="websocket.accept", subprotocol=subprotocol, headers=[]))
        opened = True
        await send(message)

    return send_opened


async def _refuse(send: Send, status: int, code: str, says: str) -> None:
    body = f'{{"code":"{code}","says":"{says}","problems":[]}}'.encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
