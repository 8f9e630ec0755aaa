"""Signing in and out, and what stands in an attacker's way."""

from __future__ import annotations

import asyncio

import aiohttp

from cordboard.web.pacing import network_of
from cordboard.web.parts import WebRules
from tests.web.centre import ACCOUNTS, PASSWORD, Browser, Centre, centre_at
from tests.web.conftest import OpenBrowser


async def test_who_signs_in_is_told_what_it_may_do(open_browser: OpenBrowser) -> None:
    browser = await open_browser("ann")
    shown = await browser.get("/api/session")
    assert shown == browser.session
    assert (shown["login"], shown["agent_id"], shown["roles"]) == ("ann", "ann", ["agent"])
    assert shown["permissions"] == ["see-customers", "serve"]
    assert shown["demo"] is False


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_pages(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    _, headers, _ = await browser.answer("POST", "/api/session", json={"login": "ann", "password": PASSWORD})
    cookie = headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie


async def test_only_the_hash_of_a_session_is_kept(centre: Centre, open_browser: OpenBrowser) -> None:
    browser = await open_browser("ann")
    kept = await centre.database.rows("SELECT * FROM session")
    assert len(kept) == 1
    assert browser.cookie.encode() not in repr(kept).encode()


async def test_wrong_credentials_are_told_apart_by_nobody(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    for login, password in (("ann", "wrong"), ("nobody", PASSWORD), ("", "")):
        status, body = await browser.sign_in(login, password)
        assert (status, body["code"]) == (401, "wrong-credentials")
        signed_out = {"code": "signed-out", "says": "sign in first", "problems": []}
        assert await browser.ask("GET", "/api/session") == (401, signed_out)


async def test_signing_out_ends_the_session_for_good(centre: Centre, open_browser: OpenBrowser) -> None:
    browser = await open_browser("ann")
    token = browser.cookie
    assert (await browser.ask("DELETE", "/api/session"))[0] == 204
    status, _ = await browser.ask("GET", "/api/session", cookies={"cordboard_session": token})
    assert status == 401
    assert await centre.database.value("SELECT count(*) FROM session") == 0


async def test_tries_to_sign_in_are_slowed(centre: Centre, open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    tries = [await browser.sign_in("ann", "wrong") for _ in range(11)]
    assert [status for status, _ in tries] == [401] * 10 + [429]
    assert tries[-1][1]["code"] == "too-many-tries"
    assert (await browser.sign_in("ann"))[0] == 429, "a right guess must not show after too many wrong ones"
    centre.ahead_s = 61
    assert (await browser.sign_in("ann"))[0] == 201


async def test_many_tries_at_once_are_slowed_too(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    tries = await asyncio.gather(*(browser.sign_in(f"login{n}", "wrong") for n in range(25)))
    assert sum(status == 401 for status, _ in tries) == 10
    assert sum(status == 429 for status, _ in tries) == 15


async def test_a_whole_office_signs_in_at_once_from_one_address(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    tries = await asyncio.gather(*(browser.sign_in(login) for login in [*ACCOUNTS] * 8))
    assert [status for status, _ in tries] == [201] * 40


def test_a_household_with_many_addresses_is_one_place() -> None:
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::9") != network_of("2001:db8:1:3::9")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("") == ""


async def test_failures_before_a_restart_count(centre: Centre, open_browser: OpenBrowser) -> None:
    for _ in range(10):
        await centre.parts.tries.note_failed("ann", "192.0.2.1", centre.clock())
    browser = await open_browser()
    assert (await browser.sign_in("ann"))[0] == 429
    assert (await browser.sign_in("bob"))[0] == 201


async def test_a_session_ends_when_it_is_not_used(centre: Centre, open_browser: OpenBrowser) -> None:
    browser = await open_browser("ann")
    centre.ahead_s = 3 * 3600
    assert (await browser.ask("GET", "/api/session"))[0] == 200
    centre.ahead_s = 6 * 3600
    assert (await browser.ask("GET", "/api/session"))[0] == 200, "it was used three hours before"
    centre.ahead_s = 10.5 * 3600
    assert (await browser.ask("GET", "/api/session"))[0] == 401


async def test_a_session_ends_in_the_end_however_much_it_is_used(centre: Centre, open_browser: OpenBrowser) -> None:
    browser = await open_browser("ann")
    for hour in range(1, 12):
        centre.ahead_s = hour * 3600
        assert (await browser.ask("GET", "/api/session"))[0] == 200
    centre.ahead_s = 12 * 3600 + 1
    assert (await browser.ask("GET", "/api/session"))[0] == 401


async def test_another_password_ends_the_other_sessions(open_browser: OpenBrowser) -> None:
    here, elsewhere = await open_browser("ann"), await open_browser("ann")
    status, body = await here.post("/api/session/password", old="wrong", new="a much better one")
    assert (status, body["code"]) == (401, "wrong-credentials")
    assert (await here.post("/api/session/password", old=PASSWORD, new="short"))[0] == 400
    assert (await here.post("/api/session/password", old=PASSWORD, new="a much better one"))[0] == 204
    assert (await here.ask("GET", "/api/session"))[0] == 200
    assert (await elsewhere.ask("GET", "/api/session"))[0] == 401
    assert (await elsewhere.sign_in("ann"))[0] == 401
    assert (await elsewhere.sign_in("ann", "a much better one"))[0] == 201


async def test_a_changing_request_needs_the_sessions_token(open_browser: OpenBrowser) -> None:
    browser, other = await open_browser("ann"), await open_browser("bob")
    status, body = await browser.ask("POST", "/api/desk/sign-in", json={"phone": "sip"}, csrf=False)
    assert (status, body["code"]) == (403, "forbidden")
    browser.csrf = other.csrf
    assert (await browser.post("/api/desk/sign-in", phone="sip"))[0] == 403
    browser.csrf = browser.session["csrf"]
    assert (await browser.post("/api/desk/sign-in", phone="sip"))[0] == 204


async def test_a_form_of_another_page_cannot_sign_in(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    body = '{"login": "ann", "password": "correct horse battery"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        status, _ = await browser.ask("POST", "/api/session", data=body, headers={"Content-Type": kind})
        assert status == 400
    status, problem = await browser.ask(
        "POST",
        "/api/session",
        data=body,
        headers={"Content-Type": "application/json", "Origin": "https://evil.example"},
    )
    assert (status, problem["code"]) == (403, "forbidden")


async def test_a_strange_name_for_this_machine_is_refused(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    status, body = await browser.ask("GET", "/api/visit", headers={"Host": "evil.example"})
    assert (status, body["code"]) == (400, "unknown-host")
    port = browser.address.rpartition(":")[2]
    assert (await browser.ask("GET", "/api/visit", headers={"Host": f"localhost:{port}"}))[0] == 200


async def test_a_made_up_token_is_nobody(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    for token in ("", "x", "a" * 43, "a" * 5000, "\u00e4" * 43, "a" * 42 + "="):
        status, _ = await browser.ask("GET", "/api/session", headers={"Cookie": f"cordboard_session={token}"})
        assert status == 401, token


async def test_every_answer_carries_the_security_headers(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    for path in ("/api/session", "/", "/health", "/api/nothing", "/assets/../../etc/passwd"):
        _, headers, _ = await browser.answer("GET", path)
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert f"connect-src 'self' {browser.address.replace('http', 'ws')}" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "microphone=(self)" in headers["Permissions-Policy"]
        assert "Server" not in headers


async def test_over_https_the_cookie_and_the_page_stay_on_https(dsn: str) -> None:
    async with centre_at(dsn, WebRules(secure_cookies=True)) as centre, aiohttp.ClientSession() as client:
        browser = Browser(centre.address, client)
        _, headers, _ = await browser.answer("POST", "/api/session", json={"login": "ann", "password": PASSWORD})
        assert "; secure" in headers["Set-Cookie"].lower()
        assert headers["Strict-Transport-Security"]
        assert "connect-src 'self' wss://127.0.0.1" in headers["Content-Security-Policy"]
        status, _ = await browser.ask("GET", "/api/visit", headers={"Host": "cc.example"})
        assert status == 200, "a name of the company's own, behind its certificate"
