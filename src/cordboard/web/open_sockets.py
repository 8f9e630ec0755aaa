"""Every WebSocket that lives by a session, so that it ends with the session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cordboard.center.accounts import Session
from cordboard.errors import Forbidden

SIGNED_OUT = 4401
"""Close code: the session is over."""
SOCKETS_MAX = 50
"""Sockets of one session at once: more tabs than anybody has open."""

Close = Callable[[int], None]
"""Asks a socket to close with this code; it does so soon."""


class OpenSockets:
    """Sockets by session."""

    def __init__(self) -> None:
        self._open: dict[bytes, tuple[Session, list[Close]]] = {}

    @contextmanager
    def kept(self, session: Session, close: Close) -> Iterator[None]:
        """Have `close` called when the session ends, until this context is left.

        Raises:
            Forbidden: the session has too many open already.
        """
        _, closes = self._open.setdefault(session.token_sha256, (session, []))
        if len(closes) >= SOCKETS_MAX:
            raise Forbidden("too many tabs are open")
        closes.append(close)
        try:
            yield
        finally:
            closes.remove(close)
            if not closes:
                self._open.pop(session.token_sha256, None)

    def sessions(self) -> list[Session]:
        """The sessions that have a socket open."""
        return [session for session, _ in self._open.values()]

    def end(self, token_sha256: bytes) -> None:
        """The session is over."""
        if (found := self._open.get(token_sha256)) is not None:
            for close in list(found[1]):
                close(SIGNED_OUT)

    def end_all_of(self, login: str, *, but: bytes | None = None) -> None:
        """Every session of this account is over, except the one with the hash `but`."""
        for session in self.sessions():
            if session.login == login and session.token_sha256 != but:
                self.end(session.token_sha256)
