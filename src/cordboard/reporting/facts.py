"""Folds the journal into facts: contacts, their segments, offers, and the states of agents.

Bookkeeping only, as of the floor: an event about a contact that began before this history is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cordboard.floor import events as ev
from cordboard.flows import events as fev
from cordboard.reporting import left_work
from cordboard.reporting.flow_facts import FlowFacts
from cordboard.reporting.left_work import MessageFact, OrderFact
from cordboard.reporting.rows import AgentStateFact, ContactFact, FactRows, OfferFact, SegmentFact

_QUEUE_END: Mapping[str, str] = {"abandoned": "abandoned", "lost": "lost"}
_FLOW_END: Mapping[str, str] = {"left-in-flow": "left", "lost": "lost"}


class Facts:
    """The open rows, and those that changed since they were last handed over.

    Feed `apply` in the order of the journal, then take `dirty`. A row that is closed leaves with the hand-over.
    """

    def __init__(self, open_rows: FactRows | None = None) -> None:
        self.contacts: dict[str, ContactFact] = {}
        self.segments: dict[str, SegmentFact] = {}
        """By contact, the one it is in."""
        self.offers: dict[str, OfferFact] = {}
        self.agent_states: dict[str, AgentStateFact] = {}
        self._after_talk: dict[str, SegmentFact] = {}
        """By agent, the talk whose wrap-up is not over."""
        self._unfinished: dict[str, int] = {}
        """By contact, how many of its talks are not over with wrap-up and all."""
        self._changed_contacts: dict[str, ContactFact] = {}
        self._changed_segments: dict[tuple[str, int], SegmentFact] = {}
        self._changed_offers: dict[str, OfferFact] = {}
        self._changed_states: dict[int, AgentStateFact] = {}
        self._late: dict[str, str] = {}
        self._messages: list[MessageFact] = []
        self._orders: list[OrderFact] = []
        known = open_rows or FactRows()
        self.flows = FlowFacts(known.contacts, known.agent_states, known.flow_runs)
        if open_rows is not None:
            self._restore(open_rows)

    def apply(self, seq: int, at: float, event: object) -> None:
        """Take one journal line."""
        self.flows.apply(seq, at, event)
        respond = _APPLY.get(type(event))
        if respond is not None:
            respond(self, seq, at, event)

    def dirty(self) -> FactRows:
        """Return every row that changed since the last call, once, and let go of those that are closed."""
        rows = FactRows(
            list(self._changed_contacts.values()),
            list(self._changed_segments.values()),
            list(self._changed_offers.values()),
            list(self._changed_states.values()),
            self._late,
            self._messages,
            self._orders,
            self.flows.dirty(),
        )
        for contact_id, contact in self._changed_contacts.items():
            if contact.ended_at is not None and not self._unfinished.get(contact_id):
                self.contacts.pop(contact_id, None)
                self._unfinished.pop(contact_id, None)
        self._changed_contacts, self._changed_segments = {}, {}
        self._changed_offers, self._changed_states, self._late = {}, {}, {}
        self._messages, self._orders = [], []
        return rows

    def _restore(self, rows: FactRows) -> None:
        self.contacts = {contact.contact_id: contact for contact in rows.contacts}
        self.offers = {offer.offer_id: offer for offer in rows.offers if offer.ended_at is None}
        self.agent_states = {state.agent_id: state for state in rows.agent_states if state.ended_at is None}
        for segment in rows.segments:
            if segment.is_final:
                continue
            if segment.ended_at is None:
                self.segments[segment.contact_id] = segment
            elif segment.agent_id is not None:
                self._after_talk[segment.agent_id] = segment
            if segment.kind == "talk":
                self._unfinished[segment.contact_id] = self._unfinished.get(segment.contact_id, 0) + 1

    # -- opening and closing --

    def _contact(self, contact_id: str) -> ContactFact | None:
        """The contact, about to change."""
        contact = self.contacts.get(contact_id)
        if contact is not None:
            self._changed_contacts[contact_id] = contact
        return contact

    def _open(self, contact: ContactFact, kind: str, at: float) -> SegmentFact:
        contact.segments += 1
        segment = SegmentFact(contact.contact_id, contact.segments, kind, contact.arrived_at, at)
        self.segments[contact.contact_id] = segment
        self._changed_segments[contact.contact_id, segment.n] = segment
        return segment

    def _close(self, contact: ContactFact, at: float, outcome: Mapping[str, str]) -> None:
        """End the segment the contact is in; its outcome is by kind."""
        segment = self.segments.pop(contact.contact_id, None)
        if segment is None:
            return
        self._changed_segments[segment.contact_id, segment.n] = segment
        segment.ended_at, segment.outcome = at, outcome[segment.kind]
        if segment.kind == "queue" and contact.agent_id is None:
            contact.wait_s = (contact.wait_s or 0.0) + at - segment.started_at
        elif segment.kind == "talk":
            self._resume(segment, at)
            segment.talk_s = at - segment.started_at - segment.hold_s
            contact.talk_s = (contact.talk_s or 0.0) + segment.talk_s
            contact.hold_s += segment.hold_s
            if segment.agent_id is not None:
                self._after_talk[segment.agent_id] = segment

    def _resume(self, segment: SegmentFact, at: float) -> None:
        if segment.held_since is not None:
            segment.hold_s += at - segment.held_since
            segment.held_since = None

    def _agent_enters(
        self,
        seq: int,
        at: float,
        agent_id: str,
        state: str | None,
        reason_id: str | None = None,
        contact_id: str | None = None,
        queue_id: str | None = None,
    ) -> None:
        """The agent is in another state from here on; None is signed out."""
        before = self.agent_states.pop(agent_id, None)
        if before is not None:
            before.ended_at = at
            self._changed_states[before.seq] = before
        if state is not None:
            fact = AgentStateFact(seq, agent_id, state, at, None, reason_id, contact_id, queue_id)
            self.agent_states[agent_id] = fact
            self._changed_states[seq] = fact
        if state != "wrapping-up" and (talk := self._after_talk.pop(agent_id, None)) is not None:
            self._finish(talk, at)

    def _finish(self, talk: SegmentFact, at: float) -> None:
        """The agent is done with this talk, wrap-up and all."""
        assert talk.ended_at is not None
        talk.wrap_up_s = at - talk.ended_at
        self._changed_segments[talk.contact_id, talk.n] = talk
        self._unfinished[talk.contact_id] = self._unfinished.get(talk.contact_id, 1) - 1
        contact = self._contact(talk.contact_id)
        if contact is not None:
            contact.wrap_up_s = (contact.wrap_up_s or 0.0) + talk.wrap_up_s

    # -- contacts --

    def _arrived(self, seq: int, at: float, event: ev.ContactArrived) -> None:
        contact = ContactFact(
            event.contact_id, event.number, event.caller, event.caller_name, event.via, event.language, at
        )
        self.contacts[event.contact_id] = self._changed_contacts[event.contact_id] = contact

    def _flow_started(self, seq: int, at: float, event: fev.FlowStarted) -> None:
        contact = self._contact(event.contact_id)
        if contact is not None and not event.script:
            self._open(contact, "flow", at).flow_id = event.flow_id

    def _language_set(self, seq: int, at: float, event: fev.LanguageSet) -> None:
        contact = self._contact(event.contact_id)
        if contact is not None:
            contact.language = event.language

    def _queued(self, seq: int, at: float, event: ev.ContactQueued) -> None:
        contact = self._contact(event.contact_id)
        if contact is None:
            return
        self._close(contact, at, {"flow": "queued", "queue": "moved", "talk": "transferred"})
        contact.queue_id, contact.language = event.queue_id, event.language
        segment = self._open(contact, "queue", at)
        segment.queue_id, segment.counted_at = event.queue_id, at
        segment.service_target_s = event.service_target_s

    def _offered(self, seq: int, at: float, event: ev.ContactOffered) -> None:
        self._agent_enters(seq, at, event.agent_id, "offered", None, event.contact_id, event.queue_id)
        offer = OfferFact(event.offer_id, event.contact_id, event.queue_id, event.agent_id, at, event.idle_since)
        self.offers[event.offer_id] = self._changed_offers[event.offer_id] = offer
        contact = self._contact(event.contact_id)
        if contact is not None:
            contact.offers += 1

    def _offer_ended(self, seq: int, at: float, event: ev.OfferEnded) -> None:
        self._end_offer(event.offer_id, at, event.end.value)

    def _end_offer(self, offer_id: str, at: float, outcome: str) -> None:
        offer = self.offers.pop(offer_id, None)
        if offer is not None:
            offer.ended_at, offer.outcome = at, outcome
            self._changed_offers[offer_id] = offer

    def _connected(self, seq: int, at: float, event: ev.ContactConnected) -> None:
        self._agent_enters(seq, at, event.agent_id, "talking", None, event.contact_id, event.queue_id)
        self._end_offer(event.offer_id, at, "accepted")
        contact = self._contact(event.contact_id)
        if contact is None:
            return
        waited = self.segments.get(event.contact_id)
        self._close(contact, at, {"flow": "queued", "queue": "answered", "talk": "transferred"})
        contact.agent_id = event.agent_id
        talk = self._open(contact, "talk", at)
        talk.queue_id, talk.agent_id, talk.offer_id = event.queue_id, event.agent_id, event.offer_id
        talk.counted_at = waited.counted_at if waited is not None and waited.counted_at is not None else at
        self._unfinished[event.contact_id] = self._unfinished.get(event.contact_id, 0) + 1

    def _held(self, seq: int, at: float, event: ev.ContactHeld) -> None:
        talk = self.segments.get(event.contact_id)
        if talk is not None and talk.held_since is None:
            talk.held_since = at
            self._changed_segments[talk.contact_id, talk.n] = talk

    def _resumed(self, seq: int, at: float, event: ev.ContactResumed) -> None:
        talk = self.segments.get(event.contact_id)
        if talk is not None:
            self._resume(talk, at)
            self._changed_segments[talk.contact_id, talk.n] = talk

    def _transferred(self, seq: int, at: float, event: ev.ContactTransferred) -> None:
        contact = self._contact(event.contact_id)
        if contact is not None:
            contact.transfers += 1
            self._close(contact, at, {"flow": "queued", "queue": "moved", "talk": "transferred"})

    def _turned_away(self, seq: int, at: float, event: ev.ContactTurnedAway) -> None:
        contact = self._contact(event.contact_id)
        if contact is None:
            return
        contact.reason, contact.language = event.reason.value, event.language
        self._close(contact, at, {"flow": "goodbye", "queue": "turned-away", "talk": "transferred"})
        if event.reason is ev.TurnedAway.CLOSED and event.queue_id is not None:
            contact.queue_id = event.queue_id
            refused = self._open(contact, "queue", at)
            refused.queue_id, refused.counted_at = event.queue_id, at
            self.segments.pop(event.contact_id)
            refused.ended_at, refused.outcome = at, "closed"

    def _ended(self, seq: int, at: float, event: ev.ContactEnded) -> None:
        contact = self._contact(event.contact_id)
        if contact is None:
            return
        outcome = event.outcome.value
        self._close(
            contact,
            at,
            {
                "flow": _FLOW_END.get(outcome, "goodbye"),
                "queue": _QUEUE_END.get(outcome, "turned-away"),
                "talk": "lost" if outcome == "lost" else "ended",
            },
        )
        contact.ended_at, contact.outcome, contact.ended_by = at, outcome, event.by

    def _disposed(self, seq: int, at: float, event: ev.DispositionSet) -> None:
        contact = self._contact(event.contact_id)
        if contact is not None:
            contact.disposition_id = event.disposition_id
        else:
            self._late[event.contact_id] = event.disposition_id

    # -- work that is left --

    def _message_left(self, seq: int, at: float, event: fev.MessageLeft) -> None:
        caller, caller_name = self._caller(event.contact_id)
        self._messages.append(left_work.voicemail(at, event, caller=caller, caller_name=caller_name))

    def _callback_booked(self, seq: int, at: float, event: fev.CallbackBooked) -> None:
        _, caller_name = self._caller(event.contact_id)
        self._messages.append(left_work.callback(seq, at, event, caller_name=caller_name))

    def _order_taken(self, seq: int, at: float, event: fev.OrderTaken) -> None:
        caller, _ = self._caller(event.contact_id)
        self._orders.append(left_work.order(seq, at, event, caller=caller))

    def _caller(self, contact_id: str) -> tuple[str, str]:
        contact = self.contacts.get(contact_id)
        return (contact.caller, contact.caller_name) if contact is not None else ("", "")

    # -- agents --

    def _signed_in(self, seq: int, at: float, event: ev.AgentSignedIn) -> None:
        self._agent_enters(seq, at, event.agent_id, "paused", event.reason_id)

    def _signed_out(self, seq: int, at: float, event: ev.AgentSignedOut) -> None:
        self._agent_enters(seq, at, event.agent_id, None)

    def _made_ready(self, seq: int, at: float, event: ev.AgentMadeReady) -> None:
        self._agent_enters(seq, at, event.agent_id, "ready")

    def _paused(self, seq: int, at: float, event: ev.AgentPaused) -> None:
        self._agent_enters(seq, at, event.agent_id, "paused", event.reason_id)

    def _wrapping_up(self, seq: int, at: float, event: ev.WrapUpStarted) -> None:
        self._agent_enters(seq, at, event.agent_id, "wrapping-up", None, event.contact_id, event.queue_id)


_APPLY: Mapping[type, Callable[[Facts, int, float, Any], None]] = {
    ev.ContactArrived: Facts._arrived,
    fev.FlowStarted: Facts._flow_started,
    fev.LanguageSet: Facts._language_set,
    ev.ContactQueued: Facts._queued,
    ev.ContactOffered: Facts._offered,
    ev.OfferEnded: Facts._offer_ended,
    ev.ContactConnected: Facts._connected,
    ev.ContactHeld: Facts._held,
    ev.ContactResumed: Facts._resumed,
    ev.ContactTransferred: Facts._transferred,
    ev.ContactTurnedAway: Facts._turned_away,
    ev.ContactEnded: Facts._ended,
    ev.DispositionSet: Facts._disposed,
    ev.AgentSignedIn: Facts._signed_in,
    ev.AgentSignedOut: Facts._signed_out,
    ev.AgentMadeReady: Facts._made_ready,
    ev.AgentPaused: Facts._paused,
    ev.WrapUpStarted: Facts._wrapping_up,
    fev.MessageLeft: Facts._message_left,
    fev.CallbackBooked: Facts._callback_booked,
    fev.OrderTaken: Facts._order_taken,
}
"""Events without a row here make no fact."""
