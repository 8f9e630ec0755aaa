"""The link to a switch that misbehaves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from cordboard.asterisk import ari
from cordboard.asterisk import switch as switch_module
from cordboard.asterisk.act import Act
from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.errors import AriRefused, Unanswered
from cordboard.asterisk.frames import HEARD
from cordboard.asterisk.lanes import Lanes
from cordboard.asterisk.provision import PjsipObject
from cordboard.asterisk.pushing import Pushed
from cordboard.errors import Unreachable
from cordboard.floor import inputs as inp
from cordboard.floor.inputs import Phone
from tests.asterisk.link import arrival, linked
from tests.asterisk.stand_in import StandIn, refusing, standing_in


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with standing_in() as made:
        yield made


async def test_the_switch_is_lost_until_it_has_been_compared(stand_in: StandIn) -> None:
    async with linked(stand_in) as link:
        assert isinstance(link.told[0], inp.SwitchLost)
        assert isinstance(link.told[-1], inp.SwitchFound)
        assert link.switch.up
        assert link.switch.trouble == ""
        assert stand_in.asked[0] == "PUT applications/cordboard/eventFilter"
        assert len(HEARD) == len(set(HEARD))


async def test_garbage_on_the_stream_is_counted_and_the_next_frame_is_heard(stand_in: StandIn) -> None:
    async with linked(stand_in) as link:
        for garbage in ("", "{", "[]", "null", '{"type": 5}', '{"type": "StasisStart", "channel": 7}', "\u0000"):
            await stand_in.say(garbage)
        await stand_in.say('{"type": "SomethingNew", "more": {"of": ["it"]}}')
        await stand_in.say(arrival())
        await stand_in.until(lambda: link.heard(inp.CallArrived))
        assert link.switch.counts["frames_ignored"] == 1
        await stand_in.sockets[-1].close()
        await stand_in.until(lambda: link.switch.counts["frames_misunderstood"] == 7)


async def test_a_cut_link_is_told_and_made_again(stand_in: StandIn) -> None:
    async with linked(stand_in) as link:
        await stand_in.sockets[-1].close()
        await stand_in.until(lambda: len(link.heard(inp.SwitchFound)) == 2)
        kinds = [type(input_) for input_ in link.told if isinstance(input_, inp.SwitchLost | inp.SwitchFound)]
        assert kinds == [inp.SwitchLost, inp.SwitchFound, inp.SwitchLost, inp.SwitchFound]


async def test_a_switch_that_lets_nobody_in_is_asked_again_and_says_why(stand_in: StandIn) -> None:
    stand_in.answers["GET events"] = refusing(401)
    async with linked(stand_in) as link:
        await stand_in.until(lambda: "401" in link.switch.trouble)
        assert not link.switch.up
        assert link.heard(inp.SwitchFound) == []
        del stand_in.answers["GET events"]
        await stand_in.until(lambda: link.heard(inp.SwitchFound))


async def test_a_switch_that_answers_nonsense_is_not_found(stand_in: StandIn) -> None:
    async def nonsense(request: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>")

    stand_in.answers["GET events"] = refusing(503)
    async with linked(stand_in) as link:
        stand_in.answers["GET channels"] = nonsense
        del stand_in.answers["GET events"]
        await stand_in.until(lambda: "unreadable" in link.switch.trouble)
        assert link.heard(inp.SwitchFound) == []
        del stand_in.answers["GET channels"]
        await stand_in.until(lambda: link.heard(inp.SwitchFound))


async def test_what_is_decided_while_the_link_is_down_is_not_done_later(stand_in: StandIn) -> None:
    stand_in.answers["GET events"] = refusing(503)
    async with linked(stand_in) as link:
        link.tell(inp.CallArrived(contact_id="c1", number="100"))
        del stand_in.answers["GET events"]
        await stand_in.until(lambda: link.heard(inp.SwitchFound))
        # the comparison found that the switch has no such call
        assert link.heard(inp.CallLost) == [inp.CallLost(contact_id="c1")]
        assert "POST channels/c1/answer" not in stand_in.asked


async def test_frames_of_the_time_of_comparing_are_heard_after_it(stand_in: StandIn) -> None:
    release = asyncio.Event()

    async def slowly(request: web.Request) -> web.StreamResponse:
        await release.wait()
        return web.json_response([{"id": "c1", "dialplan": {"app_name": "Stasis", "app_data": "cordboard,in,100"}}])

    stand_in.answers["GET events"] = refusing(503)
    async with linked(stand_in) as link:
        stand_in.answers["GET channels"] = slowly
        del stand_in.answers["GET events"]
        await stand_in.until(lambda: "GET channels" in stand_in.asked)
        await stand_in.say(arrival())
        await stand_in.say(arrival("c2"))
        await asyncio.sleep(0.1)
        assert link.heard(inp.CallArrived) == []
        release.set()
        await stand_in.until(lambda: link.heard(inp.SwitchFound))
        assert [input_.contact_id for input_ in link.heard(inp.CallArrived)] == ["c1", "c1", "c2"]  # type: ignore[union-attr]
        assert set(link.live.floor.contacts) == {"c1", "c2"}


async def test_a_phone_that_cannot_be_rung_fails_the_offer(stand_in: StandIn) -> None:
    stand_in.answers["POST channels"] = refusing(500, "Allocation failed")
    async with linked(stand_in) as link:
        for command in (
            inp.SignIn(agent_id="ann", phone=Phone.SIP),
            inp.PhonesSeen(reachable=frozenset({"ann"})),
            inp.MakeReady(agent_id="ann"),
        ):
            link.tell(command)
        await stand_in.say(arrival())
        await stand_in.until(lambda: link.heard(inp.OfferFailed))
        assert link.live.floor.agents["ann"].reason_id == "phone-unreachable"
        assert link.switch.counts["acts_refused"] == 1


async def test_a_caller_who_is_not_there_any_more_is_lost_after_a_second_look(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switch_module, "DOUBT_S", 0.1)
    stand_in.answers["POST channels/c1/answer"] = refusing(404)
    async with linked(stand_in) as link:
        await stand_in.say(arrival())
        await stand_in.until(lambda: link.heard(inp.CallLost))
        assert link.live.floor.contacts == {}


async def test_a_goodbye_that_cannot_be_said_hangs_up(stand_in: StandIn) -> None:
    stand_in.answers["POST channels/c1/play/c1.bye"] = refusing(500)
    async with linked(stand_in):
        await stand_in.say(arrival(number="999"))
        await stand_in.until(lambda: "DELETE channels/c1" in stand_in.asked)


async def test_who_comes_without_our_words_is_turned_away(stand_in: StandIn) -> None:
    async with linked(stand_in) as link:
        for args in ([], ["stranger"], ["something", "else"]):
            await stand_in.say(json.dumps({"type": "StasisStart", "args": args, "channel": {"id": f"x{len(args)}"}}))
        await stand_in.until(lambda: {f"DELETE channels/x{n}" for n in range(3)} <= set(stand_in.asked))
        assert link.switch.counts["strangers"] == 1
        assert link.switch.counts["frames_ignored"] == 2


async def test_objects_are_put_at_each_connect_and_taken_away_when_gone(stand_in: StandIn) -> None:
    phone = PjsipObject(object_type="aor", object_id="sip-ann", fields=(("max_contacts", "1"),))
    other = PjsipObject(object_type="aor", object_id="sip-bob", fields=(("max_contacts", "1"),))
    async with linked(stand_in, phone) as link:
        assert stand_in.asked.count(f"PUT {phone.path}") == 1
        await link.switch.push([phone, other])
        assert stand_in.asked.count(f"PUT {phone.path}") == 1
        assert stand_in.asked.count(f"PUT {other.path}") == 1
        await link.switch.push([other])
        assert stand_in.asked[-1] == f"DELETE {phone.path}"


async def test_a_request_without_an_answer_is_not_waited_for_for_ever(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ari, "ANSWER_S_MAX", 0.2)

    async def silent(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(1)
        return web.Response()

    stand_in.answers["POST x"] = silent
    http = AriHttp(stand_in.settings)
    with pytest.raises(Unanswered):
        await http.ask("POST", "x")
    await http.close()


async def test_a_refusal_and_an_absence_are_told_apart(stand_in: StandIn) -> None:
    http = AriHttp(stand_in.settings)
    stand_in.answers["POST x"] = refusing(409, "exists already")
    with pytest.raises(AriRefused, match="exists already") as refused:
        await http.ask("POST", "x")
    assert refused.value.status == 409
    await http.close()
    nobody = AriHttp(ari.AriSettings(url="http://127.0.0.1:9", user="u", password="p", app="a"))
    with pytest.raises(Unreachable) as absent:
        await nobody.ask("POST", "x")
    assert not isinstance(absent.value, AriRefused)
    assert "'p'" not in repr(ari.AriSettings(url="http://x", user="u", password="p", app="a"))
    await nobody.close()


async def test_acts_of_one_lane_keep_their_order_and_lanes_do_not_wait_for_each_other() -> None:
    done: list[str] = []
    gate = asyncio.Event()

    async def perform(act: Act) -> None:
        if act.path == "slow":
            await gate.wait()
        done.append(act.path)

    lanes = Lanes(perform)
    for path, lane in (("slow", "a"), ("after", "a"), ("other", "b")):
        lanes.add(Act(method="POST", path=path, lane=lane))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert done == ["other"]
    gate.set()
    await lanes.idle()
    assert done == ["other", "slow", "after"]
    gate.clear()
    lanes.add(Act(method="POST", path="slow", lane="a"))
    lanes.add(Act(method="POST", path="never", lane="a"))
    await asyncio.sleep(0)
    await lanes.clear()
    lanes.add(Act(method="POST", path="again", lane="a"))
    await lanes.idle()
    assert done == ["other", "slow", "after", "again"]


async def test_an_act_that_meets_a_bug_does_not_stop_its_lane() -> None:
    done: list[str] = []

    async def perform(act: Act) -> None:
        if act.path == "bug":
            raise ValueError("a path that cannot be sent")
        done.append(act.path)

    lanes = Lanes(perform)
    lanes.add(Act(method="POST", path="bug", lane="a"))
    lanes.add(Act(method="DELETE", path="after", lane="a"))
    await lanes.idle()
    lanes.add(Act(method="DELETE", path="later", lane="a"))
    await lanes.idle()
    assert done == ["after", "later"]


async def test_phones_that_cannot_be_put_are_told_as_one_absence(stand_in: StandIn) -> None:
    http = ari.AriHttp(ari.AriSettings(url="http://127.0.0.1:1", user="u", password="p", app="a"))
    phones = [PjsipObject(object_type="aor", object_id=f"sip-{n}", fields=()) for n in range(3)]
    with pytest.raises(Unreachable):
        await Pushed(http).make(phones)
    await http.close()
