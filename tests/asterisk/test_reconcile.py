"""What the switch has, compared with what the floor believes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordboard.asterisk.commands import acts
from cordboard.asterisk.frames import Bridge, Channel, Dialplan, Party
from cordboard.asterisk.reconcile import NOTHING, reconcile
from cordboard.floor import inputs as inp
from cordboard.floor.inputs import LegFailure, OfferFailed
from cordboard.floor.states import ContactState
from cordboard.flows.inputs import NumberAnswered, NumberGone, PromptsFinished, RecordingFinished, RepeatPrompts
from cordboard.runtime.live import AnyInput
from tests.asterisk.desk import CALL, Desk, words

LEG = f"{CALL}.o1"
TALK = f"{LEG}.talk"
OUTSIDE = f"{CALL}.x2"
MESSAGE = f"{CALL}.m2"


def caller(channel_id: str = CALL, state: str = "Up", number: str = "100", app: str = "cordboard") -> Channel:
    plan = Dialplan(app_name="Stasis", app_data=f"{app},in,{number}")
    return Channel(id=channel_id, state=state, caller=Party(number="+7999", name="Ann"), dialplan=plan)


def leg(channel_id: str = LEG, state: str = "Up", app: str = "cordboard") -> Channel:
    plan = Dialplan(app_name="Stasis", app_data=f"{app},agent,c,{channel_id}") if state == "Up" else Dialplan()
    return Channel(id=channel_id, state=state, dialplan=plan, channelvars={"CORD_ROLE": f"{app}:agent"})


def outside(state: str = "Up", channel_id: str = OUTSIDE, app: str = "cordboard") -> Channel:
    plan = Dialplan(app_name="Stasis", app_data=f"{app},outside,c,{channel_id}") if state == "Up" else Dialplan()
    return Channel(id=channel_id, state=state, dialplan=plan, channelvars={"CORD_ROLE": f"{app}:outside"})


def talk(*members: str, name: str = "cordboard", bridge_id: str = TALK) -> Bridge:
    return Bridge(id=bridge_id, name=name, channels=list(members))


def compared(
    desk: Desk,
    channels: list[Channel],
    bridges: list[Bridge] | None = None,
    started_at: float | None = None,
    recorded: Mapping[str, float | None] = NOTHING,
) -> tuple[list[AnyInput], list[str]]:
    inputs, done = reconcile(channels, bridges or [], desk.live, desk.known, recorded=recorded, started_at=started_at)
    return inputs, words(done)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def ringing(desk: Desk) -> Desk:
    desk.agent()
    desk.call()
    return desk


@pytest.fixture
def talking(desk: Desk) -> Desk:
    desk.talk()
    return desk


def test_a_call_that_nobody_told_of_arrives(desk: Desk) -> None:
    inputs, done = compared(desk, [caller(state="Ring")])
    assert inputs == [inp.CallArrived(contact_id=CALL, number="100", caller="+7999", caller_name="Ann", via="trunk")]
    assert done == []


def test_an_answered_call_that_the_floor_has_ended_is_ended(desk: Desk) -> None:
    assert compared(desk, [caller()]) == ([], ["DELETE channels/c"])


def test_a_caller_who_left_meanwhile_hung_up(desk: Desk) -> None:
    desk.call()
    left, _ = compared(desk, [], started_at=desk.now - 100)
    assert left == [inp.CallerHungUp(contact_id=CALL, cause="while-away")]


@pytest.mark.parametrize("since", [None, 50.0])
def test_a_caller_whom_a_new_run_of_the_switch_does_not_know_is_lost(desk: Desk, since: float | None) -> None:
    desk.call()
    lost, _ = compared(desk, [], started_at=None if since is None else desk.now + since)
    assert lost == [inp.CallLost(contact_id=CALL)]


def test_a_call_that_was_not_answered_yet_is_answered(desk: Desk) -> None:
    desk.call()
    _, done = compared(desk, [caller(state="Ring")])
    assert done == ["POST channels/c/answer", "DELETE playbacks/c.wait", "POST channels/c/moh?mohClass=default"]


def test_an_offer_whose_leg_is_there_rings_on(ringing: Desk) -> None:
    inputs, _ = compared(ringing, [caller(), leg(state="Ringing")])
    assert inputs == []


def test_an_offer_that_was_answered_meanwhile_is_answered(ringing: Desk) -> None:
    inputs, _ = compared(ringing, [caller(), leg()])
    assert inputs == [inp.AgentAnswered(offer_id=LEG)]


def test_an_offer_without_a_leg_is_taken_back(ringing: Desk) -> None:
    inputs, _ = compared(ringing, [caller()])
    assert inputs == [OfferFailed(offer_id=LEG, failure=LegFailure.LOST)]


def test_a_talk_without_the_agents_leg_was_ended_by_the_agent(talking: Desk) -> None:
    assert compared(talking, [caller()], [talk(CALL)]) == ([inp.AgentHungUp(offer_id=LEG)], [])


def test_a_talk_that_goes_on_is_left_alone(talking: Desk) -> None:
    assert compared(talking, [caller(), leg()], [talk(CALL, LEG)]) == ([], [])


@pytest.mark.parametrize("members", [[], [CALL], [LEG]])
def test_a_talk_that_was_not_joined_yet_is_joined(talking: Desk, members: list[str]) -> None:
    inputs, done = compared(talking, [caller(), leg()], [talk(*members)] if members else [])
    assert inputs == []
    assert done[-1] == "POST bridges/c.o1.talk/addChannel"


def test_a_held_caller_stays_apart_and_can_be_resumed_from_the_phone(talking: Desk) -> None:
    talking.step(inp.HoldContact(agent_id="ann"))
    assert compared(talking, [caller(), leg()], [talk(LEG)]) == ([], ["POST channels/c/moh?mohClass=default"])
    assert talking.known.apart == {CALL}


def test_a_caller_held_by_the_agents_phone_stays_in_the_bridge(talking: Desk) -> None:
    talking.step(inp.AgentPhoneHeld(offer_id=LEG))
    assert compared(talking, [caller(), leg()], [talk(CALL, LEG)]) == ([], [])


def test_in_a_flow_the_prompts_are_said_again(desk: Desk) -> None:
    desk.call("200")
    inputs, done = compared(desk, [caller()])
    assert inputs == [RepeatPrompts(contact_id=CALL)]
    assert done == []
    assert desk.step(inputs[0]) == ["DELETE playbacks/c.t1", "POST channels/c/play/c.t2"]


def test_a_leaving_contact_hears_the_goodbye_again(desk: Desk) -> None:
    desk.call("999")
    assert compared(desk, [caller()]) == ([], ["POST channels/c/play/c.bye"])


def test_legs_and_bridges_without_a_talk_are_taken_away(desk: Desk) -> None:
    inputs, done = compared(desk, [leg(), leg("x.o2", "Ringing")], [talk(LEG)])
    assert inputs == []
    assert sorted(done) == ["DELETE bridges/c.o1.talk", "DELETE channels/c.o1", "DELETE channels/x.o2"]


def test_what_belongs_to_others_is_left_alone(desk: Desk) -> None:
    others = [
        caller(app="another"),
        leg(app="another"),
        Channel(id="desk-1", state="Up", dialplan=Dialplan(app_name="Dial", app_data="PJSIP/1")),
        Channel(id="x.o1", state="Up"),
    ]
    assert compared(desk, others, [talk(name="another"), talk(bridge_id="conference-1")]) == ([], [])


@pytest.fixture
def speaking(desk: Desk) -> Desk:
    """A customer who leaves a message."""
    desk.call("500")
    desk.heard_out(1)
    return desk


def test_a_message_that_is_still_recorded_goes_on(speaking: Desk) -> None:
    assert compared(speaking, [caller()], recorded={MESSAGE: None}) == ([], [])
    done = speaking.step(RecordingFinished(contact_id=CALL, turn=2, seconds=3.0))
    assert done[0] == "POST recordings/live/c.m2/stop"


def test_a_message_that_ended_meanwhile_is_told_of(speaking: Desk) -> None:
    inputs, done = compared(speaking, [caller()], recorded={MESSAGE: 4.5})
    assert inputs == [RecordingFinished(contact_id=CALL, turn=2, seconds=4.5)]
    assert done == []


def test_a_message_that_was_never_begun_is_asked_for_again(speaking: Desk) -> None:
    assert compared(speaking, [caller()]) == ([RepeatPrompts(contact_id=CALL)], [])


def test_the_message_of_a_customer_who_left_meanwhile_is_told_of_first(speaking: Desk) -> None:
    inputs, _ = compared(speaking, [], started_at=0.0, recorded={MESSAGE: 4.5})
    assert inputs == [
        RecordingFinished(contact_id=CALL, turn=2, seconds=4.5, rang_off=True),
        inp.CallerHungUp(contact_id=CALL, cause="while-away"),
    ]


@pytest.fixture
def dialing(desk: Desk) -> Desk:
    """A customer for whom a number outside rings."""
    desk.call("600")
    return desk


def test_a_number_outside_rings_on_and_can_be_let_go(dialing: Desk) -> None:
    assert compared(dialing, [caller(), outside("Ringing")]) == ([], [])
    done = dialing.step(NumberGone(contact_id=CALL, turn=2, why="busy"))
    assert done[0] == "DELETE channels/c/ring"
    assert "DELETE channels/c.x2" in done


def test_a_number_outside_that_answered_meanwhile_is_answered(dialing: Desk) -> None:
    inputs, _ = compared(dialing, [caller(), outside()])
    assert inputs == [NumberAnswered(contact_id=CALL, turn=2)]
    assert dialing.step(inputs[0])[-1] == "POST bridges/c.x2.talk/addChannel"


def test_a_number_outside_without_a_leg_is_gone(dialing: Desk) -> None:
    inputs, _ = compared(dialing, [caller()])
    assert inputs == [NumberGone(contact_id=CALL, turn=2, why="failed")]


@pytest.fixture
def outside_talk(dialing: Desk) -> Desk:
    dialing.step(NumberAnswered(contact_id=CALL, turn=2))
    return dialing


def test_a_talk_with_a_number_outside_goes_on(outside_talk: Desk) -> None:
    bridge = talk(CALL, OUTSIDE, bridge_id=f"{OUTSIDE}.talk")
    assert compared(outside_talk, [caller(), outside()], [bridge]) == ([], [])
    apart = compared(outside_talk, [caller(), outside()], [])
    assert apart[1][-1] == "POST bridges/c.x2.talk/addChannel"


def test_a_talk_whose_number_outside_rang_off_meanwhile_is_over(outside_talk: Desk) -> None:
    bridge = talk(CALL, bridge_id=f"{OUTSIDE}.talk")
    inputs, done = compared(outside_talk, [caller()], [bridge])
    assert inputs == [NumberGone(contact_id=CALL, turn=2, why="ended")]
    assert done == ["DELETE bridges/c.x2.talk"]


def test_numbers_outside_that_nobody_waits_for_are_ended(desk: Desk) -> None:
    bridges = [talk(OUTSIDE, bridge_id=f"{OUTSIDE}.talk")]
    channels = [outside(), outside("Ringing", "x.x1"), outside(app="another", channel_id="y.x1")]
    inputs, done = compared(desk, channels, bridges)
    assert inputs == []
    assert sorted(done) == ["DELETE bridges/c.x2.talk", "DELETE channels/c.x2", "DELETE channels/x.x1"]


STEPS = st.lists(
    st.sampled_from(
        [
            *("call 100", "call 200", "call 300", "call 999", "agent", "answer", "caller leaves", "agent leaves"),
            *("hold", "resume", "transfer", "hang up", "minute", "switch lost", "switch found"),
            *("call 500", "call 600", "call 900", "said", "number answers", "number leaves", "spoken"),
        ]
    ),
    max_size=12,
)


def lived(steps: list[str]) -> Desk:
    """A desk on which these things happened, as far as they could."""
    desk = Desk()
    for step in steps:
        contact = desk.live.floor.contacts.get(CALL)
        offer_id = contact.offer_id if contact is not None and contact.offer_id else LEG
        is_talking = contact is not None and contact.state is ContactState.TALKING
        match step.split():
            case ["call", number]:
                desk.call(number)
            case ["agent"]:
                desk.agent()
            case ["answer"]:
                desk.step(inp.AgentAnswered(offer_id=offer_id))
            case ["caller", "leaves"]:
                desk.step(inp.CallerHungUp(contact_id=CALL))
            case ["agent", "leaves"]:
                desk.step(inp.AgentHungUp(offer_id=offer_id))
            case ["hold"] if is_talking:
                desk.step(inp.HoldContact(agent_id="ann"))
            case ["resume"] if is_talking:
                desk.step(inp.ResumeContact(agent_id="ann"))
            case ["transfer"] if is_talking:
                desk.step(inp.TransferContact(agent_id="ann", queue_id="support"))
            case ["hang", "up"] if is_talking:
                desk.step(inp.HangUp(agent_id="ann"))
            case ["minute"]:
                desk.step(inp.TimePassed(), after_s=60)
            case ["said"]:
                for turn in (1, 2, 3):
                    desk.step(PromptsFinished(contact_id=CALL, turn=turn))
            case ["spoken"]:
                desk.step(RecordingFinished(contact_id=CALL, turn=2, seconds=2.0))
            case ["number", "answers"]:
                desk.step(NumberAnswered(contact_id=CALL, turn=2))
            case ["number", "leaves"]:
                desk.step(NumberGone(contact_id=CALL, turn=2, why="ended"))
            case ["switch", "lost"]:
                desk.step(inp.SwitchLost())
            case ["switch", "found"]:
                desk.step(inp.SwitchFound())
            case _:
                pass
    return desk


THERE = st.sets(st.sampled_from([CALL, LEG, f"{CALL}.o2", OUTSIDE, "other", "other.o1", "other.x1"]))
RECORDED: st.SearchStrategy[dict[str, float | None]] = st.sampled_from([{}, {MESSAGE: None}, {MESSAGE: 2.0}])


def channel_of(name: str, state: str) -> Channel:
    if ".o" in name:
        return leg(name, state)
    return outside(state, name) if ".x" in name else caller(name, state)


@given(STEPS, THERE, RECORDED, st.booleans(), st.booleans())
@settings(max_examples=300)
def test_whatever_the_switch_has_one_comparison_settles_it(
    steps: list[str], there: set[str], recorded: dict[str, float | None], is_up: bool, is_joined: bool
) -> None:
    """After the inputs of a comparison, a second one with the same switch reports nothing but prompts to repeat."""
    desk = lived(steps)
    state = "Up" if is_up else "Ring"
    channels = [channel_of(name, state) for name in sorted(there)]
    bridges = [talk(*(name for name in there if name in (CALL, LEG)))] if is_joined else []
    inputs, done = reconcile(channels, bridges, desk.live, desk.known, recorded=recorded, started_at=desk.now)
    ended = {act.path for act in done if act.method == "DELETE"}
    channels = [channel for channel in channels if f"channels/{channel.id}" not in ended]
    for input_ in inputs:
        for entry in desk.live.step(input_, desk.now):
            acts(entry, desk.live, desk.known)
    for contact_id in desk.live.floor.contacts:
        assert contact_id in there
    again, _ = reconcile(channels, bridges, desk.live, desk.known, recorded=recorded, started_at=desk.now)
    # what was dialled or asked for by repeating a question has its leg and its recording only after the acts
    again = [input_ for input_ in again if not isinstance(input_, NumberGone)]
    # an offer made by the inputs themselves has its leg only after the acts are done
    assert all(isinstance(input_, RepeatPrompts | OfferFailed) for input_ in again)
