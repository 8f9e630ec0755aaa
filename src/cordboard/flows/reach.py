"""The ways out of each node, by name: what the checker walks and the editor draws."""

from __future__ import annotations

from collections.abc import Iterator

from cordboard.flows import nodes as n

LASTS = (n.ToQueue, n.ToAgent, n.Goodbye, n.Return)
"""Nodes after which the conversation need not go on."""
_WANTED = ("next", "found", "not_found", "open", "closed", "otherwise", "on_too_many")
_OPTIONAL = ("holiday", "emergency", "on_timeout", "on_closed", "after_talk", "on_error")


def ways(node: n.Node) -> dict[str, str]:
    """Return where a node may lead, by the name of the way; one that is not set and need not be is left out."""
    return dict(_ways(node))


def _ways(node: n.Node) -> Iterator[tuple[str, str]]:
    if isinstance(node, n.Menu):
        yield from ((f"key {key}", next_id) for key, next_id in node.choices.items())
    if isinstance(node, n.Decide):
        yield from ((str(i + 1), branch.next) for i, branch in enumerate(node.branches))
    for name in _WANTED:
        if hasattr(node, name):
            yield name, getattr(node, name)
    if (
        isinstance(node, n.Menu | n.ToNumber)
        or (isinstance(node, n.Ask | n.Order) and node.on_failure)
        or (isinstance(node, n.ChooseLanguage) and node.on_failure)
    ):
        yield "on_failure", node.on_failure
    for name in _OPTIONAL:
        if next_id := getattr(node, name, ""):
            yield name, next_id
        elif isinstance(node, n.ToAgent) and name == "on_timeout":
            yield name, ""
