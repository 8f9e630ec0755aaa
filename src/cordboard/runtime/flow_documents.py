"""A flow as JSON values, and back, with the place of every mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from cordboard.flows.language import Flow
from cordboard.flows.nodes import Node
from cordboard.runtime import shapes
from cordboard.runtime.written import BadFlow, Document, Fault, fault_of, strange

NODES_MAX = 1_000
CASES_MAX = 500
NODE_ID_MAX = 60
FAULTS_MAX = 100


def read_flow(written: object) -> Flow:
    """The flow that these JSON values say.

    Raises:
        BadFlow: they say none.
    """
    if not isinstance(written, dict):
        raise BadFlow([Fault(says="a flow is an object")])
    faults: list[Fault] = []
    nodes = dict(_nodes(written.get("nodes", {}), faults))
    rest = {name: each for name, each in written.items() if name != "nodes"}
    faults += [Fault(says=says) for says in strange({name: each for name, each in rest.items() if name != "cases"})]
    faults += [Fault(says=says, field="cases") for says in strange(rest.get("cases"), "cases")]
    flow: Flow | None = None
    try:
        flow = shapes.read(rest, Flow)
    except msgspec.ValidationError as error:
        faults.append(fault_of(error))
    if flow is not None and len(flow.cases) > CASES_MAX:
        faults.append(Fault(says=f"a flow has at most {CASES_MAX} cases", field="cases"))
    if faults or flow is None:
        raise BadFlow(faults[:FAULTS_MAX])
    return replace(flow, nodes=nodes)


def write_flow(flow: Flow) -> Document:
    """The flow as JSON values; what is as by default is left out."""
    written: Document = shapes.write(flow)
    written.setdefault("nodes", {})
    return written


def write_draft(flow: Flow) -> Document:
    """The flow as JSON values, without its version: what is not published has none."""
    written = write_flow(flow)
    written.pop("version", None)
    return written


def tidied(written: Document) -> Document:
    """The document as we write it ourselves; one that cannot be read stays as it is."""
    try:
        return write_draft(read_flow(written))
    except BadFlow:
        return {name: each for name, each in written.items() if name != "version"}


def _nodes(written: object, faults: list[Fault]) -> Iterator[tuple[str, Node]]:
    if not isinstance(written, dict) or len(written) > NODES_MAX:
        faults.append(Fault(says=f"nodes is an object with at most {NODES_MAX} members", field="nodes"))
        return
    for node_id, node in written.items():
        if not isinstance(node_id, str) or not 0 < len(node_id) <= NODE_ID_MAX or not node_id.isprintable():
            faults.append(Fault(says=f"the id of a node is 1 to {NODE_ID_MAX} signs", node_id=str(node_id)))
            continue
        found = _node(node_id, node, faults)
        if found is not None:
            yield node_id, found


def _node(node_id: str, written: Any, faults: list[Fault]) -> Node | None:
    kind = written.get(shapes.TAG) if isinstance(written, dict) else None
    if not isinstance(kind, str) or kind not in shapes.NODES:
        faults.append(Fault(says=f"its kind is one of {', '.join(shapes.NODES)}", node_id=node_id, field=shapes.TAG))
        return None
    if wrong := list(strange(written)):
        faults += [Fault(says=says, node_id=node_id) for says in wrong]
        return None
    try:
        node: Node = shapes.read(written, shapes.NODES[kind])
    except msgspec.ValidationError as error:
        faults.append(fault_of(error, node_id))
        return None
    return node
