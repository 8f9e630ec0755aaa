"""The live feed to browsers: a snapshot, then numbered deltas, serialised once for all who see the same."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec
import structlog

from cordboard.center import people
from cordboard.errors import Refused, Unreachable
from cordboard.floor.inputs import PauseAgent, Phone
from cordboard.floor.states import AgentState
from cordboard.runtime.audience import Audience, audience_of, is_visible
from cordboard.runtime.feed import Delta, Feed
from cordboard.runtime.ports import Entry
from cordboard.runtime.tiles import Tile
from cordboard.web.open_sockets import OpenSockets
from cordboard.web.parts import Parts
from cordboard.web.rights import Asker
from cordboard.web.signed_in import SignedIn

COALESCE_S = 0.2
"""Changes within this time travel together: five times a second is as live as an eye needs."""
BACKLOG_MAX = 64
"""Messages that may wait for one browser, 13 seconds of a busy floor; a slower one is dropped and comes again."""
LOOK_EVERY_S = 2.0
"""How often missing screens, the store's trouble and midnight are looked for."""
SESSIONS_EVERY_S = 30.0
"""How often open sockets' sessions are looked up."""
SCREEN_GONE_S = 20.0
"""Seconds without a desk after which an agent with the phone in the browser gets no more contacts."""
TAKEN_OVER = 4409
"""Close code: another tab of the same agent took over."""
COME_AGAIN = 1012
"""Close code: connect again, what you may see has changed."""
TOO_SLOW = 1013
"""Close code: the browser does not keep up."""

log = structlog.get_logger()
_ENCODE = msgspec.json.Encoder().encode


@dataclass(eq=False, slots=True)
class Client:
    """One browser tab."""

    audience: Audience
    seq: int = 0
    messages: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(BACKLOG_MAX))
    closed: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    """Done with a close code when this side wants to close."""

    def close(self, code: int) -> None:
        """Ask for the end of this connection."""
        if not self.closed.done():
            self.closed.set_result(code)

    def push(self, message: str) -> None:
        """Queue a message; a browser that does not keep up is dropped."""
        try:
            self.messages.put_nowait(message)
        except asyncio.QueueFull:
            self.close(TOO_SLOW)


