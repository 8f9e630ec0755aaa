"""The floor: the centre as it is now, and what each event makes of it.

Bookkeeping only: no choice is made here (decide.py makes them). `apply` is the only thing that changes a floor, live
and in replay; it reads nothing but the event and the instant, and the center only for the indexes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cordboard.center.center import Center
from cordboard.deadlines import Deadlines
from cordboard.errors import ImpossibleTransition
from cordboard.floor import events as ev
from cordboard.floor.line import Line
from cordboard.floor.pace import Pace
from cordboard.floor.ready import ReadyAgents
from cordboard.floor.records import AgentNow, ContactNow, FloorRecords
from cordboard.floor.states import AGENT_MOVES, CONTACT_MOVES, AgentState, ContactState

PRESENT = frozenset({AgentState.READY, AgentState.OFFERED, AgentState.TALKING, AgentState.WRAPPING_UP})
"""States in which an agent works through the queue."""


class Floor:
    """Who is signed in, what waits, who talks. Ask `decide`, then `apply` what it says."""

    def __init__(self, center: Center) -> None:
        self.center = center
        self.contacts: dict[str, ContactNow] = {}
        self.agents: dict[str, AgentNow] = {}
        self.offers: dict[str, ContactNow] = {}
        """Open offers and talks."""
        self.lines: dict[str, Line] = {}
        self.paces: dict[str, Pace] = {}
        self.present: dict[str, int] = {}
        """By queue, how many of its agents work now."""
        self.ready = ReadyAgents()
        self.deadlines = Deadlines()
        """Keys are `c` and a contact's id, or `a` and an agent's."""
        self.switch_up = False
        self.turns = 0
        self.configure(center)

    # -- configuration and checkpoints --

    def configure(self, center: Center) -> None:
        """Take another center. Contacts and agents stay as they are; tell `decide` with CenterChanged."""
        self.center = center
        self.ready.configure(center)
        for queue_id in center.queues:
            self.lines.setdefault(queue_id, Line())
            self.paces.setdefault(queue_id, Pace())
        self.present = dict.fromkeys(center.queues, 0)
        for agent in self.agents.values():
            if agent.state in PRESENT:
                self._count(agent.agent_id, 1)

    def records(self) -> FloorRecords:
        """All that is needed to build the same floor again."""
        return FloorRecords(
            list(self.contacts.values()), list(self.agents.values()), self.paces, self.switch_up, self.turns
        )

    @classmethod
    def restore(cls, center: Center, records: FloorRecords) -> Floor:
        """The floor that gave these records."""
        floor = cls(center)
        floor.switch_up, floor.turns = records.switch_up, records.turns
        floor.paces.update(records.paces)
        for contact in records.contacts:
            floor.contacts[contact.contact_id] = contact
            if contact.offer_id is not None:
                floor.offers[contact.offer_id] = contact
            if contact.place is not None and contact.queue_id is not None:
                line = floor._line(contact.queue_id)
                line.join(contact.place)
                if contact.state is ContactState.OFFERED:
                    line.reserve(contact.place)
            floor._schedule(contact)
        for agent in records.agents:
            floor.agents[agent.agent_id] = agent
            if agent.state in PRESENT:
                floor._count(agent.agent_id, 1)
            if agent.state is AgentState.READY and agent.reachable:
                floor.ready.add((agent.idle_since, agent.turn, agent.agent_id))
            if agent.state is AgentState.WRAPPING_UP:
                floor.deadlines.set("a" + agent.agent_id, agent.wrap_up_until)
        return floor

    # -- questions --

    def next_deadline(self) -> float | None:
        """The instant at which `decide(TimePassed())` is next worth asking; None if never."""
        due = self.deadlines.next()
        return due[0] if due else None

    def position(self, contact: ContactNow) -> int | None:
        """The contact's place in its line, 1 for the first; None if it has none."""
        if contact.place is None or contact.queue_id is None:
            return None
        return self._line(contact.queue_id).position(contact.place)

    def expected_wait_s(self, contact: ContactNow) -> float | None:
        """Seconds the contact will still wait, by the pace of its queue; None if nobody knows."""
        position, queue_id = self.position(contact), contact.queue_id
        if position is None or queue_id is None:
            return None
        return self.expected_behind_s(queue_id, position - 1)

    def expected_behind_s(self, queue_id: str, ahead: int) -> float | None:
        """Seconds a contact with so many ahead of it would wait in this queue; None if nobody knows."""
        pace = self.paces.get(queue_id)
        return None if pace is None else pace.expected_wait_s(ahead, self.present.get(queue_id, 0))

    def waiting(self, queue_id: str) -> int:
        """How many contacts wait in this queue."""
        line = self.lines.get(queue_id)
        return 0 if line is None else len(line.places)

    # -- the one mutator --

    def apply(self, event: ev.Event, at: float) -> None:
        """Make `event` true at this instant.

        Raises:
            ImpossibleTransition: the tables do not allow it in the present state.
        """
        _APPLY[type(event)](self, event, at)

    # -- moving, and keeping the indexes true --

    def _move_contact(self, contact: ContactNow, event: object, at: float) -> None:
        state = CONTACT_MOVES.get((contact.state, type(event)))
        if state is None:
            raise ImpossibleTransition(f"contact {contact.contact_id}", contact.state, type(event).__name__)
        if state is not contact.state:
            contact.state, contact.state_since = state, at

    def _move_agent(self, agent: AgentNow, event: object, at: float) -> None:
        before = agent.state
        state = AGENT_MOVES.get((before, type(event)))
        if state is None:
            raise ImpossibleTransition(f"agent {agent.agent_id}", before, type(event).__name__)
        agent.state, agent.state_since = state, at
        if (before in PRESENT) is not (state in PRESENT):
            self._count(agent.agent_id, 1 if state in PRESENT else -1)
        if before is AgentState.READY:
            self.ready.remove(agent.agent_id)
        elif before is AgentState.WRAPPING_UP or (before is AgentState.TALKING and state is not AgentState.WRAPPING_UP):
            if agent.queue_id in self.paces:
                self.paces[agent.queue_id].note_handled(at - agent.busy_since)
            self.deadlines.drop("a" + agent.agent_id)

    def _count(self, agent_id: str, change: int) -> None:
        for queue_id in self.ready.queues_by_agent.get(agent_id, ()):
            self.present[queue_id] += change

    def _take_turn(self, agent: AgentNow) -> None:
        self.turns += 1
        agent.turn = self.turns
        self.ready.add((agent.idle_since, agent.turn, agent.agent_id))

    def _line(self, queue_id: str) -> Line:
        return self.lines.setdefault(queue_id, Line())

    def _leave_line(self, contact: ContactNow, at: float, *, left: bool) -> None:
        if contact.place is not None and contact.queue_id is not None:
            self._line(contact.queue_id).leave(contact.place)
            self.paces.setdefault(contact.queue_id, Pace()).note_wait(at - contact.queued_at, left)
            contact.place = None

    def _schedule(self, contact: ContactNow) -> None:
        """Let the clock call at the contact's earliest deadline, which depends on its state alone."""
        if contact.state is ContactState.WAITING:
            due = contact.wait_until
            if contact.announce_at is not None and contact.announce_at < due:
                due = contact.announce_at
            self.deadlines.set("c" + contact.contact_id, due)
        elif contact.state is ContactState.OFFERED:
            self.deadlines.set("c" + contact.contact_id, contact.expires_at)
        else:
            self.deadlines.drop("c" + contact.contact_id)

    # -- one function an event --

    def _contact_arrived(self, event: ev.ContactArrived, at: float) -> None:
        contact = ContactNow(event.contact_id)
        contact.number, contact.via = event.number, event.via
        contact.caller, contact.caller_name = event.caller, event.caller_name
        contact.language, contact.arrived_at = event.language, at
        self._move_contact(contact, event, at)
        self.contacts[event.contact_id] = contact

    def _contact_queued(self, event: ev.ContactQueued, at: float) -> None:
        contact = self.contacts[event.contact_id]
        self._leave_line(contact, at, left=False)
        self._move_contact(contact, event, at)
        contact.queue_id, contact.queued_at, contact.language = event.queue_id, at, event.language
        contact.aged_from, contact.returns, contact.talked = event.aged_from, event.returns, False
        contact.wait_until, contact.announce_at, contact.music = event.wait_until, event.announce_at, event.music
        self.turns += 1
        contact.place = (-event.priority, event.aged_from, self.turns, event.contact_id)
        self._line(event.queue_id).join(contact.place)
        self._schedule(contact)

    def _wait_announced(self, event: ev.WaitAnnounced, at: float) -> None:
        contact = self.contacts[event.contact_id]
        self._move_contact(contact, event, at)
        contact.announce_at = event.next_at
        self._schedule(contact)

    def _contact_offered(self, event: ev.ContactOffered, at: float) -> None:
        contact, agent = self.contacts[event.contact_id], self.agents[event.agent_id]
        self._move_contact(contact, event, at)
        self._move_agent(agent, event, at)
        contact.offers += 1
        contact.offer_id, contact.agent_id, contact.recorded = event.offer_id, event.agent_id, event.recorded
        agent.contact_id, agent.offer_id, agent.queue_id = event.contact_id, event.offer_id, event.queue_id
        self.offers[event.offer_id] = contact
        if contact.place is not None:
            self.lines[event.queue_id].reserve(contact.place)
        contact.expires_at = event.expires_at
        self._schedule(contact)

    def _offer_ended(self, event: ev.OfferEnded, at: float) -> None:
        contact = self.contacts[event.contact_id]
        self._move_contact(contact, event, at)
        self.offers.pop(event.offer_id, None)
        contact.offer_id = contact.agent_id = None
        if contact.place is not None and contact.queue_id is not None:
            self.lines[contact.queue_id].release(contact.place)
        self._schedule(contact)

    def _contact_connected(self, event: ev.ContactConnected, at: float) -> None:
        contact, agent = self.contacts[event.contact_id], self.agents[event.agent_id]
        self._move_contact(contact, event, at)
        self._move_agent(agent, event, at)
        self._leave_line(contact, at, left=False)
        contact.connected_at, contact.held = at, False
        agent.busy_since = at
        self.deadlines.drop("c" + event.contact_id)

    def _contact_held(self, event: ev.ContactHeld, at: float) -> None:
        contact = self.contacts[event.contact_id]
        self._move_contact(contact, event, at)
        contact.held = True

    def _contact_resumed(self, event: ev.ContactResumed, at: float) -> None:
        contact = self.contacts[event.contact_id]
        self._move_contact(contact, event, at)
        contact.held = False

    def _contact_transferred(self, event: ev.ContactTransferred, at: float) -> None:
        contact = self.contacts[event.contact_id]
        self._move_contact(contact, event, at)
        self.offers.pop(event.offer_id, None)
        contact.offer_id = contact.agent_id = contact.queue_id = None
        contact.held = False

    def _contact_returned(self, event: ev.ContactReturned, at: float) -> None:
        contact = self.contacts[event.contact_id]
        self._leave_line(contact, at, left=False)
        self._move_contact(contact, event, at)
        if event.offer_id is not None:
            self.offers.pop(event.offer_id, None)
        contact.offer_id = contact.agent_id = contact.queue_id = None
        contact.held, contact.returns, contact.talked = False, (), event.why == "talked"
        self._schedule(contact)

    def _contact_turned_away(self, event: ev.ContactTurnedAway, at: float) -> None:
        contact = self.contacts[event.contact_id]
        self._leave_line(contact, at, left=False)
        self._move_contact(contact, event, at)
        contact.prompts, contact.language = event.prompts, event.language
        self._schedule(contact)

    def _contact_ended(self, event: ev.ContactEnded, at: float) -> None:
        contact = self.contacts[event.contact_id]
        self._leave_line(contact, at, left=event.outcome is ev.Outcome.ABANDONED)
        self._move_contact(contact, event, at)
        if contact.offer_id is not None:
            self.offers.pop(contact.offer_id, None)
        self.deadlines.drop("c" + event.contact_id)
        del self.contacts[event.contact_id]

    def _disposition_set(self, event: ev.DispositionSet, at: float) -> None:
        pass

    def _agent_signed_in(self, event: ev.AgentSignedIn, at: float) -> None:
        agent = self.agents.setdefault(event.agent_id, AgentNow(event.agent_id))
        self._move_agent(agent, event, at)
        agent.reason_id, agent.phone, agent.reachable = event.reason_id, event.phone, False

    def _agent_signed_out(self, event: ev.AgentSignedOut, at: float) -> None:
        agent = self.agents[event.agent_id]
        self._move_agent(agent, event, at)
        self._put_work_down(agent)
        agent.reason_id, agent.reachable = "", False

    def _agent_made_ready(self, event: ev.AgentMadeReady, at: float) -> None:
        agent = self.agents[event.agent_id]
        self._move_agent(agent, event, at)
        self._put_work_down(agent)
        agent.reason_id, agent.idle_since = "", event.idle_since
        if agent.reachable:
            self._take_turn(agent)

    def _agent_paused(self, event: ev.AgentPaused, at: float) -> None:
        agent = self.agents[event.agent_id]
        self._move_agent(agent, event, at)
        self._put_work_down(agent)
        agent.reason_id = event.reason_id

    def _pause_asked(self, event: ev.PauseAsked, at: float) -> None:
        agent = self.agents[event.agent_id]
        if (agent.state, ev.PauseAsked) not in AGENT_MOVES:
            raise ImpossibleTransition(f"agent {agent.agent_id}", agent.state, "PauseAsked")
        agent.pause_next = event.reason_id

    def _wrap_up_started(self, event: ev.WrapUpStarted, at: float) -> None:
        agent = self.agents[event.agent_id]
        self._move_agent(agent, event, at)
        agent.offer_id = None
        agent.last_contact_id, agent.wrap_up_until = event.contact_id, event.until
        self.deadlines.set("a" + event.agent_id, event.until)

    def _put_work_down(self, agent: AgentNow) -> None:
        if agent.contact_id is not None and agent.busy_since:
            agent.last_contact_id = agent.contact_id
        agent.contact_id = agent.offer_id = agent.queue_id = agent.pause_next = None
        agent.busy_since = 0.0

    def _phone_found(self, event: ev.PhoneFound, at: float) -> None:
        agent = self.agents[event.agent_id]
        agent.reachable = True
        if agent.state is AgentState.READY:
            self._take_turn(agent)

    def _phone_lost(self, event: ev.PhoneLost, at: float) -> None:
        self.agents[event.agent_id].reachable = False
        self.ready.remove(event.agent_id)

    def _switch_went_away(self, event: ev.SwitchWentAway, at: float) -> None:
        self.switch_up = False

    def _switch_came_back(self, event: ev.SwitchCameBack, at: float) -> None:
        self.switch_up = True

    def _limits_extended(self, event: ev.LimitsExtended, at: float) -> None:
        for contact in self.contacts.values():
            if contact.state is ContactState.OFFERED:
                contact.expires_at += event.by_s
                self._schedule(contact)
        for agent in self.agents.values():
            if agent.state is AgentState.WRAPPING_UP:
                agent.wrap_up_until += event.by_s
                self.deadlines.set("a" + agent.agent_id, agent.wrap_up_until)


