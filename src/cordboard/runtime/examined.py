"""A document of a flow examined: what is wrong with it, and how its test cases go."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

from cordboard.center.center import Center
from cordboard.errors import Malformed
from cordboard.flows import check as checking
from cordboard.flows.cases import CaseResult
from cordboard.flows.cases import run_cases as run_all
from cordboard.flows.check import Known, Problem
from cordboard.flows.language import Flow
from cordboard.runtime.flow_documents import read_flow
from cordboard.runtime.written import BadFlow, Document, strange

DOCUMENT_MAX = 1_000_000
"""Bytes of a flow as JSON."""
PROBLEMS_MAX = 200


def check(document: object, known: Known) -> list[Problem]:
    """Everything that is wrong, errors first; what cannot be read is an error too."""
    try:
        flow = read_flow(document)
    except BadFlow as bad:
        return [Problem(node_id=fault.node_id, field=fault.field, says=fault.says) for fault in bad.faults]
    return check_flow(flow, known)


def check_flow(flow: Flow, known: Known) -> list[Problem]:
    """Everything that is wrong with a flow that could be read, errors first."""
    found = list(checking.problems(flow, known))
    return sorted(found, key=lambda problem: problem.severity)[:PROBLEMS_MAX]


def keepable(flow_id: str, document: Document) -> Document:
    """The document, if it can be kept as the draft of this flow, mistakes and all.

    Raises:
        Malformed: it cannot.
    """
    if document.get("flow_id") != flow_id:
        raise Malformed(f"the document is not of flow {flow_id!r}: its flow_id is another")
    if wrong := next(strange(document), ""):
        raise Malformed(wrong)
    if len(json.dumps(document, ensure_ascii=False).encode()) > DOCUMENT_MAX:
        raise Malformed(f"a flow has at most {DOCUMENT_MAX} bytes")
    return document


async def run_cases(flow: Flow, *, flows: Mapping[str, Flow], center: Center, timezone: str) -> list[CaseResult]:
    """Run every test case beside the loop: a flow may have hundreds."""
    others = {flow_id: other for flow_id, other in flows.items() if flow_id != flow.flow_id}
    return await asyncio.to_thread(lambda: list(run_all(flow, flows=others, center=center, timezone=timezone)))
