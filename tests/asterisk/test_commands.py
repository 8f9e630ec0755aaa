"""Events become acts at the switch."""

from __future__ import annotations

from typing import get_args

import pytest

from cordboard.asterisk import commands
from cordboard.asterisk.act import GONE_MAX, after_playback
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.inputs import LegFailure, OfferFailed, Phone
from cordboard.flows import events as fev
from cordboard.flows.inputs import KeyPressed, PromptsFailed, PromptsFinished
from tests.asterisk.desk import CALL, Desk, words

SILENT = (
    *(ev.DispositionSet, ev.AgentSignedOut, ev.AgentMadeReady, ev.AgentPaused, ev.PauseAsked, ev.WrapUpStarted),
    *(ev.PhoneFound, ev.PhoneLost, ev.SwitchWentAway, ev.SwitchCameBack, ev.LimitsExtended),
    *(fev.FlowStarted, fev.NodePassed, fev.AnswerAwaited, fev.LanguageSet, fev.LineAdded, fev.OrderTaken),
    fev.KeyRecalled,
    *(fev.MessageLeft, fev.CallbackBooked, fev.SubFlowEntered, fev.SubFlowLeft, fev.StepReopened, fev.FlowResumed),
    # its music is begun a while later, by the switch
    fev.ErrandAsked,
)
"""Events that ask nothing of the switch."""
TALK = "c.o1.talk"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_every_event_asks_something_of_the_switch_or_is_known_to_ask_nothing() -> None:
    asked = set(commands._RULES)
    assert asked.isdisjoint(SILENT)
    assert asked | set(SILENT) == {*get_args(ev.Event), *get_args(fev.FlowEvent)}


def test_a_call_for_a_queue_is_answered_and_hears_music(desk: Desk) -> None:
    assert desk.call() == ["POST channels/c/answer", "POST channels/c/moh?mohClass=default"]
    assert {act.lane for act in desk.done} == {CALL}


def test_ringing_the_agent_waits_for_nothing_of_the_callers_leg(desk: Desk) -> None:
    desk.agent()
    assert desk.call()[-1] == "POST channels"
    ring = desk.done[-1]
    assert ring.lane == f"{CALL}.o1"
    assert ring.body is not None
    assert ring.body["endpoint"] == "PJSIP/sip-ann"
    assert ring.body["timeout"] == 4 + commands.RING_SPARE_S
    assert (ring.body["context"], ring.body["extension"]) == ("cord-agent", "record")
    assert "app" not in ring.body
    assert ring.body["variables"]["CORD_OFFER"] == ring.body["variables"]["PJSIP_HEADER(add,X-Cord-Offer)"]
    assert ring.if_refused == (OfferFailed(offer_id=f"{CALL}.o1", failure=LegFailure.UNREACHABLE),)
    assert 404 not in ring.fine
    assert 500 not in ring.fine


def test_a_talk_that_is_not_recorded_comes_to_us_directly(desk: Desk) -> None:
    desk.agent()
    desk.call("101")
    body = desk.done[-1].body
    assert body is not None
    assert (body["app"], body["appArgs"]) == ("cordboard", f"agent,{CALL},{CALL}.o1")
    assert "context" not in body


@pytest.mark.parametrize(
    ("caller", "name", "shown"),
    [
        ("+7999", "Анна", '"Анна" <+7999>'),
        ("+7999", "", '"+7999" <+7999>'),
        ("", 'x" <sip:evil>, "y\\', "\"x' <sip:evil>, 'y\" <>"),
        ("7@evil;x=1", "", '"7@evil;x=1" <7evilx1>'),
        ("", "", None),
    ],
)
def test_the_agents_phone_shows_the_caller_and_nothing_else(
    desk: Desk, caller: str, name: str, shown: str | None
) -> None:
    desk.agent()
    desk.call(caller=caller, caller_name=name)
    body = desk.done[-1].body
    assert body is not None
    assert body.get("callerId") == shown


@pytest.mark.parametrize(("via", "phone", "formats"), [("web", Phone.BROWSER, "opus,ulaw"), ("trunk", Phone.SIP, None)])
def test_two_browsers_talk_wideband(desk: Desk, via: str, phone: Phone, formats: str | None) -> None:
    desk.agent(phone=phone)
    desk.call(via=via)
    body = desk.done[-1].body
    assert body is not None
    assert body.get("formats") == formats


