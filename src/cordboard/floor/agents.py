"""The rules of an agent's day: signing in, being ready, missing an offer, wrapping up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cordboard.center import people
from cordboard.errors import Refused, Unknown
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.floor import Floor
from cordboard.floor.records import AgentNow, ContactNow
from cordboard.floor.states import AgentState, ContactState

Events = Iterator[ev.Event]

END_BY_FAILURE: Mapping[inp.LegFailure, ev.OfferEnd] = {
    inp.LegFailure.DECLINED: ev.OfferEnd.DECLINED,
    inp.LegFailure.RANG_OUT: ev.OfferEnd.LAPSED,
    inp.LegFailure.UNREACHABLE: ev.OfferEnd.UNREACHABLE,
    inp.LegFailure.LOST: ev.OfferEnd.WITHDRAWN,
}

PAUSE_BY_END: Mapping[ev.OfferEnd, str] = {
    ev.OfferEnd.DECLINED: people.DECLINED,
    ev.OfferEnd.LAPSED: people.DID_NOT_ANSWER,
    ev.OfferEnd.UNREACHABLE: people.PHONE_UNREACHABLE,
}
"""An agent who misses an offer is paused, so that the contact rings elsewhere; a withdrawn one is nobody's fault."""


# -- after an offer, after a talk --


def missed(floor: Floor, contact: ContactNow, end: ev.OfferEnd) -> Events:
    """The offer ended unanswered: the contact keeps its place, the agent is paused unless not to blame."""
    assert contact.agent_id is not None
    assert contact.offer_id is not None
    agent = floor.agents[contact.agent_id]
    yield ev.OfferEnded(contact_id=contact.contact_id, agent_id=agent.agent_id, offer_id=contact.offer_id, end=end)
    if end is ev.OfferEnd.WITHDRAWN:
        yield ev.AgentMadeReady(agent_id=agent.agent_id, idle_since=agent.idle_since)
    else:
        yield ev.AgentPaused(agent_id=agent.agent_id, reason_id=PAUSE_BY_END[end])
    if floor.center.queue(contact.queue_id) is None:
        yield queue_gone(contact)


def queue_gone(contact: ContactNow) -> ev.ContactReturned | ev.ContactTurnedAway:
    """Nobody can serve this contact any more: its queue, or the agent it waits for, was taken out of the center."""
    if "closed" in contact.returns:
        return ev.ContactReturned(contact_id=contact.contact_id, why="closed", queue_id=contact.queue_id)
    return ev.ContactTurnedAway(
        contact_id=contact.contact_id,
        reason=ev.TurnedAway.QUEUE_GONE,
        prompts=("cord/goodbye",),
        language=contact.language,
        queue_id=contact.queue_id,
    )


def after_talk(floor: Floor, agent: AgentNow, now: float, *, wrap_up: bool) -> Events:
    """The agent wraps up, or without wrap-up goes on at once."""
    assert agent.contact_id is not None
    assert agent.queue_id is not None
    queue = floor.center.queue(agent.queue_id)
    if wrap_up and queue is not None and queue.wrap_up_s > 0:
        yield ev.WrapUpStarted(
            agent_id=agent.agent_id,
            contact_id=agent.contact_id,
            queue_id=agent.queue_id,
            until=now + queue.wrap_up_s,
        )
    else:
        yield from after_wrap_up(agent, now)


def after_wrap_up(agent: AgentNow, now: float) -> Events:
    """The work is done: the pause that was asked for, or ready."""
    if agent.pause_next is not None:
        yield ev.AgentPaused(agent_id=agent.agent_id, reason_id=agent.pause_next)
    else:
        yield ev.AgentMadeReady(agent_id=agent.agent_id, idle_since=now)


def hold(contact: ContactNow, *, by_phone: bool = False) -> Events:
    """The customer hears music; `by_phone`: the agent's own phone did it."""
    assert contact.agent_id is not None
    assert contact.offer_id is not None
    yield ev.ContactHeld(
        contact_id=contact.contact_id, agent_id=contact.agent_id, offer_id=contact.offer_id, by_phone=by_phone
    )


def resume(contact: ContactNow, *, by_phone: bool = False) -> Events:
    """The agent and the customer hear each other again; `by_phone` as of `hold`."""
    assert contact.agent_id is not None
    assert contact.offer_id is not None
    yield ev.ContactResumed(
        contact_id=contact.contact_id, agent_id=contact.agent_id, offer_id=contact.offer_id, by_phone=by_phone
    )


# -- commands --


def sign_in(floor: Floor, command: inp.SignIn, now: float) -> Events:
    """The agent is here, paused at first; one who is paused may change the phone."""
    if command.agent_id not in floor.center.agents:
        raise Unknown("agent", command.agent_id)
    agent = floor.agents.get(command.agent_id)
    if agent is None or agent.state is AgentState.SIGNED_OUT:
        yield ev.AgentSignedIn(agent_id=command.agent_id, phone=command.phone)
    elif agent.phone is not command.phone:
        if agent.state is not AgentState.PAUSED:
            raise Refused("not-paused", f"agent {agent.agent_id!r} is {agent.state}; pause before changing the phone")
        yield ev.AgentSignedIn(agent_id=command.agent_id, phone=command.phone)


