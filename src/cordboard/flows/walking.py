"""Entering nodes, one after another, up to one that waits for something.

Each rule yields what becomes true and returns the next node, or None where the conversation stands still or has left.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from cordboard.center.speech import Said, Speech
from cordboard.errors import Malformed
from cordboard.flows import events as ev
from cordboard.flows import nodes as n
from cordboard.flows.errands import Errand, Fetch, Find, Post
from cordboard.flows.expressions import evaluate, in_words
from cordboard.flows.forms import SecretForm, TextForm, VoiceForm
from cordboard.flows.performance import Performance
from cordboard.flows.stage import ConversationScope, Stage, kept, shared
from cordboard.flows.talking import GAP, fill, fill_text, in_language, phrase

UNHEARD_MAX = 100
"""Nodes that may follow one another without hearing the customer; more is a circle."""
STEPS_MAX = 2_000
"""Nodes of one conversation."""
DEPTH_MAX = 10
"""Sub-flows within one another."""
QUESTIONS = (n.Menu, n.ChooseLanguage, n.Ask, n.Order)
RECORDING_SPARE_S = 15.0
"""Beyond the longest recording and the longest ringing: then the switch's report is not waited for any more."""

Walk = Generator[ev.FlowEvent, None, str | None]


@dataclass(slots=True)
class Go:
    """Where a conversation goes on, and what is said first."""

    node_id: str
    before: tuple[Speech, ...] = ()


class GoesWrong(Malformed):
    """A node cannot be performed; the conversation takes its way for errors."""


def enter(stage: Stage, p: Performance, go: Go, now: float) -> Walk:
    """Go on at this node; return a question whose answer was pressed ahead, or None."""
    node_id, before = go.node_id, go.before
    while True:
        node = stage.node(p, node_id)
        if node is None or p.steps >= STEPS_MAX or p.unheard >= UNHEARD_MAX:
            yield from _give_up(stage, p, node_id, now)
            return None
        if p.ahead and not p.is_script:
            if isinstance(node, QUESTIONS) and not before:
                return node_id
            if isinstance(node, n.Say) and node.barge_in:
                yield _passed(p, node_id, "next")
                node_id = node.next
                continue
        try:
            next_id = yield from _RULES[type(node)](stage, p, node_id, node, before, now)
        except Malformed as error:
            yield _passed(p, node_id, "error", why=error.says)
            next_id = error_way(stage, p, node)
        if next_id is None:
            return None
        node_id, before = next_id, ()


def error_way(stage: Stage, p: Performance, node: n.Node | None) -> str:
    """The node after a failure; one that does not exist ends the conversation with an apology."""
    flow = stage.flow_of(p)
    return getattr(node, "on_error", "") or (flow.on_error if flow is not None else "")


def _give_up(stage: Stage, p: Performance, node_id: str, now: float) -> Walk:
    """The flow has no way on: to a person if it has one, else an apology."""
    flow = stage.flow_of(p)
    person = flow.nodes.get(flow.person) if flow is not None else None
    if flow is not None and isinstance(person, n.ToQueue) and not p.is_script and flow.person != node_id:
        return (yield from _to_queue(stage, p, flow.person, person, (), now))
    sorry = () if p.is_script else (phrase("sorry", p.language),)
    yield ev.FlowLeft(
        contact_id=p.contact_id,
        node_id=node_id,
        language=p.language,
        prompts=sorry,
        served=False,
        failed=True,
        script=p.is_script,
    )
    return None


def _passed(p: Performance, node_id: str, way: str, **more: Any) -> ev.NodePassed:
    return ev.NodePassed(contact_id=p.contact_id, node_id=node_id, way=way, script=p.is_script, **more)


def scope(stage: Stage, p: Performance, now: float) -> ConversationScope:
    """The data of the conversation."""
    return ConversationScope(stage, p, now)


# -- nodes that speak --


def _speak(stage: Stage, p: Performance, node_id: str, node: Any, before: tuple[Speech, ...], now: float) -> Walk:
    prompts = before + fill(node.prompts, scope(stage, p, now), p.language)
    return (yield from _said(stage, p, node_id, node, prompts, now))


