"""A day in a centre whose machine has much to say: random, but the same for the same seed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from cordboard.center.entries import Entry as Number
from cordboard.center.trunks import Trunk
from cordboard.floor import inputs as inp
from cordboard.flows import inputs as finp
from cordboard.flows import nodes as n
from cordboard.flows.forms import DigitsForm, RatingForm, SecretForm, TextForm
from cordboard.flows.language import Flow
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.live import AnyInput, LiveCenter
from tests.day import BEGINS, CENTER, Day

RECEPTION = Flow(
    flow_id="reception",
    name="Reception",
    start="hello",
    version=3,
    person="sales",
    nodes={
        "hello": n.Say(prompts=("hello",), next="main"),
        "main": n.Menu(
            prompts=("menu",),
            choices={"1": "sales", "2": "code", "3": "message", "4": "back", "5": "news", "6": "outside", "7": "rate"},
            answer="wish",
            on_failure="failed",
        ),
        "sales": n.ToQueue(queue_id="sales", on_timeout="message", on_closed="message", after_talk="rate"),
        "night": n.ToQueue(queue_id="night", on_closed="message"),
        "code": n.Ask(prompts=("code",), answer="code", form=DigitsForm(most=2), next="pin", on_failure="night"),
        "pin": n.Ask(prompts=("pin",), answer="pin", form=SecretForm(least=2, most=2), next="find", on_failure="sales"),
        "find": n.LookUp(source="order", by={"number": "answers.code"}, found="told", not_found="main"),
        "told": n.Mark(mark="told", served=True, next="guard"),
        "guard": n.LoopGuard(most=2, next="main", on_too_many="bye"),
        "news": n.Say(prompts=("news",), next="main"),
        "message": n.Voicemail(queue_id="sales", prompts=("speak",), next="bye", on_error="failed"),
        "back": n.BookCallback(queue_id="sales", next="bye"),
        "outside": n.ToNumber(number="+442079460001", trunk_id="line", next="rate", on_failure="main"),
        "rate": n.SubFlow(flow_id="survey", next="thanks"),
        "thanks": n.Goodbye(),
        "failed": n.Goodbye(served=False),
        "bye": n.Goodbye(),
    },
)
SURVEY = Flow(
    flow_id="survey",
    name="Survey",
    start="csat",
    version=1,
    purpose="part",
    nodes={
        "csat": n.Ask(prompts=("rate",), answer="csat", form=RatingForm(scale="csat"), next="say", on_failure="end"),
        "say": n.Ask(prompts=("say",), answer="comment", form=TextForm(), next="end", on_failure="end"),
        "end": n.Return(),
    },
)
SCRIPT = Flow(
    flow_id="script",
    name="Script",
    start="greet",
    version=2,
    purpose="script",
    nodes={
        "greet": n.Say(prompts=("greet",), next="law"),
        "law": n.Disclose(prompts=("law",), next="size"),
        "size": n.Menu(prompts=("size",), choices={"1": "part", "2": "end"}, answer="size"),
        "part": n.SubFlow(flow_id="survey", next="end"),
        "end": n.Goodbye(),
    },
)
BROKEN = Flow(flow_id="broken", name="Broken", start="gone", version=1)
CONFIGURATION = Configuration(
    center=replace(
        CENTER,
        queues={
            **CENTER.queues,
            "sales": replace(CENTER.queues["sales"], script_flow_id="script"),
            "support": replace(CENTER.queues["support"], after_talk_flow_id="survey"),
        },
        entries={
            "100": Number(number="100", queue_id="support"),
            "200": Number(number="200", flow_id="reception"),
            "201": Number(number="201", flow_id="reception"),
            "300": Number(number="300", flow_id="broken"),
            "400": Number(number="400", flow_id="try.abc"),
        },
    ),
    flows={flow.flow_id: flow for flow in (RECEPTION, SURVEY, SCRIPT, BROKEN, replace(RECEPTION, flow_id="try.abc"))},
    trunks={"line": Trunk(trunk_id="line", name="Line", host="sip.example", dials=("*",))},
)


class FlowDay(Day):
    """A day in which most of what happens happens in flows."""

    def __init__(self, seed: int, *, begins: float = BEGINS) -> None:
        super().__init__(seed, begins=begins)
        self.entries, self.now, self._random = [], begins, Random(seed)
        self.live = LiveCenter(CONFIGURATION)
        self.tell(inp.SwitchFound())
        for agent_id in CENTER.agents:
            self.tell(inp.SignIn(agent_id=agent_id))
        self.tell(inp.PhonesSeen(reachable=frozenset(CENTER.agents)))
        for agent_id in CENTER.agents:
            self.tell(inp.MakeReady(agent_id=agent_id))

    def _anything(self) -> AnyInput:
        random = self._random
        if len(self.live.floor.contacts) < 8 and random.random() < 0.4:
            self._calls += 1
            number = random.choice(("100", "200", "200", "201", "300", "400"))
            return inp.CallArrived(contact_id=f"{self._prefix}{self._calls}", number=number, caller="+49305550100")
        acts = self._acts()
        return random.choice(acts) if acts and random.random() < 0.8 else super()._anything()

    def _acts(self) -> list[AnyInput]:
        random, acts = self._random, list[AnyInput]()
        for p in self.live.performer.performances.values():
            who = p.contact_id
            match p.awaits:
                case "said" | "answer" | "confirmation":
                    acts += [finp.KeyPressed(contact_id=who, key=random.choice("0123456789*#")) for _ in range(2)]
                    acts.append(finp.PromptsFinished(contact_id=who, turn=p.turn))
                case "errand":
                    acts.append(finp.ErrandDone(contact_id=who, turn=p.turn, found=random.random() < 0.8, value="x"))
                    acts.append(finp.ErrandFailed(contact_id=who, turn=p.turn, why="away"))
                case "recording":
                    seconds = random.choice((0.0, 3.0))
                    acts.append(finp.RecordingFinished(contact_id=who, turn=p.turn, seconds=seconds))
                    acts.append(inp.CallerHungUp(contact_id=who))
                case "number":
                    acts.append(finp.NumberAnswered(contact_id=who, turn=p.turn))
                    acts.append(finp.NumberGone(contact_id=who, turn=p.turn, why="busy"))
                case "talk":
                    acts.append(finp.NumberGone(contact_id=who, turn=p.turn, why="ended"))
        for p in self.live.performer.scripts.values():
            value = random.choice((True, "1", "2", "5", "fine", ""))
            acts.append(finp.TextGiven(contact_id=p.contact_id, text=value, script=True))
            if p.done and random.random() < 0.2:
                acts.append(finp.WentBack(contact_id=p.contact_id, node_id=random.choice(p.done).node_id))
        return acts
