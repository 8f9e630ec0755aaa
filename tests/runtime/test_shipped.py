"""Flows that are shipped can be read, and pass their own test cases."""

from __future__ import annotations

import re

import pytest

from cordboard.center.center import Center
from cordboard.flows.cases import run_case
from cordboard.runtime.shipped import FOLDER, shipped_flows
from cordboard.runtime.workshop import RESERVED
from cordboard.web.api.flow_shapes import FLOW_ID

CASES = [(template_id, case.name) for template_id, flow in shipped_flows().items() for case in flow.cases]


def test_every_file_is_a_flow_that_can_be_begun_from() -> None:
    assert {file.stem for file in FOLDER.glob("*")} == set(shipped_flows())
    assert all(re.match(FLOW_ID, template_id) and template_id not in RESERVED for template_id in shipped_flows())


@pytest.mark.parametrize(("template_id", "name"), CASES)
def test_a_shipped_flow_passes_its_own_test_cases(template_id: str, name: str) -> None:
    flows = shipped_flows()
    flow = flows[template_id]
    case = next(case for case in flow.cases if case.name == name)
    result = run_case(flow, case, flows=flows, center=Center(), timezone="UTC")
    assert result.passed, f"step {result.step}: {result.says}"
