"""The facts of the past are a fold of the journal."""

from __future__ import annotations

from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.flows import inputs as finp
from cordboard.reporting.facts import Facts
from cordboard.reporting.rows import ContactFact, FactRows, OfferFact, SegmentFact
from cordboard.runtime.live import AnyInput
from tests.day import BEGINS, Day


class Told:
    """A day in which only what is told happens, and its facts."""

    def __init__(self) -> None:
        self.day = Day(0)
        self.facts = Facts()
        self.contacts: dict[str, ContactFact] = {}
        self.segments: dict[tuple[str, int], SegmentFact] = {}
        self.offers: dict[str, OfferFact] = {}
        self.states: list[tuple[str, str, float, float | None]] = []
        self._fed = 0
        self._states: dict[int, tuple[str, str, float, float | None]] = {}

    def at(self, second: float, *inputs: AnyInput) -> Told:
        self.day.pass_s(BEGINS + second - self.day.now)
        for input_ in inputs:
            self.day.tell(input_)
        self._feed()
        return self

    def offer_of(self, contact_id: str) -> str:
        offer_id = self.day.live.floor.contacts[contact_id].offer_id
        assert offer_id is not None
        return offer_id

    def answer(self, second: float, contact_id: str) -> Told:
        return self.at(second, inp.AgentAnswered(offer_id=self.offer_of(contact_id)))

    def kinds(self, contact_id: str) -> list[tuple[str, str | None, float, float | None]]:
        """Kind, outcome, beginning and end of each segment of a contact."""
        return [
            (s.kind, s.outcome, s.started_at - BEGINS, None if s.ended_at is None else s.ended_at - BEGINS)
            for (of, _), s in sorted(self.segments.items())
            if of == contact_id
        ]

    def _feed(self) -> None:
        # Line by line, as a batch may end anywhere.
        for entry in self.day.entries[self._fed :]:
            self.facts.apply(entry.seq, entry.at, entry.event)
            self._keep(self.facts.dirty())
        self._fed = len(self.day.entries)

    def _keep(self, rows: FactRows) -> None:
        self.contacts |= {c.contact_id: c for c in rows.contacts}
        self.segments |= {(s.contact_id, s.n): s for s in rows.segments}
        self.offers |= {o.offer_id: o for o in rows.offers}
        for s in rows.agent_states:
            self._states[s.seq] = (s.agent_id, s.state, s.started_at, s.ended_at)
        self.states = [self._states[seq] for seq in sorted(self._states)]


def call(contact_id: str, number: str = "100") -> inp.CallArrived:
    return inp.CallArrived(contact_id=contact_id, number=number, caller="+4930123456", caller_name="Ирина")


def test_a_call_from_menu_to_wrap_up_is_measured() -> None:
    told = Told().at(0, call("c1", "999")).at(5, finp.KeyPressed(contact_id="c1", key="1"))
    told.answer(12, "c1")
    told.at(20, inp.HoldContact(agent_id="ann")).at(26, inp.ResumeContact(agent_id="ann"))
    told.at(50, inp.HoldContact(agent_id="ann")).at(60, inp.CallerHungUp(contact_id="c1"))
    told.at(62, inp.SetDisposition(agent_id="ann", contact_id="c1", disposition_id="sold"))
    told.at(75, inp.FinishWrapUp(agent_id="ann"))

    contact = told.contacts["c1"]
    assert told.kinds("c1") == [
        ("flow", "queued", 0, 5),
        ("queue", "answered", 5, 12),
        ("talk", "ended", 12, 60),
    ]
    assert (contact.wait_s, contact.talk_s, contact.hold_s, contact.wrap_up_s) == (7, 32, 16, 15)
    assert (contact.outcome, contact.ended_by, contact.agent_id, contact.language) == (
        "served",
        "customer",
        "ann",
        "ru",
    )
    assert (contact.disposition_id, contact.offers, contact.transfers) == ("sold", 1, 0)
    assert told.segments["c1", 3].counted_at == BEGINS + 5
    assert told.facts.contacts == {}


def test_a_contact_that_leaves_the_line_is_abandoned_in_its_queue() -> None:
    told = Told().at(0, inp.PauseAgent(agent_id="ann", reason_id="lunch"))
    told.at(0, inp.PauseAgent(agent_id="bob", reason_id="lunch"))
    told.at(10, call("c1")).at(14, inp.CallerHungUp(contact_id="c1"))
    contact = told.contacts["c1"]
    assert told.kinds("c1") == [("queue", "abandoned", 10, 14)]
    assert (contact.outcome, contact.queue_id, contact.agent_id, contact.wait_s) == ("abandoned", "sales", None, 4)
    assert (contact.talk_s, contact.wrap_up_s) == (None, None)


def test_a_transfer_begins_another_wait_that_is_not_the_contacts_first() -> None:
    told = Told().at(0, call("c1")).answer(3, "c1")
    agent_id = told.contacts["c1"].agent_id
    assert agent_id is not None
    told.at(30, inp.TransferContact(agent_id=agent_id, queue_id="support"))
    told.answer(40, "c1").at(70, inp.CallerHungUp(contact_id="c1")).at(200)

    contact = told.contacts["c1"]
    assert told.kinds("c1") == [
        ("queue", "answered", 0, 3),
        ("talk", "transferred", 3, 30),
        ("queue", "answered", 30, 40),
        ("talk", "ended", 40, 70),
    ]
    assert (contact.transfers, contact.offers, contact.wait_s, contact.talk_s) == (1, 2, 3, 57)
    assert contact.agent_id != agent_id
    assert contact.wrap_up_s == 20


