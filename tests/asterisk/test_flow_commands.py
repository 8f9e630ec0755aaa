"""What a flow says, records and dials becomes acts at the switch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cordboard.asterisk.act import Known
from cordboard.center.speech import Said
from cordboard.center.trunks import Trunk, faults, may_dial
from cordboard.floor import inputs as inp
from cordboard.flows import events as fev
from cordboard.flows.inputs import (
    ErrandDone,
    KeyPressed,
    NumberAnswered,
    NumberGone,
    PromptsFailed,
    PromptsFinished,
    RecordingFinished,
)
from tests.asterisk.desk import CALL, Desk, words
from tests.asterisk.walk import CITY

LEG = f"{CALL}.x2"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_words_are_carried_to_their_turn_and_their_failure_names_it(desk: Desk) -> None:
    assert desk.call("700")[-1] == "POST channels/c/play/c.t1"
    assert desk.said == (Said(value="Hello."), "cord/next")
    spoken = desk.done[-1].spoken
    assert spoken is not None
    assert (spoken.language, spoken.playback_id) == ("en", f"{CALL}.t1")
    assert spoken.if_nothing == (PromptsFinished(contact_id=CALL, turn=1),)
    assert desk.done[-1].if_refused == (PromptsFailed(contact_id=CALL, turn=1),)


def test_a_goodbye_that_cannot_be_said_hangs_up(desk: Desk) -> None:
    desk.call("600")
    desk.step(NumberGone(contact_id=CALL, turn=2, why="busy"))
    assert desk.said == ("cord/invalid",)
    instead = desk.done[-1].instead
    assert instead is not None
    assert words([instead]) == ["DELETE channels/c"]


def test_a_digit_hushes_the_question_and_later_digits_nothing(desk: Desk) -> None:
    desk.call("700")
    desk.heard_out(1)
    assert desk.step(KeyPressed(contact_id=CALL, key="7")) == ["DELETE playbacks/c.t2"]
    assert desk.done[0].hushes == f"{CALL}.t2"
    assert desk.step(KeyPressed(contact_id=CALL, key="3")) == []


def test_a_message_is_recorded_after_its_prompts_and_what_was_recorded_is_never_written_over(desk: Desk) -> None:
    desk.call("500")
    assert desk.heard_out(1) == ["POST channels/c/record"]
    record = desk.done[-1]
    assert record.body == {
        "name": f"{CALL}.m2",
        "format": "wav",
        "maxDurationSeconds": 8,
        "maxSilenceSeconds": 3,
        "terminateOn": "#",
        "beep": True,
        "ifExists": "fail",
    }
    assert record.if_refused == (RecordingFinished(contact_id=CALL, turn=2, seconds=0.0),)
    assert 409 in record.fine


def test_a_flow_that_does_not_wait_for_the_end_of_a_message_ends_it(desk: Desk) -> None:
    desk.call("500")
    desk.heard_out(1)
    done = desk.step(RecordingFinished(contact_id=CALL, turn=2, seconds=3.0))
    assert done == [f"POST recordings/live/{CALL}.m2/stop".replace(CALL, "c"), "POST channels/c/play/c.bye"]


def test_a_number_outside_rings_in_a_lane_of_its_own_while_the_caller_hears_it_ring(desk: Desk) -> None:
    assert desk.call("600") == ["POST channels/c/answer", "POST channels", "POST channels/c/ring"]
    dial = desk.done[1]
    assert dial.lane == LEG
    assert dial.body == {
        "endpoint": "PJSIP/5550100@trunk-city",
        "channelId": LEG,
        "timeout": 3,
        "app": "cordboard",
        "appArgs": f"outside,{CALL},{LEG}",
        "variables": {"CORD_ID": CALL, "CORD_ROLE": "cordboard:outside"},
        "callerId": "<74950000000>",
    }
    assert dial.if_refused == (NumberGone(contact_id=CALL, turn=2, why="failed"),)


def test_a_number_that_answers_is_joined_and_one_that_rings_off_leaves_the_caller(desk: Desk) -> None:
    desk.call("600")
    assert desk.step(NumberAnswered(contact_id=CALL, turn=2)) == [
        "DELETE channels/c/ring",
        "DELETE channels/c/moh",
        "POST bridges/c.x2.talk?type=mixing&name=cordboard",
        "POST bridges/c.x2.talk/addChannel",
    ]
    desk.known.note_gone(LEG)
    assert desk.step(NumberGone(contact_id=CALL, turn=2, why="ended")) == [
        "POST bridges/c.x2.talk/removeChannel",
        "DELETE bridges/c.x2.talk",
        "POST channels/c/play/c.bye",
    ]


def test_a_number_that_nobody_waits_for_any_more_is_let_go_in_its_lane(desk: Desk) -> None:
    desk.call("600")
    desk.step(inp.TimePassed(), after_s=30.0)
    drop = next(act for act in desk.done if act.path == f"channels/{LEG}")
    assert (drop.method, drop.lane) == ("DELETE", LEG)


def test_a_caller_who_leaves_takes_the_ringing_number_along(desk: Desk) -> None:
    desk.call("600")
    desk.known.note_gone(CALL)
    done = desk.step(inp.CallerHungUp(contact_id=CALL))
    assert "DELETE channels/c.x2" in done
    assert "DELETE channels/c" not in done
    assert desk.known.outside == {}
    assert desk.known.meanwhile == {}


@pytest.mark.parametrize("trunk", [None, replace(CITY, dials=()), replace(CITY, trunk_id="a b")])
def test_what_the_trunk_does_not_allow_is_not_dialed(desk: Desk, trunk: Trunk | None) -> None:
    desk.known = Known("cordboard", trunk=lambda _: trunk)
    assert desk.call("600") == ["POST channels/c/answer", " "]
    assert desk.done[-1].if_refused == (NumberGone(contact_id=CALL, turn=2, why="failed"),)


@pytest.mark.parametrize(
    ("dials", "number", "may"),
    [
        ((), "100", False),
        (("*",), "+74951234567", True),
        (("*",), "sip:evil@host", False),
        (("*",), "100@host", False),
        (("*",), "1", False),
        (("*",), "1" * 25, False),
        (("+7495", "8"), "+74951234567", True),
        (("+7495", "8"), "84951234567", True),
        (("+7495", "8"), "+78091234567", False),
        (("",), "100", False),
    ],
)
def test_a_trunk_dials_what_begins_as_it_is_told(dials: tuple[str, ...], number: str, may: bool) -> None:
    assert may_dial(replace(CITY, dials=dials), number) is may


def test_a_trunk_that_dials_nonsense_has_a_fault() -> None:
    assert faults(replace(CITY, dials=("+7", "8", "*"))) == ()
    for wrong in ("", "7x", "*7", "++7", "7 "):
        assert any("beginnings of numbers" in fault for fault in faults(replace(CITY, dials=(wrong,))))


def test_a_request_leaves_the_caller_in_peace_and_the_flow_goes_on(desk: Desk) -> None:
    assert desk.call("800") == ["POST channels/c/answer"]
    assert desk.step(ErrandDone(contact_id=CALL, turn=1, found=True)) == ["POST channels/c/play/c.bye"]


def test_a_script_asks_nothing_of_the_switch(desk: Desk) -> None:
    desk.call("700")
    script = (
        fev.PromptsSaid(contact_id=CALL, node_id="x", turn=1, prompts=("a",), language="en", script=True),
        fev.KeyTaken(contact_id=CALL, node_id="x", key="1", script=True),
        fev.AnswerTaken(contact_id=CALL, node_id="x", answer="a", value=1, script=True),
        fev.FlowLeft(contact_id=CALL, node_id="x", language="en", script=True),
    )
    for event in script:
        assert desk.entry_at_hand(event) == []


def test_what_has_been_overtaken_is_left_out(desk: Desk) -> None:
    desk.call("500")
    asked = fev.RecordingAsked(
        contact_id=CALL, node_id="x", turn=9, name=f"{CALL}.m9", most_s=9.0, silence_s=2.0, until=0.0
    )
    dialed = fev.NumberDialed(contact_id=CALL, node_id="x", turn=9, number="555", trunk_id="city", until=0.0)
    connected = fev.NumberConnected(contact_id=CALL, node_id="x", turn=9)
    for event in (asked, dialed, connected):
        assert desk.entry_at_hand(event) == []
