"""The whole centre as one value, and what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cordboard.center.calendars import Calendar, Switch
from cordboard.center.entries import ANY_NUMBER, Entry
from cordboard.center.people import Agent, PauseReason
from cordboard.center.queues import Exit, Queue


def personal_line(agent_id: str) -> str:
    """Return the id of the queue in which contacts wait for this agent alone."""
    return f"@{agent_id}"


def agent_of(queue_id: str) -> str | None:
    """Return the agent for whom alone contacts wait here; None for a queue of the company."""
    return queue_id[1:] if queue_id.startswith("@") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Center:
    """Queues, people and entries, each by its id."""

    queues: Mapping[str, Queue] = field(default_factory=dict)
    agents: Mapping[str, Agent] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    """By number."""
    pauses: Mapping[str, PauseReason] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    switches: Mapping[str, Switch] = field(default_factory=dict)
    holidays: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Public holidays of the calendars' countries, `YYYY-MM-DD`; worked out, not configured."""

    def entry_for(self, number: str) -> Entry | None:
        """The entry of this number, or the one for every number, or None."""
        return self.entries.get(number) or self.entries.get(ANY_NUMBER)

    def queue(self, queue_id: str | None) -> Queue | None:
        """The queue of this id, or the line of one agent, which is a queue like others."""
        if queue_id is None:
            return None
        if (agent_id := agent_of(queue_id)) is not None:
            agent = self.agents.get(agent_id)
            return None if agent is None else Queue(queue_id=queue_id, name=agent.name)
        return self.queues.get(queue_id)

    def problems(self) -> Iterator[str]:
        """Everything that would keep a contact from being served, one sentence each."""
        for queue in self.queues.values():
            if not any(queue.skills <= agent.skills for agent in self.agents.values()):
                yield f"queue {queue.queue_id!r} can be served by nobody: no agent has {sorted(queue.skills)}"
            for end in (queue.on_closed, queue.waiting.on_wait_max):
                if end.exit is Exit.QUEUE and end.queue_id not in self.queues:
                    yield f"queue {queue.queue_id!r} sends contacts on to {end.queue_id!r}, which does not exist"
        for entry in self.entries.values():
            if (entry.flow_id is None) == (entry.queue_id is None):
                yield f"entry {entry.number!r} must lead to a flow or to a queue, one of them"
            if entry.queue_id is not None and entry.queue_id not in self.queues:
                yield f"entry {entry.number!r} leads to queue {entry.queue_id!r}, which does not exist"
