"""How a contact comes to wait in a queue, and how a wait ends that cannot go on."""

from __future__ import annotations

from collections.abc import Iterator

from cordboard.center.center import agent_of
from cordboard.center.queues import End, Exit, Queue
from cordboard.floor import events as ev
from cordboard.floor.floor import Floor
from cordboard.floor.records import ContactNow
from cordboard.floor.states import AgentState

HOPS_MAX = 5
"""Queues that may send a contact on to one another before it is turned away."""

Events = Iterator[ev.Event]


def enter_queue(
    floor: Floor,
    contact: ContactNow,
    queue_id: str,
    language: str,
    now: float,
    reason: str = "",
    hops: int = 0,
    wait_s: float | None = None,
    returns: tuple[str, ...] = (),
) -> Events:
    """The contact waits in this queue, or comes to the end that is configured for a closed one.

    Args:
        wait_s: longest wait; None for that of the queue.
        returns: reasons for which it goes back to its flow instead of coming to the queue's end.
    """
    queue = floor.center.queue(queue_id)
    if "closed" in returns and (queue is None or not _is_open(floor, queue, now)):
        yield ev.ContactReturned(contact_id=contact.contact_id, why="closed", queue_id=queue_id)
    elif queue is None or hops > HOPS_MAX:
        yield ev.ContactTurnedAway(
            contact_id=contact.contact_id,
            reason=ev.TurnedAway.QUEUE_GONE,
            prompts=("cord/goodbye",),
            language=language,
            queue_id=queue_id,
        )
    elif not queue.hours.always and not queue.hours.is_open(now):
        stays = tuple(why for why in returns if why == "talked")
        yield from _come_to(floor, contact, queue, queue.on_closed, ev.TurnedAway.CLOSED, language, now, hops, stays)
    else:
        plan = queue.waiting
        yield ev.ContactQueued(
            contact_id=contact.contact_id,
            queue_id=queue_id,
            language=language,
            aged_from=contact.aged_from if contact.aged_from else now,
            priority=0,
            wait_until=now + (plan.wait_s_max if wait_s is None else wait_s),
            announce_at=now + plan.announce_first_s if plan.announce_every_s > 0 else None,
            service_target_s=queue.service_target_s,
            music=plan.music,
            reason=reason,
            returns=returns,
        )


def _is_open(floor: Floor, queue: Queue, now: float) -> bool:
    """Whether contacts may wait here; the line of an agent is open while the agent is signed in."""
    agent_id = agent_of(queue.queue_id)
    if agent_id is not None:
        agent = floor.agents.get(agent_id)
        return agent is not None and agent.state is not AgentState.SIGNED_OUT
    return queue.hours.is_open(now)


def only_talked(contact: ContactNow) -> tuple[str, ...]:
    """In another queue the flow's wait and closing hold no more; its question after the talk does."""
    return tuple(why for why in contact.returns if why == "talked")


def _come_to(
    floor: Floor,
    contact: ContactNow,
    queue: Queue,
    end: End,
    reason: ev.TurnedAway,
    language: str,
    now: float,
    hops: int,
    returns: tuple[str, ...],
) -> Events:
    """The configured end of a wait: another queue, or prompts and goodbye."""
    if end.exit is Exit.QUEUE and end.queue_id is not None:
        yield from enter_queue(
            floor, contact, end.queue_id, language, now, reason=reason, hops=hops + 1, returns=returns
        )
    else:
        yield ev.ContactTurnedAway(
            contact_id=contact.contact_id,
            reason=reason,
            prompts=end.prompts,
            language=language,
            queue_id=queue.queue_id,
        )


def waited_too_long(floor: Floor, contact: ContactNow, now: float) -> Events:
    """The longest wait is over: back to the flow, or the queue's configured end."""
    assert contact.queue_id is not None
    if "timeout" in contact.returns:
        yield ev.ContactReturned(contact_id=contact.contact_id, why="timeout", queue_id=contact.queue_id)
        return
    queue = floor.center.queue(contact.queue_id)
    assert queue is not None
    end, reason = queue.waiting.on_wait_max, ev.TurnedAway.WAITED_TOO_LONG
    yield from _come_to(floor, contact, queue, end, reason, contact.language, now, 0, only_talked(contact))
