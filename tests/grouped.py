"""The report's sums, added up in Python: what the database's own sums are held against."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from cordboard.reporting.counts import Counts, counts_of
from cordboard.reporting.rows import SegmentFact


def grouped(segments: Iterable[SegmentFact], bounds: list[float]) -> dict[tuple[float, str], Counts]:
    """Counts by interval and queue; a contact counts where the instant of its queueing lies."""
    found: dict[tuple[float, str], Counts] = {}
    for segment in segments:
        counts = counts_of(segment)
        if counts is None or segment.counted_at is None or segment.queue_id is None:
            continue
        at = bisect_right(bounds, segment.counted_at) - 1
        if 0 <= at < len(bounds) - 1:
            found.setdefault((bounds[at], segment.queue_id), Counts()).add(counts)
    return found
