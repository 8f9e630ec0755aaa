"""What is different between two flows, node by node and field by field, on their written form.

Where nodes stand on the canvas is no difference, and neither is the order in which they are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from cordboard.values import value

Written = Mapping[str, Any]
_NO_DIFFERENCE = frozenset({"layout", "version", "flow_id", "nodes", "cases"})


@value
class FieldChange:
    """One field; an absent one is null."""

    name: str
    before: Any = None
    after: Any = None


@value
class Change:
    """One node that came, went or is different."""

    change: Literal["added", "removed", "changed"]
    node_id: str
    """Empty for the flow itself; its test cases are fields of it."""
    kind: str
    fields: tuple[FieldChange, ...] = ()


def changes(before: Written, after: Written) -> Iterator[Change]:
    """Every change, the flow's own first, then node by node as they stand."""
    own = [*_fields(before, after, without=_NO_DIFFERENCE), *_cases(before, after)]
    if own:
        yield Change(change="changed", node_id="", kind="", fields=tuple(own))
    was, now = _nodes(before), _nodes(after)
    for node_id in {**was, **now}:
        old, new = was.get(node_id), now.get(node_id)
        if old is None:
            fields = tuple(_fields({}, new or {}, without=frozenset({"kind"})))
            yield Change(change="added", node_id=node_id, kind=_kind(new), fields=fields)
        elif new is None:
            fields = tuple(_fields(old, {}, without=frozenset({"kind"})))
            yield Change(change="removed", node_id=node_id, kind=_kind(old), fields=fields)
        elif fields := tuple(_fields(old, new)):
            yield Change(change="changed", node_id=node_id, kind=_kind(new), fields=fields)


def _fields(before: Written, after: Written, *, without: frozenset[str] = frozenset()) -> Iterator[FieldChange]:
    for name in {**before, **after}:
        if name not in without and before.get(name) != after.get(name):
            yield FieldChange(name=name, before=before.get(name), after=after.get(name))


def _cases(before: Written, after: Written) -> Iterator[FieldChange]:
    was, now = _named(before.get("cases")), _named(after.get("cases"))
    for name in {**was, **now}:
        if was.get(name) != now.get(name):
            yield FieldChange(name=f"cases.{name}", before=was.get(name), after=now.get(name))


def _named(cases: Any) -> dict[str, Any]:
    """Cases by name; a second one of the same name is told by its number."""
    found: dict[str, Any] = {}
    for number, case in enumerate(cases if isinstance(cases, list | tuple) else (), 1):
        name = str(case.get("name", "")) if isinstance(case, Mapping) else ""
        found[name if name and name not in found else f"{name} #{number}".strip()] = case
    return found


def _nodes(written: Written) -> Mapping[str, Written]:
    """The nodes; what is none, in a draft that cannot be read, is taken as one field."""
    nodes = written.get("nodes")
    if not isinstance(nodes, Mapping):
        return {}
    return {node_id: node if isinstance(node, Mapping) else {"": node} for node_id, node in nodes.items()}


def _kind(node: Written | None) -> str:
    kind = (node or {}).get("kind")
    return kind if isinstance(kind, str) else ""