class LiveHub:
    """Takes journal lines, and tells every tab what its account may see."""

    def __init__(self, parts: Parts, signed_in: SignedIn, sockets: OpenSockets) -> None:
        self.feed = Feed(parts.engine.live, parts.today, version=parts.version)
        self.clients: set[Client] = set()
        self.sockets = sockets
        self._parts, self._signed_in = parts, signed_in
        self._pending: Delta = {}
        self._news = asyncio.Event()
        self._desks: dict[str, Client] = {}
        """By agent, the one tab that is the desk."""
        self._desk_gone: dict[str, float] = {}
        """By agent, when the last desk closed."""
        self._since = parts.clock()
        self._is_unsure = False
        """Whether tiles may have been missed."""

    # -- what comes in --

    def take(self, entries: Sequence[Entry]) -> None:
        """Take durable lines; an engine's listener. A fault of ours must not stop the floor."""
        try:
            self._put(self.feed.take(entries))
        except Exception:
            log.exception("the live feed met a fault; it looks at everything again")
            self._is_unsure = True

    def center_changed(self) -> None:
        """Another center is in force: every tab connects again, as what it may see may have changed."""
        self._put(self.feed.refresh())
        for client in list(self.clients):
            client.close(COME_AGAIN)

    def _put(self, delta: Delta) -> None:
        if delta:
            self._pending.update(delta)
            self._news.set()

    # -- tabs --

    @contextlib.contextmanager
    def tab(self, asker: Asker, *, is_desk: bool) -> Iterator[Client]:
        """Add a tab for as long as the context lasts; its first message is the snapshot."""
        agent_id = asker.account.agent_id
        queues = self._parts.engine.live.floor.ready.queues_by_agent.get(agent_id or "", ())
        client = Client(audience_of(asker.account.permissions, agent_id, queues))
        client.push(self._message("snapshot", client, _body(self.feed.snapshot(), client.audience)))
        desk_of = client.audience.agent_id if is_desk else None
        if desk_of is not None:
            if (older := self._desks.get(desk_of)) is not None:
                older.close(TAKEN_OVER)
            self._desks[desk_of] = client
        self.clients.add(client)
        try:
            with self.sockets.kept(asker.session, client.close):
                yield client
        finally:
            self.clients.discard(client)
            if desk_of is not None and self._desks.get(desk_of) is client:
                del self._desks[desk_of]
                self._desk_gone[desk_of] = self._parts.clock()

    # -- what goes out --

    async def run(self) -> None:
        """Serve until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._remember_wrap_ups())
            tasks.create_task(self._flush())
            tasks.create_task(_every(LOOK_EVERY_S, self._look))
            tasks.create_task(_every(SESSIONS_EVERY_S, self._check_sessions))

    async def _flush(self) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(COALESCE_S)
            self._news.clear()
            pending, self._pending = self._pending, {}
            self._send(pending)

    def _send(self, delta: Delta) -> None:
        shared: dict[tuple[bool, bool, frozenset[str]], str] = {}
        pieces = {key: piece(key, tile) for key, tile in delta.items()}
        for client in list(self.clients):
            audience = client.audience
            sees = audience.sees_floor, audience.sees_flows, audience.queues
            if sees not in shared:
                alike = replace(audience, agent_id=None)
                shared[sees] = ",".join(text for key, text in pieces.items() if is_visible(key, alike))
            body = shared[sees]
            if audience.agent_id is not None and (desk := pieces.get("desk:" + audience.agent_id)) is not None:
                body = f"{body},{desk}" if body else desk
            if body:
                client.push(self._message("delta", client, body))

    def _message(self, kind: str, client: Client, body: str) -> str:
        client.seq += 1
        return f'{{"type":"{kind}","seq":{client.seq},"now":{self._parts.clock():.3f},"tiles":{{{body}}}}}'

    # -- what time brings --

    async def _look(self) -> None:
        self._put(self.feed.note_trouble(self._parts.store_trouble()))
        now = self._parts.clock()
        if self._parts.today.roll(now) or self._is_unsure:
            self._is_unsure = False
            self._put(self.feed.refresh())
        await self._pause_the_absent(now)

    async def _pause_the_absent(self, now: float) -> None:
        """Pause agents whose browser, which is their phone, went away and did not come back."""
        for agent in list(self._parts.engine.live.floor.agents.values()):
            if agent.state is not AgentState.READY or agent.phone is not Phone.BROWSER:
                continue
            if agent.agent_id in self._desks:
                continue
            gone_at = max(self._desk_gone.get(agent.agent_id, self._since), agent.state_since)
            if now - gone_at >= SCREEN_GONE_S:
                with contextlib.suppress(Refused, Unreachable):
                    pause = PauseAgent(agent_id=agent.agent_id, reason_id=people.SCREEN_GONE)
                    await self._parts.engine.ask(pause)

    async def _check_sessions(self) -> None:
        """Close what lives by a session that is over; note the use of the others."""
        sessions, now = self.sockets.sessions(), self._parts.clock()
        if not sessions:
            return
        hashes = [session.token_sha256 for session in sessions]
        still_open = await self._parts.sessions.still_open(hashes, now)
        for session in sessions:
            if session.token_sha256 not in still_open:
                self.sockets.end(session.token_sha256)
            else:
                await self._signed_in.touch(session, now)

    async def _remember_wrap_ups(self) -> None:
        """After a restart, look up the contacts that are still wrapped up."""
        for agent in list(self._parts.engine.live.floor.agents.values()):
            if agent.state is AgentState.WRAPPING_UP and agent.contact_id is not None:
                row = await self._parts.calls.contact(agent.contact_id)
                if row is not None:
                    self._put(self.feed.remember(agent.agent_id, row))


def piece(key: str, tile: Tile | None) -> str:
    """One member of the object of tiles; a desk goes by the name `desk`, because nobody sees two."""
    name = "desk" if key.startswith("desk:") else key
    try:
        return f"{_ENCODE(name).decode()}:{_ENCODE(tile).decode()}"
    except UnicodeEncodeError:
        # A caller may send half a surrogate pair as a name.
        return f"{_ENCODE(_sound(name)).decode()}:{_ENCODE(_sound(msgspec.to_builtins(tile))).decode()}"


def _sound(thing: object) -> object:
    if isinstance(thing, str):
        return thing.encode("utf-8", "replace").decode()
    if isinstance(thing, dict):
        return {_sound(key): _sound(each) for key, each in thing.items()}
    return thing


def _body(tiles: Mapping[str, Tile], audience: Audience) -> str:
    return ",".join(piece(key, tile) for key, tile in tiles.items() if is_visible(key, audience))


async def _every(seconds: float, act: Callable[[], Awaitable[None]]) -> None:
    """Do it again and again; what is unreachable now is tried next time."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await act()
        except Unreachable as trouble:
            log.warning("a look at the live feed's surroundings failed", thing=trouble.thing)
