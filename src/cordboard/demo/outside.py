"""The outside world: an Asterisk of its own, whose lines are the telephones of customers and of robot agents.

It stands on an address of its own on loopback, by which the centre's trunk `demo` knows it. Its folder is of no worth:
it is made for one run and taken away after it.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cordboard.asterisk.ari import AriHttp, AriSettings, ari_stream
from cordboard.asterisk.errors import AriRefused
from cordboard.asterisk.frames import Frame
from cordboard.asterisk.install import Asterisk
from cordboard.asterisk.instance import InstanceSettings, write
from cordboard.asterisk.process import AsteriskProcess
from cordboard.asterisk.provision import PjsipObject, trunk_objects, trunk_phone_id, uri_host
from cordboard.center.trunks import Trunk
from cordboard.demo.company import DEMO_ADDRESS
from cordboard.demo.line import Line
from cordboard.errors import Refused, Unreachable
from cordboard.listening import free_port

APP = "outside"
CENTER = "center"
"""Name of the trunk to the centre."""
PLACE = "asterisk"
"""The outside world's folder within the one it is given."""
HEARD = ("StasisStart", "StasisEnd", "ChannelDestroyed")
RTP_FIRST, RTP_LAST = 28000, 29999
"""Beside the centre's own; a port that is taken is passed over."""
RING_S_MAX = 60
"""Seconds after which a caller gives up a centre that does not answer."""
REGISTERED_S = 60
RETRY_S = 3
GONE = frozenset({404, 409, 412})
"""Refusals that mean: the call is over."""

Rings = Callable[[Line], None]
"""Is told of a call to a phone; it must not wait."""


class RunsAlready(Refused):
    """One outside world a home is enough. Stop the other one first."""

    def __init__(self, folder: Path) -> None:
        super().__init__("demo-runs-already", f"calls are being made already from {folder}: stop them first")


