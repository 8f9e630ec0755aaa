"""Who is idle: for each queue, the agents who could take its next contact, longest idle first."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heapify, heappop, heappush

from cordboard.center.center import Center

Turn = tuple[float, int, str]
"""Idle since, a tie-break in order of becoming ready, and the agent."""


class ReadyAgents:
    """The idle agents of each queue. An entry is stale once its agent has another turn or none.

    Stale entries are skipped when they surface and swept when they outnumber the agents of the queue, so that a pick
    costs about the same with a hundred agents and with ten thousand.
    """

    __slots__ = ("_heaps", "_turns", "queues_by_agent", "staff")

    def __init__(self) -> None:
        self._turns: dict[str, Turn] = {}
        self._heaps: dict[str, list[Turn]] = {}
        self.queues_by_agent: dict[str, tuple[str, ...]] = {}
        self.staff: dict[str, int] = {}
        """How many agents each queue has in all."""

    def configure(self, center: Center) -> None:
        """Learn who can serve what; those idle stay idle."""
        by_skills: dict[frozenset[str], tuple[str, ...]] = {}
        self.queues_by_agent.clear()
        self.staff = dict.fromkeys(center.queues, 0)
        ordered = sorted(center.queues.values(), key=lambda q: (-q.priority, q.queue_id))
        for agent in center.agents.values():
            if agent.skills not in by_skills:
                by_skills[agent.skills] = tuple(q.queue_id for q in ordered if q.skills <= agent.skills)
            queues = by_skills[agent.skills]
            self.queues_by_agent[agent.agent_id] = queues
            for queue_id in queues:
                self.staff[queue_id] += 1
        self._heaps = {queue_id: [] for queue_id in center.queues}
        for turn in sorted(self._turns.values()):
            for queue_id in self.queues_by_agent.get(turn[2], ()):
                self._heaps[queue_id].append(turn)

    def add(self, turn: Turn) -> None:
        """The agent is idle; a turn given before is void."""
        agent_id = turn[2]
        self._turns[agent_id] = turn
        heaps = self._heaps
        for queue_id in self.queues_by_agent.get(agent_id, ()):
            heap = heaps[queue_id]
            heappush(heap, turn)
            if len(heap) > 4 * self.staff[queue_id] + 64:
                self._sweep(queue_id)

    def remove(self, agent_id: str) -> None:
        """The agent is not idle any more."""
        self._turns.pop(agent_id, None)

    def first(self, queue_id: str) -> str | None:
        """The agent idle longest of those who can serve this queue, or None."""
        heap = self._heaps.get(queue_id)
        turns = self._turns
        while heap:
            turn = heap[0]
            if turns.get(turn[2]) is turn or turns.get(turn[2]) == turn:
                return turn[2]
            heappop(heap)
        return None

    def ids(self) -> Mapping[str, Turn]:
        """All idle agents and their turns."""
        return self._turns

    def _sweep(self, queue_id: str) -> None:
        heap = [turn for turn in self._heaps[queue_id] if self._turns.get(turn[2]) == turn]
        heapify(heap)
        self._heaps[queue_id] = heap
