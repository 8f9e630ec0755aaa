"""What comes of an answer that is none: another meaning of the key, asking again, or the way of failure."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress

from cordboard.center.speech import Speech
from cordboard.errors import Malformed
from cordboard.flows import events as ev
from cordboard.flows import nodes as n
from cordboard.flows.answers import END_KEY
from cordboard.flows.passing import error_way, scope, sub_flow_left
from cordboard.flows.performance import Performance
from cordboard.flows.stage import Stage
from cordboard.flows.talking import fill
from cordboard.flows.walking import Go

PERSON_KEY = "0"

Answering = Generator[ev.FlowEvent, None, Go | None]


def typed(p: Performance) -> str:
    """The keys of the answer so far."""
    return p.secret.digits or "" if p.secret is not None else p.keys


def is_for_person(stage: Stage, p: Performance, pressed: str) -> bool:
    """Whether this key asks for a person, here or in a flow that this one is part of."""
    return pressed == PERSON_KEY and _levels_to_person(stage, p) is not None


def _levels_to_person(stage: Stage, p: Performance) -> int | None:
    """How many sub-flows are left for a person; None if there is none."""
    places = [(p.flow_id, p.version), *((flow_id, version) for flow_id, version, _ in reversed(p.stack))]
    for level, (flow_id, version) in enumerate(places):
        flow = stage.flow(flow_id, version)
        if flow is not None and flow.person in flow.nodes:
            return level
    return None


def other_key(stage: Stage, p: Performance, node_id: str, pressed: str, now: float) -> Answering:
    """A key without a meaning of its own here: for a person, for hearing it again, or wrong."""
    levels = _levels_to_person(stage, p) if pressed == PERSON_KEY else None
    if levels is not None:
        yield ev.PersonAsked(contact_id=p.contact_id, node_id=node_id)
        for _ in range(levels):
            yield sub_flow_left(p)
        flow = stage.flow_of(p)
        return Go(flow.person if flow is not None else "")
    flow = stage.flow_of(p)
    if flow is not None and pressed == flow.repeat_key:
        yield ev.KeyTaken(contact_id=p.contact_id, node_id=node_id, key=pressed)
        return Go(node_id)
    if pressed == END_KEY and p.awaits in ("", "said"):
        # it ended the answer before, which was whole without it
        return None
    return (yield from missed(stage, p, node_id, pressed, now))


def missed(stage: Stage, p: Performance, node_id: str, pressed: str | None, now: float) -> Answering:
    """Nothing was answered, or nothing that fits: ask again, or take the way of failure.

    An agent is asked again as often as it takes.
    """
    node = stage.node(p, node_id)
    yield ev.AnswerMissed(contact_id=p.contact_id, node_id=node_id, key=pressed, script=p.is_script)
    if p.is_script:
        return Go(node_id)
    if not isinstance(node, n.Menu | n.ChooseLanguage | n.Ask | n.Order):
        return Go(error_way(stage, p, node))
    if p.tries >= node.tries:
        fallback = node.next if isinstance(node, n.ChooseLanguage) else error_way(stage, p, node)
        return Go(node.on_failure or fallback)
    before: tuple[Speech, ...] = ()
    # what is said before the question may fail; the question is asked all the same
    with suppress(Malformed):
        before = fill(node.on_silence if pressed is None else node.on_wrong, scope(stage, p, now), p.language)
    return Go(node_id, before)
