"""Flows drawn by chance from all kinds of nodes, and customers who do anything. The same seed draws the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from random import Random
from typing import Any, get_args

from cordboard.flows import forms as f
from cordboard.flows import inputs as inp
from cordboard.flows import nodes as n
from cordboard.flows import parts as p
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Node
from tests.flows.conversation import C, Conversation

IDS = ("n0", "n1", "n2", "n3", "n4", "bye", "queue")
SECRET_KEYS = "789"
"""Pressed for secrets only, so that one of them in what was written is a leak."""
KEYS = "0123456*#"
KINDS = get_args(Node)
TALKS = (n.Say, n.Disclose, n.Menu, n.ChooseLanguage, n.Ask, n.Ask, n.Order, n.SayWait)
FORMS: tuple[f.Form, ...] = (
    f.DigitsForm(least=2, most=3),
    f.SecretForm(least=2, most=3),
    f.NumberForm(most=9),
    f.NumberForm(most=50),
    f.YesNoForm(),
    f.ChoiceForm(options=(f.Option(value="x", key="1"), f.Option(value="y", key="2"))),
    f.DateForm(),
    f.TextForm(most_s=10),
    f.VoiceForm(most_s=10),
    f.RatingForm(scale="nps"),
)
SENSE = (
    "1",
    "contact.caller",
    "answers.a == 3",
    "'x' in text(answers.a)",
    "time.weekday",
    "answers",
    "[answers.a, 1.5]",
)
NONSENSE = ("1 / 0", "-answers.b", "1 +", "answers.none.deeper", "open('x')", "len(5)")
WORDS: tuple[p.Part, ...] = (
    "prompt",
    p.Text(text={"en": "Hi {answers.a}", "ru": "Эй"}),
    p.Text(text={"ru": "Привет"}),
    p.Number(value="1"),
)


@dataclasses.dataclass
class Chance:
    """What is drawn by one seed; `hostile`: things without sense too."""

    random: Random
    hostile: bool

    def flow(self, flow_id: str = "main", purpose: str = "call") -> Flow:
        """A small flow."""
        random = self.random
        drawn: dict[str, Node] = {
            each: self.node(random.choice((random.choice(KINDS), random.choice(TALKS)))) for each in IDS[:5]
        }
        drawn["n0"] = self.node(random.choice(TALKS))
        drawn |= {"bye": n.Goodbye() if flow_id == "main" else n.Return(), "queue": n.ToQueue(queue_id="sales")}
        if self.hostile and random.random() < 0.2:
            del drawn[random.choice(IDS[1:5])]
        return Flow(
            flow_id=flow_id,
            name=flow_id,
            start="n0",
            nodes=drawn,
            person=random.choice(("", "queue", "bye")),
            on_error=random.choice(("", "queue", "bye")),
            purpose="part" if flow_id == "part" else purpose,  # type: ignore[arg-type]
            version=1,
        )

    def node(self, cls: Any) -> Node:
        """A node of this kind, whose ways lead to nodes of the same flow."""
        made: Node = cls(**{each.name: self.field(cls, each) for each in dataclasses.fields(cls)})
        return made

    def expression(self) -> str:
        """Something to work out."""
        return self.random.choice((*SENSE, *NONSENSE) if self.hostile else SENSE)

    def prompts(self) -> tuple[p.Part, ...]:
        """Something to say."""
        words = (*WORDS, p.Number(value=self.expression()), p.Date(value=self.expression())) if self.hostile else WORDS
        return tuple(self.random.choice(words) for _ in range(self.random.randint(not self.hostile, 2)))

    def field(self, cls: type, field: dataclasses.Field[Any]) -> Any:
        """A value for one field of a node."""
        random, name = self.random, field.name
        if (cls, name) in ONE_OF:
            return random.choice(ONE_OF[cls, name])
        if name in DRAWN:
            return DRAWN[name](self)
        if field.type == "bool":
            return random.random() < 0.5
        if name.endswith("_s"):
            return random.choice((0.0, 1.0, 5.0))
        return random.choice((*IDS, "") if field.default == "" else IDS)


ONE_OF: dict[tuple[type, str], tuple[Any, ...]] = {
    (n.LookUp, "source"): ("customer", "order", "table", "branch"),
    (n.LookUp, "answer"): ("", "a"),
    (n.Request, "method"): ("GET", "POST"),
    (n.Request, "body"): ({}, {"x": "secrets.a"}, {"x": "answers.a"}),
    (n.Send, "channel"): ("sms", "email"),
    (n.Send, "text"): ({"en": "{answers.a}"},),
    (n.ToAgent, "wait_s"): (0.0, 30.0),
    (n.ToNumber, "number"): ("{contact.caller}", "+44123", "{answers.a}"),
    (n.Menu, "on_failure"): IDS,
    (n.ToNumber, "on_failure"): IDS,
    (n.LoopGuard, "most"): (0, 1, 2),
}
DRAWN: dict[str, Callable[[Chance], Any]] = {
    "prompts": Chance.prompts,
    "on_wrong": Chance.prompts,
    "on_silence": Chance.prompts,
    "form": lambda c: c.random.choice(FORMS),
    "answer": lambda c: c.random.choice(("a", "b", "customer")),
    "choices": lambda c: {key: c.random.choice(IDS) for key in c.random.sample("0123*#", c.random.randint(1, 3))},
    "labels": lambda c: {},
    "branches": lambda c: tuple(
        n.Branch(when=c.expression(), next=c.random.choice(IDS)) for _ in range(c.random.randint(0, 2))
    ),
    "values": lambda c: {name: c.expression() for name in c.random.sample("ab", c.random.randint(0, 2))},
    "by": lambda c: {c.random.choice(("code", "postcode")): c.random.choice((*SENSE, "secrets.a"))},
    "headers": lambda c: {},
    "subject": lambda c: {},
    "url": lambda c: f"https://crm.example/{{{c.expression()}}}",
    "to": Chance.expression,
    "agent": lambda c: c.random.choice(("'ann'", c.expression())),
    "number": lambda c: c.random.choice(("contact.caller", c.expression())),
    "language": lambda c: c.random.choice(("en", "ru")),
    "flow_id": lambda c: c.random.choice(("part", "part", "main", "nowhere") if c.hostile else ("part", "main")),
    "tries": lambda c: c.random.randint(1, 3),
    "most_s": lambda c: 10.0,
    "wait_s": lambda c: c.random.choice((None, 0.0, 30.0)),
    "mark": lambda c: "told",
    "queue_id": lambda c: "sales",
    "trunk_id": lambda c: "line",
    "calendar_id": lambda c: "shop",
    "table_id": lambda c: "goods",
    "retries": lambda c: 0,
    "most_bytes": lambda c: 100,
    "credential": lambda c: "",
    "currency": lambda c: "EUR",
    "lines_max": lambda c: 2,
}


def chance(seed: int) -> Chance:
    """Half of the seeds draw hostile flows."""
    return Chance(Random(seed), hostile=bool(seed % 2))


def act(talk: Conversation, random: Random) -> None:
    """The customer, the agent or the outside does one thing that is possible now, or something late."""
    if not talk.here:
        if not talk.script:
            talk.take(inp.StartFlow(contact_id=C, flow_id="main", language="en"))
        return
    p, awaits = talk.p, talk.p.awaits
    if random.random() < 0.1:
        talk.take(random.choice(_late(p.turn)))
    elif talk.script:
        _fill(talk, random)
    elif awaits == "errand" and random.random() < 0.9:
        _answer(talk, random)
    elif awaits == "recording":
        talk.speak(random.choice((0.0, 4.0)))
    elif awaits in ("number", "talk"):
        answered = inp.NumberAnswered(contact_id=C, turn=p.turn)
        talk.take(random.choice((answered, inp.NumberGone(contact_id=C, turn=p.turn, why="busy"))))
    elif awaits == "return":
        talk.back(random.choice((*p.returns, "failed")), random.choice((0.0, 60.0)))
    elif random.random() < 0.4:
        random.choice((talk.silent, talk.heard))()
    else:
        _press(talk, random)


def _answer(talk: Conversation, random: Random) -> None:
    rows = (None, {}, {"code": "1", "name": "Tea", "price": "1.5"}, {"price": "2"}, [1], "text")
    how = random.choice(("found", "found", "not", "failed", "late"))
    if how == "failed":
        talk.failed()
    elif how == "late":
        talk.silent()
    else:
        talk.found(random.choice(rows), found=how == "found")


def _press(talk: Conversation, random: Random) -> None:
    node = talk.stage.node(talk.p, talk.at)
    if isinstance(node, n.Ask) and isinstance(node.form, f.SecretForm):
        if talk.p.awaits == "answer" or node.barge_in:
            talk.press(random.choice(SECRET_KEYS))
        return
    talk.press(random.choice(KEYS))


def _fill(talk: Conversation, random: Random) -> None:
    p = talk.p
    if p.done and random.random() < 0.2:
        talk.take(inp.WentBack(contact_id=C, node_id=random.choice(p.done).node_id))
    elif p.awaits == "errand":
        talk.found({"code": "1"}, found=random.random() < 0.5)
    elif not p.ended:
        line = {"code": "1", "name": "Tea", "price": "2", "quantity": 1}
        node = talk.stage.node(p, p.node_id)
        secret = isinstance(node, n.Ask) and isinstance(node.form, f.SecretForm)
        values: tuple[Any, ...] = ("788", "7") if secret else (True, True, "1", "2", "x", "2025-11-24", [line], None)
        talk.fill(random.choice(values))


def _late(turn: int) -> list[inp.FlowInput]:
    return [
        inp.PromptsFinished(contact_id=C, turn=turn - 1),
        inp.PromptsFailed(contact_id=C, turn=turn),
        inp.RecordingFinished(contact_id=C, turn=turn - 1, seconds=3),
        inp.ErrandDone(contact_id=C, turn=turn + 1, found=True),
        inp.ErrandFailed(contact_id=C, turn=turn - 1, why="late"),
        inp.NumberAnswered(contact_id=C, turn=turn + 1),
        inp.NumberGone(contact_id=C, turn=turn - 1, why="busy"),
        inp.CameBack(contact_id="nobody", why="talked"),
        inp.RepeatPrompts(contact_id=C),
        inp.TextGiven(contact_id=C, text="1"),
        inp.StartFlow(contact_id=C, flow_id="main", language="en"),
    ]
