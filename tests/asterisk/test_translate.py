"""Frames become inputs: real dialogues, and anything at all."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.asterisk import legs
from cordboard.asterisk.frames import HEARD, Frame, frame
from cordboard.asterisk.translate import NAME_MAX, NUMBER_MAX, clean, translate
from cordboard.errors import Misunderstood
from cordboard.floor import inputs as inp
from cordboard.floor.inputs import LegFailure
from cordboard.flows.inputs import (
    KeyPressed,
    NumberAnswered,
    NumberGone,
    PromptsFailed,
    PromptsFinished,
    RecordingFinished,
)
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.live import LiveCenter

DIALOGUES = Path(__file__).parent.parent / "fixtures" / "ari"


def told(scenario: str) -> list[Any]:
    """Return all inputs of a recorded dialogue."""
    lines = (DIALOGUES / f"{scenario}.jsonl").read_bytes().splitlines()
    return [input_ for line in lines for input_ in translate(frame(line))]


def kinds(scenario: str) -> list[str]:
    return [type(input_).__name__ for input_ in told(scenario)]


def test_a_served_call_arrives_is_answered_and_ends() -> None:
    arrived, answered, *ends = told("served")
    assert arrived == inp.CallArrived(
        contact_id=arrived.contact_id, number="100", caller="+79990000001", caller_name="Customer", via="trunk"
    )
    assert answered == inp.AgentAnswered(offer_id=f"{arrived.contact_id}.o1")
    assert inp.CallerHungUp(contact_id=arrived.contact_id) in ends
    assert inp.AgentHungUp(offer_id=answered.offer_id) in ends


def test_an_agent_who_hangs_up_is_told_of_before_the_caller() -> None:
    inputs = [input_ for input_ in told("hung_up_by_the_agent") if not isinstance(input_, inp.OfferFailed)]
    ends = [type(input_) for input_ in inputs if isinstance(input_, inp.AgentHungUp | inp.CallerHungUp)]
    assert ends[0] is inp.AgentHungUp
    assert ends[-1] is inp.CallerHungUp


def test_a_declined_leg_was_declined() -> None:
    failed = next(input_ for input_ in told("declined") if isinstance(input_, inp.OfferFailed))
    assert failed.failure is LegFailure.DECLINED


def test_keys_and_the_ends_of_prompts_belong_to_the_contact() -> None:
    inputs = told("menu")
    contact_id = inputs[0].contact_id
    assert [input_.key for input_ in inputs if isinstance(input_, KeyPressed)] == ["5", "2"]
    finished = [input_ for input_ in inputs if isinstance(input_, PromptsFinished)]
    assert {input_.contact_id for input_ in finished} == {contact_id}
    assert finished[0].turn == 1


def test_a_strange_caller_is_made_presentable() -> None:
    arrived = told("strange_caller")[0]
    assert arrived.caller == "9" * NUMBER_MAX
    assert arrived.caller_name == "مرحبا 😀  \\ x"


def test_a_stranger_says_nothing_to_the_floor_but_its_end() -> None:
    assert kinds("stranger") == ["CallerHungUp"]


def test_a_transferred_call_names_both_legs() -> None:
    answered = [input_.offer_id for input_ in told("transferred") if isinstance(input_, inp.AgentAnswered)]
    assert [offer_id.rpartition(".")[2] for offer_id in answered] == ["o1", "o2"]


@pytest.mark.parametrize("scenario", sorted(path.stem for path in DIALOGUES.glob("*.jsonl")))
def test_every_recorded_frame_is_of_a_kind_that_was_asked_for(scenario: str) -> None:
    for line in (DIALOGUES / f"{scenario}.jsonl").read_bytes().splitlines():
        assert frame(line).type in HEARD


@pytest.mark.parametrize(
    ("cause", "failure"),
    [
        (17, LegFailure.DECLINED),
        (21, LegFailure.DECLINED),
        (16, LegFailure.DECLINED),
        (18, LegFailure.RANG_OUT),
        (19, LegFailure.RANG_OUT),
        (20, LegFailure.UNREACHABLE),
        (3, LegFailure.UNREACHABLE),
        (127, LegFailure.UNREACHABLE),
        (-5, LegFailure.UNREACHABLE),
    ],
)
def test_a_cause_says_why_a_leg_was_not_answered(cause: int, failure: LegFailure) -> None:
    ended = frame(json.dumps({"type": "ChannelDestroyed", "cause": cause, "channel": {"id": "c.o3"}}))
    assert translate(ended) == (
        inp.OfferFailed(offer_id="c.o3", failure=failure),
        inp.AgentHungUp(offer_id="c.o3"),
    )


@pytest.mark.parametrize(
    ("frame_of_it", "why"),
    [
        ({"type": "ChannelDestroyed", "cause": 17, "channel": {"id": "c.x3", "state": "Down"}}, "busy"),
        ({"type": "ChannelDestroyed", "cause": 21, "channel": {"id": "c.x3", "state": "Down"}}, "busy"),
        ({"type": "ChannelDestroyed", "cause": 19, "channel": {"id": "c.x3", "state": "Ringing"}}, "no-answer"),
        ({"type": "ChannelDestroyed", "cause": 1, "channel": {"id": "c.x3", "state": "Down"}}, "failed"),
        ({"type": "ChannelDestroyed", "cause": 16, "channel": {"id": "c.x3", "state": "Up"}}, "ended"),
        ({"type": "StasisEnd", "channel": {"id": "c.x3", "state": "Up"}}, "ended"),
    ],
)
def test_a_number_outside_says_why_it_is_gone(frame_of_it: dict[str, Any], why: str) -> None:
    assert translate(frame(json.dumps(frame_of_it))) == (NumberGone(contact_id="c", turn=3, why=why),)  # type: ignore[arg-type]


def test_a_number_outside_that_answers_is_told_by_its_leg() -> None:
    started = {"type": "StasisStart", "args": ["outside", "c", "c.x3"], "channel": {"id": "c.x3", "state": "Up"}}
    assert translate(frame(json.dumps(started))) == (NumberAnswered(contact_id="c", turn=3),)
    assert translate(frame(json.dumps(started | {"channel": {"id": "c"}}))) == ()


@pytest.mark.parametrize(
    ("kind", "recording", "seconds"),
    [
        ("RecordingFinished", {"name": "c.m4", "duration": 12, "talking_duration": 9}, 12.0),
        ("RecordingFinished", {"name": "c.m4", "duration": 6, "talking_duration": 0}, 0.0),
        ("RecordingFinished", {"name": "c.m4", "duration": 6}, 6.0),
        ("RecordingFinished", {"name": "c.m4"}, 0.0),
        ("RecordingFailed", {"name": "c.m4", "duration": 5}, 0.0),
    ],
)
def test_the_end_of_a_message_tells_how_long_it_is(kind: str, recording: dict[str, Any], seconds: float) -> None:
    ended = frame(json.dumps({"type": kind, "recording": recording}))
    assert translate(ended) == (RecordingFinished(contact_id="c", turn=4, seconds=seconds),)


def test_the_end_of_another_recording_is_nobodys() -> None:
    assert translate(frame(json.dumps({"type": "RecordingFinished", "recording": {"name": "meeting-1"}}))) == ()


def test_prompts_that_asterisk_could_not_play_failed() -> None:
    played = {"id": "c.t2", "state": "failed", "media_uri": "sound:/x/y"}
    (failed,) = translate(frame(json.dumps({"type": "PlaybackFinished", "playback": played})))
    assert failed == PromptsFailed(contact_id="c", turn=2, why="Asterisk could not play sound:/x/y")
    (finished,) = translate(frame(json.dumps({"type": "PlaybackFinished", "playback": played | {"state": "done"}})))
    assert finished == PromptsFinished(contact_id="c", turn=2)


def test_hold_is_heard_of_on_the_agents_leg_only() -> None:
    def of(kind: str, channel_id: str) -> tuple[Any, ...]:
        return translate(frame(json.dumps({"type": kind, "channel": {"id": channel_id}})))

    assert of("ChannelHold", "c.o1") == (inp.AgentPhoneHeld(offer_id="c.o1"),)
    assert of("ChannelUnhold", "c.o1") == (inp.AgentPhoneResumed(offer_id="c.o1"),)
    assert of("ChannelHold", "c") == of("ChannelUnhold", "c") == ()


def test_keys_of_the_agent_are_nobodys() -> None:
    pressed = {"type": "ChannelDtmfReceived", "digit": "1", "channel": {"id": "c.o1"}}
    assert translate(frame(json.dumps(pressed))) == ()
    assert translate(frame(json.dumps(pressed | {"channel": {"id": "c.x2"}}))) == ()
    assert translate(frame(json.dumps(pressed | {"channel": {"id": "c"}, "digit": "A"}))) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
WORDS = (
    st.sampled_from(
        ["in", "web", "agent", "stranger", "outside", "c.o1", "c.x1", "c.m1", "c.t1", "c.bye", "c", "1", ""]
    )
    | st.text()
)
CHANNELS = st.fixed_dictionaries(
    {"id": WORDS},
    optional={
        "caller": st.fixed_dictionaries({}, optional={"name": WORDS | st.none(), "number": WORDS | JSON}),
        "dialplan": JSON,
        "channelvars": JSON,
    },
)
FRAMES = st.fixed_dictionaries(
    {"type": st.sampled_from(HEARD) | st.text()},
    optional={
        "args": st.lists(WORDS, max_size=4) | JSON,
        "channel": CHANNELS | JSON,
        "playback": st.fixed_dictionaries({"id": WORDS}) | JSON,
        "recording": st.fixed_dictionaries({"name": WORDS}, optional={"duration": st.integers() | JSON}) | JSON,
        "digit": WORDS | JSON,
        "cause": st.integers() | JSON,
    },
)


@given(JSON | FRAMES)
def test_any_json_is_translated_or_misunderstood_and_the_floor_bears_it(said: Any) -> None:
    try:
        heard = frame(json.dumps(said))
    except Misunderstood:
        return
    live = LiveCenter(Configuration())
    for input_ in translate(heard):
        live.step(input_, 1.0)


@given(st.binary() | st.text())
def test_any_bytes_are_a_frame_or_misunderstood(said: bytes | str) -> None:
    with contextlib.suppress(Misunderstood):
        assert isinstance(frame(said), Frame)


def test_a_frame_nested_without_end_is_misunderstood() -> None:
    with pytest.raises(Misunderstood, match="Asterisk said something unreadable"):
        frame(b'{"type": "x", "more": ' + b"[" * 100_000 + b"}")


@given(st.text(), st.integers(1, 64))
def test_a_cleaned_text_is_short_printable_and_stays_so(text: str, length: int) -> None:
    cleaned = clean(text, length)
    assert len(cleaned) <= length
    assert not any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 for sign in cleaned)
    assert clean(cleaned, length) == cleaned
    cleaned.encode()


@pytest.mark.parametrize("name", ["Анна", "אנה כהן", "👩\u200d💻 Ann", 'O\'Neil "x"'])
def test_letters_of_all_scripts_and_emoji_stay(name: str) -> None:
    assert clean(name, NAME_MAX) == name


@pytest.mark.parametrize("number", [1, 12])
def test_names_lead_back_to_the_contact(number: int) -> None:
    contact_id = "cordboard-1795299690.2"
    offer_id = f"{contact_id}.o{number}"
    assert legs.is_agents_leg(offer_id)
    assert not legs.is_agents_leg(contact_id)
    assert not legs.is_agents_leg(".o1")
    assert legs.contact_of(offer_id) == contact_id
    assert legs.leg_of_bridge(legs.bridge_id(offer_id)) == offer_id
    assert legs.leg_of_bridge(contact_id) is None
    outside, message = legs.outside_leg(contact_id, number), legs.message(contact_id, number)
    assert legs.turn_of_outside_leg(outside) == legs.turn_of_message(message) == (contact_id, number)
    assert legs.leg_of_bridge(legs.bridge_id(outside)) == outside
    assert legs.turn_of_outside_leg(offer_id) is legs.turn_of_message(offer_id) is None
    assert not legs.is_agents_leg(outside)
    assert legs.contact_of_recording(message) == legs.contact_of_recording(offer_id) == contact_id
    assert legs.turn_of_playback(legs.turn_playback(contact_id, number)) == (contact_id, number)
    assert legs.turn_of_playback(legs.goodbye_playback(contact_id)) is None
