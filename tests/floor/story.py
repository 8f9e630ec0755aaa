"""A floor told in a few lines: what happened at which second, and what came of it."""

from __future__ import annotations

from cordboard.center.center import Center
from cordboard.center.entries import ANY_NUMBER, Entry
from cordboard.center.people import Agent, PauseReason
from cordboard.center.queues import Disposition, Queue, WaitingPlan
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.decide import decide
from cordboard.floor.floor import Floor

SALES = Queue(
    queue_id="sales",
    name="Sales",
    skills=frozenset({"sales"}),
    waiting=WaitingPlan(announce_every_s=0),
    dispositions=(Disposition(disposition_id="sold", name="Sold"),),
)
SUPPORT = Queue(queue_id="support", name="Support", skills=frozenset({"support"}), wrap_up_s=0)

CENTER = Center(
    queues={"sales": SALES, "support": SUPPORT},
    agents={
        "ann": Agent(agent_id="ann", name="Ann", skills=frozenset({"sales"})),
        "bob": Agent(agent_id="bob", name="Bob", skills=frozenset({"sales", "support"})),
        "eve": Agent(agent_id="eve", name="Eve", skills=frozenset({"support"})),
    },
    entries={
        "100": Entry(number="100", queue_id="sales"),
        "200": Entry(number="200", queue_id="support"),
        ANY_NUMBER: Entry(number=ANY_NUMBER, flow_id="menu"),
    },
    pauses={"lunch": PauseReason(reason_id="lunch", name="Lunch")},
)


class Story:
    """A floor and everything that became true on it, from second 1000 on."""

    def __init__(self, center: Center = CENTER, *, switch_up: bool = True) -> None:
        self.floor = Floor(center)
        self.journal: list[tuple[float, ev.Event]] = []
        self.now = 1000.0
        if switch_up:
            self.at(0, inp.SwitchFound())

    def at(self, second: float, *inputs: inp.Input) -> list[ev.Event]:
        """Let these happen at this second of the story; without any, time passes."""
        self.now = max(self.now, 1000.0 + second)
        happened: list[ev.Event] = []
        for input_ in inputs or (inp.TimePassed(),):
            for event in decide(self.floor, input_, self.now):
                self.floor.apply(event, self.now)
                happened.append(event)
                self.journal.append((self.now, event))
        return happened

    def ready(self, second: float, *agent_ids: str) -> list[ev.Event]:
        """These agents sign in, their phones are there, and they press ready."""
        happened: list[ev.Event] = []
        for agent_id in agent_ids:
            happened += self.at(second, inp.SignIn(agent_id=agent_id))
        signed_in = frozenset(a.agent_id for a in self.floor.agents.values())
        happened += self.at(second, inp.PhonesSeen(reachable=signed_in))
        for agent_id in agent_ids:
            happened += self.at(second, inp.MakeReady(agent_id=agent_id))
        return happened

    def call(self, second: float, contact_id: str, number: str = "100") -> list[ev.Event]:
        """A customer calls this number."""
        return self.at(second, inp.CallArrived(contact_id=contact_id, number=number, caller="+4420000000"))

    def answered(self, second: float, contact_id: str, number: str = "100") -> str:
        """A call arrives, is offered and answered; return the offer's id."""
        offered = next(e for e in self.call(second, contact_id, number) if isinstance(e, ev.ContactOffered))
        self.at(second, inp.AgentAnswered(offer_id=offered.offer_id))
        return offered.offer_id


def kinds(events: list[ev.Event]) -> list[str]:
    """The names of events, in order."""
    return [type(event).__name__ for event in events]
