"""Folds the journal into one row a conversation by flow: what the measures of flows are made of.

A conversation is *entered* when it begins. It is *completed* when it reached an end of its flow, rather than being hung
up on or failing. It is *handed over* when it went to a queue, an agent or a number outside, and was not sent back at
once because nobody was there. It left a *message* when, without being handed over, it left a voicemail or was promised
a call back. It is *contained* when it was served without a person: neither handed over nor with a message, it ended at
a goodbye that counts as served, or the customer rang off after a mark that does. It is *abandoned* when the customer
rang off before any of these. It *failed* when its flow ended because something went wrong.

What is spent at a node of a sub-flow is written under `<flow>/<node>`. Flows on trial are not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cordboard.floor import events as ev
from cordboard.flows import events as fev
from cordboard.reporting.flow_growth import GROWS, finish
from cordboard.reporting.flow_visits import add, leave
from cordboard.reporting.rows import AgentStateFact, ContactFact, FlowRunFact

TRIAL = "try."
"""Begins the ids of flows on trial."""
COMPLETED = frozenset({"goodbye", "queue", "agent", "number", "message", "callback"})
"""Outcomes that are an end of the flow."""


@dataclass(slots=True)
class _Contact:
    """A contact as long as conversations with it can grow."""

    number: str
    runs: list[FlowRunFact] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    """Those who work on it."""
    is_over: bool = False


class FlowFacts:
    """The conversations that can still grow, and those that changed since they were last handed over.

    A row is handed over when it begins, with every answer and mark, when its flow lets go and when it ends; what
    happens between is made up for by `catch_up` after a restart.
    """

    def __init__(
        self,
        contacts: Iterable[ContactFact] = (),
        agent_states: Iterable[AgentStateFact] = (),
        runs: Iterable[FlowRunFact] = (),
    ) -> None:
        self._contacts = {
            each.contact_id: _Contact(each.number, is_over=each.ended_at is not None) for each in contacts
        }
        self._working: dict[str, str] = {}
        """By agent, the contact at hand."""
        self._changed: dict[tuple[str, int], FlowRunFact] = {}
        for state in agent_states:
            if state.contact_id is not None and state.ended_at is None:
                self._works(state.agent_id, state.contact_id)
        for run in sorted(runs, key=lambda run: run.n):
            if run.contact_id in self._contacts:
                self._contacts[run.contact_id].runs.append(run)

    def apply(self, seq: int, at: float, event: object) -> None:
        """Take one journal line."""
        respond = _APPLY.get(type(event))
        if respond is not None:
            respond(self, seq, at, event)
        else:
            self.catch_up(seq, at, event)

    def catch_up(self, seq: int, at: float, event: object) -> None:
        """Take a line that was written after the row of its conversation was."""
        grow = GROWS.get(type(event))
        if grow is None:
            return
        run = self._grown(event, seq)
        if run is not None and grow(run, at, event):
            self._write(run)

    def dirty(self) -> list[FlowRunFact]:
        """Return every row that is due to be written, once."""
        rows = list(self._changed.values())
        self._changed = {}
        return rows

    # -- contacts, and who works on them --

    def _arrived(self, seq: int, at: float, event: ev.ContactArrived) -> None:
        self._contacts[event.contact_id] = _Contact(event.number)

    def _ended(self, seq: int, at: float, event: ev.ContactEnded) -> None:
        contact = self._contacts.get(event.contact_id)
        if contact is None:
            return
        contact.is_over = True
        for run in contact.runs:
            if run.medium != "script" and run.ended_at is None:
                self._rung_off(run, seq, at, is_lost=event.outcome is ev.Outcome.LOST)
        self._let_go(event.contact_id, contact, seq, at)

    def _begins_work(
        self, seq: int, at: float, event: ev.ContactOffered | ev.ContactConnected | ev.WrapUpStarted
    ) -> None:
        self._works(event.agent_id, event.contact_id)

    def _works(self, agent_id: str, contact_id: str) -> None:
        self._working[agent_id] = contact_id
        contact = self._contacts.get(contact_id)
        if contact is not None:
            contact.agents.add(agent_id)

    def _ends_work(self, seq: int, at: float, event: ev.AgentMadeReady | ev.AgentPaused | ev.AgentSignedOut) -> None:
        contact_id = self._working.pop(event.agent_id, None)
        contact = self._contacts.get(contact_id) if contact_id is not None else None
        if contact_id is not None and contact is not None:
            contact.agents.discard(event.agent_id)
            self._let_go(contact_id, contact, seq, at)

    def _let_go(self, contact_id: str, contact: _Contact, seq: int, at: float) -> None:
        """Once the contact is over and nobody works on it, its script is closed and nothing grows any more."""
        if contact.is_over and not contact.agents:
            for run in contact.runs:
                if run.ended_at is None:
                    self._rung_off(run, seq, at)
            del self._contacts[contact_id]

    # -- a conversation's beginning and end --

    def _started(self, seq: int, at: float, event: fev.FlowStarted) -> None:
        contact = self._contacts.get(event.contact_id)
        if contact is None or event.flow_id.startswith(TRIAL):
            return
        before = self._of(event.contact_id, event.script)
        if before is not None and before.ended_at is None:
            self._rung_off(before, seq, at)
        run = FlowRunFact(
            event.contact_id,
            len(contact.runs) + 1,
            seq,
            event.flow_id,
            event.version,
            "script" if event.script else event.medium,
            contact.number,
            event.language,
            at,
        )
        contact.runs.append(run)
        self._write(run)

    def _rung_off(self, run: FlowRunFact, seq: int, at: float, *, is_lost: bool = False) -> None:
        """The conversation is over without an end of its flow."""
        run.seq, run.way = seq, ""
        outcome = "lost" if is_lost else run.reached or "left"
        is_left = outcome == "left" and run.hand_overs == 0 and run.messages == 0
        run.contained = is_left and run.served and run.medium != "script"
        if is_left and not run.contained:
            add(run, "left")
        leave(run, at)
        finish(run, at, outcome)
        self._write(run)

    # -- rows --

    def _of(self, contact_id: str, script: bool) -> FlowRunFact | None:
        contact = self._contacts.get(contact_id)
        runs = contact.runs if contact is not None else ()
        return next((run for run in reversed(runs) if (run.medium == "script") == script), None)

    def _grown(self, event: Any, seq: int) -> FlowRunFact | None:
        """The conversation that this line is about; None if it has it already, or it is none of ours."""
        # only scripts have steps that are opened again
        run = self._of(event.contact_id, getattr(event, "script", isinstance(event, fev.StepReopened)))
        if run is None or seq <= run.seq:
            return None
        run.seq = seq
        return run

    def _write(self, run: FlowRunFact) -> None:
        self._changed[run.contact_id, run.n] = run


_APPLY: Mapping[type, Callable[[FlowFacts, int, float, Any], None]] = {
    ev.ContactArrived: FlowFacts._arrived,
    fev.FlowStarted: FlowFacts._started,
    ev.ContactOffered: FlowFacts._begins_work,
    ev.ContactConnected: FlowFacts._begins_work,
    ev.WrapUpStarted: FlowFacts._begins_work,
    ev.ContactEnded: FlowFacts._ended,
    ev.AgentMadeReady: FlowFacts._ends_work,
    ev.AgentPaused: FlowFacts._ends_work,
    ev.AgentSignedOut: FlowFacts._ends_work,
}
"""What begins and ends conversations. Events without a row here or in `GROWS` say nothing of them that is not said
elsewhere."""
