"""The database adds up conversations by flow as a plain reading of the journal does."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, replace

import pytest

from cordboard.flows import events as fev
from cordboard.postgres.database import Database
from cordboard.postgres.flow_reports import FlowReports
from cordboard.postgres.journal import PostgresJournal
from tests import flow_count
from tests.day import BEGINS
from tests.flow_day import FlowDay


async def kept(dsn: str, seed: int, *, starts: int = 1) -> FlowDay:
    """A day that is over, in a journal whose process was started so often."""
    day = FlowDay(seed)
    for n in range(starts):
        day.steps(700 // starts)
        if n == starts - 1:
            day.close()
        journal = PostgresJournal(dsn)
        await journal.open()
        # in pieces, as an engine writes
        for at in range(0, len(day.entries), 7):
            await journal.append(day.entries[at : at + 7])
        await journal.close()
    return day


@pytest.mark.parametrize(("seed", "starts"), [(31, 1), (32, 12), (33, 25)])
async def test_totals_are_those_of_a_plain_reading_also_over_restarts(
    dsn: str, database: Database, seed: int, starts: int
) -> None:
    day = await kept(dsn, seed, starts=starts)
    told = flow_count.conversations(day.entries)
    figures = await FlowReports(database).flows(BEGINS, day.now + 1)
    wanted = {key: asdict(sums) for key, sums in flow_count.by_flow(told).items()}
    assert {
        (each.flow_id, each.version): {name: getattr(each, name) for name in wanted[each.flow_id, each.version]}
        for each in figures
    } == wanted
    numbers = Counter((each.flow_id, each.number) for each in told)
    assert {(f.flow_id, n.number): n.entered for f in figures for n in f.by_number} == numbers
    for each in figures:
        assert each.script == (each.flow_id == "script")
        assert each.entered >= each.completed + each.failed
        assert each.entered >= each.contained + each.handed_over + each.messages + each.abandoned


@pytest.mark.parametrize("flow_id", ["reception", "script", "survey"])
async def test_nodes_are_those_of_a_plain_reading(dsn: str, database: Database, flow_id: str) -> None:
    day = await kept(dsn, 34)
    wanted: dict[str, Counter[str]] = defaultdict(Counter)
    for told in flow_count.conversations(day.entries):
        if told.flow_id == flow_id:
            verdict = flow_count.verdict(told)
            for node_id in verdict.nodes:
                wanted[node_id]["entered"] += 1
            wanted[verdict.left]["left_here"] += 1
            for what in ("timeouts", "wrong", "errors"):
                for node_id, count in getattr(verdict, what).items():
                    wanted[node_id][what] += count
    wanted.pop("", None)
    nodes = await FlowReports(database).nodes(BEGINS, day.now + 1, flow_id=flow_id)
    assert {node.node_id for node in nodes} == set(wanted)
    for node in nodes:
        for what in ("entered", "left_here", "timeouts", "wrong", "errors"):
            assert getattr(node, what) == wanted[node.node_id][what], (node.node_id, what)
        assert node.visits >= node.entered
        assert all(0 < count <= node.entered for count in node.ways.values())


async def test_a_range_a_flow_and_a_version_narrow_the_figures(dsn: str, database: Database) -> None:
    day = await kept(dsn, 35)
    reports = FlowReports(database)
    whole = await reports.flows(BEGINS, day.now + 1)
    middle = (BEGINS + day.now) / 2
    halves = [*await reports.flows(BEGINS, middle), *await reports.flows(middle, day.now + 1)]
    assert sum(each.entered for each in halves) == sum(each.entered for each in whole)
    (only,) = await reports.flows(BEGINS, day.now + 1, flow_id="reception")
    (same,) = (each for each in whole if each.flow_id == "reception")
    assert replace(only, average_s=None) == replace(same, average_s=None)
    assert only.average_s == pytest.approx(same.average_s)
    assert await reports.flows(BEGINS, day.now + 1, flow_id="reception", version=2) == []
    assert await reports.nodes(BEGINS, day.now + 1, flow_id="reception", version=2) == []
    assert await reports.flows(0, BEGINS) == []


async def test_a_contacts_conversations_come_in_their_order(dsn: str, database: Database) -> None:
    day = await kept(dsn, 36)
    started = Counter(e.event.contact_id for e in day.entries if isinstance(e.event, fev.FlowStarted))
    several = [contact_id for contact_id, count in started.items() if count > 1]
    assert several
    for contact_id in several[:5]:
        runs = await FlowReports(database).runs(contact_id)
        assert [run.started_at for run in runs] == sorted(run.started_at for run in runs)
