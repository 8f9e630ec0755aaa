"""Scripts: the same language, read and filled in by an agent beside the contact."""

from __future__ import annotations

import pytest

from cordboard.errors import Refused, Unknown
from cordboard.flows import events as ev
from cordboard.flows import inputs as inp
from cordboard.flows.forms import DateForm, SecretForm, YesNoForm
from cordboard.flows.language import Flow
from cordboard.flows.nodes import (
    Ask,
    BookCallback,
    ChooseLanguage,
    Disclose,
    Goodbye,
    LookUp,
    Menu,
    Order,
    Return,
    Say,
    SubFlow,
    ToNumber,
    Voicemail,
)
from cordboard.flows.performer import Performer
from cordboard.runtime.lines import read_checkpoint, read_event, write_checkpoint
from cordboard.runtime.ports import Checkpoint
from tests.flows.conversation import C, Conversation, flow_of, kinds, written

PART = flow_of({"size": Ask(prompts=("size",), answer="size", form=YesNoForm(), next="bye"), "bye": Return()}, "part")
SCRIPT = flow_of(
    {
        "hello": Say(prompts=("read this",), next="law"),
        "law": Disclose(prompts=("the law",), next="which"),
        "which": Menu(prompts=("which",), choices={"1": "part", "2": "end"}, on_failure="end"),
        "part": SubFlow(flow_id="part", next="when"),
        "when": Ask(prompts=("when",), answer="when", form=DateForm(), next="end", tries=2),
        "end": Goodbye(prompts=()),
    },
    purpose="script",
)


def script(flow: Flow = SCRIPT, *parts: Flow) -> Conversation:
    return Conversation(flow, PART, *parts, medium="script")


def at_the_date() -> Conversation:
    talk = script()
    for value in (True, True, "1", True):
        talk.fill(value)
    assert talk.at == "when"
    return talk


def test_a_script_is_read_ticked_and_filled_in_step_by_step():
    talk = at_the_date()
    assert [(step.node_id, step.value) for step in talk.p.done] == [
        ("hello", True),
        ("law", True),
        ("which", "1"),
        ("size", True),
    ]
    talk.fill("2025-12-01")
    assert (talk.p.ended, talk.p.answers) == (True, {"size": True, "when": "2025-12-01"})


def test_a_disclosure_is_ticked_with_its_time_and_nothing_else_passes_it():
    talk = script()
    talk.fill(True)
    talk.fill(False)
    assert (talk.at, talk.p.misfit) == ("law", True)
    talk.now += 5
    talk.fill(True)
    assert (talk.p.done[-1].node_id, talk.p.done[-1].at) == ("law", talk.now)


def test_a_field_that_does_not_fit_is_asked_again_as_often_as_it_takes():
    talk = at_the_date()
    for _ in range(150):
        talk.fill("32 May")
        assert (talk.at, talk.p.misfit) == ("when", True)
    talk.fill("2025-12-01")
    assert talk.p.ended


def test_a_misfit_in_a_script_leaves_the_machine_s_conversation_alone():
    talk = at_the_date()
    talk.take(inp.StartFlow(contact_id=C, flow_id="main", language="en"))
    before = written(talk.performer.performances.values())
    talk.fill("nonsense")
    assert written(talk.performer.performances.values()) == before


def test_an_answer_for_a_step_that_is_over_is_refused_and_so_is_one_without_a_script():
    talk = script()
    talk.fill(True, turn=1)
    with pytest.raises(Refused):
        talk.fill(True, turn=1)
    with pytest.raises(Unknown):
        talk.take(inp.TextGiven(contact_id="nobody", text=True, script=True))
    for value in (True, "2"):
        talk.fill(value)
    with pytest.raises(Refused):
        talk.fill(True)


def test_an_earlier_step_can_be_seen_again_and_what_came_after_is_asked_anew():
    talk = at_the_date()
    talk.take(inp.WentBack(contact_id=C, node_id="law"))
    assert (talk.at, talk.p.flow_id, [step.node_id for step in talk.p.done]) == ("law", "main", ["hello"])
    assert talk.p.answers == {"size": True}


def test_a_step_of_a_part_that_was_left_can_be_seen_again_and_leads_back_out_of_the_part():
    talk = at_the_date()
    talk.take(inp.WentBack(contact_id=C, node_id="size"))
    assert (talk.at, talk.p.flow_id, talk.p.stack) == ("size", "part", [("main", 0, "part")])
    talk.fill(False)
    assert (talk.at, talk.p.flow_id, talk.p.answers) == ("when", "main", {"size": False})


