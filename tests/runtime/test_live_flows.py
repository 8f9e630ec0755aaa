"""Floor and flows together: contacts go from a machine to people and back, and scripts lie beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from cordboard.center.center import Center
from cordboard.center.entries import Entry as Number
from cordboard.center.hours import Hours
from cordboard.center.people import Agent
from cordboard.center.queues import End, Exit, Queue, WaitingPlan
from cordboard.errors import CordboardError
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.states import AgentState, ContactState
from cordboard.flows import answering, walking
from cordboard.flows import events as fev
from cordboard.flows import inputs as finp
from cordboard.flows.forms import RatingForm
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Ask, Goodbye, Menu, Say, ToAgent, ToQueue, Voicemail
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.lines import read_checkpoint, read_event, write_checkpoint, write_event
from cordboard.runtime.live import AnyInput, LiveCenter
from cordboard.runtime.ports import AnyEvent, Entry

QUIET = WaitingPlan(announce_every_s=0, wait_s_max=600)
SALES = Queue(queue_id="sales", name="Sales", waiting=QUIET, wrap_up_s=20, script_flow_id="guide")
CENTER = Center(
    queues={
        "sales": SALES,
        "care": Queue(queue_id="care", name="Care", waiting=QUIET, wrap_up_s=0, after_talk_flow_id="survey"),
        "night": Queue(queue_id="night", name="Night", waiting=QUIET, hours=Hours()),
    },
    agents={"ann": Agent(agent_id="ann", name="Ann"), "bob": Agent(agent_id="bob", name="Bob")},
    entries={
        "1": Number(number="1", flow_id="reception"),
        "2": Number(number="2", queue_id="care"),
        "3": Number(number="3", flow_id="direct"),
        "4": Number(number="4", flow_id="after-hours"),
        "5": Number(number="5", queue_id="sales"),
        "6": Number(number="6", flow_id="circle"),
    },
)
STARS = Ask(prompts=("how was it",), answer="stars", form=RatingForm(), next="bye")


def flow(flow_id: str, purpose: str = "call", **nodes: Any) -> Flow:
    return Flow(
        flow_id=flow_id,
        name=flow_id,
        start=next(iter(nodes)),
        nodes={**nodes, "bye": Goodbye()},
        purpose=purpose,  # type: ignore[arg-type]
        version=1,
    )


FLOWS = {
    each.flow_id: each
    for each in (
        flow(
            "reception",
            wait=ToQueue(queue_id="sales", wait_s=60, on_timeout="busy", after_talk="stars"),
            busy=Menu(prompts=("busy",), choices={"1": "mail", "2": "wait"}, on_failure="mail"),
            mail=Voicemail(queue_id="sales", prompts=("tone",), next="bye", on_error="bye"),
            stars=STARS,
        ),
        flow("survey", stars=STARS),
        flow(
            "direct",
            ann=ToAgent(agent="'ann'", on_timeout="mail", after_talk="stars", wait_s=30),
            mail=Voicemail(queue_id="sales", prompts=("tone",), next="bye", on_error="bye"),
            stars=STARS,
        ),
        flow(
            "after-hours",
            wait=ToQueue(queue_id="night", on_closed="mail"),
            mail=Voicemail(queue_id="sales", prompts=("tone",), next="bye", on_error="bye"),
        ),
        flow("circle", wait=ToQueue(queue_id="sales", wait_s=0, on_timeout="wait")),
        flow("guide", "script", hello=Say(prompts=("read",), next="stars"), stars=STARS),
    )
}
CONFIGURATION = Configuration(center=CENTER, flows=FLOWS)


def kept(live: LiveCenter) -> bytes:
    """All that a center is; the instant of the last input that came to nothing is written nowhere."""
    return write_checkpoint(replace(live.checkpoint(), at=0.0))


class Live:
    """A live center told in lines, and a second one that only reads what was written."""

    def __init__(self, *ready: str) -> None:
        self.live, self.read = LiveCenter(CONFIGURATION), LiveCenter(CONFIGURATION)
        self.now, self.entries = 1_000_000.0, list[Entry]()
        self.tell(inp.SwitchFound())
        for agent_id in ready:
            self.tell(inp.SignIn(agent_id=agent_id))
        self.tell(inp.PhonesSeen(reachable=frozenset(ready)))
        for agent_id in ready:
            self.tell(inp.MakeReady(agent_id=agent_id))

    def tell(self, input_: AnyInput, after_s: float = 0.0) -> list[AnyEvent]:
        self.now += after_s
        entries = self.live.step(input_, self.now)
        self.entries += entries
        self.read.replay(
            Entry(seq=e.seq, at=e.at, event=read_event(type(e.event).__name__, write_event(e.event)[1]))
            for e in entries
        )
        assert kept(self.live) == kept(self.read)
        assert self.live.next_deadline() == self.read.next_deadline()
        return [entry.event for entry in entries]

    def call(self, number: str, contact_id: str = "c") -> list[AnyEvent]:
        return self.tell(inp.CallArrived(contact_id=contact_id, number=number, caller="+4420"))

    def wait(self) -> list[AnyEvent]:
        """Let time go by until something is due."""
        due = self.live.next_deadline()
        assert due is not None
        self.now = max(self.now, due)
        return self.tell(inp.TimePassed())

    def heard(self) -> list[AnyEvent]:
        return self.tell(finp.PromptsFinished(contact_id="c", turn=self.p.turn))

    def press(self, key: str) -> list[AnyEvent]:
        return self.tell(finp.KeyPressed(contact_id="c", key=key))

    @property
    def p(self) -> Any:
        return self.live.performer.performances["c"]

    @property
    def state(self) -> ContactState:
        return self.live.floor.contacts["c"].state


def kinds(events: list[AnyEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


def outcome(live: Live) -> str:
    return live.tell(inp.CallerHungUp(contact_id="c"))[-1].outcome  # type: ignore[union-attr]


def test_a_caller_who_has_waited_as_long_as_the_flow_lets_is_asked_and_leaves_a_message():
    live = Live()
    assert kinds(live.call("1")) == ["ContactArrived", "FlowStarted", "FlowLeft", "ContactQueued"]
    assert kinds(live.wait()) == ["ContactReturned", "FlowResumed", "PromptsSaid"]
    assert (live.now, live.state) == (1_000_060.0, ContactState.ARRIVED)
    live.press("1")
    live.heard()
    events = live.tell(finp.RecordingFinished(contact_id="c", turn=live.p.turn, seconds=9))
    assert kinds(events) == ["MessageLeft", "FlowLeft", "ContactTurnedAway"]
    assert outcome(live) is ev.Outcome.TURNED_AWAY


def test_who_goes_on_waiting_keeps_the_age_of_the_first_wait():
    live = Live()
    live.call("1")
    live.wait()
    queued = live.press("2")[-1]
    assert (type(queued), queued.aged_from) == (ev.ContactQueued, 1_000_000.0)


def test_who_rings_off_in_the_middle_of_a_message_has_left_it():
    live = Live()
    live.call("4")
    live.heard()
    live.now += 12
    assert kinds(live.tell(inp.CallerHungUp(contact_id="c"))) == ["MessageLeft", "ContactEnded"]
    assert live.live.performer.records() == []


def test_a_closed_queue_sends_the_caller_back_at_once():
    live = Live()
    assert kinds(live.call("4"))[-3:] == ["ContactReturned", "FlowResumed", "PromptsSaid"]


def test_a_queue_that_sends_back_at_once_again_and_again_ends_in_the_queue_s_own_end():
    live = Live()
    live.call("6")
    events = live.wait()
    while live.live.performer.performances:
        events = live.wait()
    assert kinds(events)[-2:] in (["FlowLeft", "ContactTurnedAway"], ["FlowLeft", "ContactQueued"])


def survey(live: Live) -> None:
    """The agent rings off, the customer stays and answers."""
    live.call("1")
    live.tell(inp.AgentAnswered(offer_id="c.o1"), 5)
    live.tell(finp.TextGiven(contact_id="c", text=True, script=True))
    events = live.tell(inp.HangUp(agent_id="ann"), 60)
    assert kinds(events) == ["ContactReturned", "FlowResumed", "PromptsSaid", "WrapUpStarted"]
    assert (live.state, live.live.floor.agents["ann"].state) == (ContactState.ARRIVED, AgentState.WRAPPING_UP)


def test_the_agent_rings_off_and_the_customer_answers_the_survey():
    live = Live("ann")
    survey(live)
    live.tell(inp.FinishWrapUp(agent_id="ann"))
    live.press("5")
    assert live.entries[-1].event.reason is ev.TurnedAway.FLOW_ENDED  # type: ignore[union-attr]
    assert outcome(live) is ev.Outcome.SERVED


def test_who_rings_off_in_the_survey_was_served():
    live = Live("ann")
    survey(live)
    assert outcome(live) is ev.Outcome.SERVED


def test_a_call_that_the_switch_loses_in_the_survey_is_lost():
    live = Live("ann")
    survey(live)
    assert live.tell(inp.CallLost(contact_id="c"))[-1].outcome is ev.Outcome.LOST  # type: ignore[union-attr]


def test_a_queue_has_a_survey_of_its_own_for_callers_who_came_without_a_flow():
    live = Live("ann")
    live.call("2")
    live.tell(inp.AgentAnswered(offer_id="c.o1"))
    events = live.tell(inp.AgentHungUp(offer_id="c.o1"), 60)
    assert kinds(events) == ["ContactReturned", "FlowStarted", "PromptsSaid", "AgentMadeReady"]
    live.press("4")
    assert outcome(live) is ev.Outcome.SERVED


def test_the_queue_s_own_survey_comes_also_after_a_flow_that_asks_nothing_after_the_talk():
    live = Live("ann")
    flows = {**FLOWS, "reception": flow("reception", wait=ToQueue(queue_id="care", wait_s=60, on_timeout="bye"))}
    for each in (live.live, live.read):
        each.configure(replace(CONFIGURATION, flows=flows))
    live.call("1")
    live.tell(inp.AgentAnswered(offer_id="c.o1"))
    live.tell(inp.HangUp(agent_id="ann"))
    assert (live.p.flow_id, live.p.prompts) == ("survey", ("how was it",))


def test_a_survey_that_is_gone_says_sorry_and_ends():
    live = Live("ann")
    for each in (live.live, live.read):
        each.configure(replace(CONFIGURATION, flows={}))
    live.call("2")
    live.tell(inp.AgentAnswered(offer_id="c.o1"))
    events = live.tell(inp.HangUp(agent_id="ann"))
    assert kinds(events)[:4] == ["ContactReturned", "FlowStarted", "FlowLeft", "ContactTurnedAway"]


def test_a_transfer_keeps_the_question_after_the_talk():
    live = Live("ann", "bob")
    live.call("1")
    live.tell(inp.AgentAnswered(offer_id="c.o1"))
    live.tell(inp.TransferContact(agent_id="ann", queue_id="sales"))
    assert live.live.floor.contacts["c"].returns == ("talked",)
    live.tell(inp.AgentAnswered(offer_id="c.o2"))
    events = live.tell(inp.HangUp(agent_id="bob"))
    assert kinds(events)[:3] == ["ContactReturned", "FlowResumed", "PromptsSaid"]
    assert live.p.node_id == "stars"


def test_a_question_after_the_talk_is_kept_by_a_closed_queue_that_sends_on_to_another():
    live = Live("ann")
    night = replace(CENTER.queues["night"], on_closed=End(exit=Exit.QUEUE, queue_id="sales"))
    reception = flow("reception", wait=ToQueue(queue_id="night", after_talk="stars"), stars=STARS)
    center = replace(CENTER, queues={**CENTER.queues, "night": night})
    for each in (live.live, live.read):
        each.configure(Configuration(center=center, flows={**FLOWS, "reception": reception}))
    live.call("1")
    live.tell(inp.AgentAnswered(offer_id="c.o1"))
    live.tell(inp.HangUp(agent_id="ann"))
    assert live.p.prompts == ("how was it",)


# -- one agent's line --


def test_a_contact_for_one_agent_rings_at_that_agent_and_at_nobody_else():
    live = Live("bob", "ann")
    offered = live.call("3")[-1]
    assert (type(offered), offered.agent_id, offered.queue_id) == (ev.ContactOffered, "ann", "@ann")
    live.tell(inp.AgentAnswered(offer_id="c.o1"))
    live.tell(inp.HangUp(agent_id="ann"))
    assert live.p.node_id == "stars"


def test_an_agent_who_pauses_is_waited_for_so_long_and_a_message_is_taken():
    live = Live("ann", "bob")
    live.tell(inp.PauseAgent(agent_id="ann", reason_id="declined"))
    live.call("3")
    assert live.state is ContactState.WAITING
    assert kinds(live.wait()) == ["WaitAnnounced"]
    assert kinds(live.wait()) == ["ContactReturned", "FlowResumed", "PromptsSaid"]
    assert (live.p.node_id, live.now) == ("mail", 1_000_030.0)


def test_an_agent_who_comes_back_in_time_is_offered_the_contact():
    live = Live("ann")
    live.tell(inp.PauseAgent(agent_id="ann", reason_id="declined"))
    live.call("3")
    assert kinds(live.tell(inp.MakeReady(agent_id="ann"))) == ["AgentMadeReady", "ContactOffered"]


def test_an_agent_who_is_signed_out_is_not_waited_for():
    live = Live("bob")
    live.call("3")
    assert (live.p.node_id, live.state) == ("mail", ContactState.ARRIVED)


def test_an_agent_who_declines_is_asked_no_more_and_a_message_is_taken():
    live = Live("ann", "bob")
    live.call("3")
    assert kinds(live.tell(inp.DeclineOffer(agent_id="ann"))) == ["OfferEnded", "AgentPaused"]
    live.wait()
    live.wait()
    assert live.p.node_id == "mail"


def test_an_agent_who_is_taken_out_of_the_center_is_not_waited_for_any_more():
    live = Live("ann")
    live.tell(inp.PauseAgent(agent_id="ann", reason_id="declined"))
    live.call("3")
    center = replace(CENTER, agents={"bob": CENTER.agents["bob"]})
    for each in (live.live, live.read):
        each.configure(replace(CONFIGURATION, center=center))
    live.tell(inp.CenterChanged())
    assert live.p.node_id == "mail"


# -- scripts --


def scripts(live: Live) -> list[tuple[str, str]]:
    return [(p.contact_id, p.node_id) for p in live.live.performer.scripts.values()]


def test_a_script_is_opened_when_the_contact_is_connected_and_closed_after_the_wrap_up():
    live = Live("ann")
    live.call("5")
    assert scripts(live) == []
    live.tell(inp.AgentAnswered(offer_id="c.o1"))
    assert scripts(live) == [("c", "hello")]
    live.tell(inp.CallerHungUp(contact_id="c"))
    live.tell(finp.TextGiven(contact_id="c", text=True, script=True))
    assert scripts(live) == [("c", "stars")]
    live.tell(inp.FinishWrapUp(agent_id="ann"))
    assert scripts(live) == []


def test_a_script_is_kept_over_a_transfer_with_what_was_answered():
    live = Live("ann", "bob")
    live.call("5")
    live.tell(inp.AgentAnswered(offer_id="c.o1"))
    live.tell(finp.TextGiven(contact_id="c", text=True, script=True))
    live.tell(inp.TransferContact(agent_id="ann", queue_id="sales"))
    live.tell(inp.FinishWrapUp(agent_id="ann"))
    assert scripts(live) == [("c", "stars")]
    live.tell(inp.AgentAnswered(offer_id=live.live.floor.contacts["c"].offer_id or ""))
    assert scripts(live) == [("c", "stars")]


def test_a_script_stays_open_in_the_survey_and_is_closed_with_the_contact():
    live = Live("ann")
    survey(live)
    live.tell(inp.FinishWrapUp(agent_id="ann"))
    assert scripts(live) == [("c", "stars")]
    live.tell(inp.CallerHungUp(contact_id="c"))
    assert scripts(live) == []


def test_contacts_finish_on_the_version_they_began_with_while_another_is_in_force():
    live = Live()
    live.call("1")
    new = replace(FLOWS["reception"], version=2, nodes={"wait": Goodbye(prompts=("new",))})
    old = {("reception", 1): FLOWS["reception"]}
    for each in (live.live, live.read):
        each.configure(Configuration(center=CENTER, flows={**FLOWS, "reception": new}, library=old))
    live.tell(inp.CenterChanged())
    live.wait()
    assert (live.p.node_id, live.p.version) == ("busy", 1)
    assert live.call("1", "d")[-1].prompts == ("new",)  # type: ignore[union-attr]


# -- any day --


@pytest.mark.parametrize("seed", range(12))
def test_any_day_reads_back_as_it_was_and_goes_on_from_any_checkpoint(seed):
    random, live = Random(seed), Live("ann", "bob")
    for n in range(150):
        live.now += random.choice((0, 1, 7, 31))
        try:
            live.tell(anything(live, random, n))
        except CordboardError:
            continue
        live.tell(inp.TimePassed())
    cut = random.randrange(len(live.entries))
    half = LiveCenter(CONFIGURATION)
    half.replay(live.entries[:cut])
    half = LiveCenter(CONFIGURATION, read_checkpoint(write_checkpoint(half.checkpoint())))
    half.replay(live.entries[cut:])
    assert kept(half) == kept(live.live)
    for contact in live.live.floor.contacts.values():
        held = contact.contact_id in live.live.performer.performances
        assert held or contact.state is not ContactState.ARRIVED
    assert any(type(entry.event) is fev.FlowResumed for entry in live.entries)


def anything(live: Live, random: Random, n: int) -> AnyInput:
    """Something that may happen now."""
    floor, performer = live.live.floor, live.live.performer
    choices: list[AnyInput] = [inp.CallArrived(contact_id=f"c{n}", number=random.choice("123456"))] * 2
    for contact in floor.contacts.values():
        choices.append(inp.CallerHungUp(contact_id=contact.contact_id))
        if contact.offer_id is not None:
            choices += [inp.AgentAnswered(offer_id=contact.offer_id)] * 3
            choices.append(inp.AgentHungUp(offer_id=contact.offer_id))
            choices.append(inp.OfferFailed(offer_id=contact.offer_id, failure=inp.LegFailure.RANG_OUT))
    for agent_id in CENTER.agents:
        choices += [inp.MakeReady(agent_id=agent_id), inp.FinishWrapUp(agent_id=agent_id)]
        choices += [inp.HangUp(agent_id=agent_id), inp.TransferContact(agent_id=agent_id, queue_id="sales")]
    for p in performer.performances.values():
        choices.append(finp.PromptsFinished(contact_id=p.contact_id, turn=p.turn))
        choices += [finp.KeyPressed(contact_id=p.contact_id, key=key) for key in "125"]
        choices.append(finp.RecordingFinished(contact_id=p.contact_id, turn=p.turn, seconds=random.choice((0, 5))))
    for p in performer.scripts.values():
        choices.append(finp.TextGiven(contact_id=p.contact_id, text=random.choice((True, "5")), script=True))
        choices.append(finp.WentBack(contact_id=p.contact_id, node_id="hello"))
    return random.choice(choices)


def broken(stage: Any, p: Any, node_id: str, node: Any, before: Any, now: float) -> Iterator[fev.FlowEvent]:
    raise ZeroDivisionError
    yield


def test_a_bug_in_a_flow_leaves_nobody_in_silence(monkeypatch: pytest.MonkeyPatch):
    live = Live()
    live.call("1")
    live.wait()
    monkeypatch.setitem(walking._RULES, Voicemail, broken)  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        live.live.step(finp.KeyPressed(contact_id="c", key="1"), live.now)
    left = live.live.step(inp.TimePassed(), live.now)[0].event
    assert (type(left), left.failed) == (fev.FlowLeft, True)  # type: ignore[union-attr]
    assert "c" not in live.live.performer.performances


def test_a_bug_where_waiting_is_over_keeps_no_other_from_going_on(monkeypatch: pytest.MonkeyPatch):
    live = Live()
    live.call("1")
    live.wait()
    live.heard()
    monkeypatch.setitem(walking._RULES, Voicemail, broken)  # type: ignore[arg-type]
    bugs = 0
    for _ in range(20):
        live.now = max(live.now, live.live.next_deadline() or live.now)
        try:
            entries = live.live.step(inp.TimePassed(), live.now)
        except ZeroDivisionError:
            bugs += 1
            continue
        if "c" not in live.live.performer.performances:
            break
        if any(isinstance(entry.event, fev.PromptsSaid) for entry in entries):
            turn = live.p.turn
            live.live.step(finp.PromptsFinished(contact_id="c", turn=turn), live.now)
    assert bugs == 1
    assert "c" not in live.live.performer.performances
    assert live.live.performer.next_deadline() is None


def test_where_even_giving_up_meets_a_bug_it_is_not_due_for_ever(monkeypatch: pytest.MonkeyPatch):
    live = Live()
    live.call("1")
    live.wait()
    live.heard()
    assert live.live.performer.next_deadline() is not None

    def worse(*given: Any) -> Iterator[fev.FlowEvent]:
        raise ZeroDivisionError
        yield

    monkeypatch.setattr(walking, "enter", worse)
    monkeypatch.setattr(answering, "overdue", worse)
    for _ in range(2):
        live.now = max(live.now, live.live.next_deadline() or live.now)
        with pytest.raises(ZeroDivisionError):
            live.live.step(inp.TimePassed(), live.now)
    assert live.live.performer.next_deadline() is None