def test_an_answer_ends_the_music_and_joins_both(desk: Desk) -> None:
    assert desk.talk() == [
        "DELETE channels/c/moh",
        f"POST bridges/{TALK}?type=mixing&name=cordboard",
        f"POST bridges/{TALK}/addChannel",
    ]
    assert desk.done[-1].body == {"channel": [CALL, f"{CALL}.o1"]}
    assert {act.lane for act in desk.done} == {CALL}


@pytest.mark.parametrize("failure", list(LegFailure))
def test_an_offer_that_ended_takes_its_leg_away_in_the_lane_of_its_ringing(desk: Desk, failure: LegFailure) -> None:
    desk.agent()
    desk.call()
    done = desk.step(OfferFailed(offer_id=f"{CALL}.o1", failure=failure))
    assert done[0] == "DELETE channels/c.o1"
    assert desk.done[0].lane == f"{CALL}.o1"


def test_a_leg_that_ended_by_itself_is_not_ended_again(desk: Desk) -> None:
    desk.talk()
    desk.known.note_gone(f"{CALL}.o1")
    assert desk.step(inp.AgentHungUp(offer_id=f"{CALL}.o1")) == ["DELETE channels/c", f"DELETE bridges/{TALK}"]


def test_a_caller_who_left_leaves_the_agents_leg_and_the_bridge_to_be_taken_away(desk: Desk) -> None:
    desk.talk()
    desk.known.note_gone(CALL)
    done = desk.step(inp.CallerHungUp(contact_id=CALL))
    assert done == ["DELETE channels/c.o1", f"DELETE bridges/{TALK}"]
    assert desk.known.gone == {}


def test_the_desk_ends_everything(desk: Desk) -> None:
    desk.talk()
    done = desk.step(inp.HangUp(agent_id="ann"))
    assert done == ["DELETE channels/c", "DELETE channels/c.o1", f"DELETE bridges/{TALK}"]


def test_hold_takes_the_caller_out_to_music_and_back(desk: Desk) -> None:
    desk.talk()
    held = desk.step(inp.HoldContact(agent_id="ann"))
    assert held == [f"POST bridges/{TALK}/removeChannel", "POST channels/c/moh?mohClass=default"]
    resumed = desk.step(inp.ResumeContact(agent_id="ann"))
    assert resumed[0] == "DELETE channels/c/moh"
    assert resumed[-1] == f"POST bridges/{TALK}/addChannel"


def test_a_phone_that_holds_by_itself_needs_nothing_of_us(desk: Desk) -> None:
    desk.talk()
    assert desk.step(inp.AgentPhoneHeld(offer_id=f"{CALL}.o1")) == []
    assert desk.step(inp.AgentPhoneResumed(offer_id=f"{CALL}.o1")) == []


def test_a_phone_that_resumes_what_the_desk_held_brings_the_caller_back(desk: Desk) -> None:
    desk.talk()
    desk.step(inp.HoldContact(agent_id="ann"))
    done = desk.step(inp.AgentPhoneResumed(offer_id=f"{CALL}.o1"))
    assert done[-1] == f"POST bridges/{TALK}/addChannel"


def test_a_transfer_frees_the_agent_and_gives_the_caller_music(desk: Desk) -> None:
    desk.talk()
    done = desk.step(inp.TransferContact(agent_id="ann", queue_id="support"))
    assert done == [
        f"POST bridges/{TALK}/removeChannel",
        "DELETE channels/c.o1",
        f"DELETE bridges/{TALK}",
        "POST channels/c/moh?mohClass=default",
    ]
    assert {act.lane for act in desk.done} == {CALL}


def test_an_announcement_is_said_and_then_the_music_plays_again(desk: Desk) -> None:
    desk.call("300")
    done = desk.step(inp.TimePassed(), after_s=1.0)
    assert done == ["POST channels/c/play/c.wait"]
    assert desk.done[0].body == {"media": ["sound:cord/next"], "lang": "ru"}
    after = list(after_playback(f"{CALL}.wait", desk.live, desk.known))
    assert words(after) == ["POST channels/c/moh?mohClass=default"]


def test_an_announcement_gives_way_to_the_agent(desk: Desk) -> None:
    desk.call("100")
    desk.step(inp.TimePassed(), after_s=8.0)
    assert desk.known.playing == {CALL: f"{CALL}.wait"}
    desk.agent()
    done = desk.step(inp.AgentAnswered(offer_id=f"{CALL}.o1"))
    assert done[0] == "DELETE playbacks/c.wait"
    assert list(after_playback(f"{CALL}.wait", desk.live, desk.known)) == []


