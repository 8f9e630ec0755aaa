"""What flows did with a contact reads as sentences, without any secret."""

from __future__ import annotations

from dataclasses import replace

from cordboard.center.center import Center
from cordboard.center.queues import Queue
from cordboard.flows import events as fev
from cordboard.flows.forms import DigitsForm, SecretForm
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Ask, Goodbye, Hours, LookUp, Menu, Request, Return, Send, SubFlow
from cordboard.flows.secret import Secret
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.ports import AnyEvent, Entry
from cordboard.runtime.story import story

PART = Flow(
    flow_id="part",
    name="Part",
    start="hours",
    nodes={"hours": Hours(calendar_id="shop", open="out", closed="out"), "out": Return()},
    version=2,
)
FLOW = Flow(
    flow_id="main",
    name="Reception",
    name_ru="Приём",
    start="menu",
    nodes={
        "menu": Menu(
            prompts=("m",), choices={"1": "look"}, labels={"1": {"en": "Orders", "ru": "Заказы"}}, on_failure="bye"
        ),
        "look": LookUp(source="customer", found="ask", not_found="ask"),
        "ask": Ask(prompts=("q",), answer="contract", form=DigitsForm(), next="pin"),
        "pin": Ask(prompts=("q",), answer="pin", form=SecretForm(), next="crm"),
        "crm": Request(url="https://crm.example/", next="sms"),
        "sms": Send(channel="sms", to="contact.caller", text={"en": "x"}, next="bye"),
        "part": SubFlow(flow_id="part", next="bye"),
        "bye": Goodbye(),
    },
    version=1,
)
CONFIGURATION = Configuration(
    center=Center(queues={"sales": Queue(queue_id="sales", name="Sales", name_ru="Продажи")}),
    flows={"main": FLOW},
    library={("part", 2): PART},
)
STARTED = fev.FlowStarted(contact_id="c", flow_id="main", language="en", version=1)


def told(*events: AnyEvent, russian: bool = False) -> list[str]:
    lines = story([Entry(seq=n, at=float(n), event=event) for n, event in enumerate(events)], CONFIGURATION)
    return [line.text_ru if russian else line.text_en for line in lines]


def passed(node_id: str, way: str, **more: str) -> fev.NodePassed:
    return fev.NodePassed(contact_id="c", node_id=node_id, way=way, **more)  # type: ignore[arg-type]


CALL = (
    STARTED,
    fev.KeyTaken(contact_id="c", node_id="menu", key="1"),
    passed("look", "not-found"),
    fev.AnswerMissed(contact_id="c", node_id="ask", key="-"),
    fev.AnswerTaken(contact_id="c", node_id="ask", answer="contract", value="1234"),
    fev.AnswerTaken(contact_id="c", node_id="pin", answer="pin", value=None, secret=Secret("8642")),
    passed("crm", "error", why="no answer"),
    passed("crm", "next"),
    passed("sms", "next"),
    fev.SubFlowEntered(contact_id="c", node_id="part", flow_id="part", version=2),
    passed("hours", "holiday"),
    fev.SubFlowLeft(contact_id="c", node_id="part"),
    passed("told", "next", mark="told"),
    fev.LanguageSet(contact_id="c", node_id="x", language="ru"),
    fev.PersonAsked(contact_id="c", node_id="menu"),
    fev.MessageLeft(contact_id="c", node_id="x", queue_id="sales", recording="c.m2", seconds=61.2),
    fev.CallbackBooked(contact_id="c", node_id="x", queue_id="sales", number="+4420"),
    fev.NumberDialed(contact_id="c", node_id="x", turn=1, number="+4421", trunk_id="line", until=2.0),
    fev.NumberLeft(contact_id="c", node_id="x", turn=1, why="busy"),
    fev.AnswerTaken(contact_id="c", node_id="x", answer="say", value={"recording": "c.m3", "seconds": 4.0}),
    fev.AnswerTaken(contact_id="c", node_id="x", answer="again", value=False),
    fev.OrderTaken(contact_id="c", node_id="x", lines=({}, {}), total="7.50", currency="EUR", answer="order"),
    fev.FlowLeft(contact_id="c", node_id="x", language="en", failed=True),
)


def test_a_conversation_with_a_machine_reads_from_its_beginning_to_its_end() -> None:
    assert told(*CALL) == [
        "The flow “Reception” began.",
        "The customer pressed 1 (Orders).",
        "The look-up “look” found nothing.",
        "The customer's answer did not fit.",
        "The customer answered contract: 1234.",
        "The customer answered pin: a secret.",
        "The step “crm” went wrong: no answer.",
        "The request “crm” was answered.",
        "An SMS to the customer was handed over.",
        "By the calendar it was a holiday.",
        "The milestone “told” was reached.",
        "The language became Russian.",
        "The customer pressed 0 for a person.",
        "The customer left a message of 1 min 1 s for “Sales”.",
        "“Sales” promised to call +4420 back.",
        "The number +4421 outside was called.",
        "The number +4421 was busy.",
        "The customer answered say: a recording of 4 s.",
        "The customer answered again: no.",
        "An order of 2 lines for 7.50 EUR was taken.",
        "The flow could not go on and ended with an apology.",
    ]


def test_it_reads_in_russian_too() -> None:
    lines = told(*CALL, russian=True)
    assert lines[:2] == ["Начался сценарий «Приём».", "Клиент нажал 1 (Заказы)."]
    assert "Обещан звонок на +4420 от «Продажи»." in lines
    assert all(line.endswith(".") for line in lines)
    assert len(lines) == len(told(*CALL))


def test_no_secret_is_told() -> None:
    assert "8642" not in " ".join((*told(*CALL), *told(*CALL, russian=True)))


def test_a_script_is_told_as_the_agent_s() -> None:
    script = {"contact_id": "c", "script": True}
    assert told(
        replace(STARTED, script=True),
        fev.KeyTaken(node_id="menu", key="1", **script),  # type: ignore[arg-type]
        fev.AnswerTaken(node_id="say", answer="", value=True, **script),  # type: ignore[arg-type]
        fev.AnswerTaken(node_id="ask", answer="contract", value="1234", **script),  # type: ignore[arg-type]
        fev.AnswerMissed(node_id="ask", key="-", **script),  # type: ignore[arg-type]
        fev.StepReopened(contact_id="c", node_id="ask"),
        fev.FlowLeft(node_id="bye", language="en", **script),  # type: ignore[arg-type]
    ) == [
        "The script “Reception” was opened.",
        "The agent chose 1 (Orders).",
        "The agent filled in contract: 1234.",
        "The agent went back to “ask”.",
        "The script was done.",
    ]
