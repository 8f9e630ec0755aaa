"""The database adds up a report as Python does."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from cordboard.errors import Malformed
from cordboard.postgres.database import Database
from cordboard.postgres.journal import PostgresJournal
from cordboard.postgres.reports import QueueReports
from cordboard.reporting.facts import Facts
from cordboard.reporting.intervals import DAY_S, HALF_HOUR_S, starts
from cordboard.reporting.report import queue_report
from cordboard.reporting.rows import SegmentFact
from cordboard.reporting.today import Today
from tests.day import BEGINS, Day
from tests.grouped import grouped


async def kept(dsn: str, day: Day) -> list[SegmentFact]:
    journal, facts = PostgresJournal(dsn), Facts()
    await journal.open()
    await journal.append(day.entries)
    await journal.close()
    for entry in day.entries:
        facts.apply(entry.seq, entry.at, entry.event)
    return facts.dirty().segments


@pytest.mark.parametrize("interval_s", [HALF_HOUR_S, DAY_S])
@pytest.mark.parametrize("queue_id", [None, "sales"])
async def test_the_database_counts_as_the_core_counts(
    dsn: str, database: Database, interval_s: int, queue_id: str | None
) -> None:
    day = Day(21)
    day.steps(700)
    segments = await kept(dsn, day)
    bounds = starts(BEGINS, day.now, interval_s, "Asia/Kathmandu")
    wanted = queue_report(grouped([s for s in segments if queue_id in (None, s.queue_id)], bounds), bounds[0])
    report = await QueueReports(database).queues(
        BEGINS, day.now, interval_s=interval_s, timezone="Asia/Kathmandu", queue_id=queue_id
    )
    assert report.rows
    assert interval_s == DAY_S or len(report.rows) > 2
    assert [pytest.approx(asdict(row)) for row in wanted.rows] == [asdict(row) for row in report.rows]
    assert [pytest.approx(asdict(row)) for row in wanted.totals] == [asdict(row) for row in report.totals]


async def test_today_goes_on_after_a_restart_from_the_rows_of_the_day(dsn: str, database: Database) -> None:
    day, told = Day(22, begins=BEGINS), Facts()
    whole, again = Today("UTC", BEGINS), Today("UTC", BEGINS)
    journal = PostgresJournal(dsn, tell_facts=whole.take)
    await journal.open()
    day.steps(250)
    await journal.append(day.entries)
    await journal.close()

    again.take(await QueueReports(database).rows_since(again.begins))
    journal = PostgresJournal(dsn, tell_facts=lambda rows: (whole.take(rows), again.take(rows))[0])
    await journal.open()
    for _ in range(30):
        await journal.append(day.steps(5))
    await journal.close()

    assert set(again.queues) == set(whole.queues)
    for queue_id, counts in whole.queues.items():
        assert asdict(again.queues[queue_id]) == pytest.approx(asdict(counts))
    assert {k: asdict(v) for k, v in again.agents.items()} == {
        k: pytest.approx(asdict(v)) for k, v in whole.agents.items()
    }
    assert not told.dirty().contacts


async def test_a_range_of_nothing_and_a_range_of_everything(database: Database) -> None:
    reports = QueueReports(database)
    empty = await reports.queues(BEGINS, BEGINS, interval_s=HALF_HOUR_S, timezone="UTC", queue_id=None)
    assert empty.rows == empty.totals == ()
    with pytest.raises(Malformed, match="at most"):
        await reports.queues(0, BEGINS, interval_s=HALF_HOUR_S, timezone="UTC", queue_id=None)
