"""Flows that a company starts from: each a text of its own beside this file, with its test cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from cordboard.center.center import Center
from cordboard.flows.language import Flow
from cordboard.runtime.flow_documents import read_flow
from cordboard.runtime.flow_text import parse_text


@cache
def ready_made() -> Mapping[str, Flow]:
    """Every ready-made flow by its id."""
    texts = sorted(file for file in files(__name__).joinpath("flows").iterdir() if file.name.endswith(".yaml"))
    flows = [read_flow(parse_text(file.read_text(encoding="utf-8"))) for file in texts]
    return {flow.flow_id: flow for flow in flows}


def adapted(flow: Flow, center: Center) -> Flow:
    """The flow with queues and calendars that the company does not have replaced by its first ones."""
    nodes = dict(flow.nodes)
    for node_id, node in flow.nodes.items():
        for field, there in (("queue_id", center.queues), ("calendar_id", center.calendars)):
            named = getattr(node, field, None)
            if named and named not in there and there:
                nodes[node_id] = replace(nodes[node_id], **{field: next(iter(there))})
    return replace(flow, nodes=nodes)