_APPLY: dict[type, Callable[[Floor, Any, float], None]] = {
    ev.ContactArrived: Floor._contact_arrived,
    ev.ContactQueued: Floor._contact_queued,
    ev.WaitAnnounced: Floor._wait_announced,
    ev.ContactOffered: Floor._contact_offered,
    ev.OfferEnded: Floor._offer_ended,
    ev.ContactConnected: Floor._contact_connected,
    ev.ContactHeld: Floor._contact_held,
    ev.ContactResumed: Floor._contact_resumed,
    ev.ContactTransferred: Floor._contact_transferred,
    ev.ContactReturned: Floor._contact_returned,
    ev.ContactTurnedAway: Floor._contact_turned_away,
    ev.ContactEnded: Floor._contact_ended,
    ev.DispositionSet: Floor._disposition_set,
    ev.AgentSignedIn: Floor._agent_signed_in,
    ev.AgentSignedOut: Floor._agent_signed_out,
    ev.AgentMadeReady: Floor._agent_made_ready,
    ev.AgentPaused: Floor._agent_paused,
    ev.PauseAsked: Floor._pause_asked,
    ev.WrapUpStarted: Floor._wrap_up_started,
    ev.PhoneFound: Floor._phone_found,
    ev.PhoneLost: Floor._phone_lost,
    ev.SwitchWentAway: Floor._switch_went_away,
    ev.SwitchCameBack: Floor._switch_came_back,
    ev.LimitsExtended: Floor._limits_extended,
}
