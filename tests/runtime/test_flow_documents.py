"""Flows as JSON: they come back as they went, old ones are still read, and each mistake is named with its place."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordboard.flows.forms import Form, RatingForm
from cordboard.flows.language import Case, Flow, Step
from cordboard.flows.nodes import Ask, Goodbye, Menu, Node, Request, Say
from cordboard.flows.parts import Money, Part, Text
from cordboard.runtime import shapes
from cordboard.runtime.flow_documents import read_flow, tidied, write_draft, write_flow
from cordboard.runtime.written import BadFlow, Fault
from tests.runtime.flows_drawn import flows
from tools import write_flow_schema

SURVEY = Flow(
    flow_id="survey",
    name="Survey",
    start="ask",
    nodes={
        "ask": Ask(
            prompts=("cord/greeting", Text(text={"en": "You owe", "ru": "Ваш долг"}), Money(value="answers.debt")),
            answer="csat",
            form=RatingForm(scale="csat"),
            next="bye",
            answer_s=7,
        ),
        "bye": Goodbye(),
    },
    cases=(Case(name="happy", steps=(Step(press="5"), Step(ended="goodbye")), rows={"orders": ({"number": "7"},)}),),
    layout={"ask": (0.0, 12.5)},
    version=3,
)


def test_a_flow_comes_back_as_it_went() -> None:
    assert read_flow(json.loads(json.dumps(write_flow(SURVEY)))) == SURVEY


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(flows())
def test_every_flow_comes_back_as_it_went(flow: Flow) -> None:
    assert read_flow(json.loads(json.dumps(write_flow(flow)))) == flow


def test_what_is_as_by_default_is_left_out_and_the_kind_comes_first() -> None:
    written = write_flow(SURVEY)
    assert written["nodes"]["bye"] == {"kind": "goodbye"}
    assert list(written["nodes"]["ask"]) == ["kind", "prompts", "answer", "form", "next", "answer_s"]
    assert written["nodes"]["ask"]["form"] == {"kind": "rating"}
    assert "version" not in write_draft(SURVEY)


def test_every_class_of_the_language_has_its_kind() -> None:
    kinds = [
        shapes.kind_of(cls) for union in (Node, Part, Form) for cls in get_args(union) if dataclasses.is_dataclass(cls)
    ]
    assert set(kinds) >= {"say-wait", "look-up", "to-queue", "sub-flow", "yes-no", "money", "secret", "return"}
    assert all(shapes.NODES[shapes.kind_of(cls)] is cls for cls in get_args(Node))


def test_a_flow_of_the_first_version_is_still_read() -> None:
    flow = read_flow(
        {
            "flow_id": "old",
            "name": "Old",
            "start": "a",
            "nodes": {
                "a": {"kind": "say", "prompts": ["cord/greeting"], "next": "b"},
                "b": {
                    "kind": "menu",
                    "prompts": ["cord/menu"],
                    "choices": {"1": "c", "9": "d"},
                    "answer_s": 5.0,
                    "tries": 3,
                    "on_wrong": ["cord/invalid"],
                    "on_silence": ["cord/no-input"],
                    "on_failure": "c",
                },
                "c": {"kind": "to-queue", "queue_id": "sales"},
                "d": {"kind": "set-language", "language": "ru", "next": "e"},
                "e": {"kind": "goodbye", "prompts": ["cord/goodbye"]},
            },
        }
    )
    assert isinstance(flow.nodes["b"], Menu)
    assert flow.nodes["a"] == Say(prompts=("cord/greeting",), next="b")
    assert flow.version == 0


def broken(*path: str, value: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(write_flow(SURVEY)))
    place: Any = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("document", "node_id", "field", "says"),
    [
        ("say", "", "", "a flow is an object"),
        (broken("colour", value="red"), "", "colour", "there is no field 'colour'"),
        (broken("name", value=7), "", "name", "Expected `str`, got `int`"),
        (broken("purpose", value="fun"), "", "purpose", "Invalid enum value 'fun'"),
        (broken("nodes", value=[]), "", "nodes", "nodes is an object"),
        (broken("nodes", "ask", value="say"), "ask", "kind", "its kind is one of say"),
        (broken("nodes", "ask", "kind", value="explode"), "ask", "kind", "its kind is one of say"),
        (broken("nodes", "ask", "kind", value=["say"]), "ask", "kind", "its kind is one of say"),
        (broken("nodes", "ask", "colour", value=1), "ask", "colour", "there is no field 'colour'"),
        (broken("nodes", "ask", "tries", value="3"), "ask", "tries", "Expected `int`, got `str`"),
        (broken("nodes", "ask", "form", value={"kind": "mood"}), "ask", "form.kind", "Invalid value 'mood'"),
        (broken("nodes", "ask", "form", "scale", value=1), "ask", "form.scale", "Expected `str`, got `int`"),
        (broken("nodes", "ask", value={"kind": "say", "prompts": []}), "ask", "next", "the field 'next' is missing"),
        (broken("nodes", "ask", "prompts", value=[{"kind": "text"}]), "ask", "prompts[0].text", "'text' is missing"),
        (broken("nodes", "ask", "answer_s", value=-1), "ask", "", "answer_s is from 0 to 86400 seconds"),
        (broken("nodes", "ask", "answer", value="a\0"), "ask", "", "without NUL"),
        (broken("nodes", "ask", "answer", value="\ud800"), "ask", "", "without NUL"),
        (broken("nodes", "", value={"kind": "return"}), "", "", "the id of a node is 1 to 60 signs"),
        (broken("cases", value=[{"name": "x"}]), "", "cases[0].steps", "the field 'steps' is missing"),
        (
            broken("cases", value=[{"name": "x", "steps": [], "customer": {"x": float("nan")}}]),
            "",
            "cases",
            "no number",
        ),
        (broken("layout", value={"ask": [1]}), "", "layout[...]", "length 2"),
    ],
)
def test_a_mistake_is_named_with_its_place(document: object, node_id: str, field: str, says: str) -> None:
    with pytest.raises(BadFlow) as refused:
        read_flow(document)
    (fault,) = refused.value.faults
    assert (fault.node_id, fault.field) == (node_id, field)
    assert says in fault.says


def test_all_mistakes_are_told_at_once() -> None:
    document = broken("nodes", "bye", "kind", value="explode")
    document["nodes"]["ask"]["tries"] = "many"
    document["colour"] = "red"
    with pytest.raises(BadFlow) as refused:
        read_flow(document)
    assert [fault.node_id for fault in refused.value.faults] == ["ask", "bye", ""]
    assert str(Fault(says="it is odd", node_id="ask", field="tries")) == "node 'ask': tries: it is odd"


def test_a_draft_that_cannot_be_read_stays_as_it_is() -> None:
    document = broken("nodes", "ask", "next", value=None)
    assert tidied(document) == {name: each for name, each in document.items() if name != "version"}
    assert tidied(write_flow(SURVEY)) == write_draft(SURVEY)


def test_the_published_schema_is_that_of_the_language() -> None:
    assert write_flow_schema.PAGE.read_text(encoding="utf-8") == write_flow_schema.page(), (
        "run tools/write_flow_schema.py"
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(flows(), st.data())
def test_what_is_read_is_what_the_schema_allows(flow: Flow, data: st.DataObject) -> None:
    import jsonschema_rs

    validator = jsonschema_rs.validator_for(shapes.schema())
    written = json.loads(json.dumps(write_flow(flow)))
    assert validator.is_valid(written)
    if written["nodes"]:
        node_id = data.draw(st.sampled_from(sorted(written["nodes"])))
        written["nodes"][node_id]["colour"] = "red"
        assert not validator.is_valid(written)


def test_the_schema_tells_what_each_field_means() -> None:
    definitions = shapes.schema()["$defs"]
    assert definitions["Request"]["properties"]["limit_s"]["description"] == "For all tries together."
    assert definitions["Request"]["description"] == Request.__doc__
