"""The agent's desk over HTTP: one call from ready to its note."""

from __future__ import annotations

from cordboard.floor import inputs as inp
from cordboard.floor.states import AgentState
from tests.web.centre import Centre
from tests.web.conftest import OpenBrowser


def state(centre: Centre, agent_id: str = "ann") -> AgentState:
    return centre.engine.live.floor.agents[agent_id].state


async def test_an_agent_serves_a_call_from_the_browser(centre: Centre, open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    assert (await ann.post("/api/desk/sign-in", phone="browser"))[0] == 204
    await centre.engine.ask(inp.PhonesSeen(reachable=frozenset({"ann"})))
    assert (await ann.post("/api/desk/ready"))[0] == 204
    await centre.call()
    assert state(centre) is AgentState.OFFERED
    await centre.engine.ask(inp.AgentAnswered(offer_id="c1.o1"))
    assert (await ann.post("/api/desk/hold"))[0] == 204
    assert (await ann.post("/api/desk/resume"))[0] == 204
    assert (await ann.ask("PUT", "/api/desk/note", json={"contact_id": "c1", "text": "Привет 👋"}))[0] == 204
    assert (await ann.post("/api/desk/disposition", contact_id="c1", disposition_id="sold"))[0] == 204
    assert (await ann.post("/api/desk/hang-up"))[0] == 204
    assert state(centre) is AgentState.WRAPPING_UP
    assert (await ann.post("/api/desk/wrap-up"))[0] == 204
    assert state(centre) is AgentState.READY
    shown = await ann.get("/api/desk/contact/c1")
    assert (shown["note"], shown["disposition_id"]) == ("Привет 👋", "sold")
    assert shown["contact"]["caller"] == "+442079460000"
    today = await ann.get("/api/desk/today")
    assert [row["contact_id"] for row in today["contacts"]] == ["c1"]
    assert today["handled"] == 1
    assert (await ann.post("/api/desk/sign-out"))[0] == 204
    assert state(centre) is AgentState.SIGNED_OUT


async def test_an_agent_declines_pauses_and_transfers(centre: Centre, open_browser: OpenBrowser) -> None:
    bob = await open_browser("bob")
    await centre.at_work("bob")
    await centre.call()
    assert (await bob.post("/api/desk/decline"))[0] == 204
    assert state(centre, "bob") is AgentState.PAUSED
    await bob.post("/api/desk/ready")
    await centre.engine.ask(inp.AgentAnswered(offer_id="c1.o2"))
    assert (await bob.post("/api/desk/pause", reason_id="lunch"))[0] == 204
    assert (await bob.post("/api/desk/transfer", queue_id="support"))[0] == 204
    assert centre.engine.live.floor.contacts["c1"].queue_id == "support"
    await bob.post("/api/desk/wrap-up")
    assert state(centre, "bob") is AgentState.PAUSED


async def test_a_refusal_says_why(open_browser: OpenBrowser) -> None:
    ann = await open_browser("ann")
    cases: list[tuple[str, dict[str, str], int, str]] = [
        ("ready", {}, 409, "signed-out"),
        ("hang-up", {}, 409, "signed-out"),
        ("pause", {"reason_id": "screen-gone"}, 404, "unknown-pause-reason"),
        ("pause", {"reason_id": "none"}, 404, "unknown-pause-reason"),
        ("pause", {"reason_id": "lunch", "agent_id": "bob"}, 400, "malformed"),
        ("pause", {"reason_id": "a\0b"}, 400, "malformed"),
        ("sign-in", {"phone": "fax"}, 400, "malformed"),
        ("disposition", {"contact_id": "c1", "disposition_id": "sold"}, 409, "not-yours"),
    ]
    for path, body, status, code in cases:
        answer = await ann.post("/api/desk/" + path, **body)
        assert (answer[0], answer[1]["code"]) == (status, code)
        assert answer[1]["says"]


async def test_other_peoples_contacts_are_no_business_of_an_agent(centre: Centre, open_browser: OpenBrowser) -> None:
    await centre.talked(agent_id="ann")
    bob = await open_browser("bob")
    assert (await bob.ask("GET", "/api/desk/contact/c1"))[0] == 404
    assert (await bob.ask("PUT", "/api/desk/note", json={"contact_id": "c1", "text": "x"}))[0] == 404
    ann = await open_browser("ann")
    assert (await ann.ask("PUT", "/api/desk/note", json={"contact_id": "c1", "text": "x"}))[0] == 204
    assert (await ann.ask("PUT", "/api/desk/note", json={"contact_id": "c1", "text": "x" * 4001}))[0] == 400


async def test_the_secrets_of_a_phone_reach_their_own_agent_only(open_browser: OpenBrowser) -> None:
    ann, sue = await open_browser("ann"), await open_browser("sue")
    phone = await ann.get("/api/desk/phone")
    assert phone["browser"]["user"] == "web-ann"
    assert phone["browser"]["socket"] == "/sip/ws"
    assert phone["sip"]["user"] == "sip-ann"
    status, body = await sue.ask("GET", "/api/desk/phone")
    assert (status, body["code"]) == (409, "no-agent")


async def test_a_caller_is_looked_up_by_number(centre: Centre, open_browser: OpenBrowser) -> None:
    await centre.call()
    await centre.engine.ask(inp.CallerHungUp(contact_id="c1"))
    ann = await open_browser("ann")
    known = await ann.get("/api/customers/by-number/+442079460000")
    assert known["customers"] == []
    assert [(each["contact_id"], each["outcome"]) for each in known["recent"]] == [("c1", "abandoned")]
