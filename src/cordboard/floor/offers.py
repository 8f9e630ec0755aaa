"""Who gets which contact: longest-idle agent, first in line, highest queue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cordboard.center.center import agent_of, personal_line
from cordboard.floor import events as ev
from cordboard.floor.floor import Floor
from cordboard.floor.records import AgentNow, ContactNow
from cordboard.floor.states import AgentState, ContactState


def offers(floor: Floor, fresh: Iterable[ev.Event], now: float) -> Iterator[ev.Event]:
    """Offer whatever became possible through `fresh` events.

    Before them no eligible idle agent faced a waiting contact, so a new pair has a fresh member.
    """
    if not floor.switch_up:
        return
    for event in fresh:
        match event:
            case ev.ContactQueued() | ev.OfferEnded():
                contact = floor.contacts.get(event.contact_id)
                if contact is not None and contact.state is ContactState.WAITING and contact.queue_id is not None:
                    yield from _offer_from(floor, contact.queue_id, now)
            case ev.AgentMadeReady() | ev.PhoneFound():
                yield from _offer_to(floor, floor.agents[event.agent_id], now)
            case _:
                for agent_id in [turn[2] for turn in sorted(floor.ready.ids().values())]:
                    yield from _offer_to(floor, floor.agents[agent_id], now)


def _offer_from(floor: Floor, queue_id: str, now: float) -> Iterator[ev.Event]:
    """Offer the first free contact of this queue to the agent idle longest who can serve it."""
    free = floor.lines[queue_id].free
    agent_id = (agent_of(queue_id) or floor.ready.first(queue_id)) if free else None
    if agent_id is not None and not _is_idle(floor.agents.get(agent_id)):
        return
    if agent_id is not None:
        yield _offer(floor, floor.contacts[free[0][3]], floor.agents[agent_id], now)


def _offer_to(floor: Floor, agent: AgentNow, now: float) -> Iterator[ev.Event]:
    """Offer this agent the best contact of the queues it serves: queue's priority, then place in line."""
    if not _is_idle(agent):
        return
    own = floor.lines.get(personal_line(agent.agent_id))
    if own is not None and own.free:
        # who asked for this agent has no other
        yield _offer(floor, floor.contacts[own.free[0][3]], agent, now)
        return
    best = None
    for queue_id in floor.ready.queues_by_agent.get(agent.agent_id, ()):
        line = floor.lines[queue_id]
        if line.free:
            rank = (-floor.center.queues[queue_id].priority, line.free[0])
            if best is None or rank < best:
                best = rank
    if best is not None:
        yield _offer(floor, floor.contacts[best[1][3]], agent, now)


def _is_idle(agent: AgentNow | None) -> bool:
    return agent is not None and agent.state is AgentState.READY and agent.reachable


def _offer(floor: Floor, contact: ContactNow, agent: AgentNow, now: float) -> ev.ContactOffered:
    assert contact.queue_id is not None
    queue = floor.center.queue(contact.queue_id)
    assert queue is not None
    return ev.ContactOffered(
        contact_id=contact.contact_id,
        queue_id=contact.queue_id,
        agent_id=agent.agent_id,
        offer_id=f"{contact.contact_id}.o{contact.offers + 1}",
        expires_at=now + queue.offer_s,
        phone=agent.phone,
        recorded=queue.recorded,
        idle_since=agent.idle_since,
    )
