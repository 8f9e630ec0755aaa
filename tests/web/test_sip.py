"""SIP from browsers, passed on to the switch and back."""

from __future__ import annotations

import asyncio
import contextlib

from cordboard.web.open_sockets import SOCKETS_MAX
from tests.web.centre import Browser, Centre
from tests.web.conftest import OpenBrowser
from tests.web.test_live import closed


async def visit(browser: Browser) -> str:
    status, body = await browser.post("/api/visit", language="ru")
    assert status == 201, body
    return str(body["token"])


async def test_frames_go_both_ways_unchanged(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.sip() as socket:
        assert socket.protocol == "sip"
        await socket.send_str("REGISTER sip:cordboard SIP/2.0\r\n\r\n")
        (line,) = centre.lines
        assert await asyncio.wait_for(line.heard.get(), 5) == "REGISTER sip:cordboard SIP/2.0\r\n\r\n"
        line.says.put_nowait("SIP/2.0 200 OK\r\n\r\n")
        assert await socket.receive_str() == "SIP/2.0 200 OK\r\n\r\n"
        await socket.close()
        await asyncio.wait_for(line.closed.wait(), 5)


async def test_the_phone_is_cut_off_with_its_session(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.sip() as socket:
        await ann.ask("DELETE", "/api/session")
        assert await closed(socket) == 4401
        await asyncio.wait_for(centre.lines[0].closed.wait(), 5)


async def test_a_switch_that_goes_away_is_tried_again_later(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.sip() as socket:
        await socket.send_str("x")
        centre.lines[0].says.put_nowait(None)
        assert await closed(socket) == 1013


async def test_a_huge_frame_is_refused(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.sip() as socket:
        await socket.send_str("x" * 70_000)
        assert await closed(socket) == 1009
        await asyncio.wait_for(centre.lines[0].closed.wait(), 5)


async def test_only_sip_is_spoken(open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with ann.sip(protocols=("xmpp",)) as socket:
        assert await closed(socket) == 1002


async def test_a_visitor_calls_with_the_token_of_the_visit(centre: Centre, open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    token = await visit(stranger)
    async with stranger.sip(query="?visit=" + token) as socket:
        await socket.send_str("INVITE")
        assert await asyncio.wait_for(centre.lines[0].heard.get(), 5) == "INVITE"
    async with stranger.sip(query="?visit=" + "x" * 43) as socket:
        assert await closed(socket) == 4401


async def test_one_visit_cannot_take_all_connections_of_the_switch(centre: Centre, open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    query = "?visit=" + await visit(stranger)
    async with stranger.sip(query=query), stranger.sip(query=query), stranger.sip(query=query):
        async with stranger.sip(query=query) as socket:
            assert await closed(socket) == 4403
        assert len(centre.lines) == 3


async def test_one_session_cannot_take_all_connections_of_the_switch(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(SOCKETS_MAX):
            await stack.enter_async_context(ann.sip())
        async with ann.sip() as socket:
            assert await closed(socket) == 4403
        async with ann.live() as socket:
            assert await closed(socket) == 4403


async def test_a_visit_lasts_while_it_is_connected_and_a_little_longer(
    centre: Centre, open_browser: OpenBrowser
) -> None:
    stranger = await open_browser()
    token = await visit(stranger)
    async with stranger.sip(query="?visit=" + token) as socket:
        await socket.send_str("INVITE")
        await asyncio.wait_for(centre.lines[0].heard.get(), 5)
        centre.ahead_s = 3600
        await centre.web.visits.sweep()
        assert len(centre.visits) == 1
    await asyncio.wait_for(centre.lines[0].closed.wait(), 5)
    await asyncio.sleep(0.05)
    centre.ahead_s += 299
    await centre.web.visits.sweep()
    assert len(centre.visits) == 1
    centre.ahead_s += 2
    await centre.web.visits.sweep()
    assert not centre.visits


async def test_visits_from_one_address_are_slowed(centre: Centre, open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    statuses = [(await stranger.post("/api/visit", language="en"))[0] for _ in range(8)]
    assert statuses == [201] * 6 + [429] * 2
    assert len(centre.visits) == 6


async def test_the_customers_page_knows_whom_it_calls(open_browser: OpenBrowser) -> None:
    stranger = await open_browser()
    assert await stranger.get("/api/visit") == {"name": {"en": "Sample", "ru": "Пример"}}
    status, body = await stranger.post("/api/visit", language="en")
    assert status == 201
    assert body["socket"] == "/sip/ws?visit=" + body["token"]
    assert body["target"] == "sip:100@cordboard"
