"""What is counted of a queue and of an agent, and how much one row adds to it.

Board, report and CSV all add up these counts, and SQL does the same sums over the same rows; a test holds them equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from cordboard.reporting.rows import OfferFact, SegmentFact

SHORT_ABANDON_S = 5.0
"""Who leaves within this many seconds did not wait for us: misdialled, or put off by the first words. Kept apart and
left out of the service level. Source: our choice, within the 3 to 10 seconds that other products let one set."""


@dataclass(slots=True)
class Counts:
    """Sums over the contacts of one queue and span. Durations in seconds."""

    offered: int = 0
    answered: int = 0
    answered_in_target: int = 0
    abandoned: int = 0
    """Short ones included."""
    abandoned_short: int = 0
    turned_away: int = 0
    moved: int = 0
    lost: int = 0
    closed: int = 0
    """Came while the queue was closed; not offered."""
    wait_answered_s: float = 0.0
    """Waits of those answered."""
    wait_max_s: float = 0.0
    """The longest wait that is over, however it ended."""
    handled: int = 0
    """Talks that are over, wrap-up and all."""
    talk_s: float = 0.0
    hold_s: float = 0.0
    wrap_up_s: float = 0.0

    def add(self, more: Counts, times: int = 1) -> None:
        """Add these counts; `times` -1 takes them back, but for the longest wait."""
        self.offered += times * more.offered
        self.answered += times * more.answered
        self.answered_in_target += times * more.answered_in_target
        self.abandoned += times * more.abandoned
        self.abandoned_short += times * more.abandoned_short
        self.turned_away += times * more.turned_away
        self.moved += times * more.moved
        self.lost += times * more.lost
        self.closed += times * more.closed
        self.wait_answered_s += times * more.wait_answered_s
        self.wait_max_s = max(self.wait_max_s, more.wait_max_s)
        self.handled += times * more.handled
        self.talk_s += times * more.talk_s
        self.hold_s += times * more.hold_s
        self.wrap_up_s += times * more.wrap_up_s


def counts_of(segment: SegmentFact) -> Counts | None:
    """What this segment adds to its queue so far; None if nothing."""
    if segment.kind == "queue":
        return _of_wait(segment)
    if segment.kind == "talk" and segment.is_final:
        return Counts(
            handled=1, talk_s=segment.talk_s or 0.0, hold_s=segment.hold_s, wrap_up_s=segment.wrap_up_s or 0.0
        )
    return None


def _of_wait(segment: SegmentFact) -> Counts:
    if segment.outcome == "closed":
        return Counts(closed=1)
    if segment.ended_at is None:
        return Counts(offered=1)
    wait_s = segment.ended_at - segment.started_at
    counts = Counts(offered=1, wait_max_s=wait_s)
    match segment.outcome:
        case "answered":
            counts.answered, counts.wait_answered_s = 1, wait_s
            counts.answered_in_target = int(wait_s <= (segment.service_target_s or 0.0))
        case "abandoned":
            counts.abandoned, counts.abandoned_short = 1, int(wait_s < SHORT_ABANDON_S)
        case "turned-away":
            counts.turned_away = 1
        case "moved":
            counts.moved = 1
        case "lost":
            counts.lost = 1
    return counts


@dataclass(slots=True)
class AgentCounts:
    """Sums over the work of one agent in one span. Durations in seconds."""

    handled: int = 0
    talk_s: float = 0.0
    hold_s: float = 0.0
    wrap_up_s: float = 0.0
    missed: int = 0
    """Offers declined, lapsed, or unreachable."""

    def add_talk(self, talk: SegmentFact) -> None:
        """Count a talk that is final."""
        self.handled += 1
        self.talk_s += talk.talk_s or 0.0
        self.hold_s += talk.hold_s
        self.wrap_up_s += talk.wrap_up_s or 0.0

    def add_offer(self, offer: OfferFact) -> None:
        """Count an offer that is over."""
        self.missed += offer.outcome in MISSED


MISSED = frozenset({"declined", "lapsed", "unreachable"})
