"""Every route and socket, walked as a stranger and as every role: who may not is refused, who may is not."""

from __future__ import annotations

import re

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler

from cordboard.center.permissions import PERMISSIONS, Permission, Role
from cordboard.web import api
from cordboard.web.app import openapi_json
from cordboard.web.rights import PUBLIC, SIGNED_IN, Right, without_right
from cordboard.web.screens import Screens, screen_routes
from cordboard.web.sip import sip_socket
from tests.web.centre import ACCOUNTS, Centre
from tests.web.conftest import OpenBrowser

UNKNOWN = "no-such-thing"
PLACES = {"number": "+4420", "path": "floor", "language": "en", "version": "1"}
REQUESTS: list[tuple[str, str, Right]] = []
for handler in [*api.ROUTES, openapi_json, *screen_routes(Screens())]:
    if isinstance(handler, HTTPRouteHandler):
        for path in handler.paths:
            filled = re.sub(r"\{(\w+):\w+\}", lambda found: PLACES.get(found[1], UNKNOWN), path)
            REQUESTS += [(method, filled, handler.opt["permission"]) for method in sorted(handler.http_methods)]
IDS = [f"{method} {path}" for method, path, _ in REQUESTS]
SOCKETS: dict[str, Right] = {"/api/live": SIGNED_IN, "/sip/ws": Permission.SERVE}


def may(right: Right, login: str | None) -> bool:
    if right is PUBLIC:
        return True
    if login is None:
        return False
    if isinstance(right, frozenset):
        return not right.isdisjoint(PERMISSIONS[ACCOUNTS[login]])
    return right is SIGNED_IN or right in PERMISSIONS[ACCOUNTS[login]]


def test_the_walk_covers_every_role_and_every_socket() -> None:
    assert set(ACCOUNTS.values()) == set(Role)
    sockets = {path for h in [*api.ROUTES, sip_socket] if isinstance(h, WebsocketRouteHandler) for path in h.paths}
    assert sockets == set(SOCKETS)
    asked = {one for _, _, right in REQUESTS for one in (right if isinstance(right, frozenset) else (right,))}
    assert asked >= set(Permission) - {Permission.STEER_FLOOR, Permission.SEE_FLOOR}


async def test_every_request_is_open_to_those_with_the_right_and_to_nobody_else(
    centre: Centre, open_browser: OpenBrowser
) -> None:
    for login in (None, *ACCOUNTS):
        for method, path, right in REQUESTS:
            if method == "DELETE" and path == "/api/session":
                continue
            browser = await open_browser()
            if login is not None:
                centre.ahead_s += 61.0 / 10
                assert (await browser.sign_in(login))[0] == 201
            status, body = await browser.ask(method, path)
            where = f"{login}: {method} {path} gave {status} {body!r}"
            if may(right, login):
                assert status not in (401, 403, 405), where
            elif login is None:
                assert (status, body["code"]) == (401, "signed-out"), where
            else:
                assert (status, body["code"]) == (403, "forbidden"), where
            assert status != 500, where


@pytest.mark.parametrize(("method", "path", "right"), REQUESTS, ids=IDS)
def test_a_route_that_changes_something_is_not_public_but_for_coming_in(method: str, path: str, right: Right) -> None:
    if method not in ("GET", "HEAD") and right is PUBLIC:
        assert path in ("/api/session", "/api/visit")


async def test_every_socket_is_open_to_those_with_the_right_and_to_nobody_else(open_browser: OpenBrowser) -> None:
    for login in (None, *ACCOUNTS):
        browser = await open_browser(login)
        for path, right in SOCKETS.items():
            async with browser.client.ws_connect(browser.address + path, protocols=["sip"]) as socket:
                if may(right, login):
                    await socket.ping()
                    assert not socket.closed
                else:
                    assert (await socket.receive()).type is WSMsgType.CLOSE
                    assert socket.close_code == (4401 if login is None else 4403)


async def test_a_page_elsewhere_cannot_open_a_socket(open_browser: OpenBrowser) -> None:
    browser = await open_browser("ann")
    for path in SOCKETS:
        with pytest.raises(WSServerHandshakeError) as refused:
            await browser.client.ws_connect(
                browser.address + path, protocols=["sip"], headers={"Origin": "https://evil.example"}
            )
        assert refused.value.status == 403


def test_a_route_that_names_no_right_is_found() -> None:
    @get("/forgotten")
    async def forgotten() -> None: ...

    @get("/remembered", opt={"permission": PUBLIC})
    async def remembered() -> None: ...

    app = Litestar([forgotten, remembered], openapi_config=None)
    assert [found.partition(" ")[0] for found in without_right(app)] == ["/forgotten"]
