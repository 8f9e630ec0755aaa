"""Decisions a second: whole calls through `decide` and `apply`, with 100, 1,000 and 10,000 agents and 50 queues.

Each call is four inputs (arrived, answered, hung up, wrap-up finished) and about seven events, all built; no database.
Each agent serves five queues, so that indexes are really shared. The figure is calls a CPU second of this process.

Run: `uv run python benchmarks/floor.py [--quick]`.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import time

from cordboard.center.center import Center
from cordboard.center.entries import Entry
from cordboard.center.people import Agent
from cordboard.center.queues import Queue
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.decide import step
from cordboard.floor.floor import Floor

QUEUES = 50
SKILLS_PER_AGENT = 5
BUSY_SHARE = 0.8
"""Share of the agents kept talking, as on a working day."""


def center(agents: int, seed: int) -> Center:
    """Fifty queues of one skill each, and agents with five skills drawn by chance."""
    draw = random.Random(seed)
    names = [f"skill{n}" for n in range(QUEUES)]
    return Center(
        queues={f"q{n}": Queue(queue_id=f"q{n}", name=f"q{n}", skills=frozenset({names[n]})) for n in range(QUEUES)},
        agents={
            f"a{n}": Agent(agent_id=f"a{n}", name=f"a{n}", skills=frozenset(draw.sample(names, SKILLS_PER_AGENT)))
            for n in range(agents)
        },
        entries={f"{n}": Entry(number=f"{n}", queue_id=f"q{n}") for n in range(QUEUES)},
    )


class Day:
    """A floor with most of its agents talking, on which calls come and go."""

    def __init__(self, agents: int, seed: int) -> None:
        self.floor = Floor(center(agents, seed))
        self.now = 1_000_000.0
        self.events = 0
        self.talking: list[str] = []
        self.draw = random.Random(seed)
        for agent_id in self.floor.center.agents:
            self.take(inp.SignIn(agent_id=agent_id))
            self.take(inp.MakeReady(agent_id=agent_id))
        self.take(inp.PhonesSeen(reachable=frozenset(self.floor.center.agents)))
        self.take(inp.SwitchFound())
        calls = 0
        while len(self.talking) < agents * BUSY_SHARE:
            self.arrive(f"w{calls}", str(self.draw.randrange(QUEUES)))
            calls += 1

    def take(self, input_: inp.Input) -> None:
        """One step; every offer that comes of it is answered."""
        self.now += 0.001
        happened = step(self.floor, input_, self.now)
        self.events += len(happened)
        for event in happened:
            if type(event) is ev.ContactOffered:
                self.take(inp.AgentAnswered(offer_id=event.offer_id))
                self.talking.append(event.contact_id)

    def arrive(self, contact_id: str, number: str) -> None:
        """A call comes; one that finds nobody waits."""
        self.take(inp.CallArrived(contact_id=contact_id, number=number, caller="5551234"))

    def leave(self, place: int) -> None:
        """One of those talking hangs up, and its agent finishes the wrap-up."""
        talking = self.talking
        place %= len(talking)
        contact_id, talking[place] = talking[place], talking[-1]
        talking.pop()
        agent_id = self.floor.contacts[contact_id].agent_id
        assert agent_id is not None
        self.take(inp.CallerHungUp(contact_id=contact_id))
        self.take(inp.FinishWrapUp(agent_id=agent_id))


def calls_per_cpu_s(agents: int, calls: int, seed: int = 1) -> tuple[float, float]:
    """Serve `calls` calls on a busy floor; return calls a CPU second and events a call."""
    day = Day(agents, seed)
    numbers = [str(day.draw.randrange(QUEUES)) for _ in range(calls)]
    places = [day.draw.randrange(1 << 30) for _ in range(calls)]
    day.events = 0
    gc.collect()
    began = time.process_time()
    for n in range(calls):
        day.leave(places[n])
        day.arrive(f"c{n}", numbers[n])
    spent = time.process_time() - began
    return calls / spent, day.events / calls


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer calls, for a look")
    quick = parser.parse_args().quick
    calls, rounds = (10_000, 1) if quick else (60_000, 3)
    best: dict[str, float] = {}
    for agents in (100, 1_000, 10_000):
        runs = [calls_per_cpu_s(agents, calls) for _ in range(rounds)]
        best[str(agents)] = round(max(rate for rate, _ in runs))
        print(
            f"{agents:6} agents, {QUEUES} queues, {calls} calls, best of {rounds}: "
            f"{best[str(agents)]:,.0f} calls a CPU second, {runs[0][1]:.1f} events a call"
        )
    print(f"cost a call at 10,000 agents over that at 100: {best['100'] / best['10000']:.2f} times")
    print(json.dumps({"calls_per_cpu_s": best}))


if __name__ == "__main__":
    main()
