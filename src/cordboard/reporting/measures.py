"""The dictionary of measures: every number that is shown, with its one definition.

A measure is None where it is undefined, as a mean over nothing is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cordboard.reporting.counts import SHORT_ABANDON_S, Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number, defined once for board, report and CSV."""

    name: str
    unit: str
    means: str
    formula: str
    source: str = "ours"


def service_level(counts: Counts) -> float | None:
    """Share of 0..1 answered in time."""
    return _ratio(counts.answered_in_target, counts.answered + counts.abandoned - counts.abandoned_short)


def asa_s(counts: Counts) -> float | None:
    """Mean wait of those answered, seconds."""
    return _ratio(counts.wait_answered_s, counts.answered)


def aht_s(counts: Counts) -> float | None:
    """Mean seconds an agent worked on one contact."""
    return _ratio(counts.talk_s + counts.hold_s + counts.wrap_up_s, counts.handled)


def abandonment(counts: Counts) -> float | None:
    """Share of 0..1 that left while waiting, without those who left at once."""
    return _ratio(counts.abandoned - counts.abandoned_short, counts.offered - counts.abandoned_short)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


_COUNTED_IN = "Counted in the interval of the instant of queueing."

_COUNTS = (
    Measure(
        name="offered",
        unit="contacts",
        means=f"Contacts that began to wait in the queue while it was open. {_COUNTED_IN}",
        formula="count of waits = answered + abandoned + turned_away + moved + lost + still waiting",
    ),
    Measure(
        name="answered",
        unit="contacts",
        means="Contacts whose wait in the queue ended at an agent.",
        formula="count of waits that ended in a talk",
    ),
    Measure(
        name="answered_in_target",
        unit="contacts",
        means="Answered contacts that waited in this queue no longer than its target at the time of queueing.",
        formula="count of answered with wait <= service target",
    ),
    Measure(
        name="abandoned",
        unit="contacts",
        means="Contacts whose customer left while waiting or ringing, however soon.",
        formula="count of waits that the customer ended",
    ),
    Measure(
        name="abandoned_short",
        unit="contacts",
        means=f"Abandoned within {SHORT_ABANDON_S:g} seconds: misdialled, or put off by the first words.",
        formula=f"count of abandoned with wait < {SHORT_ABANDON_S:g} s",
    ),
    Measure(
        name="turned_away",
        unit="contacts",
        means="Contacts that waited and came to the queue's configured end: waited too long, or the queue was removed.",
        formula="count of waits that ended so",
    ),
    Measure(
        name="moved",
        unit="contacts",
        means="Contacts that waited and were sent on to another queue, where they count as offered again.",
        formula="count of waits that ended in another queue",
    ),
    Measure(
        name="lost",
        unit="contacts",
        means="Waiting contacts that the telephone switch lost.",
        formula="count of waits that ended so",
    ),
    Measure(
        name="closed",
        unit="contacts",
        means="Contacts that came while the queue was closed and were sent away; they are not offered.",
        formula="count of refusals by a closed queue",
    ),
    Measure(
        name="handled",
        unit="talks",
        means="Talks that are over, wrap-up and all.",
        formula="count of finished talks of contacts queued in the interval",
    ),
    Measure(
        name="wait_max_s",
        unit="s",
        means="The longest wait that is over, however it ended.",
        formula="max of wait",
    ),
    Measure(name="talk_s", unit="s", means="Time talked, without holds.", formula="sum over handled"),
    Measure(name="hold_s", unit="s", means="Time on hold during talks.", formula="sum over handled"),
    Measure(name="wrap_up_s", unit="s", means="Time of wrap-up after talks.", formula="sum over handled"),
)

_DERIVED = (
    Measure(
        name="service_level",
        unit="ratio",
        means="Answered in time, over everybody who waited in earnest until answered or gone. Who was turned away, "
        "moved or lost is shown beside it and not in it.",
        formula="answered_in_target / (answered + abandoned - abandoned_short)",
        source="ours: vendors differ in how abandoned contacts count",
    ),
    Measure(
        name="asa_s",
        unit="s",
        means="Average speed of answer: mean wait of the answered, ringing included.",
        formula="sum of waits of answered / answered",
        source="usual in the trade",
    ),
    Measure(
        name="aht_s",
        unit="s",
        means="Average handle time: what one contact takes of an agent's time.",
        formula="(talk_s + hold_s + wrap_up_s) / handled",
        source="usual in the trade",
    ),
    Measure(
        name="abandonment",
        unit="ratio",
        means="Share of offered contacts whose customer gave up, those who left at once taken out of both.",
        formula="(abandoned - abandoned_short) / (offered - abandoned_short)",
        source="ours: vendors differ in how short abandons count",
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.name: measure for measure in (*_COUNTS, *_DERIVED)})
"""By name, in the order in which they are shown."""
