"""HTTP from strangers: how long, how large and how many, before anything of ours looks at it.

uvicorn waits for ever for the head of a request and keeps all of it. One connection could so hold up the loop that the
whole centre runs in, and many that say nothing could take all its file descriptors.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S_MAX = 20.0
"""Seconds for the head of a request to come, from the connection or its first byte."""
HEAD_BYTES_MAX = 65_536
"""Bytes of the head of a request; the longest of ours has some 8,000."""


class BoundedHttp(HttpToolsProtocol):
    """One connection of a browser or of a stranger."""

    connections_max = 20_000
    """Connections at once, sockets that live on included; one more is cut off."""
    _late: asyncio.TimerHandle | None = None
    """Set while the head of a request is awaited."""
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.connections_max:
            transport.abort()
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of it."""
        self._head_came()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless it is too much."""
        super().data_received(data)
        if self._late is not None:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES_MAX:
                self._give_up()

    def on_message_begin(self) -> None:
        """A request begins; the first one began with its connection."""
        if self._late is None:
            self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._head_came()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_bytes = 0
        self._late = self.loop.call_later(HEAD_S_MAX, self._give_up)

    def _head_came(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._head_came()
        self.transport.abort()
