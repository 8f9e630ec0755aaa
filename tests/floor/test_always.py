"""What is true on any day whatever, checked after every step."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cordboard.center.center import agent_of
from cordboard.center.hours import Hours
from cordboard.center.queues import End, Exit, WaitingPlan
from cordboard.errors import Refused
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.floor import Floor
from cordboard.floor.states import AGENT_MOVES, CONTACT_MOVES, AgentState, ContactState
from tests.floor.story import CENTER, SALES, SUPPORT, Story

HOLDING = frozenset({ContactState.OFFERED, ContactState.TALKING})
WORKING = frozenset({AgentState.OFFERED, AgentState.TALKING})


WALKED: set[tuple[str, type]] = set()
"""Rows of the state tables that were walked."""


PERSONAL = ("@ann", "@bob", "@eve", "@nobody")
"""Lines of one agent each."""


class WatchedFloor(Floor):
    """A floor that notes which rows of its tables are walked."""

    def _move_contact(self, contact, event, at):
        WALKED.add((contact.state, type(event)))
        super()._move_contact(contact, event, at)

    def _move_agent(self, agent, event, at):
        WALKED.add((agent.state, type(event)))
        super()._move_agent(agent, event, at)

    def apply(self, event, at):
        if type(event) is ev.PauseAsked:
            WALKED.add((self.agents[event.agent_id].state, type(event)))
        super().apply(event, at)


class AnyDay(RuleBasedStateMachine):
    """Actions are drawn from the live state, so that deep states are reached."""

    def __init__(self) -> None:
        super().__init__()
        end = End(exit=Exit.QUEUE, queue_id="support")
        plan = WaitingPlan(announce_every_s=20, wait_s_max=300, on_wait_max=end)
        short = replace(SUPPORT, waiting=WaitingPlan(announce_every_s=0, wait_s_max=200))
        queues = {
            "support": short,
            "sales": replace(SALES, waiting=plan),
            "night": replace(SALES, queue_id="night", hours=Hours(), on_closed=end),
        }
        self.story = Story(replace(CENTER, queues=queues))
        self.story.floor = WatchedFloor.restore(self.story.floor.center, self.story.floor.records())
        self.second = 0.0
        self.contacts = 0
        self.all_phones = True
        self.story.ready(0, "ann", "bob")

    @property
    def floor(self) -> Floor:
        return self.story.floor

    def take(self, *inputs: inp.Input) -> None:
        self.second += 1
        self.story.at(self.second, inp.TimePassed())
        for input_ in inputs:
            lines = len(self.story.journal)
            try:
                self.story.at(self.second, input_)
            except Refused:
                assert len(self.story.journal) == lines
        if self.all_phones and self.floor.switch_up:
            signed_in = frozenset(a.agent_id for a in self.floor.agents.values())
            self.story.at(self.second, inp.PhonesSeen(reachable=signed_in))
        self.story.at(self.second, inp.TimePassed())

    def some(self, data: st.DataObject, things: list[str]) -> str:
        return data.draw(st.sampled_from(sorted(things)))

    def agents_in(self, *states: AgentState) -> list[str]:
        return [a.agent_id for a in self.floor.agents.values() if a.state in states]

    @rule(number=st.sampled_from(["100", "200", "7"]))
    def a_call_arrives(self, number: str) -> None:
        self.contacts += 1
        self.take(inp.CallArrived(contact_id=f"c{self.contacts}", number=number))

    @precondition(lambda self: any(c.state is ContactState.ARRIVED for c in self.floor.contacts.values()))
    @rule(
        data=st.data(),
        queue=st.sampled_from(["sales", "support", "night", "nowhere", *PERSONAL]),
        returns=st.lists(st.sampled_from(["timeout", "closed", "talked"]), unique=True).map(tuple),
        wait_s=st.sampled_from([None, 0, 10]),
        end=st.sampled_from([True, False, False]),
    )
    def a_flow_lets_go_of_a_contact(
        self, data: st.DataObject, queue: str, returns: tuple[str, ...], wait_s: float | None, end: bool
    ) -> None:
        arrived = [c.contact_id for c in self.floor.contacts.values() if c.state is ContactState.ARRIVED]
        contact_id = self.some(data, arrived)
        if end:
            self.take(inp.EndContact(contact_id=contact_id, prompts=("bye",), language="en"))
        else:
            self.take(
                inp.QueueContact(contact_id=contact_id, queue_id=queue, language="en", wait_s=wait_s, returns=returns)
            )

    @rule(there=st.booleans())
    def an_agent_is_taken_out_of_the_center_or_put_back(self, there: bool) -> None:
        eve = self.floor.agents.get("eve")
        if not there and eve is not None and eve.state is not AgentState.SIGNED_OUT:
            return
        agents = {agent_id: agent for agent_id, agent in CENTER.agents.items() if there or agent_id != "eve"}
        self.floor.configure(replace(self.floor.center, agents=agents))
        self.take(inp.CenterChanged())

    @rule(agent=st.sampled_from(["ann", "bob", "eve"]), phone=st.sampled_from(list(inp.Phone)))
    def an_agent_signs_in(self, agent: str, phone: inp.Phone) -> None:
        self.take(inp.SignIn(agent_id=agent, phone=phone), inp.MakeReady(agent_id=agent))

    @rule(agent=st.sampled_from(["ann", "bob", "eve"]))
    def an_agent_signs_out(self, agent: str) -> None:
        self.take(inp.SignOut(agent_id=agent))

    @rule(agent=st.sampled_from(["ann", "bob", "eve"]), ready=st.booleans())
    def an_agent_pauses_or_is_ready(self, agent: str, ready: bool) -> None:
        self.take(inp.MakeReady(agent_id=agent) if ready else inp.PauseAgent(agent_id=agent, reason_id="lunch"))

    @precondition(lambda self: self.floor.offers)
    @rule(
        data=st.data(),
        how=st.sampled_from(["answered", "answered", "answered", *inp.LegFailure, "ended", "held", "held", "resumed"]),
    )
    def a_leg_reports(self, data: st.DataObject, how: str) -> None:
        offer_id = self.some(data, list(self.floor.offers))
        reports = {
            "answered": inp.AgentAnswered(offer_id=offer_id),
            "ended": inp.AgentHungUp(offer_id=offer_id),
            "held": inp.AgentPhoneHeld(offer_id=offer_id),
            "resumed": inp.AgentPhoneResumed(offer_id=offer_id),
        }
        self.take(reports.get(how) or inp.OfferFailed(offer_id=offer_id, failure=inp.LegFailure(how)))

    @precondition(lambda self: self.agents_in(AgentState.TALKING))
    @rule(data=st.data(), how=st.sampled_from(["transfer", "hold", "resume", "hang up"]))
    def a_talking_agent_acts(self, data: st.DataObject, how: str) -> None:
        agent_id = self.some(data, self.agents_in(AgentState.TALKING))
        commands: dict[str, inp.Input] = {
            "transfer": inp.TransferContact(agent_id=agent_id, queue_id="support"),
            "hold": inp.HoldContact(agent_id=agent_id),
            "resume": inp.ResumeContact(agent_id=agent_id),
            "hang up": inp.HangUp(agent_id=agent_id),
        }
        self.take(commands[how])
        if how == "hold" and data.draw(st.booleans()):
            self.take(inp.ResumeContact(agent_id=agent_id))

    @precondition(lambda self: any(c.held for c in self.floor.contacts.values()))
    @rule(data=st.data())
    def a_held_contact_is_taken_back(self, data: st.DataObject) -> None:
        held = [c.agent_id or "" for c in self.floor.contacts.values() if c.held]
        self.take(inp.ResumeContact(agent_id=self.some(data, held)))

    @precondition(lambda self: self.agents_in(AgentState.TALKING, AgentState.WRAPPING_UP))
    @rule(data=st.data(), finish=st.booleans(), pause=st.booleans())
    def a_busy_agent_goes_on_or_asks_for_a_pause(self, data: st.DataObject, finish: bool, pause: bool) -> None:
        agent_id = self.some(data, self.agents_in(AgentState.TALKING, AgentState.WRAPPING_UP))
        if pause:
            self.take(inp.PauseAgent(agent_id=agent_id, reason_id="lunch"))
        self.take(inp.FinishWrapUp(agent_id=agent_id) if finish else inp.SignOut(agent_id=agent_id))

    @precondition(lambda self: self.floor.contacts)
    @rule(data=st.data(), lost=st.booleans())
    def a_contact_ends(self, data: st.DataObject, lost: bool) -> None:
        contact_id = self.some(data, list(self.floor.contacts))
        self.take(inp.CallLost(contact_id=contact_id) if lost else inp.CallerHungUp(contact_id=contact_id))

    @rule(up=st.booleans())
    def the_switch_goes_or_comes(self, up: bool) -> None:
        self.take(inp.SwitchFound() if up else inp.SwitchLost())

    @rule(reachable=st.frozensets(st.sampled_from(["ann", "bob", "eve"])), stay=st.booleans())
    def phones_come_and_go(self, reachable: frozenset[str], stay: bool) -> None:
        self.all_phones = stay
        self.take(inp.PhonesSeen(reachable=reachable))

    @rule(seconds=st.sampled_from([3, 30]))
    def the_store_stalls(self, seconds: int) -> None:
        self.second += seconds
        self.story.at(self.second, inp.StoreStalled(seconds=seconds))
        self.take()

    @rule(seconds=st.sampled_from([5, 20, 35, 120, 400]))
    def time_goes_by(self, seconds: int) -> None:
        self.second += seconds
        self.take()

    def may_serve(self, agent_id: str, queue_id: str) -> bool:
        if (wanted := agent_of(queue_id)) is not None:
            return wanted == agent_id
        return self.floor.center.queues[queue_id].skills <= self.floor.center.agents[agent_id].skills

    @invariant()
    def whoever_goes_back_to_a_flow_is_with_it(self) -> None:
        for contact in self.floor.contacts.values():
            if contact.state is ContactState.ARRIVED:
                assert (contact.queue_id, contact.agent_id, contact.place, contact.returns) == (None, None, None, ())

    @invariant()
    def nobody_waits_while_someone_who_could_help_is_idle(self) -> None:
        if not self.floor.switch_up:
            return
        idle = [a for a in self.floor.agents.values() if a.state is AgentState.READY and a.reachable]
        for contact in self.floor.contacts.values():
            if contact.state is ContactState.WAITING and contact.queue_id is not None:
                assert not any(self.may_serve(a.agent_id, contact.queue_id) for a in idle)

    @invariant()
    def nobody_is_offered_what_they_cannot_serve(self) -> None:
        for contact in self.floor.contacts.values():
            if contact.state is ContactState.OFFERED:
                assert contact.agent_id is not None
                assert contact.queue_id is not None
                assert self.may_serve(contact.agent_id, contact.queue_id)

    @invariant()
    def an_agent_and_a_contact_agree_about_each_other(self) -> None:
        for contact in self.floor.contacts.values():
            if contact.state in HOLDING:
                agent = self.floor.agents[contact.agent_id or ""]
                assert (agent.contact_id, agent.offer_id) == (contact.contact_id, contact.offer_id)
                assert agent.state.value == contact.state.value
                assert self.floor.offers[contact.offer_id or ""] is contact
        for agent in self.floor.agents.values():
            if agent.state in WORKING:
                assert self.floor.contacts[agent.contact_id or ""].agent_id == agent.agent_id
        assert len(self.floor.offers) == sum(c.state in HOLDING for c in self.floor.contacts.values())

    @invariant()
    def a_place_is_kept_exactly_while_the_contact_waits(self) -> None:
        placed = {place for line in self.floor.lines.values() for place in line.places}
        free = {place for line in self.floor.lines.values() for place in line.free}
        waiting = {c.place for c in self.floor.contacts.values() if c.state is ContactState.WAITING}
        ringing = {c.place for c in self.floor.contacts.values() if c.state is ContactState.OFFERED}
        assert placed == waiting | ringing
        assert free == waiting

    @invariant()
    def order_within_a_queue_is_priority_then_age(self) -> None:
        for line in self.floor.lines.values():
            assert line.places == sorted(line.places)

    @invariant()
    def no_deadline_is_overdue_right_after_time_passed(self) -> None:
        due = self.floor.next_deadline()
        assert due is None or due > self.story.now

    @invariant()
    def those_counted_as_present_are_those_who_work(self) -> None:
        for queue in self.floor.center.queues.values():
            working = [
                a
                for a in self.floor.agents.values()
                if a.state not in (AgentState.SIGNED_OUT, AgentState.PAUSED)
                and queue.skills <= self.floor.center.agents[a.agent_id].skills
            ]
            assert self.floor.present[queue.queue_id] == len(working)

    def teardown(self) -> None:
        rebuilt = Floor(self.floor.center)
        for at, event in self.story.journal:
            rebuilt.apply(event, at)
        assert rebuilt.records() == self.floor.records()
        assert rebuilt.next_deadline() == self.floor.next_deadline()
        restored = Floor.restore(self.floor.center, self.floor.records())
        assert restored.records() == self.floor.records()
        assert restored.next_deadline() == self.floor.next_deadline()
        for queue_id in self.floor.center.queues:
            assert restored.ready.first(queue_id) == self.floor.ready.first(queue_id)
            assert restored.lines[queue_id].free == self.floor.lines[queue_id].free


def a_long_day() -> None:
    """Walk the rows that chance reaches seldom, with everything that is always true checked on the way."""
    day = AnyDay()
    for input_ in (
        inp.CallArrived(contact_id="v", number="7"),
        inp.QueueContact(contact_id="v", queue_id="night", language="en", returns=("closed",)),
        inp.QueueContact(contact_id="v", queue_id="@eve", language="en", returns=("closed",)),
        inp.QueueContact(contact_id="v", queue_id="@bob", language="en", returns=("timeout", "talked")),
        inp.AgentAnswered(offer_id="v.o1"),
        inp.HangUp(agent_id="bob"),
        inp.QueueContact(contact_id="v", queue_id="@bob", language="en", wait_s=0, returns=("timeout",)),
        inp.CallerHungUp(contact_id="v"),
        inp.FinishWrapUp(agent_id="bob"),
        inp.CallArrived(contact_id="x", number="100"),
        inp.AgentAnswered(offer_id="x.o1"),
        inp.HoldContact(agent_id="ann"),
        inp.ResumeContact(agent_id="ann"),
        inp.PauseAgent(agent_id="ann", reason_id="lunch"),
        inp.HangUp(agent_id="ann"),
        inp.MakeReady(agent_id="ann"),
        inp.PauseAgent(agent_id="ann", reason_id="lunch"),
        inp.FinishWrapUp(agent_id="ann"),
        inp.MakeReady(agent_id="ann"),
        inp.CallArrived(contact_id="y", number="200"),
        inp.AgentAnswered(offer_id="y.o1"),
        inp.PauseAgent(agent_id="bob", reason_id="lunch"),
        inp.CallerHungUp(contact_id="y"),
        inp.CallArrived(contact_id="z", number="100"),
        inp.DeclineOffer(agent_id="ann"),
        inp.MakeReady(agent_id="bob"),
        inp.AgentAnswered(offer_id="z.o2"),
        inp.TransferContact(agent_id="bob", queue_id="support"),
        inp.FinishWrapUp(agent_id="bob"),
        inp.CallerHungUp(contact_id="z"),
        inp.CallArrived(contact_id="w", number="100"),
        inp.OfferFailed(offer_id="w.o1", failure=inp.LegFailure.LOST),
        inp.AgentAnswered(offer_id="w.o2"),
        inp.CallerHungUp(contact_id="w"),
        inp.SignOut(agent_id="bob"),
    ):
        day.take(input_)
        for always in day.invariants:
            always.function(day)
    day.teardown()


def test_what_is_always_true_holds_on_many_days_and_every_row_of_the_tables_is_walked():
    WALKED.clear()
    run_state_machine_as_test(
        AnyDay,
        settings=settings(
            max_examples=300,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
    a_long_day()
    assert set(CONTACT_MOVES) - WALKED == set()
    assert set(AGENT_MOVES) - WALKED == set()


def test_every_state_can_be_reached_and_left():
    for moves, first, last in (
        (CONTACT_MOVES, ContactState.NEW, ContactState.ENDED),
        (AGENT_MOVES, AgentState.SIGNED_OUT, None),
    ):
        states = set(type(first))
        reached = {target for (state, _), target in moves.items() if state is not target}
        left = {state for (state, _), target in moves.items() if state is not target}
        assert states - reached <= {first}
        assert states - left == ({last} if last else set())


def test_every_event_and_every_input_has_its_row():
    from typing import get_args

    from cordboard.floor import decide, floor

    assert set(get_args(ev.Event)) == set(floor._APPLY)
    assert set(get_args(inp.Input)) == set(decide._RESPOND)
