"""Nodes that choose and note: each is passed at once, without a word to the customer.

Each rule yields what becomes true and returns the next node, or None where the conversation stands still or has left.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from cordboard.center.speech import Speech
from cordboard.errors import Malformed
from cordboard.flows import events as ev
from cordboard.flows import nodes as n
from cordboard.flows.expressions import evaluate
from cordboard.flows.keeping import kept
from cordboard.flows.performance import Performance
from cordboard.flows.stage import ConversationScope, Stage

DEPTH_MAX = 10
"""Sub-flows within one another."""

Walk = Generator[ev.FlowEvent, None, str | None]
Before = tuple[Speech, ...]
"""What is said before a node's own prompts, as why its question is asked again."""
Rule = Callable[[Stage, Performance, str, Any, Before, float], Walk]


class GoesWrong(Malformed):
    """A node cannot be performed; the conversation takes its way for errors."""


def passed(p: Performance, node_id: str, way: str, **more: Any) -> ev.NodePassed:
    """The node was passed by this way."""
    return ev.NodePassed(contact_id=p.contact_id, node_id=node_id, way=way, script=p.is_script, **more)


def error_way(stage: Stage, p: Performance, node: n.Node | None) -> str:
    """The node after a failure; one that does not exist ends the conversation with an apology."""
    flow = stage.flow_of(p)
    return getattr(node, "on_error", "") or (flow.on_error if flow is not None else "")


def scope(stage: Stage, p: Performance, now: float) -> ConversationScope:
    """The data of the conversation."""
    return ConversationScope(stage, p, now)


def _decide(stage: Stage, p: Performance, node_id: str, node: n.Decide, before: Before, now: float) -> Walk:
    data = scope(stage, p, now)
    for i, branch in enumerate(node.branches):
        if evaluate(branch.when, data):
            yield passed(p, node_id, str(i + 1))
            return branch.next
    yield passed(p, node_id, "otherwise")
    return node.otherwise


def _hours(stage: Stage, p: Performance, node_id: str, node: n.Hours, before: Before, now: float) -> Walk:
    way: str
    if stage.emergency and node.emergency:
        way, next_id = "emergency", node.emergency
    else:
        # a calendar that is gone must not close the company
        way = stage.day_state(node.calendar_id, now) or "open"
        next_id = {"open": node.open, "closed": node.closed, "holiday": node.holiday or node.closed}[way]
    yield passed(p, node_id, way)
    return next_id


def _assign(stage: Stage, p: Performance, node_id: str, node: n.Assign, before: Before, now: float) -> Walk:
    data = scope(stage, p, now)
    answers = {name: kept(source, data) for name, source in node.values.items()}
    yield passed(p, node_id, "next", answers=answers)
    return node.next


def _set_language(stage: Stage, p: Performance, node_id: str, node: n.SetLanguage, before: Before, now: float) -> Walk:
    yield ev.LanguageSet(contact_id=p.contact_id, node_id=node_id, language=node.language, script=p.is_script)
    return node.next


def _guard(stage: Stage, p: Performance, node_id: str, node: n.LoopGuard, before: Before, now: float) -> Walk:
    times = p.passes.get(f"{p.flow_id}/{node_id}", 0)
    way, next_id = ("next", node.next) if times < node.most else ("too-many", node.on_too_many)
    yield passed(p, node_id, way)
    return next_id


def _mark(stage: Stage, p: Performance, node_id: str, node: n.Mark, before: Before, now: float) -> Walk:
    yield passed(p, node_id, "next", mark=node.mark, served=node.served)
    return node.next


def _sub_flow(stage: Stage, p: Performance, node_id: str, node: n.SubFlow, before: Before, now: float) -> Walk:
    version = p.versions.get(node.flow_id)
    flow = stage.flow(node.flow_id, version) if version is not None else None
    if flow is None or version is None or len(p.stack) >= DEPTH_MAX:
        raise GoesWrong(f"flow {node.flow_id!r} cannot be entered")
    yield ev.SubFlowEntered(
        contact_id=p.contact_id, node_id=node_id, flow_id=node.flow_id, version=version, script=p.is_script
    )
    return flow.start


def sub_flow_left(p: Performance) -> ev.SubFlowLeft:
    """The conversation is again in the flow that had entered this one."""
    return ev.SubFlowLeft(contact_id=p.contact_id, node_id=p.stack[-1][2], script=p.is_script)


RULES: Mapping[type, Rule] = {
    n.Decide: _decide,
    n.Hours: _hours,
    n.Assign: _assign,
    n.SetLanguage: _set_language,
    n.LoopGuard: _guard,
    n.Mark: _mark,
    n.SubFlow: _sub_flow,
}
