"""What is counted of a queue and of an agent, on the board and in the report alike."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordboard.floor import events as ev
from cordboard.reporting import measures
from cordboard.reporting.counts import Counts
from cordboard.reporting.facts import Facts
from cordboard.reporting.intervals import HALF_HOUR_S, starts
from cordboard.reporting.report import queue_report
from cordboard.reporting.rows import SegmentFact
from cordboard.reporting.today import Today
from cordboard.runtime.ports import Entry
from tests.day import BEGINS, Day
from tests.grouped import grouped


def folded(entries: list[Entry]) -> list[SegmentFact]:
    facts = Facts()
    for entry in entries:
        facts.apply(entry.seq, entry.at, entry.event)
    return facts.dirty().segments


def by_hand(entries: list[Entry], queue_id: str) -> Counts:
    """The counts of a queue, by following each contact through the journal with no fold at all."""
    counts = Counts()
    for contact_id in {e.event.contact_id for e in entries if isinstance(e.event, ev.ContactArrived)}:
        lines = [e for e in entries if getattr(e.event, "contact_id", None) == contact_id]
        for number, line in enumerate(lines):
            event = line.event
            if isinstance(event, ev.ContactTurnedAway) and event.reason is ev.TurnedAway.CLOSED:
                counts.closed += event.queue_id == queue_id
            if not isinstance(event, ev.ContactQueued) or event.queue_id != queue_id:
                continue
            counts.offered += 1
            ends = (ev.ContactConnected, ev.ContactQueued, ev.ContactTurnedAway, ev.ContactEnded)
            end = next((e for e in lines[number + 1 :] if isinstance(e.event, ends)), None)
            if end is None:
                continue
            wait_s = end.at - line.at
            counts.wait_max_s = max(counts.wait_max_s, wait_s)
            match end.event:
                case ev.ContactConnected():
                    counts.answered += 1
                    counts.answered_in_target += wait_s <= event.service_target_s
                    counts.wait_answered_s += wait_s
                case ev.ContactQueued():
                    counts.moved += 1
                case ev.ContactTurnedAway():
                    counts.turned_away += 1
                case ev.ContactEnded(outcome=ev.Outcome.ABANDONED):
                    counts.abandoned += 1
                    counts.abandoned_short += wait_s < 5
                case ev.ContactEnded(outcome=ev.Outcome.LOST):
                    counts.lost += 1
    _talks_by_hand(entries, queue_id, counts)
    return counts


def _talks_by_hand(entries: list[Entry], queue_id: str, counts: Counts) -> None:
    over = (ev.AgentMadeReady, ev.AgentPaused, ev.AgentSignedOut)
    for number, line in enumerate(entries):
        talk = line.event
        if not isinstance(talk, ev.ContactConnected) or talk.queue_id != queue_id:
            continue
        after = entries[number + 1 :]
        done = next((e for e in after if isinstance(e.event, over) and e.event.agent_id == talk.agent_id), None)
        if done is None:
            continue
        mine = [e for e in after if getattr(e.event, "contact_id", None) == talk.contact_id]
        end = next(e for e in mine if isinstance(e.event, ev.ContactEnded | ev.ContactTransferred))
        hold_s, held_at = 0.0, None
        for each in mine[: mine.index(end) + 1]:
            if isinstance(each.event, ev.ContactHeld):
                held_at = each.at
            elif held_at is not None and isinstance(
                each.event, ev.ContactResumed | ev.ContactEnded | ev.ContactTransferred
            ):
                hold_s, held_at = hold_s + each.at - held_at, None
        counts.handled += 1
        counts.hold_s += hold_s
        counts.talk_s += end.at - line.at - hold_s
        counts.wrap_up_s += done.at - end.at


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), steps=st.integers(0, 150), closes=st.booleans())
def test_facts_count_what_a_look_through_the_journal_counts(seed: int, steps: int, closes: bool) -> None:
    day = Day(seed)
    day.steps(steps)
    if closes:
        day.close()
    segments = folded(day.entries)
    counted = grouped(segments, [BEGINS - 1, BEGINS + 1e9])
    for queue_id in ("sales", "support", "night"):
        counts = counted.get((BEGINS - 1, queue_id), Counts())
        assert asdict(counts) == pytest.approx(asdict(by_hand(day.entries, queue_id)))
        waiting = sum(1 for s in segments if s.kind == "queue" and s.queue_id == queue_id and s.ended_at is None)
        ended = counts.answered + counts.abandoned + counts.turned_away + counts.moved + counts.lost
        assert counts.offered == ended + waiting


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), cuts=st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_the_live_counters_of_today_equal_the_report_of_today(seed: int, cuts: list[int]) -> None:
    day, facts, today = Day(seed), Facts(), Today("Europe/Berlin", BEGINS)
    for entry in day.entries:
        facts.apply(entry.seq, entry.at, entry.event)
    for cut in cuts:
        for entry in day.steps(cut):
            facts.apply(entry.seq, entry.at, entry.event)
        today.take(facts.dirty())

    segments = folded(day.entries)
    report = queue_report(grouped(segments, [today.begins, today.ends]), today.begins)
    assert {row.queue_id for row in report.totals} == set(today.queues)
    for row in report.totals:
        live = today.queue(row.queue_id)
        for name in ("offered", "answered", "abandoned", "abandoned_short", "turned_away", "answered_in_target"):
            assert getattr(live, name) == getattr(row, name)
        assert (live.service_level, live.asa_s, live.aht_s) == pytest.approx((row.service_level, row.asa_s, row.aht_s))
    handled = sum(today.agent(agent_id).handled for agent_id in ("ann", "bob", "eve"))
    assert handled == sum(s.kind == "talk" and s.is_final for s in segments)


def test_another_day_begins_at_local_midnight_with_nothing() -> None:
    today = Today("Europe/Berlin", BEGINS)
    queued = SegmentFact("c1", 1, "queue", BEGINS, BEGINS, queue_id="sales", counted_at=BEGINS, service_target_s=20)
    facts = Facts()
    rows = facts.dirty()
    rows.segments.append(queued)
    today.take(rows)
    assert today.queue("sales").offered == 1
    assert not today.roll(today.ends - 1)
    assert today.roll(today.ends)
    assert today.queue("sales").offered == 0
    queued.ended_at, queued.outcome = today.begins + 5, "answered"
    today.take(rows)
    assert today.queue("sales").answered == 0


def test_measures_are_undefined_where_nothing_counts() -> None:
    nothing = Counts(abandoned=2, abandoned_short=2, offered=2)
    assert measures.service_level(nothing) is None
    assert measures.asa_s(nothing) is None
    assert measures.aht_s(nothing) is None
    assert measures.abandonment(nothing) is None


def test_measures_follow_their_formulas() -> None:
    counts = Counts(
        offered=12,
        answered=8,
        answered_in_target=6,
        abandoned=3,
        abandoned_short=1,
        turned_away=1,
        wait_answered_s=80,
        handled=4,
        talk_s=400,
        hold_s=40,
        wrap_up_s=60,
    )
    assert measures.service_level(counts) == 6 / 10
    assert measures.asa_s(counts) == 10
    assert measures.aht_s(counts) == 125
    assert measures.abandonment(counts) == 2 / 11


@pytest.mark.parametrize(("wait_s", "short"), [(0.0, 1), (4.999, 1), (5.0, 0), (60.0, 0)])
def test_who_leaves_within_five_seconds_did_not_wait(wait_s: float, short: int) -> None:
    left = SegmentFact("c1", 1, "queue", 0, 0, wait_s, "abandoned", queue_id="sales", counted_at=0)
    assert grouped([left], [0, 60]) == {
        (0, "sales"): Counts(offered=1, abandoned=1, abandoned_short=short, wait_max_s=wait_s)
    }


def test_a_contact_counts_in_the_half_hour_in_which_it_queued() -> None:
    late = SegmentFact("c1", 1, "queue", 0, 0, queue_id="sales", service_target_s=20)
    late.started_at = late.counted_at = BEGINS + HALF_HOUR_S - 1
    late.ended_at, late.outcome = BEGINS + HALF_HOUR_S + 10, "answered"
    bounds = starts(BEGINS, BEGINS + 2 * HALF_HOUR_S, HALF_HOUR_S, "UTC")
    assert grouped([late], bounds) == {
        (BEGINS, "sales"): Counts(offered=1, answered=1, answered_in_target=1, wait_answered_s=11, wait_max_s=11)
    }
