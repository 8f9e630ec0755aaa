"""Nodes that have something done outside, and nodes that let the contact go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from cordboard.flows import events as ev
from cordboard.flows import nodes as n
from cordboard.flows.errands import Errand, Fetch, Find, Post
from cordboard.flows.expressions import evaluate, in_words
from cordboard.flows.keeping import shared
from cordboard.flows.passing import Before, GoesWrong, Rule, Walk, passed, scope, sub_flow_left
from cordboard.flows.performance import Performance
from cordboard.flows.speaking import is_number, plain_number
from cordboard.flows.stage import Stage
from cordboard.flows.talking import GAP, fill, fill_text, in_language

SEND_S = 10.0
"""Seconds for handing a message over; sending it goes on without the customer."""
PASSES_MAX = 5
"""Messages, and promises to call back, of one node in one conversation: who goes in a circle must not run up a bill."""
_DOTS = re.compile(r"/\.\.?(?=[/?#]|$)")
"""What leads up in the path of an address. Source: RFC 3986, section 5.2.4."""

# -- outside --


def _asked(p: Performance, node_id: str, errand: Errand, until: float) -> ev.ErrandAsked:
    return ev.ErrandAsked(
        contact_id=p.contact_id, node_id=node_id, turn=p.turn + 1, errand=errand, until=until, script=p.is_script
    )


def _look_up(stage: Stage, p: Performance, node_id: str, node: n.LookUp, before: Before, now: float) -> Walk:
    data = scope(stage, p, now)
    by = {column: shared(source, data) for column, source in node.by.items()}
    if node.source == "customer" and not by:
        by = {"number": in_words(evaluate("contact.caller", data))}
    find = Find(source=node.source, by=by, table_id=node.table_id)
    yield _asked(p, node_id, Errand(find=find), now + node.limit_s)
    return None


def _request(stage: Stage, p: Performance, node_id: str, node: n.Request, before: Before, now: float) -> Walk:
    data = scope(stage, p, now)
    fetch = Fetch(
        method=node.method,
        url=_address(node.url, data),
        headers={name: fill_text(template, data) for name, template in node.headers.items()},
        body={name: shared(source, data) for name, source in node.body.items()} or None,
        credential=node.credential,
        retries=node.retries,
        most_bytes=node.most_bytes,
    )
    yield _asked(p, node_id, Errand(fetch=fetch), now + node.limit_s)
    return None


def _address(template: str, data: Mapping[str, Any]) -> str:
    """The address with its gaps filled, each in its place: no sign of theirs means anything in an address.

    Raises:
        GoesWrong: two dots would lead elsewhere; quoted they would, too.
    """
    address = GAP.sub(lambda gap: quote(in_words(evaluate(gap[1], data)), safe=""), template)
    if _DOTS.search(address):
        raise GoesWrong("what is filled in would lead to another address")
    return address


def _demand_few(p: Performance, node_id: str) -> None:
    """Raises GoesWrong if the conversation came by this node too often."""
    if p.passes.get(f"{p.flow_id}/{node_id}", 0) >= PASSES_MAX:
        raise GoesWrong(f"this was done {PASSES_MAX} times in one conversation")


def _send(stage: Stage, p: Performance, node_id: str, node: n.Send, before: Before, now: float) -> Walk:
    _demand_few(p, node_id)
    data = scope(stage, p, now)
    to = in_words(evaluate(node.to, data))
    if not to:
        raise GoesWrong("there is nobody to send it to")
    post = Post(
        channel=node.channel,
        to=to,
        subject=fill_text(in_language(node.subject, p.language), data),
        text=fill_text(in_language(node.text, p.language), data),
    )
    yield _asked(p, node_id, Errand(post=post), now + SEND_S)
    return None


# -- letting go --


def _left(p: Performance, node_id: str, **more: Any) -> ev.FlowLeft:
    return ev.FlowLeft(contact_id=p.contact_id, node_id=node_id, language=p.language, script=p.is_script, **more)


def to_queue(stage: Stage, p: Performance, node_id: str, node: n.ToQueue, before: Before, now: float) -> Walk:
    """The contact waits in a queue, and comes back where the node has a way for it."""
    ways = (("timeout", node.on_timeout), ("closed", node.on_closed), ("talked", node.after_talk))
    returns = tuple(why for why, next_id in ways if next_id)
    yield _left(p, node_id, queue_id=node.queue_id, wait_s=node.wait_s, returns=returns)
    return None


def _to_agent(stage: Stage, p: Performance, node_id: str, node: n.ToAgent, before: Before, now: float) -> Walk:
    agent_id = in_words(evaluate(node.agent, scope(stage, p, now)))
    if agent_id not in stage.center.agents:
        yield passed(p, node_id, "timeout", why=f"there is no agent {agent_id[:60]!r}")
        return node.on_timeout
    returns = ("timeout", "closed", *(("talked",) if node.after_talk else ()))
    yield _left(p, node_id, agent_id=agent_id, wait_s=node.wait_s, returns=returns)
    return None


def _book(stage: Stage, p: Performance, node_id: str, node: n.BookCallback, before: Before, now: float) -> Walk:
    _demand_few(p, node_id)
    number = plain_number(in_words(evaluate(node.number, scope(stage, p, now))))
    if not is_number(number, 3, 15):
        raise GoesWrong("that is no number to call back")
    yield ev.CallbackBooked(
        contact_id=p.contact_id, node_id=node_id, queue_id=node.queue_id, number=number, script=p.is_script
    )
    yield passed(p, node_id, "next")
    return node.next


def _goodbye(stage: Stage, p: Performance, node_id: str, node: n.Goodbye, before: Before, now: float) -> Walk:
    prompts = before + fill(node.prompts, scope(stage, p, now), p.language)
    yield _left(p, node_id, prompts=prompts, served=node.served)
    return None


def _return(stage: Stage, p: Performance, node_id: str, node: n.Return, before: Before, now: float) -> Walk:
    if not p.stack:
        return (yield from _goodbye(stage, p, node_id, n.Goodbye(prompts=()), before, now))
    caller_id = p.stack[-1][2]
    yield sub_flow_left(p)
    caller = stage.node(p, caller_id)
    return caller.next if isinstance(caller, n.SubFlow) else ""


RULES: Mapping[type, Rule] = {
    n.LookUp: _look_up,
    n.Request: _request,
    n.Send: _send,
    n.ToQueue: to_queue,
    n.ToAgent: _to_agent,
    n.BookCallback: _book,
    n.Goodbye: _goodbye,
    n.Return: _return,
}
