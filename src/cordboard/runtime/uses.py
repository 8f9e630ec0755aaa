"""Which things outside a flow it names, out of its written form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from cordboard.runtime.flow_documents import read_flow
from cordboard.runtime.written import BadFlow, Document
from cordboard.values import value

_PROMPTS = ("prompts", "on_wrong", "on_silence")
_THINGS = {
    "table_id": "tables",
    "flow_id": "flows",
    "queue_id": "queues",
    "calendar_id": "calendars",
    "trunk_id": "trunks",
    "credential": "credentials",
}


@value
class Uses:
    """Ids of what a flow names."""

    prompts: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()
    queues: frozenset[str] = frozenset()
    calendars: frozenset[str] = frozenset()
    trunks: frozenset[str] = frozenset()
    credentials: frozenset[str] = frozenset()


def uses_of(document: Document) -> Uses:
    """What this flow names, by default too; of a draft that cannot be read, what is found in it."""
    try:
        nodes: Any = msgspec.to_builtins(read_flow(document).nodes)
    except BadFlow:
        nodes = document.get("nodes")
    found: dict[str, set[str]] = {}
    for node in nodes.values() if isinstance(nodes, Mapping) else ():
        if isinstance(node, Mapping):
            for kind, thing_id in _named(node):
                found.setdefault(kind, set()).add(thing_id)
    return Uses(**{kind: frozenset(ids) for kind, ids in found.items()})


def _named(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field in _PROMPTS:
        parts = node.get(field)
        for part in parts if isinstance(parts, list | tuple) else ():
            if isinstance(part, str):
                yield "prompts", part
    for field, kind in _THINGS.items():
        thing_id = node.get(field)
        if isinstance(thing_id, str) and thing_id:
            yield kind, thing_id
