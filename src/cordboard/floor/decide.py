"""Every decision about the floor: what becomes true when something is reported, asked or due.

`decide` yields events and changes nothing; the caller applies each one before it asks for the next, so that a later
decision of the same step sees what an earlier one made true. `step` does just that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cordboard.errors import Refused, Unknown
from cordboard.floor import agents as agent_rules
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.floor import Floor
from cordboard.floor.offers import offers
from cordboard.floor.queueing import enter_queue, only_talked, waited_too_long
from cordboard.floor.records import ContactNow
from cordboard.floor.states import AgentState, ContactState

Events = Iterator[ev.Event]


def step(floor: Floor, input_: inp.Input, now: float) -> list[ev.Event]:
    """Decide, apply, and return what became true.

    Deterministic: the same floor, input and `now` give the same events.

    Raises:
        Refused: a command breaks a rule. The floor is unchanged.
    """
    happened = []
    for event in decide(floor, input_, now):
        floor.apply(event, now)
        happened.append(event)
    return happened


def decide(floor: Floor, input_: inp.Input, now: float) -> Events:
    """Yield what becomes true because of one input; apply each event before asking for the next.

    Args:
        floor: as of the last event.
        input_: one report or command.
        now: instant, seconds since the Unix epoch (UTC), never before the last step's.

    Raises:
        Refused: a command breaks a rule; nothing was yielded.
    """
    fresh: list[ev.Event] = []
    for event in _RESPOND[type(input_)](floor, input_, now):
        yield event
        if type(event) in _FRESH:
            fresh.append(event)
    if fresh:
        yield from offers(floor, fresh, now)


_FRESH = frozenset({ev.ContactQueued, ev.OfferEnded, ev.AgentMadeReady, ev.PhoneFound, ev.SwitchCameBack})
"""Events after which somebody may be offered something."""


# -- contacts --


def _call_arrived(floor: Floor, report: inp.CallArrived, now: float) -> Events:
    if report.contact_id in floor.contacts:
        return
    entry = floor.center.entry_for(report.number)
    language = entry.language if entry else "en"
    yield ev.ContactArrived(
        contact_id=report.contact_id,
        number=report.number,
        caller=report.caller,
        caller_name=report.caller_name,
        via=report.via,
        language=language,
        flow_id=entry.flow_id if entry else None,
    )
    if entry is None:
        yield ev.ContactTurnedAway(
            contact_id=report.contact_id,
            reason=ev.TurnedAway.NO_ENTRY,
            prompts=("cord/goodbye",),
            language=language,
        )
    elif entry.queue_id is not None:
        yield from enter_queue(floor, floor.contacts[report.contact_id], entry.queue_id, language, now)


def _queue_contact(floor: Floor, report: inp.QueueContact, now: float) -> Events:
    contact = floor.contacts.get(report.contact_id)
    if contact is not None and contact.state is ContactState.ARRIVED:
        yield from enter_queue(
            floor,
            contact,
            report.queue_id,
            report.language,
            now,
            wait_s=report.wait_s,
            returns=report.returns,
        )


def _end_contact(floor: Floor, report: inp.EndContact, now: float) -> Events:
    contact = floor.contacts.get(report.contact_id)
    if contact is not None and contact.state is ContactState.ARRIVED:
        yield ev.ContactTurnedAway(
            contact_id=contact.contact_id,
            reason=ev.TurnedAway.FLOW_ENDED,
            prompts=report.prompts,
            language=report.language,
        )


def _caller_hung_up(floor: Floor, report: inp.CallerHungUp, now: float) -> Events:
    contact = floor.contacts.get(report.contact_id)
    if contact is not None:
        by = "center" if contact.state is ContactState.LEAVING else "customer"
        yield from _end(floor, contact, now, by=by)


def _call_lost(floor: Floor, report: inp.CallLost, now: float) -> Events:
    contact = floor.contacts.get(report.contact_id)
    if contact is not None:
        yield from _end(floor, contact, now, by="switch")


_OUTCOMES = {
    ContactState.ARRIVED: ev.Outcome.LEFT_IN_FLOW,
    ContactState.WAITING: ev.Outcome.ABANDONED,
    ContactState.OFFERED: ev.Outcome.ABANDONED,
    ContactState.TALKING: ev.Outcome.SERVED,
    ContactState.LEAVING: ev.Outcome.TURNED_AWAY,
}


def _end(floor: Floor, contact: ContactNow, now: float, *, by: str) -> Events:
    """The contact is over, from whatever state; its agent is freed."""
    lost = by == "switch"
    after_talk = contact.talked and contact.state in (ContactState.ARRIVED, ContactState.LEAVING)
    outcome = ev.Outcome.LOST if lost else ev.Outcome.SERVED if after_talk else _OUTCOMES[contact.state]
    agent = floor.agents[contact.agent_id] if contact.agent_id is not None else None
    offered = contact.state is ContactState.OFFERED
    if offered and agent is not None and contact.offer_id is not None:
        yield ev.OfferEnded(
            contact_id=contact.contact_id,
            agent_id=agent.agent_id,
            offer_id=contact.offer_id,
            end=ev.OfferEnd.WITHDRAWN,
        )
    yield ev.ContactEnded(
        contact_id=contact.contact_id,
        outcome=outcome,
        by=by,
        queue_id=contact.queue_id,
        agent_id=contact.agent_id,
        offer_id=contact.offer_id,
    )
    if agent is not None and offered:
        yield ev.AgentMadeReady(agent_id=agent.agent_id, idle_since=agent.idle_since)
    elif agent is not None:
        yield from agent_rules.after_talk(floor, agent, now, wrap_up=not lost)


# -- offers and talks --


def _agent_answered(floor: Floor, report: inp.AgentAnswered, now: float) -> Events:
    contact = floor.offers.get(report.offer_id)
    if contact is None or contact.state is not ContactState.OFFERED:
        return
    assert contact.agent_id is not None
    assert contact.queue_id is not None
    yield ev.ContactConnected(
        contact_id=contact.contact_id,
        queue_id=contact.queue_id,
        agent_id=contact.agent_id,
        offer_id=report.offer_id,
    )


def _offer_failed(floor: Floor, report: inp.OfferFailed, now: float) -> Events:
    contact = floor.offers.get(report.offer_id)
    if contact is not None and contact.state is ContactState.OFFERED:
        yield from agent_rules.missed(floor, contact, agent_rules.END_BY_FAILURE[report.failure])


def _agent_hung_up(floor: Floor, report: inp.AgentHungUp, now: float) -> Events:
    contact = floor.offers.get(report.offer_id)
    if contact is not None and contact.state is ContactState.TALKING:
        yield from _let_go(floor, contact, now)


def _let_go(floor: Floor, contact: ContactNow, now: float) -> Events:
    """The agent is done with the customer, who goes back to a flow if one waits for that."""
    queue = floor.center.queue(contact.queue_id)
    if "talked" not in contact.returns and (queue is None or queue.after_talk_flow_id is None):
        yield from _end(floor, contact, now, by="agent")
        return
    assert contact.agent_id is not None
    agent = floor.agents[contact.agent_id]
    yield ev.ContactReturned(
        contact_id=contact.contact_id,
        why="talked",
        queue_id=contact.queue_id,
        agent_id=contact.agent_id,
        offer_id=contact.offer_id,
    )
    yield from agent_rules.after_talk(floor, agent, now, wrap_up=True)


def _phone_held(floor: Floor, report: inp.AgentPhoneHeld, now: float) -> Events:
    contact = floor.offers.get(report.offer_id)
    if contact is not None and contact.state is ContactState.TALKING and not contact.held:
        yield from agent_rules.hold(contact, by_phone=True)


def _phone_resumed(floor: Floor, report: inp.AgentPhoneResumed, now: float) -> Events:
    contact = floor.offers.get(report.offer_id)
    if contact is not None and contact.state is ContactState.TALKING and contact.held:
        yield from agent_rules.resume(contact, by_phone=True)


def _transfer(floor: Floor, command: inp.TransferContact, now: float) -> Events:
    agent, contact = agent_rules.talking(floor, command.agent_id)
    queue = floor.center.queues.get(command.queue_id)
    if queue is None:
        raise Unknown("queue", command.queue_id)
    if not queue.hours.is_open(now):
        raise Refused("queue-closed", f"queue {queue.queue_id!r} is closed now; choose an open one")
    assert contact.offer_id is not None
    assert contact.queue_id is not None
    yield ev.ContactTransferred(
        contact_id=contact.contact_id,
        agent_id=agent.agent_id,
        offer_id=contact.offer_id,
        from_queue_id=contact.queue_id,
        to_queue_id=queue.queue_id,
    )
    yield from agent_rules.after_talk(floor, agent, now, wrap_up=True)
    yield from enter_queue(
        floor, contact, queue.queue_id, contact.language, now, reason="transfer", returns=only_talked(contact)
    )


def _hang_up(floor: Floor, command: inp.HangUp, now: float) -> Events:
    _, contact = agent_rules.talking(floor, command.agent_id)
    yield from _let_go(floor, contact, now)


# -- the switch, the center, the clock --


def _switch_lost(floor: Floor, report: inp.SwitchLost, now: float) -> Events:
    if floor.switch_up:
        yield ev.SwitchWentAway()


def _switch_found(floor: Floor, report: inp.SwitchFound, now: float) -> Events:
    if not floor.switch_up:
        yield ev.SwitchCameBack()


def _phones_seen(floor: Floor, report: inp.PhonesSeen, now: float) -> Events:
    for agent in list(floor.agents.values()):
        if agent.state is AgentState.SIGNED_OUT:
            continue
        seen = agent.agent_id in report.reachable
        if seen and not agent.reachable:
            yield ev.PhoneFound(agent_id=agent.agent_id)
        elif agent.reachable and not seen:
            yield ev.PhoneLost(agent_id=agent.agent_id)


def _center_changed(floor: Floor, report: inp.CenterChanged, now: float) -> Events:
    for contact in list(floor.contacts.values()):
        if contact.state is ContactState.WAITING and floor.center.queue(contact.queue_id) is None:
            yield agent_rules.queue_gone(contact)
    yield from offers(floor, [ev.SwitchCameBack()], now)


def _store_stalled(floor: Floor, report: inp.StoreStalled, now: float) -> Events:
    if floor.deadlines.next() is not None:
        yield ev.LimitsExtended(by_s=report.seconds)


def _time_passed(floor: Floor, report: inp.TimePassed, now: float) -> Events:
    while (due := floor.deadlines.next()) is not None and due[0] <= now:
        key = due[1]
        if key[0] == "a":
            yield from agent_rules.after_wrap_up(floor.agents[key[1:]], now)
        else:
            contact = floor.contacts[key[1:]]
            if contact.state is ContactState.OFFERED:
                yield from agent_rules.missed(floor, contact, ev.OfferEnd.LAPSED)
            elif floor.center.queue(contact.queue_id) is None:
                yield agent_rules.queue_gone(contact)
            elif contact.wait_until <= now:
                yield from waited_too_long(floor, contact, now)
            else:
                yield _announcement(floor, contact, now)


def _announcement(floor: Floor, contact: ContactNow, now: float) -> ev.Event:
    assert contact.queue_id is not None
    queue = floor.center.queue(contact.queue_id)
    assert queue is not None
    plan = queue.waiting
    return ev.WaitAnnounced(
        contact_id=contact.contact_id,
        position=floor.position(contact) if plan.say_position else None,
        expected_wait_s=floor.expected_wait_s(contact) if plan.say_expected_wait else None,
        language=contact.language,
        next_at=now + plan.announce_every_s if plan.announce_every_s > 0 else None,
    )


_RESPOND: dict[type, Callable[[Floor, Any, float], Events]] = {
    inp.CallArrived: _call_arrived,
    inp.CallerHungUp: _caller_hung_up,
    inp.CallLost: _call_lost,
    inp.QueueContact: _queue_contact,
    inp.EndContact: _end_contact,
    inp.AgentAnswered: _agent_answered,
    inp.OfferFailed: _offer_failed,
    inp.AgentHungUp: _agent_hung_up,
    inp.AgentPhoneHeld: _phone_held,
    inp.AgentPhoneResumed: _phone_resumed,
    inp.SwitchLost: _switch_lost,
    inp.SwitchFound: _switch_found,
    inp.PhonesSeen: _phones_seen,
    inp.CenterChanged: _center_changed,
    inp.StoreStalled: _store_stalled,
    inp.TimePassed: _time_passed,
    inp.TransferContact: _transfer,
    inp.HangUp: _hang_up,
    inp.SignIn: agent_rules.sign_in,
    inp.SignOut: agent_rules.sign_out,
    inp.MakeReady: agent_rules.make_ready,
    inp.PauseAgent: agent_rules.pause,
    inp.DeclineOffer: agent_rules.decline,
    inp.HoldContact: agent_rules.hold_contact,
    inp.ResumeContact: agent_rules.resume_contact,
    inp.SetDisposition: agent_rules.set_disposition,
    inp.FinishWrapUp: agent_rules.finish_wrap_up,
}
"""Every input has its row; a test walks the vocabulary."""
