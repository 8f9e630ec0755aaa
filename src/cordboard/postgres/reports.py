"""The report on queues, added up by the database from the same rows that the live board adds up."""

from __future__ import annotations

from cordboard.errors import Malformed
from cordboard.postgres.database import Database
from cordboard.reporting.answers import QueueReport
from cordboard.reporting.counts import SHORT_ABANDON_S, Counts
from cordboard.reporting.intervals import DAY_S, starts
from cordboard.reporting.report import queue_report
from cordboard.reporting.rows import FactRows, OfferFact, SegmentFact

INTERVALS_MAX = 20_000
"""Intervals of one report: more than a year of half hours, or half a century of days."""

_COUNTS = """
    SELECT width_bucket(counted_at, $1::float8[]) AS interval, queue_id,
        count(*) FILTER (WHERE kind = 'queue' AND outcome IS DISTINCT FROM 'closed') AS offered,
        count(*) FILTER (WHERE outcome = 'answered') AS answered,
        count(*) FILTER (
            WHERE outcome = 'answered' AND ended_at - started_at <= service_target_s
        ) AS answered_in_target,
        count(*) FILTER (WHERE outcome = 'abandoned') AS abandoned,
        count(*) FILTER (WHERE outcome = 'abandoned' AND ended_at - started_at < $4) AS abandoned_short,
        count(*) FILTER (WHERE outcome = 'turned-away') AS turned_away,
        count(*) FILTER (WHERE outcome = 'moved') AS moved,
        count(*) FILTER (WHERE outcome = 'lost' AND kind = 'queue') AS lost,
        count(*) FILTER (WHERE outcome = 'closed') AS closed,
        coalesce(sum(ended_at - started_at) FILTER (WHERE outcome = 'answered'), 0) AS wait_answered_s,
        coalesce(max(ended_at - started_at) FILTER (WHERE kind = 'queue'), 0) AS wait_max_s,
        count(wrap_up_s) AS handled,
        coalesce(sum(talk_s) FILTER (WHERE wrap_up_s IS NOT NULL), 0) AS talk_s,
        coalesce(sum(hold_s) FILTER (WHERE wrap_up_s IS NOT NULL), 0) AS hold_s,
        coalesce(sum(wrap_up_s), 0) AS wrap_up_s
    FROM segment WHERE counted_at >= $2 AND counted_at < $3 AND ($5::text IS NULL OR queue_id = $5)
    GROUP BY 1, 2
"""


class QueueReports:
    """Figures over a range, by the definitions of `reporting.measures`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def queues(
        self, since: float, until: float, *, interval_s: int, timezone: str, queue_id: str | None
    ) -> QueueReport:
        """Rows by interval and queue, and totals. Every interval that the range touches is counted whole.

        Raises:
            Malformed: the range has too many intervals.
        """
        if (until - since) / interval_s > INTERVALS_MAX:
            raise Malformed(f"a report has at most {INTERVALS_MAX} intervals; choose a shorter range or whole days")
        bounds = starts(since, until, interval_s, timezone)
        if len(bounds) < 2:
            return QueueReport(rows=(), totals=())
        rows = await self._database.rows(_COUNTS, bounds, bounds[0], bounds[-1], SHORT_ABANDON_S, queue_id)
        counts = {
            (bounds[row["interval"] - 1], row["queue_id"]): Counts(**{name: row[name] for name in Counts.__slots__})
            for row in rows
        }
        return queue_report(counts, bounds[0])

    async def rows_since(self, begins: float) -> FactRows:
        """The rows that `reporting.today.Today` counts of the day that began then."""
        segments = await self._database.rows(
            "SELECT * FROM segment WHERE counted_at >= $2 AND (counted_at >= $1 OR started_at >= $1)",
            begins,
            begins - DAY_S,
        )
        offers = await self._database.rows("SELECT * FROM offer WHERE offered_at >= $1", begins)
        return FactRows(segments=[SegmentFact(**row) for row in segments], offers=[OfferFact(**row) for row in offers])
