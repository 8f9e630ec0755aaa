"""Web calls of customers: a phone made for each visit, and taken away after it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cordboard.errors import Forbidden, Refused, Unknown
from cordboard.web.pacing import Pacing, network_of
from cordboard.web.parts import Parts, VisitPhone

VISITS_MAX = 500
"""Visits at once; each is a phone in the switch."""
OPEN_S = 300.0
"""Seconds in which the visitor must connect, and may come back after the connection broke."""
SPAN_S = 60.0
SOCKETS_MAX = 3
"""Connections of one visit at once: each takes one of the switch's, which all phones and we ourselves share."""


@dataclass(slots=True)
class Visit:
    """One visitor."""

    token: str
    phone: VisitPhone
    expires_at: float
    """When it ends unless it is connected."""
    sockets: int = 0


class Visits:
    """The visits that are open now."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._by_token: dict[str, Visit] = {}
        self._pacing = Pacing(parts.rules.visits_per_minute, SPAN_S)
        self._opening = 0

    def __len__(self) -> int:
        return len(self._by_token)

    async def open(self, language: str, address: str) -> Visit:
        """Make a phone for a visitor.

        Raises:
            TooManyTries: too many from this address.
            Refused: too many at once.
        """
        self._pacing.count(network_of(address), self._parts.clock())
        if len(self._by_token) + self._opening >= VISITS_MAX:
            raise Refused("too-many-visits", "too many people call from the page at once; try again in a minute")
        self._opening += 1
        try:
            phone = await self._parts.open_visit(language)
        finally:
            self._opening -= 1
        visit = Visit(token=secrets.token_urlsafe(32), phone=phone, expires_at=self._parts.clock() + OPEN_S)
        self._by_token[visit.token] = visit
        return visit

    @contextmanager
    def connected(self, token: str) -> Iterator[Visit]:
        """Keep a visit open while its phone is connected.

        Raises:
            Unknown: there is no such visit, or it is over.
            Forbidden: it is connected too often already.
        """
        visit = self._by_token.get(token)
        if visit is None:
            raise Unknown("visit", token[:8])
        if visit.sockets >= SOCKETS_MAX:
            raise Forbidden("the visit is connected already")
        visit.sockets += 1
        try:
            yield visit
        finally:
            visit.sockets -= 1
            visit.expires_at = self._parts.clock() + OPEN_S

    async def sweep(self) -> None:
        """Take away the phones of visits that are over."""
        now = self._parts.clock()
        for visit in list(self._by_token.values()):
            if visit.sockets == 0 and visit.expires_at <= now:
                await self._parts.close_visit(visit.phone.visit_id)
                self._by_token.pop(visit.token, None)
