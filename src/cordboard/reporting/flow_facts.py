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
from cordboard.reporting.flow_visits import add, done, enter, is_short, leave, place_of
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

    def catch_up(self, seq: int, at: float, event: object) -> None:
        """Take a line that was written after the row of its conversation was."""
        if type(event) in _GROWS:
            self.apply(seq, at, event)

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

    def _left(self, seq: int, at: float, event: fev.FlowLeft) -> None:
        run = self._grown(event, seq)
        if run is None:
            return
        enter(run, event.node_id, at)
        run.language, run.way = event.language, ""
        if event.failed:
            add(run, "errors")
            outcome = "failed"
        elif event.agent_id is not None:
            outcome = "agent"
        else:
            outcome = "goodbye" if event.queue_id is None else "queue"
        run.hand_overs += outcome in ("agent", "queue")
        leave(run, at)
        with_nobody = run.medium != "script" and run.hand_overs == 0 and run.messages == 0
        run.contained = outcome == "goodbye" and event.served and with_nobody
        self._finish(run, at, outcome)

    def _resumed(self, seq: int, at: float, event: fev.FlowResumed) -> None:
        run = self._grown(event, seq)
        if run is None:
            return
        run.ended_at = run.outcome = None
        if event.why in ("closed", "failed"):
            run.hand_overs -= 1
        run.place, run.since, run.way = place_of(run, event.node_id), at, event.why
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
        self._finish(run, at, outcome)

    def _finish(self, run: FlowRunFact, at: float, outcome: str) -> None:
        run.ended_at, run.outcome = at, outcome
        self._write(run)

    # -- on the way --

    def _at_node(
        self,
        seq: int,
        at: float,
        event: fev.PromptsSaid | fev.KeyHeard | fev.ErrandAsked | fev.RecordingAsked | fev.NumberDialed,
    ) -> None:
        run = self._grown(event, seq)
        if run is not None:
            enter(run, event.node_id, at)

    def _passed(self, seq: int, at: float, event: fev.NodePassed) -> None:
        run = self._grown(event, seq)
        if run is None:
            return
        enter(run, event.node_id, at)
        if event.way == "error":
            add(run, "errors")
        run.way = event.way
        run.answers.update({name: each for name, each in event.answers.items() if is_short(each)})
        if event.mark:
            run.marks.append({"mark": event.mark, "at": at})
            run.served = run.served or event.served
            self._write(run)
        leave(run, at)

    def _chosen(self, seq: int, at: float, event: fev.KeyTaken) -> None:
        run = self._grown(event, seq)
        if run is not None:
            enter(run, event.node_id, at)
            run.way = event.key
            done(run, event.node_id)

    def _person_asked(self, seq: int, at: float, event: fev.PersonAsked) -> None:
        run = self._grown(event, seq)
        if run is not None:
            enter(run, event.node_id, at)
            run.way = "person"

    def _answered(self, seq: int, at: float, event: fev.AnswerTaken) -> None:
        run = self._grown(event, seq)
        if run is None:
            return
        has_chosen = run.place == place_of(run, event.node_id) and run.way == event.value
        enter(run, event.node_id, at)
        if not has_chosen:
            run.way = "next"
        # the value of a secret is none
        if event.answer and event.value is not None:
            run.answers[event.answer] = event.value
        elif not event.answer and event.value is True:
            run.disclosures[run.place] = at
        done(run, event.node_id)
        self._write(run)

    def _missed(self, seq: int, at: float, event: fev.AnswerMissed) -> None:
        run = self._grown(event, seq)
        if run is not None:
            enter(run, event.node_id, at)
            add(run, "timeouts" if event.key is None else "wrong")
            run.way = "failure"

    def _language_set(self, seq: int, at: float, event: fev.LanguageSet) -> None:
        run = self._grown(event, seq)
        if run is not None:
            enter(run, event.node_id, at)
            run.language, run.way = event.language, "next"

    def _ordered(self, seq: int, at: float, event: fev.OrderTaken) -> None:
        run = self._grown(event, seq)
        if run is not None:
            enter(run, event.node_id, at)
            run.way = "next"
            run.answers[event.answer] = [dict(line) for line in event.lines]
            run.answers[f"{event.answer}_total"] = event.total
            done(run, event.node_id)
            self._write(run)

    def _message(self, seq: int, at: float, event: fev.MessageLeft | fev.CallbackBooked) -> None:
        run = self._grown(event, seq)
        if run is not None:
            enter(run, event.node_id, at)
            run.messages += 1
            run.reached = "message" if isinstance(event, fev.MessageLeft) else "callback"
            self._write(run)

    def _number_connected(self, seq: int, at: float, event: fev.NumberConnected) -> None:
        run = self._grown(event, seq)
        if run is not None:
            run.hand_overs += 1
            run.reached = "number"
            self._write(run)

    def _number_left(self, seq: int, at: float, event: fev.NumberLeft) -> None:
        run = self._grown(event, seq)
        if run is not None:
            run.way = "next" if event.why == "ended" else "failure"

    def _sub_flow_entered(self, seq: int, at: float, event: fev.SubFlowEntered) -> None:
        run = self._grown(event, seq)
        if run is not None:
            enter(run, event.node_id, at)
            run.way = ""
            leave(run, at)
            run.stack.append(event.flow_id)

    def _sub_flow_left(self, seq: int, at: float, event: fev.SubFlowLeft) -> None:
        run = self._grown(event, seq)
        if run is not None and run.stack:
            leave(run, at)
            run.stack.pop()
            run.place, run.since, run.way = place_of(run, event.node_id), at, "next"

    def _reopened(self, seq: int, at: float, event: fev.StepReopened) -> None:
        run = self._grown(event, seq, script=True)
        if run is None:
            return
        run.way = ""
        leave(run, at)
        while run.steps:
            node_id, stack = run.steps.pop()
            if node_id == event.node_id:
                run.stack = list(stack)
                break
        run.ended_at = run.outcome = None
        self._write(run)

    # -- rows --

    def _of(self, contact_id: str, script: bool) -> FlowRunFact | None:
        contact = self._contacts.get(contact_id)
        runs = contact.runs if contact is not None else ()
        return next((run for run in reversed(runs) if (run.medium == "script") == script), None)

    def _grown(self, event: Any, seq: int, script: bool | None = None) -> FlowRunFact | None:
        """The conversation that this line is about; None if it has it already, or it is none of ours."""
        run = self._of(event.contact_id, getattr(event, "script", False) if script is None else script)
        if run is None or seq <= run.seq:
            return None
        run.seq = seq
        return run

    def _write(self, run: FlowRunFact) -> None:
        self._changed[run.contact_id, run.n] = run