def test_from_within_a_part_the_agent_can_go_back_to_before_it():
    talk = script()
    for value in (True, True, "1"):
        talk.fill(value)
    talk.take(inp.WentBack(contact_id=C, node_id="which"))
    assert (talk.at, talk.p.flow_id, talk.p.stack) == ("which", "main", [])


def test_a_script_that_ended_can_be_opened_again_at_a_step():
    talk = at_the_date()
    talk.fill("2025-12-01")
    talk.take(inp.WentBack(contact_id=C, node_id="when"))
    assert (talk.at, talk.p.ended) == ("when", False)


def test_a_step_that_was_not_done_cannot_be_gone_back_to():
    talk = script()
    with pytest.raises(Unknown):
        talk.take(inp.WentBack(contact_id=C, node_id="law"))


def test_a_script_goes_on_from_a_checkpoint_where_it_was():
    talk = at_the_date()
    kept = read_checkpoint(write_checkpoint(Checkpoint(performances=talk.performer.records())))
    again = Performer(talk.stage)
    again.restore(kept.performances)
    assert written(again.records()) == written(talk.performer.records())
    for event in again.decide(inp.TextGiven(contact_id=C, text="2025-12-01", script=True), talk.now):
        again.apply(event, talk.now)
    assert again.scripts[C].answers["when"] == "2025-12-01"


def test_the_same_script_is_not_begun_again_while_it_is_under_way_also_within_a_part():
    talk = script()
    for value in (True, True, "1"):
        talk.fill(value)
    again = inp.StartFlow(contact_id=C, flow_id="main", language="en", medium="script")
    assert talk.p.flow_id == "part"
    assert talk.take(again) == []
    other = inp.StartFlow(contact_id=C, flow_id="part", language="en", medium="script")
    assert kinds(talk.take(other)) == ["FlowStarted", "PromptsSaid"]


def test_an_order_is_filled_in_as_lines():
    order = Order(prompts=("what",), table_id="goods", next="end", lines_max=2)
    talk = script(flow_of({"order": order, "end": Goodbye()}, purpose="script"))
    line = {"code": "7", "name": "Tea", "price": "2.50", "quantity": 2}
    for bad in ([], [line] * 3, [{**line, "quantity": 0}], [{**line, "price": None}], ["tea"], "tea", [{}]):
        talk.fill(bad)
        assert talk.p.misfit
    talk.fill([line, line])
    assert (talk.p.answers["order_total"], talk.p.done[-1].value) == ("10.00", [line, line])


def test_a_language_is_chosen_as_a_step():
    choose = ChooseLanguage(prompts=("x",), choices={"1": "en", "2": "ru"}, next="end")
    talk = script(flow_of({"choose": choose, "end": Goodbye()}, purpose="script"))
    talk.fill("ru")
    assert (talk.p.language, [step.node_id for step in talk.p.done]) == ("ru", ["choose"])


def test_a_promise_made_in_a_script_belongs_to_the_script():
    book = BookCallback(queue_id="sales", next="end")
    talk = script(flow_of({"book": book, "end": Goodbye()}, purpose="script"))
    booked = next(event for event in talk.begun if type(event) is ev.CallbackBooked)
    assert (booked.script, booked.number, talk.p.ended) == (True, "+442079460000", True)


def test_what_only_a_call_has_is_passed_on_in_a_script():
    nodes = {
        "mail": Voicemail(queue_id="sales", prompts=("x",), next="ring"),
        "ring": ToNumber(number="+441", trunk_id="line", next="end", on_failure="end"),
        "end": Goodbye(),
    }
    talk = script(flow_of(nodes, purpose="script"))
    talk.fill(True)
    talk.fill(True)
    assert talk.p.ended


def test_a_look_up_of_a_script_fails_by_itself():
    nodes = {"look": LookUp(source="customer", found="end", not_found="end", on_error="wrong"),
             "wrong": Say(prompts=("wrong",), next="end"), "end": Goodbye()}  # fmt: skip
    talk = script(flow_of(nodes, purpose="script"))
    talk.silent()
    assert talk.at == "wrong"


def test_a_secret_of_a_script_is_written_nowhere():
    ask = Ask(prompts=("pin",), answer="pin", form=SecretForm(), next="end")
    talk = Conversation(flow_of({"pin": ask, "end": Goodbye()}, purpose="script"), medium="script", secret="8642")
    talk.fill("8642")
    assert (talk.p.ended, talk.p.secrets["pin"].digits, talk.p.done[0].value) == (True, "8642", None)


def test_a_closed_script_is_forgotten():
    talk = script()
    talk.performer.forget_script(C)
    assert talk.performer.records() == []
    assert read_event("StepReopened", '{"contact_id": "c1", "node_id": "x"}').node_id == "x"
