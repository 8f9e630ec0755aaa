"""The counters of the current local day, live: the same rows and counts as the reports', added up as they come."""

from __future__ import annotations

from cordboard.reporting import measures
from cordboard.reporting.answers import AgentToday, QueueToday
from cordboard.reporting.counts import AgentCounts, Counts, counts_of
from cordboard.reporting.intervals import day_of
from cordboard.reporting.rows import FactRows, SegmentFact


class Today:
    """Counts by queue and by agent since local midnight.

    Feed `take` with the day's rows so far, then with every hand-over of changed rows. What it shows equals a report
    of the day over the same rows.
    """

    def __init__(self, timezone: str, now: float) -> None:
        self._timezone = timezone
        self.queues: dict[str, Counts] = {}
        self.agents: dict[str, AgentCounts] = {}
        self._open: dict[tuple[str, int], Counts] = {}
        """What open rows have added so far, to be taken back when they grow."""
        self.begins, self.ends = day_of(now, timezone)

    def roll(self, now: float) -> bool:
        """Begin another day if this one is over; returns whether it did."""
        if now < self.ends:
            return False
        self.begins, self.ends = day_of(now, self._timezone)
        self.queues.clear()
        self.agents.clear()
        self._open.clear()
        return True

    def take(self, rows: FactRows) -> None:
        """Count rows that changed; a closed row is given once and not again."""
        for segment in rows.segments:
            self._take(segment)
        for offer in rows.offers:
            if offer.is_final and self._holds(offer.offered_at):
                self.agents.setdefault(offer.agent_id, AgentCounts()).add_offer(offer)

    def queue(self, queue_id: str) -> QueueToday:
        """The day's figures of this queue."""
        counts = self.queues.get(queue_id)
        if counts is None:
            return QueueToday()
        return QueueToday(
            offered=counts.offered,
            answered=counts.answered,
            abandoned=counts.abandoned,
            abandoned_short=counts.abandoned_short,
            turned_away=counts.turned_away,
            answered_in_target=counts.answered_in_target,
            service_level=measures.service_level(counts),
            asa_s=measures.asa_s(counts),
            aht_s=measures.aht_s(counts),
            abandonment=measures.abandonment(counts),
        )

    def agent(self, agent_id: str) -> AgentToday:
        """The day's figures of this agent: talks and offers that began today."""
        counts = self.agents.get(agent_id)
        if counts is None:
            return AgentToday()
        return AgentToday(handled=counts.handled, talk_s=counts.talk_s, missed=counts.missed)

    def _holds(self, at: float | None) -> bool:
        return at is not None and self.begins <= at < self.ends

    def _take(self, segment: SegmentFact) -> None:
        if segment.agent_id is not None and segment.is_final and self._holds(segment.started_at):
            self.agents.setdefault(segment.agent_id, AgentCounts()).add_talk(segment)
        counts = counts_of(segment)
        if counts is None or segment.queue_id is None or not self._holds(segment.counted_at):
            return
        key = segment.contact_id, segment.n
        queue = self.queues.setdefault(segment.queue_id, Counts())
        if (before := self._open.pop(key, None)) is not None:
            queue.add(before, -1)
        queue.add(counts)
        if not segment.is_final:
            self._open[key] = counts
