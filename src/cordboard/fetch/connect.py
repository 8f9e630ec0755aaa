"""Connections that are made to checked addresses only.

A name is looked up once for a connection, all its addresses are checked, and the connection is made to one of these:
a name server that answers differently a moment later (DNS rebinding) is not asked again.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from cordboard.errors import Refused
from cordboard.fetch.fence import Fence

NAME_S_MAX = 4.0
"""Seconds for a name to be looked up."""
THREADS = 8
"""Names that are looked up side by side; of our own, so that a slow name server holds up nothing else."""

LookUp = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host, in the order in which they should be tried; raises OSError if there is none."""


class SystemNames:
    """Looks names up as the machine does."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="names")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """The addresses of this host."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, socket.getaddrinfo, host, port, socket.AF_UNSPEC, socket.SOCK_STREAM
        )
        return list(dict.fromkeys(str(each[4][0]) for each in found))

    def close(self) -> None:
        """Begin no further look-up."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class FencedResolver(AbstractResolver):
    """Gives addresses only if the fence lets every one of them through."""

    def __init__(self, fence: Fence, look_up: LookUp) -> None:
        self._fence, self._look_up = fence, look_up

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of this host.

        Raises:
            Refused: one of them is not open; a name that leads inside now and then is not to be trusted.
            OSError: there is none.
        """
        try:
            async with asyncio.timeout(NAME_S_MAX):
                addresses = await self._look_up(host, port)
        except TimeoutError:
            raise socket.gaierror(socket.EAI_AGAIN, "the name server does not answer in time") from None
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "the name has no address")
        for address in addresses:
            self._fence.check_address(host, address)
        return [_result(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Nothing is kept."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET if ip_address(address).version == 4 else socket.AF_INET6
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=family,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )


def fenced_connector(fence: Fence, look_up: LookUp, *, connections: int) -> aiohttp.TCPConnector:
    """Return what makes connections for requests; it holds so many at once."""

    def open_socket(found: Any) -> socket.socket:
        # The last gate, whatever way an address took past the resolver: a host that is an address takes such a way.
        family, kind, protocol, _, place = found
        try:
            fence.check_address(str(place[0]), str(place[0]))
        except Refused as refusal:
            raise PermissionError(refusal.says) from refusal
        return socket.socket(family, kind, protocol)

    return aiohttp.TCPConnector(
        resolver=FencedResolver(fence, look_up),
        use_dns_cache=False,
        limit=connections,
        keepalive_timeout=15.0,
        socket_factory=open_socket,
    )
