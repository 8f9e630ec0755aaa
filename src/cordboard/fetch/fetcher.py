"""Asks programs of the company over HTTP, for flows.

Rule: what is told of a failure, and what could reach a log, is the host's name and the reason. Addresses with their
queries, headers and bodies hold words of customers; credentials are secrets.
"""

from __future__ import annotations

import asyncio
import os
import random
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from cordboard.errors import CordboardError, Misunderstood, Unreachable
from cordboard.fetch.answers import meaning, read_body
from cordboard.fetch.connect import LookUp, SystemNames, fenced_connector
from cordboard.fetch.fence import Fence
from cordboard.fetch.request import Written, write
from cordboard.runtime.outside import Answer, Ask

CONNECT_S_MAX = 4.0
LIMIT_S_MAX = 60.0
"""However long a flow would wait: a caller hears silence meanwhile."""
RETRIES_MAX = 5
BYTES_MAX = 4 << 20
BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds before the second, third, ... try, each up to half as long again by chance, so that a crowd spreads."""

AWAY = frozenset({429, 502, 503, 504})
"""Statuses after which the same request may be answered a moment later."""
UNDONE = frozenset({429, 503})
"""Of these, the ones that say that nothing was done yet (RFC 6585, section 4; RFC 9110, section 15.6.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRules:
    """What flows may ask, as the company set it."""

    hosts: tuple[str, ...] = ()
    """Hosts that may be asked, as in the setting `flows.http_hosts`; none if empty."""
    private_networks: tuple[str, ...] = ()
    """Networks besides the open internet that may be reached, as in `flows.http_private_networks`."""
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Secrets by name."""
    at_once: int = 64
    """Requests that are under way side by side; others wait for their turn, within their time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """Why a try brought no answer."""

    error: CordboardError
    is_passing: bool
    """Whether another try may fare better."""
    was_sent: bool = True
    """Whether the request may have reached the program."""


class Fetcher:
    """The port `Requests`. Make it within a running loop; close it in the end."""

    def __init__(
        self,
        rules: FetchRules,
        *,
        look_up: LookUp | None = None,
        trust: ssl.SSLContext | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Say what may be asked.

        Args:
            rules: the company's lists.
            look_up: finds the addresses of a name; the machine's own way if None.
            trust: whose certificates are believed; those that the machine trusts if None.
            chance: draws from 0 to 1, for the pauses between tries.

        Raises:
            Malformed: a line of the lists cannot be read.
        """
        self.fence = Fence(rules.hosts, rules.private_networks)
        """Asked alone, it says whether a request would be let out."""
        self._credentials, self._chance = dict(rules.credentials), chance
        self._gate = asyncio.Semaphore(rules.at_once)
        self._names = SystemNames()
        self._trust: ssl.SSLContext | bool = True if trust is None else trust
        self._session = aiohttp.ClientSession(
            connector=fenced_connector(self.fence, look_up or self._names, connections=rules.at_once),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S_MAX),
            headers={"User-Agent": "Cordboard", "Accept": "application/json, text/*;q=0.5"},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
        )

    async def fetch(self, ask: Ask) -> Answer:
        """Return the answer, whatever its status.

        A request that changes something and has no key against repetition (POST, PATCH) is sent again only if the one
        before was surely not carried out.

        Raises:
            Refused: the rules do not let this request out.
            Unreachable: no answer came within `limit_s`.
            Misunderstood: the answer is too long, or neither JSON nor text.
        """
        url = self.fence.check_url(ask.url)
        written = write(ask, self._credentials)
        host, limit_s = url.host or "", min(max(ask.limit_s, 0.1), LIMIT_S_MAX)
        try:
            async with asyncio.timeout(limit_s) as limit:
                return await self._try(ask, url, written, limit.when() or 0.0)
        except TimeoutError:
            raise Unreachable(host, f"does not answer within {limit_s:g} s") from None

    async def close(self) -> None:
        """Let go of all connections."""
        await self._session.close()
        self._names.close()

    async def _try(self, ask: Ask, url: URL, written: Written, until: float) -> Answer:
        tries = 1 + min(max(ask.retries, 0), RETRIES_MAX)
        for n in range(tries):
            async with self._gate:
                result, after_s = await self._once(ask, url, written)
            pause_s = max(BACKOFF_S[min(n, len(BACKOFF_S) - 1)] * (1 + self._chance() / 2), after_s)
            is_late = asyncio.get_running_loop().time() + pause_s >= until
            if n + 1 == tries or is_late or not _may_repeat(ask, result):
                break
            await asyncio.sleep(pause_s)
        if isinstance(result, _Failure):
            raise result.error
        return result

    async def _once(self, ask: Ask, url: URL, written: Written) -> tuple[Answer | _Failure, float]:
        """One try: what came of it, and for how many seconds the program asks to be left alone."""
        host = url.host or ""
        try:
            async with self._session.request(
                ask.method,
                url,
                headers=written.headers,
                data=written.body,
                allow_redirects=False,
                ssl=self._trust,
            ) as reply:
                try:
                    body = await read_body(host, reply, min(ask.most_bytes, BYTES_MAX))
                except BaseException:
                    # what is left of it stays unread, and the connection is given up for it
                    reply.close()
                    raise
            kind = reply.content_type if "Content-Type" in reply.headers else "text/plain"
            answer = Answer(status=reply.status, body=meaning(host, reply.status, kind, reply.charset, body))
            return answer, _seconds(reply.headers.get("Retry-After", ""))
        except aiohttp.ClientError as error:
            return _told(host, error), 0.0


def _may_repeat(ask: Ask, result: Answer | _Failure) -> bool:
    is_harmless = ask.method not in ("POST", "PATCH") or ask.idempotency_key != ""
    if isinstance(result, _Failure):
        return result.is_passing and (is_harmless or not result.was_sent)
    return result.status in (AWAY if is_harmless else UNDONE)


def _told(host: str, error: aiohttp.ClientError) -> _Failure:
    """Say whose fault it is, in words that hold nothing of the request but its host."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return _Failure(error=Unreachable(host, "its name leads nowhere"), is_passing=True, was_sent=False)
        case aiohttp.ClientConnectorCertificateError():
            return _Failure(error=Unreachable(host, "its certificate cannot be trusted"), is_passing=False)
        case aiohttp.ClientSSLError():
            return _Failure(error=Unreachable(host, "it does not speak TLS as we do"), is_passing=False)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            number = getattr(error, "errno", None)
            reason = os.strerror(number).lower() if number else "no connection in time"
            return _Failure(error=Unreachable(host, reason), is_passing=True, was_sent=False)
        case aiohttp.ClientPayloadError() | aiohttp.ClientOSError() | aiohttp.ServerConnectionError():
            return _Failure(error=Unreachable(host, "the connection broke before the answer ended"), is_passing=True)
    return _Failure(error=Misunderstood(host, "an answer that is not HTTP"), is_passing=False)


def _seconds(text: str) -> float:
    """Seconds of a `Retry-After`; a date there counts as nothing (RFC 9110, section 10.2.3, allows both)."""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0.0
