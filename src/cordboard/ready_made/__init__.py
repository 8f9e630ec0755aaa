"""Flows that a company starts from: each a text of its own beside this file, with its test cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from cordboard.flows.language import Flow
from cordboard.flows.nodes import BookCallback, Hours, Node, SayWait, ToQueue, Voicemail
from cordboard.runtime.flow_documents import read_flow
from cordboard.runtime.flow_text import parse_text


@cache
def ready_made() -> Mapping[str, Flow]:
    """Every ready-made flow by its id."""
    texts = [file for file in files(__name__).joinpath("flows").iterdir() if file.name.endswith(".yaml")]
    ordered = sorted(texts, key=lambda file: file.name)
    flows = [read_flow(parse_text(file.read_text(encoding="utf-8"))) for file in ordered]
    return {flow.flow_id: flow for flow in flows}


def adapted(flow: Flow, *, queue_id: str = "", calendar_id: str = "") -> Flow:
    """The flow leading to this queue and asking this calendar; its cases expect so. Empty leaves them as they are."""
    nodes = {node_id: _adapted(node, queue_id, calendar_id) for node_id, node in flow.nodes.items()}
    cases = flow.cases
    if queue_id:
        steps = ((case, tuple(replace(s, queued=s.queued and queue_id) for s in case.steps)) for case in cases)
        cases = tuple(replace(case, steps=adapted_steps) for case, adapted_steps in steps)
    return replace(flow, nodes=nodes, cases=cases)


def _adapted(node: Node, queue_id: str, calendar_id: str) -> Node:
    if isinstance(node, Hours) and calendar_id:
        return replace(node, calendar_id=calendar_id)
    if isinstance(node, ToQueue | Voicemail | BookCallback | SayWait) and queue_id:
        return replace(node, queue_id=queue_id)
    return node
