"""Flows tried as text, and their test cases: bounded, whatever the flow is."""

from __future__ import annotations

import pytest

from cordboard.center.center import Center
from cordboard.errors import Malformed
from cordboard.flows.cases import LINES_MAX as CASES_LINES_MAX
from cordboard.flows.cases import run_cases
from cordboard.flows.language import Case, Step
from cordboard.flows.nodes import Menu, Say
from cordboard.flows.parts import Text
from cordboard.flows.rehearsal import LINES_MAX, rehearse
from tests.flows.conversation import flow_of

ROUND = {"main": Menu(prompts=("main",), choices={"1": "main"}, on_failure="bye")}
HOURS = Case(name="hours", steps=(Step(press="1" * 2_000), Step(press="1" * 2_000)))


def test_a_try_without_end_is_refused():
    with pytest.raises(Malformed, match=f"{LINES_MAX} lines"):
        rehearse(flow_of(ROUND), HOURS, HOURS.steps, flows={}, center=Center(), timezone="UTC")


def test_a_try_that_says_too_much_is_refused():
    words = Text(text={"en": "word " * 400})
    talks = {**ROUND, "main": Menu(prompts=(words,), choices={"1": "main"}, on_failure="bye")}
    with pytest.raises(Malformed, match="signs"):
        rehearse(flow_of(talks), HOURS, (Step(press="1" * 400),), flows={}, center=Center(), timezone="UTC")


def test_cases_without_end_fail_and_bring_back_only_so_much():
    flow = flow_of(ROUND, cases=(HOURS,) * 10)
    results = list(run_cases(flow, flows={}, center=Center(), timezone="UTC"))
    assert not any(result.passed for result in results)
    assert "lines" in results[0].says
    assert results[0].transcript
    assert sum(len(result.transcript) for result in results) <= CASES_LINES_MAX


def test_what_people_try_is_told_whole():
    flow = flow_of({"hello": Say(prompts=("hello",), next="main"), **ROUND}, cases=(Case(name="a", steps=()),) * 500)
    assert all(result.transcript for result in run_cases(flow, flows={}, center=Center(), timezone="UTC"))
