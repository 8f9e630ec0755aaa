"""Conversations by flow are a fold of the journal."""

from __future__ import annotations

import copy
import json
from collections import Counter, defaultdict
from dataclasses import asdict
from typing import Any

import pytest

from cordboard.flows import events as fev
from cordboard.reporting.facts import Facts
from cordboard.reporting.flow_facts import COMPLETED, FlowFacts
from cordboard.reporting.rows import FactRows, FlowRunFact
from cordboard.runtime.lines import read_event, write_event
from cordboard.runtime.ports import Entry
from tests import flow_count
from tests.flow_day import FlowDay


def folded(entries: list[Entry]) -> list[FlowRunFact]:
    facts = Facts()
    for entry in entries:
        facts.apply(entry.seq, entry.at, entry.event)
    return facts.dirty().flow_runs


def sums_of(runs: list[FlowRunFact]) -> dict[tuple[str, int], flow_count.Sums]:
    sums: dict[tuple[str, int], flow_count.Sums] = defaultdict(flow_count.Sums)
    for run in runs:
        each = sums[run.flow_id, run.version]
        each.entered += 1
        each.completed += run.outcome in COMPLETED
        each.handed_over += run.hand_overs > 0
        each.messages += run.messages > 0 and run.hand_overs == 0
        each.contained += run.contained
        each.abandoned += any(visit.get("left") for visit in run.visits.values())
        each.failed += run.outcome == "failed"
    return dict(sums)


def whole_day(seed: int, steps: int = 900) -> FlowDay:
    day = FlowDay(seed)
    day.steps(steps)
    day.close()
    return day


@pytest.mark.parametrize("seed", range(8))
def test_the_fold_counts_what_a_reading_of_every_conversation_counts(seed: int) -> None:
    day = whole_day(seed)
    told, runs = flow_count.conversations(day.entries), folded(day.entries)
    assert len(runs) > 50
    assert all(run.ended_at is not None for run in runs)
    assert sums_of(runs) == flow_count.by_flow(told)
    assert Counter((run.flow_id, run.number, run.outcome) for run in runs) == Counter(
        (each.flow_id, each.number, flow_count.verdict(each).outcome) for each in told
    )


@pytest.mark.parametrize("seed", range(4))
def test_each_node_is_visited_missed_and_left_as_the_lines_say(seed: int) -> None:
    day = whole_day(seed)
    wanted: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for told in flow_count.conversations(day.entries):
        verdict, flow_id = flow_count.verdict(told), told.flow_id
        wanted["entered"].update((flow_id, node) for node in verdict.nodes)
        for what in ("timeouts", "wrong", "errors"):
            for node, count in getattr(verdict, what).items():
                wanted[what][flow_id, node] += count
        if verdict.left:
            wanted["left"][flow_id, verdict.left] += 1
    for run in folded(day.entries):
        for node, visit in run.visits.items():
            found["entered"][run.flow_id, node] += 1
            for what in ("timeouts", "wrong", "errors", "left"):
                found[what][run.flow_id, node] += visit.get(what, 0)
    assert {what: +counts for what, counts in found.items()} == {what: +counts for what, counts in wanted.items()}


def test_a_day_has_every_way_in_which_a_conversation_ends() -> None:
    runs = [run for seed in range(8) for run in folded(whole_day(seed).entries)]
    outcomes = {run.outcome for run in runs}
    assert outcomes >= {"goodbye", "queue", "number", "message", "left", "failed", "lost"}
    assert not any(run.flow_id.startswith("try.") for run in runs)
    assert {run.medium for run in runs} == {"voice", "script"}


def test_time_at_the_nodes_is_the_time_with_the_flow() -> None:
    for run in folded(whole_day(3).entries):
        spent_s = sum(visit.get("seconds", 0.0) for visit in run.visits.values())
        assert spent_s == pytest.approx(run.seconds, abs=0.05)
        assert run.ended_at is not None
        assert run.seconds <= run.ended_at - run.started_at + 0.05


