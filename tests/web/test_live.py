"""The live feed over a real WebSocket."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import ClientWebSocketResponse, WSMsgType

from cordboard.floor import inputs as inp
from cordboard.floor.states import AgentState
from cordboard.runtime.tiles import ContactTile
from cordboard.web.live import BACKLOG_MAX, piece
from tests.web.centre import Centre
from tests.web.conftest import OpenBrowser


class Screen:
    """What a tab makes of what it is told."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.tiles: dict[str, Any] = {}
        self.seq = 0

    async def hear(self) -> dict[str, Any]:
        said: dict[str, Any] = await asyncio.wait_for(self.socket.receive_json(), 5)
        if said["type"] in ("snapshot", "delta"):
            assert said["seq"] == self.seq + 1
            self.seq = said["seq"]
            self.tiles = {} if said["type"] == "snapshot" else self.tiles
            for key, tile in said["tiles"].items():
                if tile is None:
                    self.tiles.pop(key)
                else:
                    self.tiles[key] = tile
        return said

    async def until(self, key: str, **wanted: Any) -> dict[str, Any]:
        while any(self.tiles.get(key, {}).get(name) != each for name, each in wanted.items()):
            await self.hear()
        tile: dict[str, Any] = self.tiles[key]
        return tile


async def lives(socket: ClientWebSocketResponse) -> bool:
    """Whether a ping is answered, whatever else is told before."""
    await socket.send_json({"type": "ping"})
    while (message := await asyncio.wait_for(socket.receive(), 5)).type is WSMsgType.TEXT:
        if message.json()["type"] == "pong":
            return True
    return False


async def closed(socket: ClientWebSocketResponse) -> int | None:
    while (message := await asyncio.wait_for(socket.receive(), 5)).type is WSMsgType.TEXT:
        pass
    assert message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED)
    return socket.close_code


async def test_a_supervisor_sees_a_call_come_and_go(centre: Centre, open_browser: OpenBrowser) -> None:
    sue = await open_browser("sue")
    async with sue.live() as socket:
        screen = Screen(socket)
        assert (await screen.hear())["type"] == "snapshot"
        assert screen.tiles["system"] == {"switch_up": True, "store_trouble": "", "version": "1.2.3"}
        assert {key for key in screen.tiles if key.startswith("agent:")} == {"agent:ann", "agent:bob", "agent:eve"}
        await centre.call(caller_name="Zoë 🙂")
        tile = await screen.until("queue:sales", waiting=1)
        assert tile["oldest_at"] is not None
        assert screen.tiles["contact:c1"]["caller_name"] == "Zoë 🙂"
        assert screen.tiles["contact:c1"]["position"] == 1
        await centre.engine.ask(inp.CallerHungUp(contact_id="c1"))
        tile = await screen.until("queue:sales", waiting=0)
        assert tile["today"]["offered"] == 1
        assert "contact:c1" not in screen.tiles
        assert not any(key.startswith("desk") for key in screen.tiles)


