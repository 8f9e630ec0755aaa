"""An agent's desk by the public web API: what a browser does, done by a program."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from cordboard.errors import Misunderstood, Refused, Unreachable

COOKIE = "cordboard_session"
ANSWER_S_MAX = 15.0
HEARTBEAT_S = 20.0
AGAIN_S = 1.0
TRIES_MAX = 60
"""Tries to reach a centre that restarts, a second apart."""
SIGNED_OUT = 4401
TAKEN_OVER = 4409

Tile = dict[str, Any]
"""The agent's own desk as the live feed shows it."""


class Desk:
    """One agent, signed in to the screens; see `desk`."""

    def __init__(self, http: aiohttp.ClientSession, session: Tile) -> None:
        self._http = http
        self._csrf = str(session["csrf"])
        self.agent_id = str(session["agent_id"])

    async def get(self, path: str) -> Any:
        """Return what is at `path`, below /api/."""
        return await _ask(self._http, "GET", path)

    async def post(self, path: str, body: Tile | None = None) -> Any:
        """Do something.

        Raises:
            Refused: the centre says no.
            Unreachable: it does not answer.
        """
        return await _ask(self._http, "POST", path, body or {}, self._csrf)

    async def put(self, path: str, body: Tile) -> Any:
        """Keep something; errors as of `post`."""
        return await _ask(self._http, "PUT", path, body, self._csrf)

    async def peek(self) -> Tile:
        """Return this desk as it is, without taking it from whoever has it."""
        try:
            async with self._http.ws_connect("/api/live") as socket:
                told = await socket.receive_json(timeout=ANSWER_S_MAX)
                tile: Tile = told["tiles"]["desk"]
                return tile
        except (KeyError, TypeError, ValueError) as error:
            raise Misunderstood("the centre", f"its live feed shows no desk: {error}") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreachable("the centre", f"its live feed: {error or type(error).__name__}") from error

    async def tiles(self) -> AsyncIterator[Tile]:
        """Yield this desk whenever it changes, until another takes the desk over or the session is ended.

        Raises:
            Unreachable: the centre has been away for a minute.
        """
        tries = 0
        while True:
            try:
                async with self._http.ws_connect("/api/live?desk=1", heartbeat=HEARTBEAT_S) as socket:
                    async for message in socket:
                        if message.type is aiohttp.WSMsgType.TEXT:
                            tries = 0
                            tile = message.json()["tiles"].get("desk") if '"tiles"' in message.data else None
                            if tile is not None:
                                yield tile
                    if socket.close_code in (SIGNED_OUT, TAKEN_OVER):
                        return
            except aiohttp.WSServerHandshakeError as error:
                if error.status in (401, 403):
                    return
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            tries += 1
            if tries > TRIES_MAX:
                raise Unreachable("the centre", "its live feed has been away for a minute")
            await asyncio.sleep(AGAIN_S)


@asynccontextmanager
async def desk(url: str, token: str) -> AsyncIterator[Desk]:
    """Yield the desk of the agent whose session this is; the session is ended with it.

    Args:
        url: address of the centre, such as http://127.0.0.1:8700.
        token: of a session of an account that serves as an agent.

    Raises:
        Refused: the session is over.
        Unreachable: the centre does not answer.
    """
    root = url.rstrip("/")
    async with aiohttp.ClientSession(
        base_url=root,
        headers={"Cookie": f"{COOKIE}={token}", "Origin": root},
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=ANSWER_S_MAX),
    ) as http:
        session = await _ask(http, "GET", "session")
        try:
            yield Desk(http, session)
        finally:
            with contextlib.suppress(Refused, Unreachable):
                await _ask(http, "DELETE", "session", csrf=session["csrf"])


async def _ask(
    http: aiohttp.ClientSession, method: str, path: str, body: Tile | None = None, csrf: str | None = None
) -> Any:
    headers = {} if csrf is None else {"X-CSRF-Token": csrf}
    try:
        async with http.request(method, f"/api/{path}", json=body, headers=headers) as reply:
            if reply.status >= 500:
                raise Unreachable("the centre", f"{method} {path} was answered with {reply.status}")
            if reply.status == 204:
                return None
            answer = await reply.json()
    except (aiohttp.ContentTypeError, ValueError) as error:
        raise Misunderstood("the centre", f"{method} {path}: {error}") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unreachable("the centre", f"{method} {path}: {error or type(error).__name__}") from error
    if reply.status >= 400:
        raise Refused(str(answer.get("code", "refused")), str(answer.get("says", reply.status)))
    return answer
