"""The contact at hand as each agent's desk shows it, also in wrap-up, when the floor has let go of the contact."""

from __future__ import annotations

from dataclasses import replace

from cordboard.floor import events as ev
from cordboard.floor.floor import Floor
from cordboard.floor.records import ContactNow
from cordboard.floor.states import AgentState, ContactState
from cordboard.reporting.answers import ContactRow
from cordboard.runtime.ports import AnyEvent
from cordboard.runtime.tiles import Card


class Cards:
    """Told of events in order, it knows what every agent has at hand."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._cards = {contact.contact_id: card_of(contact) for contact in floor.contacts.values()}
        """Of every contact on the floor."""
        self._ended = ""
        """The contact that ended last: its card stays for the wrap-up that follows at once."""
        self._kept: dict[str, Card] = {}
        """By agent, the contact that is wrapped up."""
        self._dispositions: dict[str, tuple[str, str]] = {}
        """By agent, the contact at hand and how it ended."""

    def note(self, event: AnyEvent, at: float) -> None:
        """Follow one event."""
        match event:
            case ev.ContactArrived():
                self._cards[event.contact_id] = Card(
                    contact_id=event.contact_id,
                    caller=event.caller,
                    caller_name=event.caller_name,
                    number=event.number,
                    via=event.via,
                    language=event.language,
                    arrived_at=at,
                )
            case ev.ContactQueued():
                card = self._card(event.contact_id)
                self._cards[event.contact_id] = replace(
                    card, queue_id=event.queue_id, queued_at=at, language=event.language
                )
            case ev.ContactConnected():
                card = self._card(event.contact_id)
                self._cards[event.contact_id] = replace(card, offer_id=event.offer_id, connected_at=at)
            case ev.WrapUpStarted():
                self._kept[event.agent_id] = replace(self._card(event.contact_id), queue_id=event.queue_id)
            case ev.DispositionSet():
                self._dispositions[event.agent_id] = (event.contact_id, event.disposition_id)
            case ev.ContactEnded():
                self._cards.pop(self._ended, None)
                self._ended = event.contact_id
            case _:
                pass

    def remember(self, agent_id: str, row: ContactRow) -> None:
        """Take from the call log what nobody knows after a restart: the contact that this agent wraps up."""
        self._kept[agent_id] = Card(
            contact_id=row.contact_id,
            caller=row.caller,
            caller_name=row.caller_name,
            number=row.number,
            via=row.via,
            language=row.language,
            queue_id=row.queue_id,
            arrived_at=row.arrived_at,
        )
        if row.disposition_id is not None:
            self._dispositions[agent_id] = (row.contact_id, row.disposition_id)

    def of(self, agent_id: str) -> Card | None:
        """What this agent has at hand now."""
        agent = self._floor.agents.get(agent_id)
        if agent is None or agent.contact_id is None:
            self._kept.pop(agent_id, None)
            return None
        about, disposition_id = self._dispositions.get(agent_id, ("", None))
        if about != agent.contact_id:
            disposition_id = None
        contact = self._floor.contacts.get(agent.contact_id)
        if agent.state is not AgentState.WRAPPING_UP and contact is not None:
            return replace(card_of(contact), disposition_id=disposition_id)
        card = self._kept.get(agent_id)
        if card is None or card.contact_id != agent.contact_id:
            card = Card(contact_id=agent.contact_id, queue_id=agent.queue_id)
        return replace(
            card,
            state=agent.state,
            state_since=agent.state_since,
            wrap_up_until=agent.wrap_up_until,
            disposition_id=disposition_id,
        )

    def _card(self, contact_id: str) -> Card:
        return self._cards.get(contact_id) or Card(contact_id=contact_id)


def card_of(contact: ContactNow) -> Card:
    """The card of a contact that is on the floor."""
    return Card(
        contact_id=contact.contact_id,
        offer_id=contact.offer_id,
        caller=contact.caller,
        caller_name=contact.caller_name,
        number=contact.number,
        via=contact.via,
        language=contact.language,
        queue_id=contact.queue_id,
        arrived_at=contact.arrived_at,
        queued_at=contact.queued_at or None,
        state=contact.state,
        state_since=contact.state_since,
        connected_at=contact.connected_at if contact.state is ContactState.TALKING else None,
        held=contact.held,
        expires_at=contact.expires_at if contact.state is ContactState.OFFERED else None,
    )
