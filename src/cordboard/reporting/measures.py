"""The dictionary of measures: every number that is shown, with its one definition.

A measure is None where it is undefined, as a mean over nothing is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cordboard.reporting.counts import SHORT_ABANDON_S, Counts
from cordboard.reporting.flow_answers import FlowFigures


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


def containment(figures: FlowFigures) -> float | None:
    """Share of 0..1 of a flow's conversations that were served without a person; None of a script."""
    return None if figures.script else _ratio(figures.contained, figures.entered)


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

_BEGUN_IN = "Counted in the range in which it began; calls of flows on trial are not counted."

_OF_FLOWS = (
    Measure(
        name="entered",
        unit="conversations",
        means=f"Conversations that began in the flow. {_BEGUN_IN} Of a node: those that came to it.",
        formula="count of conversations",
    ),
    Measure(
        name="completed",
        unit="conversations",
        means="Conversations that reached an end of the flow: a goodbye, a queue, an agent, a number outside, a "
        "voicemail or a promised call back.",
        formula="entered - hung up before an end - failed - lost - still under way",
    ),
    Measure(
        name="contained",
        unit="conversations",
        means="Served without a person: neither handed over nor with a message, they ended at a goodbye that counts "
        "as served, or the customer rang off after a mark that does.",
        formula="count of conversations that ended so",
        source="usual in the trade, with served as the company says it",
    ),
    Measure(
        name="handed_over",
        unit="conversations",
        means="Went to a queue, an agent or a number outside at least once, and were not sent back at once because "
        "nobody was there.",
        formula="count of conversations with such a step",
    ),
    Measure(
        name="messages",
        unit="conversations",
        means="Left a voicemail or were promised a call back, and were not handed over.",
        formula="count of conversations with such a step",
    ),
    Measure(
        name="abandoned",
        unit="conversations",
        means="The customer rang off before an end, without having been handed over, left a message or passed a mark "
        "that counts as served. Of a node: those that did so there. Of a script: not done to its end.",
        formula="count of conversations that ended so",
    ),
    Measure(
        name="failed",
        unit="conversations",
        means="The flow ended because something went wrong that it had no way for.",
        formula="count of conversations that ended so",
    ),
    Measure(
        name="average_s",
        unit="s",
        means="Mean time with the flow, without queues and talks between. Of a node: mean time of a visit.",
        formula="sum of time / conversations that are over; of a node: sum of time / visits",
    ),
    Measure(
        name="containment",
        unit="ratio",
        means="Share of conversations that were served without a person.",
        formula="contained / entered",
        source="usual in the trade",
    ),
    Measure(
        name="visits",
        unit="visits",
        means="How often conversations came to the node; one may come several times.",
        formula="count of visits",
    ),
    Measure(
        name="timeouts",
        unit="times",
        means="How often nothing was answered at the node until the time was over.",
        formula="count of missing answers",
    ),
    Measure(
        name="wrong",
        unit="times",
        means="How often a key or an answer did not fit at the node.",
        formula="count of wrong answers",
    ),
    Measure(
        name="errors",
        unit="times",
        means="How often the node went wrong, as when an outside program did not answer.",
        formula="count of ways taken for errors, and of failures",
    ),
)

FLOW_MEASURES: Mapping[str, Measure] = MappingProxyType({measure.name: measure for measure in _OF_FLOWS})
"""Of flows and their nodes, by name, in the order in which they are shown."""
