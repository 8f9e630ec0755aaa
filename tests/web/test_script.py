"""The script beside a contact, over HTTP and on the live desk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cordboard.floor import inputs as inp
from cordboard.runtime.sheets import read_sheet
from tests.flows.test_script_view import PIN, SCRIPT
from tests.web.centre import Browser, Centre
from tests.web.conftest import OpenBrowser

START = {"contact_id": "c1", "flow_id": "sell"}


async def prepared(centre: Centre) -> None:
    """A script, its table, and ann in a talk with c1."""
    configuration = centre.in_force.current()
    flows = {"sell": SCRIPT, "ask-pin": PIN}
    centre.in_force._current = replace(configuration, flows=flows)
    centre.engine.live.configure(centre.in_force.current())
    await centre.parts.tables.keep("goods", read_sheet(b"code,name,price\n7,Tea,2.50\n"), name="", login="ada", at=1.0)
    await centre.at_work("ann")
    await centre.call()
    await centre.engine.ask(inp.AgentAnswered(offer_id="c1.o1"))


def seen(centre: Centre) -> Any:
    return centre.web.hub.feed.snapshot()["desk:ann"].script  # type: ignore[union-attr]


async def answer(centre: Centre, ann: Browser, *values: Any) -> tuple[int, Any]:
    for value in values:
        turn = seen(centre).turn
        told = await ann.post("/api/desk/script/answer", contact_id="c1", turn=turn, value=value)
    return told


async def test_an_agent_follows_a_script_to_its_end_also_in_wrap_up(centre: Centre, open_browser: OpenBrowser) -> None:
    await prepared(centre)
    ann = await open_browser("ann")
    assert await ann.get("/api/desk/scripts") == [{"flow_id": "sell", "name": "Sell", "name_ru": "Продажа"}]
    assert seen(centre) is None
    assert (await ann.post("/api/desk/script/start", **START))[0] == 204
    assert seen(centre).current.node_id == "hello"
    await answer(centre, ann, True, True, "1")
    await centre.engine.ask(inp.CallerHungUp(contact_id="c1"))
    assert (await answer(centre, ann, 30))[0] == 204
    assert seen(centre).current.node_id == "pay", "the desk is told also when the contact has left the floor"
    assert (await ann.post("/api/desk/script/back", contact_id="c1", node_id="who"))[0] == 204
    assert seen(centre).current.node_id == "who"
    await answer(centre, ann, "1", "31", True)
    assert await ann.get("/api/desk/script/items?contact_id=c1&search=te") == [
        {"code": "7", "name": "Tea", "price": "2.50"}
    ]
    cheap = [{"code": "7", "quantity": 2}]
    assert (await answer(centre, ann, cheap))[0] == 204
    (line,) = centre.engine.live.performer.scripts["c1"].answers["order"]
    assert line == {"code": "7", "name": "Tea", "price": "2.50", "quantity": 2}
    await ann.post("/api/desk/wrap-up")
    assert seen(centre) is None


async def test_names_and_prices_are_those_of_the_table(centre: Centre, open_browser: OpenBrowser) -> None:
    await prepared(centre)
    ann = await open_browser("ann")
    await ann.post("/api/desk/script/start", **START)
    await answer(centre, ann, True, True, "1", 30, True)
    for wrong, status in (
        ([{"code": "7", "quantity": 2, "price": "0.01"}], 400),
        ([{"code": "8", "quantity": 2}], 404),
        ([{"code": "7", "quantity": 0}], 400),
        ("tea", 400),
        ([{"code": "7", "quantity": 1}] * 201, 400),
    ):
        assert (await answer(centre, ann, wrong))[0] == status, wrong
    assert seen(centre).current.kind == "order"


async def test_only_the_agent_who_has_the_contact_may_fill_its_script(
    centre: Centre, open_browser: OpenBrowser
) -> None:
    await prepared(centre)
    ann, bob, ada = await open_browser("ann"), await open_browser("bob"), await open_browser("ada")
    assert (await bob.post("/api/desk/script/start", **START))[1]["code"] == "not-yours"
    assert (await ada.post("/api/desk/script/start", **START))[0] == 403
    assert (await ann.post("/api/desk/script/answer", contact_id="c1", turn=1, value=1))[0] == 404
    assert (await ann.post("/api/desk/script/start", contact_id="c1", flow_id="ask-pin"))[0] == 404
    assert (await ann.post("/api/desk/script/start", contact_id="c2", flow_id="sell"))[1]["code"] == "not-yours"
    await ann.post("/api/desk/script/start", **START)
    for act, more in (("answer", {"turn": 1, "value": True}), ("back", {"node_id": "hello"})):
        assert (await bob.post("/api/desk/script/" + act, contact_id="c1", **more))[1]["code"] == "not-yours"
    assert (await bob.ask("GET", "/api/desk/script/items?contact_id=c1"))[1]["code"] == "not-yours"
    assert (await ann.ask("GET", "/api/desk/script/items?contact_id=c1"))[1]["code"] == "no-order"
    assert (await ann.post("/api/desk/script/back", contact_id="c1", node_id="pay"))[0] == 404
    assert (await ann.post("/api/desk/script/answer", contact_id="c1", turn=9, value=True))[1]["code"] == "step-over"
    for value in ({"a": 1}, "x" * 4001):
        assert (await ann.post("/api/desk/script/answer", contact_id="c1", turn=1, value=value))[0] == 400


async def test_the_live_desk_carries_the_script(centre: Centre, open_browser: OpenBrowser) -> None:
    await prepared(centre)
    ann = await open_browser("ann")
    await ann.post("/api/desk/script/start", **START)
    async with ann.live(desk=True) as socket:
        script = (await socket.receive_json())["tiles"]["desk"]["script"]
        assert (script["name"], script["current"]["text"]) == ("Sell", "[jingle] Good day!")
        await answer(centre, ann, True)
        script = (await socket.receive_json())["tiles"]["desk"]["script"]
        assert script["current"]["kind"] == "disclose"
        assert script["steps"][0]["value"] is True