def sign_out(floor: Floor, command: inp.SignOut, now: float) -> Events:
    """The agent leaves, unless a contact rings or is talked with."""
    agent = present(floor, command.agent_id)
    if agent.state in (AgentState.OFFERED, AgentState.TALKING):
        raise Refused("busy", f"agent {agent.agent_id!r} is {agent.state}; finish the contact first")
    yield ev.AgentSignedOut(agent_id=agent.agent_id)


def make_ready(floor: Floor, command: inp.MakeReady, now: float) -> Events:
    """The pause ends, or the one that was asked for will not begin."""
    agent = present(floor, command.agent_id)
    if agent.state is AgentState.PAUSED:
        yield ev.AgentMadeReady(agent_id=agent.agent_id, idle_since=now)
    elif agent.pause_next is not None:
        yield ev.PauseAsked(agent_id=agent.agent_id, reason_id=None)


def pause(floor: Floor, command: inp.PauseAgent, now: float) -> Events:
    """The pause begins now, or after the work at hand."""
    agent = present(floor, command.agent_id)
    reason_id = command.reason_id
    if reason_id not in floor.center.pauses and reason_id not in people.SYSTEM_PAUSES:
        raise Unknown("pause-reason", reason_id)
    if agent.state is AgentState.OFFERED:
        raise Refused("offered", f"a contact rings at agent {agent.agent_id!r}; answer or decline it first")
    if agent.state in (AgentState.TALKING, AgentState.WRAPPING_UP):
        if agent.pause_next != reason_id:
            yield ev.PauseAsked(agent_id=agent.agent_id, reason_id=reason_id)
    elif agent.state is not AgentState.PAUSED or agent.reason_id != reason_id:
        yield ev.AgentPaused(agent_id=agent.agent_id, reason_id=reason_id)


def decline(floor: Floor, command: inp.DeclineOffer, now: float) -> Events:
    """The ringing contact keeps its place and rings elsewhere."""
    agent = present(floor, command.agent_id)
    if agent.state is not AgentState.OFFERED or agent.contact_id is None:
        raise Refused("no-offer", f"nothing rings at agent {agent.agent_id!r}")
    yield from missed(floor, floor.contacts[agent.contact_id], ev.OfferEnd.DECLINED)


def hold_contact(floor: Floor, command: inp.HoldContact, now: float) -> Events:
    """The agent lets the customer hear music."""
    _, contact = talking(floor, command.agent_id)
    if not contact.held:
        yield from hold(contact)


def resume_contact(floor: Floor, command: inp.ResumeContact, now: float) -> Events:
    """The agent takes the customer back from hold."""
    _, contact = talking(floor, command.agent_id)
    if contact.held:
        yield from resume(contact)


def set_disposition(floor: Floor, command: inp.SetDisposition, now: float) -> Events:
    """The agent says how the contact at hand, or the last one, ended."""
    agent = floor.agents.get(command.agent_id)
    if agent is None or command.contact_id not in (agent.contact_id, agent.last_contact_id):
        raise Refused(
            "not-yours", f"agent {command.agent_id!r} may dispose of the contact at hand or the last one only"
        )
    offered = {d.disposition_id for queue in floor.center.queues.values() for d in queue.dispositions}
    if command.disposition_id not in offered:
        raise Unknown("disposition", command.disposition_id)
    yield ev.DispositionSet(
        contact_id=command.contact_id, agent_id=command.agent_id, disposition_id=command.disposition_id
    )


def finish_wrap_up(floor: Floor, command: inp.FinishWrapUp, now: float) -> Events:
    """The agent is done before the time of wrap-up is over."""
    agent = present(floor, command.agent_id)
    if agent.state is AgentState.WRAPPING_UP:
        yield from after_wrap_up(agent, now)


# -- who --


def present(floor: Floor, agent_id: str) -> AgentNow:
    """The agent, who must be signed in."""
    agent = floor.agents.get(agent_id)
    if agent is None and agent_id not in floor.center.agents:
        raise Unknown("agent", agent_id)
    if agent is None or agent.state is AgentState.SIGNED_OUT:
        raise Refused("signed-out", f"agent {agent_id!r} is signed out; sign in first")
    return agent


def talking(floor: Floor, agent_id: str) -> tuple[AgentNow, ContactNow]:
    """The agent and the contact it talks with."""
    agent = present(floor, agent_id)
    contact = floor.contacts.get(agent.contact_id) if agent.contact_id is not None else None
    if agent.state is not AgentState.TALKING or contact is None or contact.state is not ContactState.TALKING:
        raise Refused("not-talking", f"agent {agent_id!r} talks with nobody")
    return agent, contact
