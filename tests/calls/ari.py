"""A few lines of ARI for tests of Asterisk's own set-up: requests, and the events so far."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from cordboard.asterisk.instance import Instance
from cordboard.asterisk.provision import PjsipObject

Event = dict[str, Any]


class Ari:
    """One connected application; `seen` is every event so far, oldest first."""

    def __init__(self, instance: Instance, http: aiohttp.ClientSession) -> None:
        self._url = f"{instance.ari_url}/ari"
        self._http = http
        self._news = asyncio.Condition()
        self.seen: list[Event] = []

    async def ask(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        """Return the JSON of one request."""
        async with self._http.request(method, f"{self._url}/{path}", params=query, json=body) as reply:
            text = await reply.text()
            assert reply.status < 400, f"{method} {path}: {reply.status} {text}"
            return json.loads(text) if text else None

    async def put_objects(self, objects: Iterable[PjsipObject]) -> None:
        """Put these phones or trunks into Asterisk."""
        for thing in objects:
            if thing.object_type == "endpoint":
                # one that another test left must not be changed in place: calls over it would lose their numbers
                await self._http.delete(f"{self._url}/{thing.path}")
            await self.ask("PUT", thing.path, thing.body)

    async def delete_objects(self, objects: Iterable[PjsipObject]) -> None:
        """Take them away again."""
        for thing in reversed(list(objects)):
            await self.ask("DELETE", thing.path)

    async def event(self, kind: str, where: Callable[[Event], Any] = lambda _: True, timeout_s: float = 10) -> Event:
        """Return the first event of this kind that `where` accepts."""

        def found() -> Event | None:
            return next((event for event in self.seen if event["type"] == kind and where(event)), None)

        try:
            async with asyncio.timeout(timeout_s), self._news:
                await self._news.wait_for(lambda: found() is not None)
        except TimeoutError:
            seen = [(event["type"], event.get("channel", {}).get("id"), event.get("args")) for event in self.seen]
            raise AssertionError(f"no {kind} within {timeout_s} s, only {seen}") from None
        return found() or {}

    async def read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Collect events until the socket closes."""
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self.seen.append(json.loads(message.data))
                async with self._news:
                    self._news.notify_all()


@asynccontextmanager
async def connected(instance: Instance) -> AsyncIterator[Ari]:
    """Yield a connected application; the channels and bridges that it leaves behind are ended."""
    app = instance.settings.app
    headers = {"Authorization": aiohttp.encode_basic_auth(app, instance.ari_password)}
    async with aiohttp.ClientSession(headers=headers) as http:
        ari = Ari(instance, http)
        async with http.ws_connect(f"{instance.ari_url}/ari/events", params={"app": app}) as socket:
            reading = asyncio.create_task(ari.read(socket))
            try:
                yield ari
            finally:
                for channel in await ari.ask("GET", "channels"):
                    await http.delete(f"{instance.ari_url}/ari/channels/{channel['id']}")
                for bridge in await ari.ask("GET", "bridges"):
                    await http.delete(f"{instance.ari_url}/ari/bridges/{bridge['id']}")
                reading.cancel()