def test_prompts_are_said_in_turns_and_a_key_ends_them(desk: Desk) -> None:
    assert desk.call("200") == ["POST channels/c/answer", "POST channels/c/play/c.t1"]
    assert desk.done[-1].if_refused == (PromptsFailed(contact_id=CALL, turn=1),)
    assert desk.said == ("cord/greeting",)
    assert list(after_playback(f"{CALL}.t1", desk.live, desk.known)) == []
    assert desk.step(PromptsFinished(contact_id=CALL, turn=1)) == ["POST channels/c/play/c.t2"]
    wrong = desk.step(KeyPressed(contact_id=CALL, key="7"))
    assert wrong == ["DELETE playbacks/c.t2", "POST channels/c/play/c.t3"]
    assert desk.said == ("cord/invalid", "cord/menu")
    chosen = desk.step(KeyPressed(contact_id=CALL, key="1"))
    assert chosen == ["DELETE playbacks/c.t3", "POST channels/c/moh?mohClass=default"]


def test_the_end_of_the_last_prompts_hangs_up(desk: Desk) -> None:
    desk.call("999")
    assert words(desk.done)[-1] == "POST channels/c/play/c.bye"
    instead = desk.done[-1].instead
    assert instead is not None
    assert words([instead]) == ["DELETE channels/c"]
    assert words(list(after_playback(f"{CALL}.bye", desk.live, desk.known))) == ["DELETE channels/c"]


def test_a_customer_who_stays_when_the_agent_has_rung_off_is_with_the_flow_again(desk: Desk) -> None:
    desk.agent()
    desk.call("900")
    desk.step(inp.AgentAnswered(offer_id=f"{CALL}.o1"))
    desk.known.note_gone(f"{CALL}.o1")
    done = desk.step(inp.AgentHungUp(offer_id=f"{CALL}.o1"))
    assert done == [
        f"POST bridges/{TALK}/removeChannel",
        f"DELETE bridges/{TALK}",
        "DELETE channels/c/moh",
        "POST channels/c/play/c.t1",
    ]
    assert {act.lane for act in desk.done} == {CALL}


def test_a_customer_who_waited_too_long_hears_no_more_music_and_the_flow_speaks(desk: Desk) -> None:
    desk.call("900")
    done = desk.step(inp.TimePassed(), after_s=3.0)
    assert done == ["DELETE channels/c/moh", "POST channels/c/play/c.t1"]


def test_an_agent_who_signs_in_has_the_phone_watched(desk: Desk) -> None:
    done = desk.step(inp.SignIn(agent_id="ann", phone=Phone.BROWSER))
    assert done == ["POST applications/cordboard/subscription?eventSource=endpoint:PJSIP/web-ann"]


def test_what_has_been_overtaken_is_left_out(desk: Desk) -> None:
    offered = ev.ContactOffered(
        contact_id=CALL,
        queue_id="sales",
        agent_id="ann",
        offer_id=f"{CALL}.o1",
        expires_at=desk.now + 5,
        phone=Phone.SIP,
        recorded=True,
        idle_since=0.0,
    )
    connected = ev.ContactConnected(contact_id=CALL, queue_id="sales", agent_id="ann", offer_id=f"{CALL}.o1")
    said = fev.PromptsSaid(contact_id=CALL, node_id="x", turn=1, prompts=("a",), language="en")
    announced = ev.WaitAnnounced(contact_id=CALL, position=1, expected_wait_s=None, language="en", next_at=None)
    for event in (offered, connected, announced):
        assert desk.entry_at_hand(event) == []
    assert desk.entry_at_hand(said) == []


def test_a_name_from_outside_is_safe_in_an_address(desk: Desk) -> None:
    done = desk.step(inp.CallArrived(contact_id="a/../b?c#d", number="100"))
    assert done[0] == "POST channels/a%2F..%2Fb%3Fc%23d/answer"


def test_what_is_known_of_ended_legs_stays_small(desk: Desk) -> None:
    for number in range(5000):
        desk.known.note_gone(str(number))
    assert len(desk.known.gone) == GONE_MAX
    assert "4999" in desk.known.gone