_GROWS: Mapping[type, Callable[[FlowFacts, int, float, Any], None]] = {
    fev.NodePassed: FlowFacts._passed,
    fev.PromptsSaid: FlowFacts._at_node,
    fev.KeyHeard: FlowFacts._at_node,
    fev.KeyTaken: FlowFacts._chosen,
    fev.PersonAsked: FlowFacts._person_asked,
    fev.AnswerTaken: FlowFacts._answered,
    fev.AnswerMissed: FlowFacts._missed,
    fev.LanguageSet: FlowFacts._language_set,
    fev.ErrandAsked: FlowFacts._at_node,
    fev.RecordingAsked: FlowFacts._at_node,
    fev.OrderTaken: FlowFacts._ordered,
    fev.MessageLeft: FlowFacts._message,
    fev.CallbackBooked: FlowFacts._message,
    fev.NumberDialed: FlowFacts._at_node,
    fev.NumberConnected: FlowFacts._number_connected,
    fev.NumberLeft: FlowFacts._number_left,
    fev.SubFlowEntered: FlowFacts._sub_flow_entered,
    fev.SubFlowLeft: FlowFacts._sub_flow_left,
    fev.StepReopened: FlowFacts._reopened,
    fev.FlowLeft: FlowFacts._left,
    fev.FlowResumed: FlowFacts._resumed,
}
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
    **_GROWS,
}
"""Events without a row here say nothing about a conversation that is not said elsewhere."""