def test_whoever_enters_a_node_leaves_it_by_a_way_or_ends_there() -> None:
    for run in folded(whole_day(4).entries):
        for node, visit in run.visits.items():
            ways = sum(visit.get("ways", {}).values())
            assert visit["n"] - ways <= 1 + (run.medium == "script") * 9, (node, run)


@pytest.mark.parametrize("seed", range(6))
def test_rows_written_late_and_caught_up_with_go_on_as_if_nothing_had_happened(seed: int) -> None:
    day = FlowDay(seed)
    day.steps(400)
    table: dict[tuple[str, int], FlowRunFact] = {}
    whole, cut = Facts(), Facts()
    others = FactRows()
    for number, entry in enumerate(day.entries):
        whole.apply(entry.seq, entry.at, entry.event)
        cut.apply(entry.seq, entry.at, entry.event)
        # what is in a table does not change by itself
        table |= {(run.contact_id, run.n): copy.deepcopy(run) for run in cut.flows.dirty()}
        if number % 23 == 0:
            others.contacts = list(cut.contacts.values())
            others.agent_states = list(cut.agent_states.values())
            known = {contact.contact_id for contact in others.contacts}
            runs = [copy.deepcopy(run) for run in table.values() if run.contact_id in known]
            cut.flows = FlowFacts(others.contacts, others.agent_states, runs)
            under_way = {run.contact_id for run in runs if run.ended_at is None}
            for line in day.entries[: number + 1]:
                if getattr(line.event, "contact_id", None) in under_way:
                    cut.flows.catch_up(line.seq, line.at, line.event)
    day_rows = {(run.contact_id, run.n): run for run in whole.dirty().flow_runs if run.ended_at is not None}
    assert {key: asdict(table[key]) for key in day_rows} == {key: asdict(run) for key, run in day_rows.items()}


def test_a_replay_of_what_was_written_makes_the_same_rows() -> None:
    day = whole_day(5, 500)
    replayed = []
    for entry in day.entries:
        event, body = write_event(entry.event)
        replayed.append(Entry(seq=entry.seq, at=entry.at, event=read_event(type(event).__name__, body)))
    assert folded(replayed) == folded(day.entries)


def test_no_secret_is_in_any_row() -> None:
    day = whole_day(6)
    assert any(isinstance(entry.event, fev.AnswerTaken) and entry.event.secret for entry in day.entries)
    assert not any("pin" in run.answers for run in folded(day.entries))


def test_nothing_is_kept_in_memory_of_contacts_that_are_over() -> None:
    facts = FlowFacts()
    for entry in whole_day(7).entries:
        facts.apply(entry.seq, entry.at, entry.event)
    facts.dirty()
    assert facts._contacts == {}


def test_most_lines_write_no_row() -> None:
    day, facts = whole_day(2), FlowFacts()
    written = 0
    for entry in day.entries:
        facts.apply(entry.seq, entry.at, entry.event)
        written += len(facts.dirty())
    runs = len(folded(day.entries))
    assert written < 6 * runs


def test_a_journal_from_before_versions_still_folds() -> None:
    body: dict[str, Any] = {"contact_id": "c1", "flow_id": "menu", "language": "en"}
    facts = FlowFacts()
    lines: list[tuple[str, dict[str, Any]]] = [
        ("ContactArrived", {"number": "1", "caller": "", "caller_name": "", "via": "x", "flow_id": "menu"}),
        ("FlowStarted", {}),
        ("PromptsSaid", {"node_id": "ask", "turn": 1, "prompts": ["a"]}),
        ("KeyTaken", {"node_id": "ask", "key": "1"}),
        ("FlowLeft", {"node_id": "bye", "prompts": ["bye"]}),
    ]
    for seq, (kind, more) in enumerate(lines, start=1):
        facts.apply(seq, 10.0 * seq, read_event(kind, json.dumps({**body, **more})))
    (run,) = facts.dirty()
    assert (run.version, run.outcome, run.contained, run.seconds) == (0, "goodbye", True, 20.0)
    assert run.visits == {"ask": {"n": 1, "seconds": 20.0, "ways": {"1": 1}}, "bye": {"n": 1}}
