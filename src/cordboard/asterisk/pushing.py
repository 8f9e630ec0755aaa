"""Puts phones and trunks into a running Asterisk, and takes away those that are no more."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import structlog

from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.errors import AriRefused, first_of
from cordboard.asterisk.frames import Attribute
from cordboard.asterisk.provision import PjsipObject
from cordboard.errors import Unreachable

AT_A_TIME = 16
MARK = "subscribe_context"
"""Field of an endpoint that keeps its fingerprint. It says nothing else, for nobody may subscribe to our endpoints."""
LISTS: Mapping[str, str] = MappingProxyType({"aor": "contact", "identify": "match"})
"""Fields, by kind of object, that Asterisk adds to when they are put again."""
ONE_ADDRESS = "/255.255.255.255"
"""How Asterisk ends an address that is no network."""

log = structlog.get_logger()


class Pushed:
    """What one Asterisk has been given. They are in its memory only, so a new run of it has nothing."""

    def __init__(self, http: AriHttp) -> None:
        self.refused = 0
        """Objects that Asterisk did not take."""
        self._http = http
        self._there: dict[str, PjsipObject] = {}
        self._since = ""
        self._one_at_a_time = asyncio.Lock()

    async def make(self, objects: Iterable[PjsipObject], *, since: str | None = None) -> None:
        """Make these the objects that are there; `since` names the run of Asterisk, None for the same as before.

        Raises:
            Unreachable: Asterisk does not answer.
        """
        wanted = {thing.path: thing for thing in objects}
        async with self._one_at_a_time:
            if since is not None and since != self._since:
                self._there.clear()
                self._since = since
            for path, thing in reversed(list(self._there.items())):
                if path not in wanted:
                    await self._ask("DELETE", thing)
                    del self._there[path]
            phones: dict[str, list[PjsipObject]] = {}
            for path, thing in wanted.items():
                if self._there.get(path) != thing:
                    phones.setdefault(thing.object_id, []).append(thing)
            gate = asyncio.Semaphore(AT_A_TIME)
            try:
                async with asyncio.TaskGroup() as group:
                    for things in phones.values():
                        group.create_task(self._put(things, gate))
            except ExceptionGroup as errors:
                away, others = errors.split(Unreachable)
                if away is None or others is not None:
                    raise
                # who asked is told why, once, however many objects it was
                raise first_of(away) from errors

    async def _put(self, things: list[PjsipObject], gate: asyncio.Semaphore) -> None:
        """Put the parts of one phone or trunk, in their order."""
        async with gate:
            for thing in things:
                if await self._stays(thing) or await self._ask("PUT", thing):
                    self._there[thing.path] = thing

    async def _stays(self, thing: PjsipObject) -> bool:
        """Whether this need not be put; what a change would spoil is taken away first."""
        if thing.object_type == "endpoint":
            return await self._endpoint_stays(thing)
        name = LISTS.get(thing.object_type)
        wanted = {address for field, value in thing.fields if field == name for address in value.split(",")}
        if not wanted:
            return False
        try:
            found = await self._http.get(thing.path, list[Attribute])
        except AriRefused:
            return False
        if {field.value.removesuffix(ONE_ADDRESS) for field in found if field.attribute == name} != wanted:
            # Asterisk would add the new addresses to the old ones: calls would go to, and be taken from, both
            await self._ask("DELETE", thing)
            return False
        return thing.object_type == "identify"

    async def _endpoint_stays(self, endpoint: PjsipObject) -> bool:
        """Whether just this endpoint is there already, put by an earlier run of ours; another one is taken away.

        Asterisk 22 changes an endpoint by way of its own text for "no caller id", and then takes that text for the
        caller id: nobody who calls over a changed endpoint has a number any more.
        """
        try:
            found = await self._http.get(endpoint.path, list[Attribute])
        except AriRefused:
            return False
        if any(field.attribute == MARK and field.value == _fingerprint(endpoint) for field in found):
            return True
        await self._ask("DELETE", endpoint)
        return False

    async def _ask(self, method: str, thing: PjsipObject) -> bool:
        try:
            await self._http.ask(method, thing.path, _body(thing) if method == "PUT" else None)
        except AriRefused as refusal:
            if method == "PUT":
                self.refused += 1
                log.warning("a phone or trunk was refused", why=refusal.says)
            return False
        return True


def _body(thing: PjsipObject) -> dict[str, Any]:
    body = thing.body
    if thing.object_type == "endpoint":
        body["fields"].append({"attribute": MARK, "value": _fingerprint(thing)})
    return body


def _fingerprint(thing: PjsipObject) -> str:
    return "cord-" + hashlib.sha256(repr(thing.fields).encode()).hexdigest()[:16]