async def test_an_agent_sees_the_own_desk_and_queues_and_no_more(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.live(desk=True) as socket:
        screen = Screen(socket)
        await screen.hear()
        assert set(screen.tiles) == {"system", "queue:sales", "desk"}
        await centre.at_work("ann")
        await centre.call()
        tile = await screen.until("desk", state="offered")
        assert tile["contact"]["offer_id"] == "c1.o1"
        assert tile["contact"]["expires_at"] is not None
        assert set(screen.tiles) == {"system", "queue:sales", "desk"}


async def test_an_administrator_without_an_agent_has_no_desk(open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    async with ada.live(desk=True) as socket:
        screen = Screen(socket)
        await screen.hear()
        assert "desk" not in screen.tiles


async def test_a_ping_is_answered_with_the_time(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.live() as socket:
        screen = Screen(socket)
        await screen.hear()
        await socket.send_json({"type": "ping"})
        while (said := await screen.hear())["type"] != "pong":
            pass
        assert abs(said["now"] - centre.clock()) < 5


async def test_nonsense_on_the_feed_closes_it(open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    for nonsense in ("", "{", '{"type":"bang"}', "x" * 5000, '{"type":"ping"' + " " * 2000 + "}"):
        async with ann.live() as socket:
            await socket.send_str(nonsense)
            assert await closed(socket) == 1007
    async with ann.live() as socket:
        await socket.send_bytes(b"\xff\xfe")
        assert await closed(socket) == 1007


async def test_a_newer_desk_takes_over(open_browser: OpenBrowser) -> None:
    ann, elsewhere, bob = await open_browser("ann"), await open_browser("ann"), await open_browser("bob")
    async with ann.live(desk=True) as older, bob.live(desk=True) as other, ann.live() as board:
        for socket in (older, other, board):
            await socket.receive_json()
        async with elsewhere.live(desk=True) as newer:
            assert await closed(older) == 4409
            await newer.receive_json()
            for socket in (newer, other, board):
                assert await lives(socket)


async def test_signing_out_closes_the_feed(open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.live() as socket:
        await socket.receive_json()
        await ann.ask("DELETE", "/api/session")
        assert await closed(socket) == 4401


async def test_a_session_that_ran_out_closes_the_feed(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.live() as socket:
        await socket.receive_json()
        await centre.web.hub._check_sessions()
        assert await lives(socket)
        centre.ahead_s = 13 * 3600
        await centre.web.hub._check_sessions()
        assert await closed(socket) == 4401


async def test_an_open_screen_keeps_its_session(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.live() as socket:
        await socket.receive_json()
        for hour in (3, 6, 9):
            centre.ahead_s = hour * 3600
            await centre.web.hub._check_sessions()
        assert (await ann.ask("GET", "/api/session"))[0] == 200


async def test_a_browser_that_does_not_keep_up_is_dropped(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.live() as socket:
        await socket.receive_json()
        (client,) = centre.web.hub.clients
        for _ in range(BACKLOG_MAX + 2):
            client.push("{}")
        assert await closed(socket) == 1013
        await asyncio.sleep(0.05)
        assert not centre.web.hub.clients


async def test_an_agent_whose_screen_is_gone_is_paused(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    await centre.at_work("ann", "bob")
    agents = centre.engine.live.floor.agents
    async with ann.live(desk=True) as socket:
        await socket.receive_json()
        centre.ahead_s = 100
        await centre.web.hub._look()
        assert agents["ann"].state is AgentState.READY
        assert (agents["bob"].state, agents["bob"].reason_id) == (AgentState.PAUSED, "screen-gone")
    await asyncio.sleep(0.1)
    centre.ahead_s = 110
    await centre.web.hub._look()
    assert agents["ann"].state is AgentState.READY, "the browser may come back"
    centre.ahead_s = 121
    await centre.web.hub._look()
    assert (agents["ann"].state, agents["ann"].reason_id) == (AgentState.PAUSED, "screen-gone")


async def test_an_agent_on_a_sip_phone_needs_no_screen(centre: Centre) -> None:
    await centre.at_work("ann", phone=inp.Phone.SIP)
    centre.ahead_s = 1000
    await centre.web.hub._look()
    assert centre.engine.live.floor.agents["ann"].state is AgentState.READY


async def test_trouble_with_the_store_is_on_every_screen(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.live() as socket:
        screen = Screen(socket)
        await screen.hear()
        centre.trouble = "the database does not answer"
        await centre.web.hub._look()
        await screen.until("system", store_trouble="the database does not answer")


def test_half_a_surrogate_pair_in_a_name_does_not_stop_the_feed() -> None:
    tile = ContactTile(
        contact_id="c1",
        state="waiting",
        state_since=1.0,
        queue_id=None,
        agent_id=None,
        caller="",
        caller_name="\ud800x",
        language="en",
        arrived_at=1.0,
        position=None,
    )
    assert '"caller_name":"?x"' in piece("contact:c1", tile)


async def test_a_fault_in_the_feed_does_not_stop_the_floor(centre: Centre, open_browser: OpenBrowser) -> None:
    sue = await open_browser("sue")
    async with sue.live() as socket:
        screen = Screen(socket)
        await screen.hear()
        whole, centre.web.hub.feed = centre.web.hub.feed, None  # type: ignore[assignment]
        await centre.call()
        centre.web.hub.feed = whole
        assert "c1" in centre.engine.live.floor.contacts
        await centre.web.hub._look()
        await screen.until("queue:sales", waiting=1)
