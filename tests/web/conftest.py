from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest

from tests.database import database, dsn, template
from tests.web.centre import Browser, Centre, centre_at

__all__ = ["centre", "database", "dsn", "open_browser", "template"]

OpenBrowser = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def centre(dsn: str) -> AsyncIterator[Centre]:
    """A running centre."""
    async with centre_at(dsn) as running:
        yield running


@pytest.fixture
async def open_browser(centre: Centre) -> AsyncIterator[OpenBrowser]:
    """Opens browsers at the centre, each signed in as the login given, or not at all."""
    async with contextlib.AsyncExitStack() as stack:

        async def open_one(login: str | None = None) -> Browser:
            # The centre is at an address without a name, whose cookies aiohttp keeps only when told to.
            client = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
            browser = Browser(centre.address, await stack.enter_async_context(client))
            if login is not None:
                status, body = await browser.sign_in(login)
                assert status == 201, body
            return browser

        yield open_one
