"""The live center: floor and flows, which know nothing of each other, made one machine.

Pure like both: `step` takes an input and the instant and returns what became true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.decide import decide
from cordboard.floor.floor import Floor
from cordboard.flows import events as fev
from cordboard.flows import inputs as finp
from cordboard.flows.performer import Performer
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.ports import AnyEvent, Checkpoint, Entry

AnyInput = inp.Input | finp.FlowInput

_FLOW_INPUTS = frozenset(get_args(finp.FlowInput))
_FLOW_EVENTS = frozenset(get_args(fev.FlowEvent))
_ENDS_FLOW = frozenset({ev.ContactEnded, ev.ContactQueued, ev.ContactTurnedAway})


class LiveCenter:
    """Floor and performer under one `step`."""

    def __init__(self, configuration: Configuration, checkpoint: Checkpoint | None = None) -> None:
        kept = checkpoint or Checkpoint()
        self.floor = Floor.restore(configuration.center, kept.floor)
        self.performer = Performer(configuration.flows)
        self.performer.performances = {p.contact_id: p for p in kept.performances}
        self.seq, self.at = kept.seq, kept.at

    def configure(self, configuration: Configuration) -> None:
        """Take another configuration; then `step(CenterChanged())`. Contacts in progress go on."""
        self.floor.configure(configuration.center)
        self.performer.flows = configuration.flows

    def step(self, input_: AnyInput, now: float) -> list[Entry]:
        """Decide, apply, and return what became true as journal lines.

        Raises:
            Refused: a command breaks a rule. Nothing changed.
        """
        entries: list[Entry] = []
        self.step_into(entries, input_, now)
        return entries

    def step_into(self, entries: list[Entry], input_: AnyInput, now: float) -> None:
        """Like `step`, adding to `entries`, so that whatever was applied is there even if a bug cuts the step short."""
        self.at = now = max(now, self.at)
        for event in self._decide(input_, now):
            self._apply(event, now)
            self.seq += 1
            entries.append(Entry(seq=self.seq, at=now, event=event))

    def replay(self, entries: Iterable[Entry]) -> None:
        """Make true again what was true; nobody is told."""
        for entry in entries:
            self._apply(entry.event, entry.at)
            self.seq, self.at = entry.seq, entry.at

    def next_deadline(self) -> float | None:
        """The instant at which `step(TimePassed())` is next worth asking; None if never."""
        due = [d for d in (self.floor.next_deadline(), self.performer.next_deadline()) if d is not None]
        return min(due, default=None)

    def checkpoint(self) -> Checkpoint:
        """Everything, to start from again."""
        return Checkpoint(self.seq, self.at, self.floor.records(), list(self.performer.performances.values()))

    def _decide(self, input_: AnyInput, now: float) -> Iterator[AnyEvent]:
        if type(input_) in _FLOW_INPUTS:
            yield from self._perform(input_, now)  # type: ignore[arg-type]
            return
        for event in decide(self.floor, input_, now):  # type: ignore[arg-type]
            yield event
            if type(event) is ev.ContactArrived and event.flow_id is not None:
                start = finp.StartFlow(contact_id=event.contact_id, flow_id=event.flow_id, language=event.language)
                yield from self._perform(start, now)
        if type(input_) is inp.TimePassed:
            for flow_event in self.performer.decide_due(now):
                yield flow_event
                yield from self._after(flow_event, now)

    def _perform(self, input_: finp.FlowInput, now: float) -> Iterator[AnyEvent]:
        for event in self.performer.decide(input_, now):
            yield event
            yield from self._after(event, now)

    def _after(self, event: fev.FlowEvent, now: float) -> Iterator[AnyEvent]:
        """Where a flow ends, the floor goes on."""
        if type(event) is not fev.FlowLeft:
            return
        report: inp.Report
        if event.queue_id is not None:
            report = inp.QueueContact(contact_id=event.contact_id, queue_id=event.queue_id, language=event.language)
        else:
            report = inp.EndContact(contact_id=event.contact_id, prompts=event.prompts, language=event.language)
        yield from decide(self.floor, report, now)

    def _apply(self, event: AnyEvent, at: float) -> None:
        if type(event) in _FLOW_EVENTS:
            self.performer.apply(event, at)  # type: ignore[arg-type]
        else:
            self.floor.apply(event, at)  # type: ignore[arg-type]
            if type(event) in _ENDS_FLOW:
                self.performer.forget(event.contact_id)  # type: ignore[union-attr]
