"""A day in a small centre, as its journal tells it: random, but the same for the same seed."""

from __future__ import annotations

from random import Random

from cordboard.center.center import Center
from cordboard.center.entries import ANY_NUMBER
from cordboard.center.entries import Entry as Number
from cordboard.center.hours import Hours
from cordboard.center.people import Agent, PauseReason
from cordboard.center.queues import Disposition, End, Exit, Queue, WaitingPlan
from cordboard.errors import Refused
from cordboard.floor import inputs as inp
from cordboard.floor.states import AgentState, ContactState
from cordboard.flows import inputs as finp
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Goodbye, Menu, SetLanguage, ToQueue
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.live import AnyInput, LiveCenter
from cordboard.runtime.ports import Entry

SOLD = Disposition(disposition_id="sold", name="Sold", name_ru="Продано")
MENU = Flow(
    flow_id="menu",
    name="Menu",
    start="language",
    nodes={
        "language": SetLanguage(language="ru", next="ask"),
        "ask": Menu(prompts=("cord/welcome",), choices={"1": "sales", "2": "support", "3": "night"}, on_failure="bye"),
        "sales": ToQueue(queue_id="sales"),
        "support": ToQueue(queue_id="support"),
        "night": ToQueue(queue_id="night"),
        "bye": Goodbye(),
    },
)
CENTER = Center(
    queues={
        "sales": Queue(
            queue_id="sales",
            name="Sales",
            skills=frozenset({"sales"}),
            wrap_up_s=20,
            waiting=WaitingPlan(wait_s_max=90, on_wait_max=End(exit=Exit.QUEUE, queue_id="support")),
            dispositions=(SOLD,),
        ),
        "support": Queue(
            queue_id="support",
            name="Support",
            skills=frozenset({"support"}),
            wrap_up_s=0,
            waiting=WaitingPlan(wait_s_max=60),
        ),
        "night": Queue(queue_id="night", name="Night", hours=Hours()),
    },
    agents={
        "ann": Agent(agent_id="ann", name="Ann", skills=frozenset({"sales"})),
        "bob": Agent(agent_id="bob", name="Bob", skills=frozenset({"sales", "support"})),
        "eve": Agent(agent_id="eve", name="Eve", skills=frozenset({"support"})),
    },
    entries={
        "100": Number(number="100", queue_id="sales"),
        ANY_NUMBER: Number(number=ANY_NUMBER, flow_id="menu"),
    },
    pauses={"lunch": PauseReason(reason_id="lunch", name="Lunch")},
)
CONFIGURATION = Configuration(center=CENTER, flows={"menu": MENU})
BEGINS = 1_763_712_000.0
"""2025-11-21 08:00 UTC."""


class Day:
    """A live center, and every journal line since its beginning."""

    def __init__(self, seed: int, *, begins: float = BEGINS) -> None:
        self.live = LiveCenter(CONFIGURATION)
        self.entries: list[Entry] = []
        self.now = begins
        self._random = Random(seed)
        self._calls = 0
        self._prefix = f"cord{seed}-"
        self.tell(inp.SwitchFound())
        for agent_id in CENTER.agents:
            self.tell(inp.SignIn(agent_id=agent_id))
        self.tell(inp.PhonesSeen(reachable=frozenset(CENTER.agents)))
        for agent_id in CENTER.agents:
            self.tell(inp.MakeReady(agent_id=agent_id))

    def tell(self, input_: AnyInput) -> list[Entry]:
        """Let one thing happen now; a refused command is nothing."""
        try:
            happened = self.live.step(input_, self.now)
        except Refused:
            return []
        self.entries += happened
        return happened

    def pass_s(self, seconds: float) -> None:
        """Let time go by, and everything that falls due in it."""
        until = self.now + seconds
        while (due := self.live.next_deadline()) is not None and due <= until:
            self.now = max(self.now, due)
            self.tell(inp.TimePassed())
        self.now = until

    def steps(self, count: int) -> list[Entry]:
        """Let `count` random things happen; returns the lines they made."""
        before = len(self.entries)
        for _ in range(count):
            self.pass_s(self._random.choice((0, 0.5, 2, 4.999, 5, 7, 20, 45)))
            self.tell(self._anything())
        return self.entries[before:]

    def close(self) -> None:
        """Let everybody go home: nothing is open after this."""
        for contact_id in list(self.live.floor.contacts):
            self.tell(inp.CallerHungUp(contact_id=contact_id))
        self.pass_s(3600)
        for agent_id in CENTER.agents:
            self.tell(inp.SignOut(agent_id=agent_id))

    def _anything(self) -> AnyInput:
        random, floor = self._random, self.live.floor
        if len(floor.contacts) < 8 and random.random() < 0.45:
            self._calls += 1
            return inp.CallArrived(
                contact_id=f"{self._prefix}{self._calls}",
                number=random.choice(("100", "999")),
                caller=f"+49305550{random.randrange(100):03}",
                caller_name="Ирина",
            )
        choices: list[AnyInput] = [
            finp.PromptsFinished(contact_id=each.contact_id, turn=each.turn)
            for each in self.live.performer.performances.values()
        ]
        for contact in floor.contacts.values():
            choices.append(inp.CallerHungUp(contact_id=contact.contact_id))
            if contact.state is ContactState.ARRIVED:
                choices += [finp.KeyPressed(contact_id=contact.contact_id, key=key) for key in "1234"]
            if contact.state is ContactState.OFFERED and contact.offer_id is not None:
                choices += [inp.AgentAnswered(offer_id=contact.offer_id)] * 4
                choices.append(inp.OfferFailed(offer_id=contact.offer_id, failure=random.choice(list(inp.LegFailure))))
            if contact.state is ContactState.TALKING and contact.offer_id is not None:
                choices.append(inp.AgentHungUp(offer_id=contact.offer_id))
        for agent in floor.agents.values():
            match agent.state:
                case AgentState.TALKING:
                    choices += [inp.HoldContact(agent_id=agent.agent_id), inp.ResumeContact(agent_id=agent.agent_id)]
                    choices.append(inp.PauseAgent(agent_id=agent.agent_id, reason_id="lunch"))
                    choices.append(inp.TransferContact(agent_id=agent.agent_id, queue_id=random.choice(QUEUES)))
                case AgentState.WRAPPING_UP:
                    choices += [inp.FinishWrapUp(agent_id=agent.agent_id)] * 2
                    choices.append(inp.PauseAgent(agent_id=agent.agent_id, reason_id="lunch"))
                    choices.append(inp.SignOut(agent_id=agent.agent_id))
                case AgentState.PAUSED:
                    choices += [inp.MakeReady(agent_id=agent.agent_id)] * 3
                case AgentState.SIGNED_OUT:
                    choices.append(inp.SignIn(agent_id=agent.agent_id))
            contact_id = agent.contact_id or agent.last_contact_id
            if contact_id is not None:
                choices.append(
                    inp.SetDisposition(agent_id=agent.agent_id, contact_id=contact_id, disposition_id="sold")
                )
        choices += [inp.CallLost(contact_id=each) for each in list(floor.contacts)[:1]]
        choices.append(inp.PhonesSeen(reachable=frozenset(CENTER.agents)))
        return random.choice(choices)


QUEUES = sorted(CENTER.queues)
