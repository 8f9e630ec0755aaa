"""What is wrong with a flow, in words, before it goes live."""

from __future__ import annotations

from collections.abc import Iterator

from cordboard.flows.language import Flow
from cordboard.flows.nodes import Goodbye, Menu, Node, Say, SetLanguage, ToQueue

KEYS = frozenset("0123456789*#")


def next_nodes(node: Node) -> tuple[str, ...]:
    """Every node that may follow this one."""
    match node:
        case Say(next=next_id) | SetLanguage(next=next_id):
            return (next_id,)
        case Menu(choices=choices, on_failure=on_failure):
            return (*choices.values(), on_failure)
        case ToQueue() | Goodbye():
            return ()


def problems(flow: Flow, queue_ids: frozenset[str]) -> Iterator[str]:
    """One sentence for every fault: missing nodes and queues, wrong keys, and places without a way out."""
    if flow.start not in flow.nodes:
        yield f"flow {flow.flow_id!r} starts at {flow.start!r}, which does not exist"
    for node_id, node in flow.nodes.items():
        for next_id in next_nodes(node):
            if next_id not in flow.nodes:
                yield f"node {node_id!r} of flow {flow.flow_id!r} leads to {next_id!r}, which does not exist"
        if isinstance(node, ToQueue) and node.queue_id not in queue_ids:
            yield f"node {node_id!r} of flow {flow.flow_id!r} leads to queue {node.queue_id!r}, which does not exist"
        if isinstance(node, Menu) and (wrong := set(node.choices) - KEYS):
            yield f"node {node_id!r} of flow {flow.flow_id!r} has keys {sorted(wrong)}; keys are 0-9, * and #"
    for node_id in sorted(set(flow.nodes) - _with_a_way_out(flow)):
        yield f"node {node_id!r} of flow {flow.flow_id!r} leads to no queue and no goodbye: a caller would be trapped"


def _with_a_way_out(flow: Flow) -> set[str]:
    out = {node_id for node_id, node in flow.nodes.items() if isinstance(node, ToQueue | Goodbye)}
    while True:
        more = {n for n, node in flow.nodes.items() if n not in out and any(m in out for m in next_nodes(node))}
        if not more:
            return out
        out |= more