def _said(stage: Stage, p: Performance, node_id: str, node: Any, prompts: tuple[Speech, ...], now: float) -> Walk:
    if not prompts and isinstance(node, n.Say | n.SayWait):
        yield _passed(p, node_id, "next")
        return str(node.next)
    yield ev.PromptsSaid(
        contact_id=p.contact_id,
        node_id=node_id,
        turn=p.turn + 1,
        prompts=prompts,
        language=p.language,
        script=p.is_script,
    )
    if prompts or p.is_script:
        return None
    return (yield from after_prompts(stage, p, node, now))


def _say_wait(
    stage: Stage, p: Performance, node_id: str, node: n.SayWait, before: tuple[Speech, ...], now: float
) -> Walk:
    queue = stage.queue(node.queue_id)
    said: list[Speech] = list(before)
    if queue is not None and node.position:
        said += (phrase("position", p.language), Said(kind="ordinal", value=str(queue.waiting + 1), gender="n"))
    if queue is not None and node.expected_wait and queue.expected_wait_s is not None:
        minutes = max(1, -(-int(queue.expected_wait_s) // 60))
        said += (phrase("wait", p.language), Said(kind="duration", value=str(60 * minutes)))
    return (yield from _said(stage, p, node_id, node, tuple(said), now))


def after_prompts(stage: Stage, p: Performance, node: n.Node | None, now: float) -> Walk:
    """What follows when the prompts of the present node have been said."""
    match node:
        case n.Say(next=next_id) | n.Disclose(next=next_id) | n.SayWait(next=next_id):
            return next_id
        case n.Ask(form=TextForm() | VoiceForm() as form) if p.medium == "voice":
            yield from _record(p, form.most_s, form.silence_s, now)
            return None
        case (
            n.Menu(answer_s=wait_s)
            | n.ChooseLanguage(answer_s=wait_s)
            | n.Ask(answer_s=wait_s)
            | n.Order(answer_s=wait_s)
        ):
            yield ev.AnswerAwaited(contact_id=p.contact_id, node_id=p.node_id, turn=p.turn, until=now + wait_s)
            return None
        case n.Voicemail(most_s=most_s, silence_s=silence_s):
            yield from _record(p, most_s, silence_s, now)
            return None
        case n.ToNumber():
            return (yield from _dial(stage, p, node, now))
    return p.node_id


def _record(p: Performance, most_s: float, silence_s: float, now: float) -> Generator[ev.FlowEvent, None, None]:
    turn = p.turn + 1
    yield ev.RecordingAsked(
        contact_id=p.contact_id,
        node_id=p.node_id,
        turn=turn,
        name=f"{p.contact_id}.m{turn}",
        most_s=most_s,
        silence_s=silence_s,
        until=now + most_s + RECORDING_SPARE_S,
    )


def _dial(stage: Stage, p: Performance, node: n.ToNumber, now: float) -> Walk:
    number = "".join(sign for sign in fill_text(node.number, scope(stage, p, now)) if sign not in " ()-.")
    digits = number.removeprefix("+")
    fits = digits.isascii() and digits.isdecimal() and 2 <= len(digits) <= 20
    if not fits or not stage.may_dial(node.trunk_id, number):
        yield _passed(p, p.node_id, "failure", why="the number may not be dialled")
        return node.on_failure
    yield ev.NumberDialed(
        contact_id=p.contact_id,
        node_id=p.node_id,
        turn=p.turn + 1,
        number=number,
        trunk_id=node.trunk_id,
        until=now + node.ring_s,
    )
    return None


# -- nodes that choose and note --


def _decide(stage: Stage, p: Performance, node_id: str, node: n.Decide, before: tuple[Speech, ...], now: float) -> Walk:
    data = scope(stage, p, now)
    for i, branch in enumerate(node.branches):
        if evaluate(branch.when, data):
            yield _passed(p, node_id, str(i + 1))
            return branch.next
    yield _passed(p, node_id, "otherwise")
    return node.otherwise


def _hours(stage: Stage, p: Performance, node_id: str, node: n.Hours, before: tuple[Speech, ...], now: float) -> Walk:
    way: str
    if stage.emergency and node.emergency:
        way, next_id = "emergency", node.emergency
    else:
        state = stage.day_state(node.calendar_id, now)
        # a calendar that is gone must not close the company
        way = state or "open"
        next_id = {"open": node.open, "closed": node.closed, "holiday": node.holiday or node.closed}[way]
    yield _passed(p, node_id, way)
    return next_id


def _assign(stage: Stage, p: Performance, node_id: str, node: n.Assign, before: tuple[Speech, ...], now: float) -> Walk:
    data = scope(stage, p, now)
    answers = {name: kept(source, data) for name, source in node.values.items()}
    yield _passed(p, node_id, "next", answers=answers)
    return node.next


def _set_language(
    stage: Stage, p: Performance, node_id: str, node: n.SetLanguage, before: tuple[Speech, ...], now: float
) -> Walk:
    yield ev.LanguageSet(contact_id=p.contact_id, node_id=node_id, language=node.language, script=p.is_script)
    return node.next


def _guard(
    stage: Stage, p: Performance, node_id: str, node: n.LoopGuard, before: tuple[Speech, ...], now: float
) -> Walk:
    passed = p.passes.get(f"{p.flow_id}/{node_id}", 0)
    way, next_id = ("next", node.next) if passed < node.most else ("too-many", node.on_too_many)
    yield _passed(p, node_id, way)
    return next_id


def _mark(stage: Stage, p: Performance, node_id: str, node: n.Mark, before: tuple[Speech, ...], now: float) -> Walk:
    yield _passed(p, node_id, "next", mark=node.mark, served=node.served)
    return node.next


def _sub_flow(
    stage: Stage, p: Performance, node_id: str, node: n.SubFlow, before: tuple[Speech, ...], now: float
) -> Walk:
    version = p.versions.get(node.flow_id)
    flow = stage.flow(node.flow_id, version) if version is not None else None
    if flow is None or version is None or len(p.stack) >= DEPTH_MAX:
        raise GoesWrong(f"flow {node.flow_id!r} cannot be entered")
    yield ev.SubFlowEntered(
        contact_id=p.contact_id, node_id=node_id, flow_id=node.flow_id, version=version, script=p.is_script
    )
    return flow.start


def _return(stage: Stage, p: Performance, node_id: str, node: n.Return, before: tuple[Speech, ...], now: float) -> Walk:
    if not p.stack:
        return (yield from _goodbye(stage, p, node_id, n.Goodbye(prompts=()), before, now))
    caller_id = p.stack[-1][2]
    yield ev.SubFlowLeft(contact_id=p.contact_id, node_id=caller_id, script=p.is_script)
    caller = stage.node(p, caller_id)
    return caller.next if isinstance(caller, n.SubFlow) else ""


# -- nodes that reach outside --


def _errand(p: Performance, node_id: str, errand: Errand, until: float) -> ev.ErrandAsked:
    return ev.ErrandAsked(
        contact_id=p.contact_id, node_id=node_id, turn=p.turn + 1, errand=errand, until=until, script=p.is_script
    )


def _look_up(
    stage: Stage, p: Performance, node_id: str, node: n.LookUp, before: tuple[Speech, ...], now: float
) -> Walk:
    data = scope(stage, p, now)
    by = {column: shared(source, data) for column, source in node.by.items()}
    if node.source == "customer" and not by:
        by = {"number": in_words(evaluate("contact.caller", data))}
    yield _errand(p, node_id, Errand(find=Find(source=node.source, by=by, table_id=node.table_id)), now + node.limit_s)
    return None


def _request(
    stage: Stage, p: Performance, node_id: str, node: n.Request, before: tuple[Speech, ...], now: float
) -> Walk:
    data = scope(stage, p, now)
    fetch = Fetch(
        method=node.method,
        url=GAP.sub(lambda gap: quote(in_words(evaluate(gap[1], data)), safe=""), node.url),
        headers={name: fill_text(template, data) for name, template in node.headers.items()},
        body={name: shared(source, data) for name, source in node.body.items()} or None,
        credential=node.credential,
        retries=node.retries,
        most_bytes=node.most_bytes,
    )
    yield _errand(p, node_id, Errand(fetch=fetch), now + node.limit_s)
    return None


def _send(stage: Stage, p: Performance, node_id: str, node: n.Send, before: tuple[Speech, ...], now: float) -> Walk:
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
    yield _errand(p, node_id, Errand(post=post), now + SEND_S)
    return None


SEND_S = 10.0
"""Seconds for handing a message over; sending it goes on without the customer."""


# -- nodes that let go --


def _left(p: Performance, node_id: str, **more: Any) -> ev.FlowLeft:
    return ev.FlowLeft(contact_id=p.contact_id, node_id=node_id, language=p.language, script=p.is_script, **more)


def _to_queue(
    stage: Stage, p: Performance, node_id: str, node: n.ToQueue, before: tuple[Speech, ...], now: float
) -> Walk:
    ways = (("timeout", node.on_timeout), ("closed", node.on_closed), ("talked", node.after_talk))
    returns = tuple(why for why, next_id in ways if next_id)
    yield _left(p, node_id, queue_id=node.queue_id, wait_s=node.wait_s, returns=returns)
    return None


def _to_agent(
    stage: Stage, p: Performance, node_id: str, node: n.ToAgent, before: tuple[Speech, ...], now: float
) -> Walk:
    agent_id = in_words(evaluate(node.agent, scope(stage, p, now)))
    if agent_id not in stage.center.agents:
        yield _passed(p, node_id, "timeout", why=f"there is no agent {agent_id[:60]!r}")
        return node.on_timeout
    returns = ("timeout", "closed", "failed", *(("talked",) if node.after_talk else ()))
    yield _left(p, node_id, agent_id=agent_id, wait_s=node.wait_s, returns=returns)
    return None


def _book(
    stage: Stage, p: Performance, node_id: str, node: n.BookCallback, before: tuple[Speech, ...], now: float
) -> Walk:
    number = "".join(sign for sign in in_words(evaluate(node.number, scope(stage, p, now))) if sign not in " ()-.")
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and 3 <= len(digits) <= 15):
        raise GoesWrong("that is no number to call back")
    yield ev.CallbackBooked(contact_id=p.contact_id, node_id=node_id, queue_id=node.queue_id, number=number)
    yield _passed(p, node_id, "next")
    return node.next


def _goodbye(
    stage: Stage, p: Performance, node_id: str, node: n.Goodbye, before: tuple[Speech, ...], now: float
) -> Walk:
    prompts = before + fill(node.prompts, scope(stage, p, now), p.language)
    yield _left(p, node_id, prompts=prompts, served=node.served)
    return None


def is_secret(node: n.Node | None) -> bool:
    """Whether what is pressed here may be written nowhere."""
    return isinstance(node, n.Ask) and isinstance(node.form, SecretForm)


_RULES: dict[type, Callable[[Stage, Performance, str, Any, tuple[Speech, ...], float], Walk]] = {
    n.Say: _speak,
    n.Disclose: _speak,
    n.Menu: _speak,
    n.ChooseLanguage: _speak,
    n.Ask: _speak,
    n.Order: _speak,
    n.SayWait: _say_wait,
    n.Voicemail: _speak,
    n.ToNumber: _speak,
    n.Decide: _decide,
    n.Hours: _hours,
    n.Assign: _assign,
    n.SetLanguage: _set_language,
    n.LoopGuard: _guard,
    n.Mark: _mark,
    n.SubFlow: _sub_flow,
    n.Return: _return,
    n.LookUp: _look_up,
    n.Request: _request,
    n.Send: _send,
    n.ToQueue: _to_queue,
    n.ToAgent: _to_agent,
    n.BookCallback: _book,
    n.Goodbye: _goodbye,
}
