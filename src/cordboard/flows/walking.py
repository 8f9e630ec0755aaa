"""Entering nodes, one after another, up to one that waits for something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cordboard.center.speech import Speech
from cordboard.errors import Malformed
from cordboard.flows import events as ev
from cordboard.flows import nodes as n
from cordboard.flows import passing, reaching, speaking
from cordboard.flows.passing import Rule, Walk, error_way, passed, sub_flow_left
from cordboard.flows.performance import Performance
from cordboard.flows.speaking import QUESTIONS, after_prompts, may_interrupt
from cordboard.flows.stage import Stage

UNHEARD_MAX = 100
"""Nodes that may follow one another without hearing the customer; more is a circle."""
SORRY = ("cord/fallback",)
"""Recorded, because it is also said when the voice is what fails."""
STEPS_MAX = 2_000
"""Nodes of one conversation."""

_RULES: Mapping[type, Rule] = {**passing.RULES, **speaking.RULES, **reaching.RULES}


@dataclass(slots=True)
class Go:
    """Where a conversation goes on, and what is said first."""

    node_id: str
    before: tuple[Speech, ...] = ()


def enter(stage: Stage, p: Performance, go: Go, now: float) -> Walk:
    """Go on at this node; return a question whose answer was pressed ahead, or None."""
    node_id, before = go.node_id, go.before
    while True:
        node = stage.node(p, node_id)
        if node is None or _is_lost(p):
            next_id = yield from _give_up(stage, p, node_id, now)
        elif p.ahead is not None and isinstance(node, QUESTIONS) and not before and may_interrupt(node):
            return node_id
        elif p.ahead is not None and isinstance(node, n.Say) and may_interrupt(node):
            yield passed(p, node_id, "next")
            next_id = node.next
        else:
            try:
                next_id = yield from _RULES[type(node)](stage, p, node_id, node, before, now)
            except Malformed as error:
                yield passed(p, node_id, "error", why=error.says)
                next_id = error_way(stage, p, node)
        if next_id is None:
            return None
        node_id, before = next_id, ()


def said(stage: Stage, p: Performance, now: float) -> Walk:
    """The prompts of the present node ended: do what it does then, and return the next node, if it has one."""
    node = stage.node(p, p.node_id)
    try:
        return (yield from after_prompts(stage, p, node, now))
    except Malformed as error:
        yield passed(p, p.node_id, "error", why=error.says)
        return error_way(stage, p, node)


def _is_lost(p: Performance) -> bool:
    """Whether the conversation goes in a circle."""
    return p.steps >= STEPS_MAX or p.unheard >= UNHEARD_MAX


def _give_up(stage: Stage, p: Performance, node_id: str, now: float) -> Walk:
    """There is no way on: a part goes wrong as its node says; else to a person if there is one, or an apology."""
    while p.stack and not _is_lost(p):
        caller_id = p.stack[-1][2]
        yield sub_flow_left(p)
        if way := error_way(stage, p, stage.node(p, caller_id)):
            return way
    person = _person(stage, p)
    while p.stack and person is None:
        yield sub_flow_left(p)
        person = _person(stage, p)
    if person is not None and not p.is_script:
        if not _is_lost(p):
            return person[0]
        # whoever is sent there so does not come back, or the circle would go on
        yield ev.FlowLeft(
            contact_id=p.contact_id,
            node_id=person[0],
            language=p.language,
            queue_id=person[1].queue_id,
            wait_s=person[1].wait_s,
        )
        return None
    yield ev.FlowLeft(
        contact_id=p.contact_id,
        node_id=node_id,
        language=p.language,
        prompts=() if p.is_script else SORRY,
        served=False,
        failed=True,
        script=p.is_script,
    )
    return None


def _person(stage: Stage, p: Performance) -> tuple[str, n.ToQueue] | None:
    """Where this flow has people."""
    flow = stage.flow_of(p)
    node = flow.nodes.get(flow.person) if flow is not None else None
    return (flow.person, node) if flow is not None and isinstance(node, n.ToQueue) else None
