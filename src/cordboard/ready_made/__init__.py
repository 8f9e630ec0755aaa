"""Flows that a company starts from: each a text of its own beside this file, with its test cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from cordboard.center.center import Center
from cordboard.flows.language import Flow
from cordboard.flows.nodes import BookCallback, Hours, Node, ToQueue, Voicemail
from cordboard.runtime.flow_documents import read_flow
from cordboard.runtime.flow_text import parse_text


@cache
def ready_made() -> Mapping[str, Flow]:
    """Every ready-made flow by its id."""
    texts = [file for file in files(__name__).joinpath("flows").iterdir() if file.name.endswith(".yaml")]
    ordered = sorted(texts, key=lambda file: file.name)
    flows = [read_flow(parse_text(file.read_text(encoding="utf-8"))) for file in ordered]
    return {flow.flow_id: flow for flow in flows}


def adapted(flow: Flow, center: Center) -> Flow:
    """The flow with queues and calendars that the company does not have replaced by its first ones."""
    return replace(flow, nodes={node_id: _adapted(node, center) for node_id, node in flow.nodes.items()})


def _adapted(node: Node, center: Center) -> Node:
    if isinstance(node, Hours) and node.calendar_id not in center.calendars and center.calendars:
        return replace(node, calendar_id=next(iter(center.calendars)))
    if isinstance(node, ToQueue | Voicemail | BookCallback) and node.queue_id not in center.queues and center.queues:
        return replace(node, queue_id=next(iter(center.queues)))
    return node
