"""ARI, Asterisk's interface for programs: requests over a pool of HTTP connections, events over one WebSocket.

Many requests at a time go over the pool, because Asterisk carries out the requests of one socket one after another.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import msgspec
from yarl import URL

from cordboard.asterisk import frames
from cordboard.asterisk.errors import AriRefused, Unanswered
from cordboard.errors import Misunderstood, Unreachable

CONNECTIONS = 48
KEEP_IDLE_S = 14.0
"""Below `session_keep_alive` of http.conf, so that we let go of an idle connection before Asterisk does."""
ANSWER_S_MAX = 10.0
CONNECT_S_MAX = 3.0
HEARTBEAT_S = 20.0
"""Between two pings on the socket of events; a link that is silently cut is noticed in one and a half of it."""
CLOSE_S_MAX = 1.0
FRAME_BYTES_MAX = 1 << 20
PIECE_BYTES = 1 << 16

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class AriSettings:
    """Where ARI is and who we are there."""

    url: str
    """Such as http://127.0.0.1:18088, without the final /ari."""
    user: str
    password: str = field(repr=False)
    app: str
    """Name of the Stasis application."""


class AriHttp:
    """Requests to one Asterisk; close it in the end."""

    def __init__(self, settings: AriSettings) -> None:
        self._root = settings.url.rstrip("/") + "/ari/"
        self._json = {"Content-Type": "application/json"}
        self.session = aiohttp.ClientSession(
            headers={"Authorization": aiohttp.encode_basic_auth(settings.user, settings.password)},
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_IDLE_S),
            timeout=aiohttp.ClientTimeout(total=ANSWER_S_MAX, sock_connect=CONNECT_S_MAX),
            skip_auto_headers=("User-Agent", "Accept-Encoding"),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:
        """Return the answer to one request; `path` is below /ari/ and ready for the wire.

        Raises:
            AriRefused: Asterisk says no.
            Unreachable: it does not answer.
        """
        url = URL(self._root + path, encoded=True)
        said = None if body is None else msgspec.json.encode(body)
        try:
            async with self.session.request(
                method, url, data=said, headers=None if said is None else self._json
            ) as reply:
                answer = await reply.read()
                if reply.status >= 400:
                    raise AriRefused(f"{method} {path}", reply.status, answer.decode(errors="replace"))
                return answer
        except TimeoutError as error:
            raise Unanswered(f"{method} {path}", ANSWER_S_MAX) from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable("Asterisk", f"{method} {path}: {str(error) or type(error).__name__}") from error

    async def length(self, path: str) -> int:
        """Return how many bytes are at `path`, without reading them.

        Raises:
            AriRefused, Unreachable: as of `ask`.
        """
        async with self._file(path) as reply:
            # the rest stays unread, and the connection is given up for it
            reply.close()
            return reply.content_length or 0

    async def download(self, path: str, file: Path) -> None:
        """Write what is at `path` into `file`.

        Raises:
            AriRefused, Unreachable: as of `ask`.
        """
        async with self._file(path) as reply:
            with file.open("wb") as out:
                async for piece in reply.content.iter_chunked(PIECE_BYTES):
                    out.write(piece)

    @asynccontextmanager
    async def _file(self, path: str) -> AsyncIterator[aiohttp.ClientResponse]:
        url = URL(self._root + path, encoded=True)
        patience = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S_MAX, sock_read=ANSWER_S_MAX)
        try:
            async with self.session.get(url, timeout=patience) as reply:
                if reply.status >= 400:
                    raise AriRefused(f"GET {path}", reply.status, await reply.text(errors="replace"))
                yield reply
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unreachable("Asterisk", f"GET {path}: {str(error) or type(error).__name__}") from error

    async def get(self, path: str, kind: type[T]) -> T:
        """Return what is at `path`.

        Raises:
            AriRefused, Unreachable: as of `ask`.
            Misunderstood: the answer is of no such kind.
        """
        return frames.answer(await self.ask("GET", path), kind)

    async def close(self) -> None:
        """Let go of all connections."""
        await self.session.close()


class AriStream:
    """The frames of one connection, in order."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse[Any]) -> None:
        self._socket = socket
        self.misunderstood = 0
        """Frames that could not be read; the stream goes on behind them."""

    async def __aiter__(self) -> AsyncIterator[frames.Frame]:
        """Yield frames until the connection ends.

        Raises:
            Unreachable: it broke.
        """
        socket = self._socket
        while True:
            message = await socket.receive()
            if message.type is aiohttp.WSMsgType.TEXT:
                try:
                    frame = frames.frame(message.data)
                except Misunderstood:
                    self.misunderstood += 1
                else:
                    yield frame
            elif message.type is aiohttp.WSMsgType.ERROR:
                raise Unreachable("Asterisk", f"the stream of events broke: {socket.exception()}")
            elif message.type is not aiohttp.WSMsgType.BINARY:
                return
            else:
                self.misunderstood += 1


@asynccontextmanager
async def ari_stream(http: AriHttp, settings: AriSettings) -> AsyncIterator[AriStream]:
    """Be the application: yield its stream of events.

    Raises:
        Unreachable: Asterisk does not answer, or does not let us in.
    """
    root = URL(settings.url.rstrip("/"))
    url = (root / "ari" / "events").with_query(app=settings.app, subscribeAll="false")
    try:
        socket = await http.session.ws_connect(
            url,
            heartbeat=HEARTBEAT_S,
            max_msg_size=FRAME_BYTES_MAX,
            decode_text=False,
            timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_S_MAX),
        )
    except aiohttp.WSServerHandshakeError as error:
        raise AriRefused("GET events", error.status, error.message) from error
    except TimeoutError as error:
        raise Unreachable("Asterisk", f"{root} did not answer within {ANSWER_S_MAX:.0f} s") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Unreachable("Asterisk", f"{root}: {str(error) or type(error).__name__}") from error
    try:
        yield AriStream(socket)
    finally:
        await socket.close()
