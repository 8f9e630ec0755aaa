"""The checker names every fault by node and field, and passes what can be performed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cordboard.flows import check
from cordboard.flows import nodes as n
from cordboard.flows import parts as p
from cordboard.flows.forms import ChoiceForm, DigitsForm, NumberForm, Option, RatingForm, SecretForm, YesNoForm
from cordboard.flows.reach import ways
from cordboard.flows.talking import is_personal
from cordboard.runtime.flow_documents import read_flow
from cordboard.runtime.flow_text import parse_text
from tests.flows.conversation import flow_of

KNOWN = check.Known(
    queues=frozenset({"sales"}),
    agents=frozenset({"ann"}),
    flows={},
    calendars=frozenset({"shop"}),
    trunks=frozenset({"line"}),
    tables=frozenset({"goods"}),
    prompts=frozenset({"hello"}),
    credentials=frozenset({"crm"}),
)
SHIPPED = sorted((Path(check.__file__).parents[1] / "ready_made" / "flows").glob("*.yaml"))
MENU = n.Menu(prompts=("hello",), choices={"1": "bye"}, on_failure="bye")
ASK = n.Ask(prompts=("hello",), answer="a", form=YesNoForm(), next="bye")


def found(node: n.Node, **more: object) -> list[check.Problem]:
    return [problem for problem in check.problems(flow_of({"it": node}, **more), KNOWN) if problem.node_id == "it"]


@pytest.mark.parametrize(
    ("node", "field", "word"),
    [
        (n.Say(prompts=("hello",), next="nowhere"), "next", "nowhere"),
        (n.Say(prompts=("hello",), next=""), "next", "leads nowhere"),
        (n.Say(prompts=("unknown",), next="bye"), "prompts", "unknown"),
        (n.Say(prompts=(p.Text(text={}),), next="bye"), "prompts", "without words"),
        (n.Say(prompts=(p.Text(text={"en": "{1 +}"}),), next="bye"), "prompts", "cannot be read"),
        (n.Say(prompts=(p.Number(value="open('x')"),), next="bye"), "prompts", "functions"),
        (n.Say(prompts=(p.Digits(value="secrets.pin"),), next="bye"), "prompts", "secret"),
        (replace(MENU, choices={}), "choices", "without a choice"),
        (replace(MENU, choices={"x": "bye"}), "choices", "keys 'x'"),
        (replace(MENU, choices={"1": "gone"}), "key 1", "gone"),
        (replace(MENU, on_failure=""), "on_failure", "leads nowhere"),
        (replace(MENU, prompts=()), "prompts", "without words"),
        (replace(MENU, tries=0), "tries", "1 to 10"),
        (replace(MENU, on_wrong=("gone",)), "on_wrong", "gone"),
        (replace(ASK, answer="1st"), "answer", "name"),
        (replace(ASK, answer="from"), "answer", "name"),
        (replace(ASK, on_failure="gone"), "on_failure", "gone"),
        (replace(ASK, form=DigitsForm(least=5, most=4)), "form", "fewest"),
        (replace(ASK, form=NumberForm(least=5, most=4)), "form", "least"),
        (replace(ASK, form=ChoiceForm(options=())), "form", "options"),
        (
            replace(ASK, form=ChoiceForm(options=(Option(value="a", key="1"), Option(value="b", key="1")))),
            "form",
            "own",
        ),
        (replace(ASK, form=RatingForm(scale="stars")), "form", "csat"),
        (replace(ASK, form=SecretForm(), confirm=True), "confirm", "secret"),
        (n.Decide(branches=(n.Branch(when="x > 1", next="bye"),), otherwise="bye"), "branches", "no 'x'"),
        (n.Decide(branches=(n.Branch(when="1", next="gone"),), otherwise="bye"), "1", "gone"),
        (n.Hours(calendar_id="gone", open="bye", closed="bye"), "calendar_id", "gone"),
        (n.Hours(calendar_id="", open="bye", closed="bye"), "calendar_id", "wanted"),
        (n.Hours(calendar_id="shop", open="bye", closed="bye", holiday="gone"), "holiday", "gone"),
        (n.Assign(values={"a": "secrets.pin"}, next="bye"), "values", "secret"),
        (n.Assign(values={"a": "text((secrets if true else none).pin)"}, next="bye"), "values", "secret"),
        (n.Assign(values={"a b": "1"}, next="bye"), "answer", "name"),
        (n.LoopGuard(most=1, next="bye", on_too_many="gone"), "on_too_many", "gone"),
        (n.SubFlow(flow_id="gone", next="bye"), "flow_id", "gone"),
        (n.LookUp(source="table", found="bye", not_found="bye", by={"a": "1"}), "table_id", "table"),
        (n.LookUp(source="table", table_id="x", found="bye", not_found="bye", by={"a": "1"}), "table_id", "'x'"),
        (n.LookUp(source="order", found="bye", not_found="bye"), "by", "column"),
        (n.LookUp(source="branch", table_id="goods", found="bye", not_found="bye"), "by", "postcode"),
        (n.Request(url="https://{answers.host}/x", next="bye"), "url", "whole address"),
        (n.Request(url="https://crm{answers.x}/x", next="bye"), "url", "whole address"),
        (n.Request(url="ftp://crm.example/x", next="bye"), "url", "whole address"),
        (n.Request(url="https://me@crm.example/x", next="bye"), "url", "whole address"),
        (n.Request(url="https://crm.example/{secrets.pin}", next="bye"), "url", "secret"),
        (n.Request(url="https://crm.example/", next="bye", headers={"X": "{secrets.pin}"}), "headers", "secret"),
        (n.Request(url="https://crm.example/", next="bye", body={"x": "'a' + secrets.pin"}), "body", "secret"),
        (n.Request(url="https://crm.example/", next="bye", credential="gone"), "credential", "gone"),
        (n.Send(channel="sms", to="contact.", text={"en": "x"}, next="bye"), "to", "cannot be read"),
        (n.Send(channel="sms", to="contact.caller", text={"en": "{secrets.x}"}, next="bye"), "text", "secret"),
        (n.ToQueue(queue_id="gone"), "queue_id", "gone"),
        (n.ToQueue(queue_id="sales", after_talk="gone"), "after_talk", "gone"),
        (n.ToAgent(agent="'ann'", on_timeout=""), "on_timeout", "leads nowhere"),
        (n.ToAgent(agent="ann", on_timeout="bye"), "agent", "no 'ann'"),
        (n.ToNumber(number="+44", trunk_id="gone", next="bye", on_failure="bye"), "trunk_id", "gone"),
        (n.ToNumber(number="+44", trunk_id="line", next="bye", on_failure=""), "on_failure", "nowhere"),
        (n.Voicemail(queue_id="sales", prompts=("hello",), next="bye", on_error="gone"), "on_error", "gone"),
        (n.BookCallback(queue_id="sales", next="bye", number="1 +"), "number", "cannot be read"),
    ],
)
def test_a_fault_is_named_with_its_node_and_its_field(node, field, word):
    errors = [problem for problem in found(node) if problem.severity == "error"]
    assert any(problem.field == field and word in problem.says for problem in errors), found(node)


@pytest.mark.parametrize(
    ("node", "word"),
    [
        (n.Say(prompts=(p.Text(text={"en": "x"}),), next="bye"), "missing in 'ru'"),
        (n.Say(prompts=(p.Number(value="answers.none"),), next="bye"), "nothing sets answers.none"),
        (n.SetLanguage(language="de", next="bye"), "not written in 'de'"),
    ],
)
def test_what_may_be_meant_so_is_a_warning(node, word):
    problems = found(node)
    assert [problem.severity for problem in problems] == ["warning"]
    assert word in problems[0].says


def test_a_flow_without_a_way_out_is_refused_and_the_nodes_are_named():
    round_ = {"a": n.Say(prompts=("hello",), next="b"), "b": n.Menu(
        prompts=("hello",), choices={"1": "a"}, on_failure="a")}  # fmt: skip
    trapped = [problem.node_id for problem in check.problems(flow_of(round_), KNOWN) if "trapped" in problem.says]
    assert trapped == ["a", "b"]


def test_a_return_is_a_way_out_of_a_part_only():
    part = flow_of({"it": n.Return()}, purpose="part")
    assert not any("trapped" in problem.says for problem in check.problems(part, KNOWN))
    assert any("trapped" in problem.says for problem in check.problems(replace(part, purpose="call"), KNOWN))


def test_faults_of_the_flow_itself_have_no_node():
    flow = replace(flow_of({"it": MENU}), start="x", person="y", on_error="z", repeat_key="12")
    fields = {problem.field for problem in check.problems(flow, KNOWN) if not problem.node_id}
    assert fields == {"start", "person", "on_error", "repeat_key"}


def test_a_node_that_nothing_leads_to_is_a_warning():
    (problem,) = [each for each in check.problems(flow_of({"it": MENU}), KNOWN) if each.node_id == "queue"]
    assert (problem.severity, problem.says) == ("warning", "nothing leads to 'queue'")


def test_only_a_call_records_and_dials():
    mail = n.Voicemail(queue_id="sales", prompts=("hello",), next="bye")
    assert any("script" in problem.says for problem in found(mail, purpose="script"))
    assert found(mail) == []


def test_an_answer_that_a_part_sets_is_known():
    part = flow_of({"ask": replace(ASK, next="back"), "back": n.Return()}, "part", purpose="part")
    flow = flow_of({"it": n.SubFlow(flow_id="part", next="say"), "say": n.Say(
        prompts=(p.Text(text={"en": "{answers.a}", "ru": "{answers.a}"}),), next="bye")})  # fmt: skip
    problems = list(check.problems(flow, replace(KNOWN, flows={"part": part})))
    assert not any("nothing sets" in problem.says for problem in problems)


def test_a_problem_reads_as_one_sentence():
    flow = flow_of({"it": replace(MENU, choices={})})
    problem = next(each for each in check.problems(flow, KNOWN) if each.field == "choices")
    assert check.sentence(flow, problem) == ("node 'it' of flow 'main': without a choice nothing can be pressed")


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_flow_is_without_fault(file):
    flows = {flow.flow_id: flow for flow in (read_flow(parse_text(f.read_text("utf-8"))) for f in SHIPPED)}
    flow = read_flow(parse_text(file.read_text("utf-8")))
    assert list(check.problems(flow, check.Known(flows=flows))) == []


def test_a_thousand_nodes_in_a_row_are_each_looked_at_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0

    def counted(node: n.Node) -> dict[str, str]:
        nonlocal looks
        looks += 1
        return ways(node)

    monkeypatch.setattr(check, "ways", counted)
    row = {f"n{i}": n.Mark(mark="m", next=f"n{i + 1}" if i < 999 else "bye") for i in range(1000)}
    assert not [problem for problem in check.problems(flow_of(row), KNOWN) if problem.severity == "error"]
    assert looks < 10 * len(row)


def test_a_text_with_all_answers_at_once_is_of_somebody() -> None:
    assert is_personal("We noted {text(answers)}")
    assert not is_personal("It is {time.hour} o'clock, and {len(queues)} queues wait")
