"""Days on the floor, told as stories."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cordboard.center.hours import Hours
from cordboard.center.queues import End, Exit, WaitingPlan
from cordboard.errors import Refused, Unknown
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.states import AgentState, ContactState
from tests.floor.story import CENTER, SALES, SUPPORT, Story, kinds


def test_a_call_is_offered_answered_talked_and_wrapped_up():
    story = Story()
    story.ready(0, "ann")
    assert kinds(story.call(10, "c1")) == ["ContactArrived", "ContactQueued", "ContactOffered"]
    assert kinds(story.at(13, inp.AgentAnswered(offer_id="c1.o1"))) == ["ContactConnected"]
    ended = story.at(60, inp.CallerHungUp(contact_id="c1"))
    assert kinds(ended) == ["ContactEnded", "WrapUpStarted"]
    assert ended[0].outcome is ev.Outcome.SERVED
    assert story.floor.agents["ann"].state is AgentState.WRAPPING_UP
    assert kinds(story.at(70, inp.FinishWrapUp(agent_id="ann"))) == ["AgentMadeReady"]


def test_the_agent_idle_longest_gets_the_contact():
    story = Story()
    story.ready(0, "bob")
    story.ready(5, "ann")
    assert story.call(10, "c1")[-1].agent_id == "bob"
    assert story.call(11, "c2")[-1].agent_id == "ann"


def test_skills_decide_who_may_serve():
    story = Story()
    story.ready(0, "ann")
    assert kinds(story.call(1, "c1", "200")) == ["ContactArrived", "ContactQueued"]
    assert kinds(story.ready(2, "eve"))[-1] == "ContactOffered"


def test_an_unanswered_offer_lapses_and_the_contact_keeps_its_place():
    story = Story()
    story.ready(0, "ann")
    story.call(10, "first")
    story.call(11, "second")
    lapsed, paused = story.at(10 + SALES.offer_s)
    assert lapsed == ev.OfferEnded(contact_id="first", agent_id="ann", offer_id="first.o1", end=ev.OfferEnd.LAPSED)
    assert paused == ev.AgentPaused(agent_id="ann", reason_id="did-not-answer")
    offered = story.at(40, inp.MakeReady(agent_id="ann"))[-1]
    assert (offered.contact_id, offered.offer_id) == ("first", "first.o2")


def test_a_declined_contact_goes_to_the_next_agent_at_once():
    story = Story()
    story.ready(0, "ann", "bob")
    story.call(10, "c1")
    events = story.at(12, inp.DeclineOffer(agent_id="ann"))
    assert kinds(events) == ["OfferEnded", "AgentPaused", "ContactOffered"]
    assert events[-1].agent_id == "bob"


@pytest.mark.parametrize(
    ("failure", "end", "reason"),
    [
        (inp.LegFailure.DECLINED, ev.OfferEnd.DECLINED, "declined"),
        (inp.LegFailure.RANG_OUT, ev.OfferEnd.LAPSED, "did-not-answer"),
        (inp.LegFailure.UNREACHABLE, ev.OfferEnd.UNREACHABLE, "phone-unreachable"),
    ],
)
def test_a_leg_that_fails_pauses_its_agent_with_the_reason(failure, end, reason):
    story = Story()
    story.ready(0, "ann")
    story.call(10, "c1")
    ended, paused = story.at(11, inp.OfferFailed(offer_id="c1.o1", failure=failure))
    assert ended.end is end
    assert paused.reason_id == reason


def test_a_leg_lost_over_a_restart_is_nobodys_fault_and_is_offered_again():
    story = Story()
    story.ready(0, "ann")
    story.call(10, "c1")
    events = story.at(11, inp.OfferFailed(offer_id="c1.o1", failure=inp.LegFailure.LOST))
    assert kinds(events) == ["OfferEnded", "AgentMadeReady", "ContactOffered"]
    assert events[-1].offer_id == "c1.o2"


def test_a_caller_who_leaves_while_it_rings_has_abandoned_and_the_agent_keeps_the_idle_time():
    story = Story()
    story.ready(0, "ann")
    story.call(10, "c1")
    withdrawn, ended, ready = story.at(12, inp.CallerHungUp(contact_id="c1"))
    assert withdrawn.end is ev.OfferEnd.WITHDRAWN
    assert ended.outcome is ev.Outcome.ABANDONED
    assert ready.idle_since == 1000.0


def test_wrap_up_ends_at_its_limit_and_the_next_contact_comes():
    story = Story()
    story.ready(0, "ann")
    story.answered(10, "c1")
    story.call(20, "c2")
    story.at(30, inp.CallerHungUp(contact_id="c1"))
    assert kinds(story.at(30 + SALES.wrap_up_s)) == ["AgentMadeReady", "ContactOffered"]


def test_without_wrap_up_the_agent_is_ready_at_once():
    story = Story()
    story.ready(0, "eve")
    story.answered(10, "c1", "200")
    assert kinds(story.at(30, inp.AgentHungUp(offer_id="c1.o1"))) == ["ContactEnded", "AgentMadeReady"]


def test_a_pause_asked_for_while_talking_begins_after_the_wrap_up():
    story = Story()
    story.ready(0, "ann")
    story.answered(10, "c1")
    assert kinds(story.at(11, inp.PauseAgent(agent_id="ann", reason_id="lunch"))) == ["PauseAsked"]
    story.at(20, inp.HangUp(agent_id="ann"))
    assert story.at(25, inp.FinishWrapUp(agent_id="ann")) == [ev.AgentPaused(agent_id="ann", reason_id="lunch")]


def test_a_transferred_contact_keeps_its_age_in_the_other_queue():
    story = Story()
    story.ready(0, "ann")
    story.answered(10, "c1")
    story.call(20, "c2", "200")
    events = story.at(30, inp.TransferContact(agent_id="ann", queue_id="support"))
    assert kinds(events) == ["ContactTransferred", "WrapUpStarted", "ContactQueued"]
    assert story.ready(40, "eve")[-1].contact_id == "c1"


def test_a_contact_that_waited_too_long_comes_to_the_configured_end():
    story = Story()
    story.call(0, "c1")
    away = story.at(SALES.waiting.wait_s_max)[-1]
    assert away.reason is ev.TurnedAway.WAITED_TOO_LONG
    ended = story.at(SALES.waiting.wait_s_max + 5, inp.CallerHungUp(contact_id="c1"))
    assert ended[0].outcome is ev.Outcome.TURNED_AWAY


def test_a_contact_that_waited_too_long_may_move_to_another_queue():
    plan = WaitingPlan(wait_s_max=60, on_wait_max=End(exit=Exit.QUEUE, queue_id="support"))
    story = Story(replace(CENTER, queues={"sales": replace(SALES, waiting=plan), "support": SUPPORT}))
    story.ready(0, "eve")
    story.call(0, "c1")
    moved = story.at(60)
    assert kinds(moved) == ["ContactQueued", "ContactOffered"]
    assert moved[0].reason == "waited-too-long"


def test_a_closed_queue_says_so_and_takes_nobody():
    story = Story(replace(CENTER, queues={**CENTER.queues, "sales": replace(SALES, hours=Hours())}))
    story.ready(0, "ann")
    events = story.call(1, "c1")
    assert kinds(events) == ["ContactArrived", "ContactTurnedAway"]
    assert events[-1].reason is ev.TurnedAway.CLOSED


def test_two_closed_queues_that_point_at_each_other_do_not_trap_a_caller():
    def closed(queue, other):
        return replace(queue, hours=Hours(), on_closed=End(exit=Exit.QUEUE, queue_id=other))

    queues = {"sales": closed(SALES, "support"), "support": closed(SUPPORT, "sales")}
    assert kinds(Story(replace(CENTER, queues=queues)).call(0, "c1"))[-1] == "ContactTurnedAway"


TALKATIVE = replace(CENTER, queues={**CENTER.queues, "sales": replace(SALES, waiting=WaitingPlan())})


def test_a_waiting_contact_hears_its_position():
    story = Story(TALKATIVE)
    story.call(0, "c0")
    story.call(1, "c1")
    said = story.at(1 + WaitingPlan().announce_first_s)[-1]
    assert (said.contact_id, said.position, said.expected_wait_s) == ("c1", 2, None)
    assert said.next_at == story.now + WaitingPlan().announce_every_s


def test_the_expected_wait_is_said_once_the_pace_of_the_queue_is_known():
    story = Story(TALKATIVE)
    story.ready(0, "ann")
    for n in range(6):
        story.answered(100 * n, f"old{n}")
        story.at(100 * n + 60, inp.CallerHungUp(contact_id=f"old{n}"))
        story.at(100 * n + 90, inp.FinishWrapUp(agent_id="ann"))
    story.answered(600, "talking")
    story.call(601, "waiting")
    said = story.at(601 + WaitingPlan().announce_first_s)[-1]
    assert said.expected_wait_s == pytest.approx(90.0)


def test_a_number_without_an_entry_is_turned_away_politely():
    story = Story(replace(CENTER, entries={}))
    assert kinds(story.call(0, "c1", "999")) == ["ContactArrived", "ContactTurnedAway"]


def test_nothing_is_offered_while_the_switch_is_away_and_all_is_when_it_is_back():
    story = Story()
    story.ready(0, "ann")
    story.at(1, inp.SwitchLost())
    assert "ContactOffered" not in kinds(story.call(2, "c1"))
    assert kinds(story.at(3, inp.SwitchFound())) == ["SwitchCameBack", "ContactOffered"]


def test_a_call_the_switch_lost_is_closed_so_and_its_agent_is_ready_again():
    story = Story()
    story.ready(0, "ann")
    story.answered(1, "c1")
    story.at(2, inp.SwitchLost())
    ended, ready = story.at(3, inp.CallLost(contact_id="c1"))
    assert (ended.outcome, ended.by) == (ev.Outcome.LOST, "switch")
    assert type(ready) is ev.AgentMadeReady


def test_an_agent_whose_phone_cannot_be_rung_is_offered_nothing():
    story = Story()
    story.ready(0, "ann")
    story.at(1, inp.PhonesSeen(reachable=frozenset()))
    assert "ContactOffered" not in kinds(story.call(2, "c1"))
    assert kinds(story.at(3, inp.PhonesSeen(reachable=frozenset({"ann"})))) == ["PhoneFound", "ContactOffered"]


def test_late_repeated_and_unknown_reports_change_nothing():
    story = Story()
    story.ready(0, "ann")
    story.answered(1, "c1")
    assert story.call(2, "c1") == []
    for report in (
        inp.AgentAnswered(offer_id="c1.o1"),
        inp.OfferFailed(offer_id="c1.o1", failure=inp.LegFailure.RANG_OUT),
        inp.AgentHungUp(offer_id="nobody.o1"),
        inp.CallerHungUp(contact_id="nobody"),
        inp.AgentPhoneResumed(offer_id="c1.o1"),
    ):
        assert story.at(3, report) == []
    assert story.floor.contacts["c1"].state is ContactState.TALKING


def test_hold_and_resume_are_kept_once_each():
    story = Story()
    story.ready(0, "ann")
    story.answered(1, "c1")
    assert kinds(story.at(2, inp.HoldContact(agent_id="ann"))) == ["ContactHeld"]
    assert story.at(3, inp.HoldContact(agent_id="ann")) == []
    assert kinds(story.at(4, inp.AgentPhoneResumed(offer_id="c1.o1"))) == ["ContactResumed"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (inp.MakeReady(agent_id="bob"), "signed-out"),
        (inp.DeclineOffer(agent_id="ann"), "no-offer"),
        (inp.HangUp(agent_id="ann"), "not-talking"),
        (inp.PauseAgent(agent_id="ann", reason_id="nonsense"), "unknown-pause-reason"),
        (inp.SignIn(agent_id="nobody"), "unknown-agent"),
        (inp.TransferContact(agent_id="ann", queue_id="support"), "not-talking"),
        (inp.SetDisposition(agent_id="ann", contact_id="c9", disposition_id="sold"), "not-yours"),
    ],
)
def test_a_command_against_the_rules_is_refused_by_name(command, code):
    story = Story()
    story.ready(0, "ann")
    with pytest.raises(Refused) as refused:
        story.at(1, command)
    assert refused.value.code == code


def test_an_agent_who_talks_cannot_sign_out():
    story = Story()
    story.ready(0, "ann")
    story.answered(1, "c1")
    with pytest.raises(Refused):
        story.at(2, inp.SignOut(agent_id="ann"))


def test_a_disposition_must_exist_and_may_be_set_until_the_next_contact():
    story = Story()
    story.ready(0, "ann")
    story.answered(1, "c1")
    story.at(2, inp.HangUp(agent_id="ann"))
    with pytest.raises(Unknown):
        story.at(3, inp.SetDisposition(agent_id="ann", contact_id="c1", disposition_id="nonsense"))
    story.at(4, inp.FinishWrapUp(agent_id="ann"))
    set_ = story.at(5, inp.SetDisposition(agent_id="ann", contact_id="c1", disposition_id="sold"))
    assert kinds(set_) == ["DispositionSet"]


def test_a_queue_taken_out_of_the_center_lets_go_of_those_who_wait_in_it():
    story = Story()
    story.call(0, "c1")
    story.floor.configure(replace(CENTER, queues={"support": SUPPORT}))
    away = story.at(1, inp.CenterChanged())[-1]
    assert (away.contact_id, away.reason) == ("c1", ev.TurnedAway.QUEUE_GONE)


def test_a_queue_taken_away_while_a_contact_of_it_rings_lets_go_of_it_when_nobody_answers():
    story = Story()
    story.ready(0, "ann")
    story.call(1, "c1")
    story.floor.configure(replace(CENTER, queues={"support": SUPPORT}))
    story.at(2, inp.CenterChanged())
    assert kinds(story.at(1 + SALES.offer_s)) == ["OfferEnded", "AgentPaused", "ContactTurnedAway"]


def test_a_queue_that_went_unnoticed_lets_go_of_a_contact_when_its_time_comes():
    story = Story()
    story.call(0, "c1")
    story.floor.configure(replace(CENTER, queues={"support": SUPPORT}))
    away = story.at(SALES.waiting.wait_s_max)[-1]
    assert (away.contact_id, away.reason) == ("c1", ev.TurnedAway.QUEUE_GONE)


def test_an_agent_given_a_skill_is_offered_what_waits():
    story = Story()
    story.ready(0, "ann")
    story.call(1, "c1", "200")
    ann = replace(CENTER.agents["ann"], skills=frozenset({"sales", "support"}))
    story.floor.configure(replace(CENTER, agents={**CENTER.agents, "ann": ann}))
    assert kinds(story.at(2, inp.CenterChanged())) == ["ContactOffered"]


def test_time_in_which_nobody_could_act_counts_against_nobody():
    story = Story()
    story.ready(0, "ann")
    story.call(10, "c1")
    assert kinds(story.at(60, inp.StoreStalled(seconds=50))) == ["LimitsExtended"]
    assert story.at(60) == []
    assert kinds(story.at(10 + SALES.offer_s + 50)) == ["OfferEnded", "AgentPaused"]
