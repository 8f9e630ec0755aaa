"""Connections that say nothing, or never stop: cut off, and the centre goes on."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import pytest

from cordboard.web import bounded_http
from cordboard.web.bounded_http import BoundedHttp
from tests.web.centre import Centre
from tests.web.conftest import OpenBrowser

HALF = b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: "


async def connect(centre: Centre) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(centre.address)
    return await asyncio.open_connection(where.hostname, where.port)


async def cut_off(reader: asyncio.StreamReader) -> bool:
    try:
        return await asyncio.wait_for(reader.read(), 5) == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize("words", [b"", HALF])
async def test_a_request_that_does_not_come_is_not_waited_for(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, words: bytes
) -> None:
    monkeypatch.setattr(bounded_http, "HEAD_S_MAX", 0.3)
    reader, writer = await connect(centre)
    writer.write(words)
    assert await cut_off(reader)


async def test_a_head_without_end_is_cut_off(centre: Centre, open_browser: OpenBrowser) -> None:
    reader, writer = await connect(centre)
    writer.write(HALF)
    for _ in range(20):
        writer.write(b"a" * 10_000)
        await asyncio.sleep(0.01)
    assert await cut_off(reader)
    stranger = await open_browser()
    assert (await stranger.ask("GET", "/health"))[0] == 200


async def test_a_second_request_of_a_connection_has_its_own_time(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_http, "HEAD_S_MAX", 0.5)
    reader, writer = await connect(centre)
    for pause_s in (0.0, 0.8):
        await asyncio.sleep(pause_s)
        writer.write(b"GET /api/visit HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert (await asyncio.wait_for(reader.readuntil(b"\r\n"), 5)).startswith(b"HTTP/1.1 200")
        await asyncio.wait_for(reader.readuntil(b"}}"), 5)
    writer.write(HALF)
    assert await cut_off(reader)


async def test_too_many_connections_leave_those_that_are_there_alone(
    centre: Centre, open_browser: OpenBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await open_browser("ann")
    monkeypatch.setattr(BoundedHttp, "connections_max", 3)
    others = [await connect(centre) for _ in range(6)]
    assert await cut_off(others[-1][0])
    assert (await ann.ask("GET", "/api/session"))[0] == 200
