"""What is different between two flows is told by node and field."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings

from cordboard.flows.diff import Change, FieldChange, changes
from cordboard.flows.language import Flow
from cordboard.runtime.flow_documents import write_draft
from tests.runtime.flows_drawn import flows

FLOW = {
    "name": "A",
    "start": "x",
    "nodes": {"x": {"kind": "say", "prompts": ["p"], "next": "y"}, "y": {"kind": "goodbye"}},
    "cases": [{"name": "one", "steps": [{"press": "1"}]}],
    "layout": {"x": [0, 0]},
}


def test_a_node_comes_goes_and_changes() -> None:
    after = {**FLOW, "nodes": {"x": {"kind": "say", "prompts": ["q"], "next": "z"}, "z": {"kind": "return"}}}
    assert list(changes(FLOW, after)) == [
        Change(
            change="changed",
            node_id="x",
            kind="say",
            fields=(
                FieldChange(name="prompts", before=["p"], after=["q"]),
                FieldChange(name="next", before="y", after="z"),
            ),
        ),
        Change(change="removed", node_id="y", kind="goodbye"),
        Change(change="added", node_id="z", kind="return"),
    ]


def test_a_node_of_another_kind_is_told_as_such() -> None:
    (change,) = changes(FLOW, {**FLOW, "nodes": {**FLOW["nodes"], "y": {"kind": "return"}}})
    assert change.fields == (FieldChange(name="kind", before="goodbye", after="return"),)


def test_test_cases_are_told_one_by_one() -> None:
    more = {**FLOW, "cases": [{"name": "one", "steps": []}, {"name": "two", "steps": []}, {"name": "two", "steps": []}]}
    (change,) = changes(FLOW, more)
    assert (change.node_id, [field.name for field in change.fields]) == ("", ["cases.one", "cases.two", "cases.two #3"])


def test_moving_a_node_on_the_canvas_is_no_change() -> None:
    nodes = dict(reversed(FLOW["nodes"].items()))
    assert list(changes(FLOW, {**FLOW, "layout": {"x": [9, 9]}, "version": 7, "nodes": nodes})) == []


def test_a_draft_that_cannot_be_read_is_compared_all_the_same() -> None:
    broken = {"nodes": {"x": "say", "y": None}, "cases": 7, "name": 3}
    assert [change.node_id for change in changes(FLOW, broken)] == ["", "x", "y"]
    assert list(changes({"nodes": []}, {})) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(flows(), flows())
def test_nothing_is_different_from_itself_and_all_is_found_both_ways(one: Flow, other: Flow) -> None:
    was, now = (json.loads(json.dumps(write_draft(flow))) for flow in (one, other))
    assert list(changes(was, was)) == []
    there, back = list(changes(was, now)), list(changes(now, was))
    assert {(c.node_id, f.name) for c in there for f in c.fields} == {
        (c.node_id, f.name) for c in back for f in c.fields
    }
    unmoved = [
        {key: each for key, each in written.items() if key not in ("layout", "flow_id")} for written in (was, now)
    ]
    assert bool(there) == (unmoved[0] != unmoved[1])