def test_a_missed_offer_is_told_from_one_that_was_taken_back() -> None:
    told = Told().at(0, call("c1"))
    first = told.offer_of("c1")
    told.at(5, inp.OfferFailed(offer_id=first, failure=inp.LegFailure.DECLINED))
    second = told.offer_of("c1")
    told.at(9, inp.CallerHungUp(contact_id="c1"))
    assert told.offers[first].outcome == "declined"
    assert told.offers[second].outcome == "withdrawn"
    assert told.contacts["c1"].offers == 2


def test_waiting_too_long_moves_a_contact_on_and_then_turns_it_away() -> None:
    told = Told().at(0, *(inp.PauseAgent(agent_id=each, reason_id="lunch") for each in ("ann", "bob", "eve")))
    told.at(10, call("c1")).at(400).at(400, inp.CallerHungUp(contact_id="c1"))
    assert told.kinds("c1") == [("queue", "moved", 10, 100), ("queue", "turned-away", 100, 160)]
    contact = told.contacts["c1"]
    assert (contact.outcome, contact.reason, contact.wait_s) == ("turned-away", "waited-too-long", 150)


def test_a_closed_queue_is_told_by_a_wait_of_no_length() -> None:
    told = Told().at(0, call("c1", "999")).at(4, finp.KeyPressed(contact_id="c1", key="3"))
    told.at(9, inp.CallerHungUp(contact_id="c1"))
    assert told.kinds("c1") == [("flow", "goodbye", 0, 4), ("queue", "closed", 4, 4)]
    assert (told.contacts["c1"].queue_id, told.contacts["c1"].wait_s) == ("night", None)


def test_an_agents_day_is_cut_into_states_without_gaps() -> None:
    told = Told().at(10, call("c1")).answer(13, "c1").at(43, inp.AgentHungUp(offer_id=told_offer("c1")))
    told.at(50, inp.FinishWrapUp(agent_id="ann")).at(60, inp.PauseAgent(agent_id="ann", reason_id="lunch"))
    told.at(90, inp.SignOut(agent_id="ann"))
    of_ann = [(state, began - BEGINS, ended) for agent, state, began, ended in told.states if agent == "ann"]
    assert [(state, began) for state, began, _ in of_ann] == [
        ("paused", 0),
        ("ready", 0),
        ("offered", 10),
        ("talking", 13),
        ("wrapping-up", 43),
        ("ready", 50),
        ("paused", 60),
    ]
    ends = [ended for _, _, ended in of_ann]
    assert ends == [began + BEGINS for _, began, _ in of_ann[1:]] + [BEGINS + 90]
    assert "ann" not in told.facts.agent_states


def told_offer(contact_id: str) -> str:
    return f"{contact_id}.o1"


def test_what_began_before_the_history_is_passed_over() -> None:
    facts = Facts()
    lines = [
        ev.ContactConnected(contact_id="x", queue_id="sales", agent_id="ann", offer_id="x.o1"),
        ev.ContactHeld(contact_id="x", agent_id="ann", offer_id="x.o1"),
        ev.ContactEnded(contact_id="x", outcome=ev.Outcome.SERVED, by="customer"),
        ev.OfferEnded(contact_id="y", agent_id="bob", offer_id="y.o1", end=ev.OfferEnd.LAPSED),
        ev.AgentPaused(agent_id="bob", reason_id="lunch"),
        ev.AgentSignedOut(agent_id="eve"),
    ]
    for seq, event in enumerate(lines, start=7):
        facts.apply(seq, 100.0 + seq, event)
    rows = facts.dirty()
    assert rows.contacts == rows.segments == rows.offers == []
    assert [(s.agent_id, s.state) for s in rows.agent_states] == [("ann", "talking"), ("bob", "paused")]


def test_facts_go_on_from_their_open_rows_as_if_nothing_had_happened() -> None:
    for seed in range(6):
        day = Day(seed)
        day.steps(120)
        whole, cut = Facts(), Facts()
        kept = FactRows()
        for number, entry in enumerate(day.entries):
            whole.apply(entry.seq, entry.at, entry.event)
            cut.apply(entry.seq, entry.at, entry.event)
            if number % 17 == 0:
                kept = merged(kept, cut.dirty())
                cut = Facts(still_open(kept))
        assert merged(kept, cut.dirty()) == merged(FactRows(), whole.dirty())


def merged(kept: FactRows, more: FactRows) -> FactRows:
    """The rows as a table would hold them."""
    contacts = {c.contact_id: c for c in kept.contacts} | {c.contact_id: c for c in more.contacts}
    for contact_id, disposition_id in more.dispositions.items():
        contacts[contact_id].disposition_id = disposition_id
    return FactRows(
        [contacts[key] for key in sorted(contacts)],
        sorted(
            ({(s.contact_id, s.n): s for s in [*kept.segments, *more.segments]}).values(),
            key=lambda s: (s.contact_id, s.n),
        ),
        sorted(({o.offer_id: o for o in [*kept.offers, *more.offers]}).values(), key=lambda o: o.offer_id),
        sorted(({s.seq: s for s in [*kept.agent_states, *more.agent_states]}).values(), key=lambda s: s.seq),
    )


def still_open(rows: FactRows) -> FactRows:
    segments = [s for s in rows.segments if not s.is_final]
    wanted = {s.contact_id for s in segments}
    return FactRows(
        [c for c in rows.contacts if c.ended_at is None or c.contact_id in wanted],
        segments,
        [o for o in rows.offers if not o.is_final],
        [s for s in rows.agent_states if not s.is_final],
    )
