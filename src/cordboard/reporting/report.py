"""The report on queues: rows and totals out of counts."""

from __future__ import annotations

from collections.abc import Mapping

from cordboard.reporting import measures
from cordboard.reporting.answers import QueueReport, QueueRow
from cordboard.reporting.counts import Counts


def queue_report(counts: Mapping[tuple[float, str], Counts], start: float) -> QueueReport:
    """A row for each interval and queue in order of time, and one total a queue from `start` on."""
    totals: dict[str, Counts] = {}
    for (_, queue_id), interval in counts.items():
        totals.setdefault(queue_id, Counts()).add(interval)
    return QueueReport(
        rows=tuple(queue_row(at, queue_id, counts[at, queue_id]) for at, queue_id in sorted(counts)),
        totals=tuple(queue_row(start, queue_id, totals[queue_id]) for queue_id in sorted(totals)),
    )


def queue_row(start: float, queue_id: str, counts: Counts) -> QueueRow:
    """One queue over one span."""
    return QueueRow(
        start=start,
        queue_id=queue_id,
        offered=counts.offered,
        answered=counts.answered,
        abandoned=counts.abandoned,
        abandoned_short=counts.abandoned_short,
        turned_away=counts.turned_away,
        answered_in_target=counts.answered_in_target,
        service_level=measures.service_level(counts),
        asa_s=measures.asa_s(counts),
        aht_s=measures.aht_s(counts),
        wait_max_s=counts.wait_max_s,
    )
