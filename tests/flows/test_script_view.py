"""What an agent sees of a script, step by step."""

from __future__ import annotations

from typing import Any

import pytest

from cordboard.flows import forms as f
from cordboard.flows import inputs as inp
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Ask, Disclose, Goodbye, LookUp, Menu, Order, Say, SubFlow
from cordboard.flows.parts import Money, Text
from cordboard.flows.performer import Performer
from cordboard.flows.script_view import ScriptView, form_document, script_view
from cordboard.flows.stage import Stage

GOOD_DAY = Text(text={"en": "Good day!", "ru": "Добрый день!"})
AGE = Text(text={"en": "Age?"})
SCRIPT = Flow(
    flow_id="sell",
    name="Sell",
    name_ru="Продажа",
    purpose="script",
    start="hello",
    nodes={
        "hello": Say(
            prompts=("cord/greeting", "jingle", Text(text={"en": "Good day!", "ru": "Добрый день!"})), next="law"
        ),
        "law": Disclose(prompts=(Text(text={"en": "We record."}),), next="who"),
        "who": Menu(
            prompts=(Text(text={"en": "New here?"}),),
            choices={"1": "age", "2": "part"},
            labels={"1": {"en": "Yes", "ru": "Да"}},
            on_failure="bye",
        ),
        "age": Ask(
            prompts=(Text(text={"en": "Age?"}),), answer="age", form=f.NumberForm(least=18, most=99), next="pay"
        ),
        "pay": Say(prompts=(Text(text={"en": "It costs"}), Money(value="answers.age", currency="EUR")), next="goods"),
        "goods": Order(prompts=(Text(text={"en": "What?"}),), table_id="goods", next="find", currency="EUR"),
        "find": LookUp(source="customer", found="bye", not_found="bye"),
        "part": SubFlow(flow_id="ask-pin", next="bye"),
        "bye": Goodbye(prompts=(Text(text={"en": "Bye, {answers.age}!"}),)),
    },
)
PIN = Flow(
    flow_id="ask-pin",
    name="PIN",
    purpose="part",
    start="pin",
    nodes={"pin": Ask(prompts=(Text(text={"en": "PIN?"}),), answer="pin", form=f.SecretForm(), next="")},
)


class Desk:
    """One agent with the script open."""

    def __init__(self, language: str = "en") -> None:
        self.performer = Performer(Stage(flows={"sell": SCRIPT, "ask-pin": PIN}))
        self.tell(inp.StartFlow(contact_id="c1", flow_id="sell", language=language, medium="script"))

    def tell(self, input_: inp.FlowInput) -> Desk:
        for event in self.performer.decide(input_, 100.0):
            self.performer.apply(event, 100.0)
        return self

    def answer(self, *values: Any) -> Desk:
        for value in values:
            self.tell(inp.TextGiven(contact_id="c1", text=value, script=True, turn=self.seen.turn))
        return self

    @property
    def seen(self) -> ScriptView:
        return script_view(self.performer.scripts["c1"], self.performer.stage)


def now(desk: Desk) -> tuple[str, str, str]:
    current = desk.seen.current
    assert current is not None
    return current.node_id, current.kind, current.text


def test_each_step_is_read_answered_and_then_shown_as_done() -> None:
    desk = Desk()
    assert (desk.seen.flow_id, desk.seen.name, desk.seen.name_ru) == ("sell", "Sell", "Продажа")
    assert now(desk) == ("hello", "say", "[jingle] Good day!")
    assert now(desk.answer(True)) == ("law", "disclose", "We record.")
    assert now(desk.answer(True)) == ("who", "menu", "New here?")
    current = desk.seen.current
    assert current is not None
    assert [(option.value, option.label) for option in current.options] == [("1", "Yes"), ("2", "2: part")]
    assert now(desk.answer("1")) == ("age", "ask", "Age?")
    assert now(desk.answer(30)) == ("pay", "say", "It costs €30")
    current = desk.answer(True).seen.current
    assert current is not None
    assert (current.kind, current.table_id, current.currency) == ("order", "goods", "EUR")
    lines = [{"code": "7", "name": "Tea", "price": "2", "quantity": 3}]
    assert now(desk.answer(lines)) == ("find", "wait", "")
    done = desk.tell(inp.ErrandDone(contact_id="c1", turn=desk.seen.turn, found=False, script=True)).seen
    assert done.ended
    assert now(desk) == ("bye", "end", "Bye, 30!")
    assert [(step.node_id, step.kind, step.value) for step in done.steps] == [
        ("hello", "say", True),
        ("law", "disclose", True),
        ("who", "menu", "Yes"),
        ("age", "ask", 30),
        ("pay", "say", True),
        ("goods", "order", [{"code": "7", "name": "Tea", "price": "2", "quantity": 3}]),
    ]
    assert done.answers == {"age": 30, "order_total": "6"}


@pytest.mark.parametrize(
    ("language", "says"), [("en", "A whole number from 18 to 99."), ("ru", "Целое число от 18 до 99.")]
)
def test_an_answer_that_does_not_fit_is_told_in_words(language: str, says: str) -> None:
    desk = Desk(language).answer(True, True, "1", 7)
    assert desk.seen.current is not None
    assert (desk.seen.current.node_id, desk.seen.current.says) == ("age", says)
    assert desk.answer(40).seen.current is not None
    assert desk.seen.current.says == ""


def test_a_step_is_gone_back_to() -> None:
    desk = Desk().answer(True, True, "1", 30)
    desk.tell(inp.WentBack(contact_id="c1", node_id="who"))
    assert now(desk)[0] == "who"
    assert [step.node_id for step in desk.seen.steps] == ["hello", "law"]


def test_a_part_is_shown_under_the_name_of_the_whole_and_a_secret_is_not_shown() -> None:
    desk = Desk().answer(True, True, "2")
    assert now(desk) == ("pin", "ask", "PIN?")
    assert desk.seen.flow_id == "sell"
    current = desk.seen.current
    assert current is not None
    assert current.form == {"kind": "secret", "least": 4, "most": 19}
    seen = desk.answer("4711").seen
    assert seen.steps[-1].value is None
    assert "4711" not in str(seen)


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        (f.DigitsForm(), "digits"),
        (f.YesNoForm(), "yes-no"),
        (f.ChoiceForm(options=(f.Option(value="a", key="1", label={"en": "A"}),)), "choice"),
        (f.RatingForm(), "rating"),
        (f.VoiceForm(), "voice"),
    ],
)
def test_a_form_is_told_as_it_stands_in_a_document(form: f.Form, kind: str) -> None:
    assert form_document(form)["kind"] == kind


def test_long_answers_are_left_out_and_rows_are_shown() -> None:
    desk = Desk()
    answers = desk.performer.scripts["c1"].answers
    answers |= {"note": "x" * 501, "row": {"name": "Ann", "lines": [1], "deep": {"a": 1}}, "list": [1], "none": None}
    assert desk.seen.answers == {"row": {"name": "Ann"}}