class Outside:
    """A running outside world; see `outside`."""

    def __init__(self, http: AriHttp, process: AsteriskProcess, center: Trunk) -> None:
        self._http, self._process, self._center = http, process, center
        self._lines: dict[str, Line] = {}
        self._phones: dict[str, tuple[Rings, list[PjsipObject]]] = {}
        self._calls = 0

    async def call(self, number: str, *, caller: str, name: str = "") -> Line:
        """Call `number` of the centre; the line tells when it is answered and when it is over.

        Raises:
            Unreachable: the outside world's own Asterisk does not do it.
        """
        self._calls += 1
        line = self._line(f"caller-{self._calls}")
        shown = f'"{name}" <{caller}>' if name else caller
        body = {
            "endpoint": f"PJSIP/{number}@{trunk_phone_id(CENTER)}",
            "app": APP,
            "appArgs": "caller",
            "channelId": line.channel_id,
            "callerId": shown,
            "timeout": RING_S_MAX,
        }
        try:
            await self._http.ask("POST", "channels", body)
        except BaseException:
            del self._lines[line.channel_id]
            raise
        return line

    async def register(self, *, user: str, password: str, rings: Rings) -> None:
        """Be the SIP phone `user`, registered with the centre; `rings` is told of every call to it."""
        objects = _registration(user, password, f"sip:{uri_host(self._center.host)}:{self._center.real_port}")
        self._phones[user] = (rings, objects)
        await self._put(objects)

    async def unregister(self, user: str) -> None:
        """Be that phone no longer."""
        _, objects = self._phones.pop(user, (None, []))
        if objects:
            # taking the objects away would leave the centre ring a phone that is not there until its time is over
            await self._process.cli(f"pjsip send unregister {user}")
        for thing in reversed(objects):
            with contextlib.suppress(AriRefused):
                await self._http.ask("DELETE", thing.path)

    async def _put(self, objects: list[PjsipObject]) -> None:
        for thing in objects:
            await self._http.ask("PUT", thing.path, thing.body)

    async def _connect(self) -> None:
        allowed = [{"type": kind} for kind in HEARD]
        await self._http.ask("PUT", f"applications/{APP}/eventFilter", {"allowed": allowed})
        await self._put(trunk_objects(self._center, media_address=DEMO_ADDRESS))

    def _line(self, channel_id: str) -> Line:
        line = self._lines[channel_id] = Line(channel_id, self._act)
        return line

    async def _act(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> bool:
        """Do something with a line; whether it could be done: the other side may have ended the call."""
        try:
            await self._http.ask(method, path, None if body is None else dict(body))
        except AriRefused as refused:
            if refused.status in GONE:
                return False
            raise
        return True

    async def _listen(self, frames: AsyncIterator[Frame]) -> None:
        async for frame in frames:
            if frame.channel is not None:
                await self._hear(frame, frame.channel.id)
        raise Unreachable("the outside world", "its Asterisk went away")

    async def _hear(self, frame: Frame, channel_id: str) -> None:
        line = self._lines.get(channel_id)
        if frame.type != "StasisStart":
            if line is not None:
                line.end(frame.cause)
                del self._lines[channel_id]
        elif line is not None:
            line.answered.set()
        elif frame.channel is not None:
            called = frame.channel.dialplan.exten or ""
            rings, _ = self._phones.get(called, (None, []))
            if rings is None:
                await self._act("DELETE", f"channels/{quote(channel_id, safe='')}")
            else:
                rings(self._line(channel_id))


@asynccontextmanager
async def outside(folder: Path, asterisk: Asterisk, *, host: str, port: int) -> AsyncIterator[Outside]:
    """Yield an outside world around the centre's Asterisk at `host` and `port`; it is gone in the end.

    Raises:
        RunsAlready: there is one in this folder.
        Unreachable: its Asterisk did not start, or went away; then the body is cancelled first.
    """
    with _held(folder):
        place = folder / PLACE
        sip_port, http_port = free_port(DEMO_ADDRESS), free_port("127.0.0.1")
        settings = InstanceSettings(
            folder=place,
            bind=DEMO_ADDRESS,
            sip_port=sip_port,
            http_port=http_port,
            rtp_first=RTP_FIRST,
            rtp_last=RTP_LAST,
            name=APP,
            app=APP,
        )
        instance = write(settings, asterisk)
        process = AsteriskProcess(instance)
        # one that a killed run left behind has other ports
        await process.stop()
        try:
            await process.start()
            ari = AriSettings(url=instance.ari_url, user=APP, password=instance.ari_password, app=APP)
            http = AriHttp(ari)
            try:
                async with ari_stream(http, ari) as stream, asyncio.TaskGroup() as tasks:
                    world = Outside(http, process, _center(host, port))
                    listening = tasks.create_task(world._listen(aiter(stream)))
                    await world._connect()
                    yield world
                    listening.cancel()
            finally:
                await http.close()
        finally:
            await asyncio.shield(process.stop())
            shutil.rmtree(place, ignore_errors=True)


async def stop_left(folder: Path, asterisk: Asterisk) -> None:
    """Stop what a killed run of `outside` left behind in this folder."""
    place = folder / PLACE
    if place.exists():
        await AsteriskProcess(write(InstanceSettings(folder=place, name=APP, app=APP), asterisk)).stop()
        shutil.rmtree(place, ignore_errors=True)


def _center(host: str, port: int) -> Trunk:
    return Trunk(trunk_id=CENTER, host=host, port=port, codecs=("alaw", "ulaw"), is_behind_nat=False)


def _registration(user: str, password: str, server: str) -> list[PjsipObject]:
    """Return the objects of one phone; calls to it come to the endpoint of the centre."""
    auth = {"auth_type": "userpass", "username": user, "password": password}
    registration = {
        "server_uri": server,
        "client_uri": f"sip:{user}@{server.removeprefix('sip:')}",
        "contact_user": user,
        "transport": "udp",
        "outbound_auth": user,
        "max_random_initial_delay": "0",
        "expiration": str(REGISTERED_S),
        "retry_interval": str(RETRY_S),
        "forbidden_retry_interval": str(RETRY_S),
        "max_retries": "1000",
        "line": "yes",
        "endpoint": trunk_phone_id(CENTER),
    }
    return [
        PjsipObject(object_type="auth", object_id=user, fields=tuple(auth.items())),
        PjsipObject(object_type="registration", object_id=user, fields=tuple(registration.items())),
    ]


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Be the only one in this folder; the operating system gives it up when the process ends, however it ends."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunsAlready(folder) from None
        yield
    finally:
        os.close(descriptor)
