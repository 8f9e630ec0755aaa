"""How often something may be tried, and one after the other: bounded in time, number and memory."""

from __future__ import annotations

import asyncio
import ipaddress
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cordboard.web.errors import TooManyTries

KEYS_MAX = 20_000
"""Keys remembered; the one that was quiet longest is forgotten first."""
WAITING_MAX = 100
"""Those who may stand in one lane."""
PREFIX_V6 = 64
"""Bits of an IPv6 address that name a household; the rest is the guest's to choose."""


class Pacing:
    """At most `most` tries for each key in any `span_s` seconds."""

    def __init__(self, most: int, span_s: float) -> None:
        self._most, self._span_s = most, span_s
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, key: str, now: float) -> None:
        """Note one try.

        Raises:
            TooManyTries: there were too many already; this one is not counted.
        """
        tries = self._tries.setdefault(key, deque())
        self._tries.move_to_end(key)
        if len(self._tries) > KEYS_MAX:
            self._tries.popitem(last=False)
        while tries and tries[0] <= now - self._span_s:
            tries.popleft()
        if len(tries) >= self._most:
            raise TooManyTries(tries[0] + self._span_s - now)
        tries.append(now)


class Lanes:
    """One at a time for each key, so that each sees what became of the one before."""

    def __init__(self) -> None:
        self._lanes: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """Wait for the turn.

        Raises:
            TooManyTries: too many wait already.
        """
        lock, waiting = self._lanes.get(key) or (asyncio.Lock(), 0)
        if waiting >= WAITING_MAX:
            raise TooManyTries(1.0)
        self._lanes[key] = lock, waiting + 1
        try:
            async with lock:
                yield
        finally:
            _, waiting = self._lanes[key]
            if waiting == 1:
                del self._lanes[key]
            else:
                self._lanes[key] = lock, waiting - 1


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the network of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, PREFIX_V6), strict=False))
    return address
