"""Accounts, the audit and the configuration, as an administrator keeps them."""

from __future__ import annotations

from typing import Any

from cordboard.floor import inputs as inp
from tests.web.centre import Centre
from tests.web.conftest import OpenBrowser
from tests.web.test_live import closed


async def test_an_administrator_lets_somebody_in(open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    status, handed = await ada.post("/api/accounts", login="eve", name="Eve Ärgerlich", roles=["agent"], agent_id="eve")
    assert (status, handed["login"]) == (201, "eve")
    eve = await open_browser()
    assert (await eve.sign_in("eve", handed["password"]))[0] == 201
    assert eve.session["agent_id"] == "eve"
    shown = {account["login"]: account for account in (await ada.get("/api/accounts"))["accounts"]}
    assert shown["eve"]["name"] == "Eve Ärgerlich"
    assert "password" not in str(shown).lower()
    status, body = await ada.post("/api/accounts", login="eve", name="Eve", roles=[])
    assert (status, body["code"]) == (409, "login-taken")


async def test_what_no_account_can_be_is_refused(open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    good: dict[str, Any] = {"login": "x1", "name": "X", "roles": ["agent"]}
    for wrong in (
        {"login": "UPPER"}, {"login": "a b"}, {"login": "x\0"}, {"login": "x" * 65}, {"name": " "}, {"name": "a\nb"},
        {"roles": ["king"]}, {"roles": "agent"}, {"language": "de"}, {"agent_id": "a b"}, {"password": "mine"},
    ):  # fmt: skip
        status, body = await ada.post("/api/accounts", **{**good, **wrong})
        assert (status, body["code"]) == (400, "malformed"), wrong
    assert (await ada.post("/api/accounts", **good, agent_id="nobody"))[0] == 404


async def test_another_password_and_fewer_rights_end_sessions(open_browser: OpenBrowser) -> None:
    ada, sue = await open_browser("ada"), await open_browser("sue")
    async with sue.live() as socket:
        status, handed = await ada.post("/api/accounts/sue/password")
        assert status == 200
        assert await closed(socket) == 4401
    assert (await sue.ask("GET", "/api/session"))[0] == 401
    assert (await sue.sign_in("sue", handed["password"]))[0] == 201
    status, shown = await ada.ask("PATCH", "/api/accounts/sue", json={"roles": ["agent"], "name": "Susan"})
    assert (status, shown["roles"], shown["name"]) == (200, ["agent"], "Susan")
    assert (await sue.ask("GET", "/api/session"))[0] == 401
    await sue.sign_in("sue", handed["password"])
    assert (await ada.ask("PATCH", "/api/accounts/sue", json={"name": "Sue"}))[0] == 200
    assert (await sue.ask("GET", "/api/session"))[0] == 200, "another name changes no right"
    assert (await ada.ask("DELETE", "/api/accounts/sue/sessions"))[0] == 204
    assert (await sue.ask("GET", "/api/session"))[0] == 401
    assert (await ada.ask("PATCH", "/api/accounts/sue", json={"active": False}))[0] == 200
    assert (await sue.sign_in("sue", handed["password"]))[0] == 401


async def test_nobody_locks_the_own_door(open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    changes: list[dict[str, Any]] = [{"active": False}, {"roles": ["agent"]}, {"roles": []}]
    for change in changes:
        status, body = await ada.ask("PATCH", "/api/accounts/ada", json=change)
        assert (status, body["code"]) == (409, "own-account")


async def test_what_is_done_to_accounts_is_accounted_for(open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    await ada.post("/api/accounts", login="eve", name="Eve", roles=[])
    await ada.post("/api/accounts/eve/password")
    await ada.ask("PATCH", "/api/accounts/eve", json={"active": False})
    rows = (await ada.get("/api/accounts/audit?limit=2"))["rows"]
    assert [(row["act"], row["login"], row["subject"]) for row in rows] == [
        ("account-changed", "ada", "eve"),
        ("password-reset", "ada", "eve"),
    ]
    older = await ada.get(f"/api/accounts/audit?before={rows[-1]['audit_id']}")
    assert [row["act"] for row in older["rows"]] == ["account-added", "signed-in"]


async def test_another_configuration_comes_into_force_at_once(centre: Centre, open_browser: OpenBrowser) -> None:
    ada, sue = await open_browser("ada"), await open_browser("sue")
    document = await ada.get("/api/configuration")
    assert set(document) == {"queues", "agents", "entries", "pauses", "flows", "trunks", "calendars", "switches"}
    document["entries"].pop("*", None)
    document["queues"]["vip"] = {"queue_id": "vip", "name": "VIP", "name_ru": "Важные"}
    async with sue.live() as socket:
        await socket.receive_json()
        assert await ada.ask("PUT", "/api/configuration", json=document) == (204, b"")
        assert await closed(socket) == 1012
    async with sue.live() as socket:
        assert "queue:vip" in (await socket.receive_json())["tiles"]
    assert [q["name_ru"] for q in (await sue.get("/api/center"))["queues"] if q["queue_id"] == "vip"] == ["Важные"]
    await centre.engine.ask(inp.CallArrived(contact_id="c1", number="100"))
    await centre.engine.ask(inp.QueueContact(contact_id="c1", queue_id="vip", language="en"))


async def test_a_configuration_with_mistakes_changes_nothing(open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    document = await ada.get("/api/configuration")
    wrong = {**document, "agents": {}, "robots": 1}
    status, body = await ada.ask("PUT", "/api/configuration", json=wrong)
    assert (status, body["code"]) == (400, "malformed")
    assert body["problems"] == ["there is nothing called 'robots'"]
    status, body = await ada.ask("PUT", "/api/configuration", json={**document, "agents": {}})
    assert status == 400
    assert len(body["problems"]) >= 2
    assert await ada.get("/api/configuration") == document
    huge = {**document, "pauses": {"x" * 100: "y" * 8_100_000}}
    status, body = await ada.ask("PUT", "/api/configuration", json=huge)
    assert (status, body["code"]) == (413, "too-large")


async def test_the_password_of_a_trunk_is_shown_to_nobody_and_kept(centre: Centre, open_browser: OpenBrowser) -> None:
    ada = await open_browser("ada")
    document = await ada.get("/api/configuration")
    document["entries"].pop("*", None)
    document["trunks"]["line"] = {"trunk_id": "line", "host": "sip.example", "username": "us", "password": "s3cret"}
    assert (await ada.ask("PUT", "/api/configuration", json=document))[0] == 204
    shown = await ada.get("/api/configuration")
    assert "s3cret" not in str(shown)
    shown["trunks"]["line"]["name"] = "Main line"
    assert (await ada.ask("PUT", "/api/configuration", json=shown))[0] == 204
    kept = centre.in_force.current().trunks["line"]
    assert (kept.name, kept.password) == ("Main line", "s3cret")
