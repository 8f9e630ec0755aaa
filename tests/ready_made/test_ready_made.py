"""The flows a company starts from are fit to start from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cordboard.center.calendars import Calendar
from cordboard.center.center import Center
from cordboard.center.hours import Hours, Opening
from cordboard.center.queues import Queue
from cordboard.flows import check
from cordboard.flows.cases import run_case
from cordboard.flows.parts import Text
from cordboard.ready_made import adapted, ready_made

WEEK = Hours(
    timezone="Europe/London", openings=tuple(Opening(weekday=day, opens_min=540, closes_min=1080) for day in range(5))
)
CENTER = Center(
    queues={"reception": Queue(queue_id="reception", name="Reception")},
    calendars={"office": Calendar(calendar_id="office", name="Office", hours=WEEK)},
)
CASES = [(flow, case) for flow in ready_made().values() for case in flow.cases]


@pytest.mark.parametrize("flow", ready_made().values(), ids=lambda flow: flow.flow_id)
def test_a_ready_made_flow_has_no_fault_and_speaks_both_languages(flow):
    known = check.Known(
        queues=frozenset(CENTER.queues), calendars=frozenset(CENTER.calendars), flows=ready_made(), agents=frozenset()
    )
    found = [check.sentence(flow, problem) for problem in check.problems(flow, known)]
    assert [says for says in found if "customer." not in says] == []
    texts = [p for node in flow.nodes.values() for p in getattr(node, "prompts", ()) if isinstance(p, Text)]
    assert texts
    assert all(set(text.text) >= {"en", "ru"} for text in texts)
    assert flow.name_ru
    assert flow.description


@pytest.mark.parametrize(("flow", "case"), CASES, ids=lambda it: getattr(it, "flow_id", "") or it.name)
def test_its_cases_pass(flow, case):
    result = run_case(flow, case, flows=ready_made(), center=CENTER, timezone="Europe/London")
    assert result.passed, f"step {result.step}: {result.says}\n" + "\n".join(map(str, result.transcript))


def test_a_flow_is_adapted_to_the_queues_a_company_has():
    flow = adapted(ready_made()["after-hours"], queue_id="sales")
    center = replace(CENTER, queues={"sales": Queue(queue_id="sales", name="Sales")})
    results = [run_case(flow, case, flows=ready_made(), center=center, timezone="Europe/London") for case in flow.cases]
    assert all(result.passed for result in results)
    assert flow.nodes["queue"].queue_id == "sales"
    assert flow.nodes["hours"].calendar_id == "office"
