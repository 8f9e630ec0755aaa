"""What is wrong with a flow, in words, before it goes live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from cordboard.flows import nodes as n
from cordboard.flows import parts as p
from cordboard.flows.expressions import BadExpression, names, parse
from cordboard.flows.faults import Problem, wrong
from cordboard.flows.language import Flow
from cordboard.flows.misuse import KEYS, misused
from cordboard.flows.reach import LASTS, ways
from cordboard.flows.talking import gaps

__all__ = ["Known", "Problem", "problems", "sentence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is outside the flow; None is not looked at."""

    queues: frozenset[str] | None = None
    agents: frozenset[str] | None = None
    flows: Mapping[str, Flow] | None = None
    calendars: frozenset[str] | None = None
    trunks: frozenset[str] | None = None
    tables: frozenset[str] | None = None
    prompts: frozenset[str] | None = None
    """Recorded prompts, without those that are shipped."""
    credentials: frozenset[str] | None = None
    hosts: tuple[str, ...] | None = field(default=None)
    """That requests may go to."""


def problems(flow: Flow, known: Known) -> Iterator[Problem]:
    """One sentence for every fault: missing things, expressions that cannot be, and places without a way out."""
    if flow.start not in flow.nodes:
        yield wrong("start", "start-missing", node=flow.start)
    if flow.person and flow.person not in flow.nodes:
        yield wrong("person", "person-missing", node=flow.person)
    if flow.on_error and flow.on_error not in flow.nodes:
        yield wrong("on_error", "on-error-missing", node=flow.on_error)
    if flow.repeat_key and flow.repeat_key not in KEYS:
        yield wrong("repeat_key", "repeat-key")
    answers = set(_answers(flow, known.flows or {}))
    for node_id, node in flow.nodes.items():
        for problem in _of_node(flow, node, known, answers):
            yield replace(problem, node_id=node_id)
    yield from _trapped(flow)
    reached = _reached(flow)
    for node_id in flow.nodes:
        if node_id not in reached and flow.start in flow.nodes:
            yield replace(wrong("", "unreached", severity="warning", node=node_id), node_id=node_id)


def sentence(flow: Flow, problem: Problem) -> str:
    """The problem as one sentence that names flow and node."""
    where = f"node {problem.node_id!r} of flow {flow.flow_id!r}" if problem.node_id else f"flow {flow.flow_id!r}"
    return f"{where}: {problem.says}"


def _trapped(flow: Flow) -> Iterator[Problem]:
    """Nodes from which no way leads to a person or to an end."""
    out = {node_id for node_id, node in flow.nodes.items() if isinstance(node, LASTS)}
    if flow.purpose != "part":
        out -= {node_id for node_id in out if isinstance(flow.nodes[node_id], n.Return)}
    # from the ends backwards, each way once: a flow may have a thousand nodes in a row
    sources: dict[str, list[str]] = {}
    for node_id, node in flow.nodes.items():
        for next_id in ways(node).values():
            sources.setdefault(next_id, []).append(node_id)
    open_ = list(out)
    while open_:
        for node_id in sources.get(open_.pop(), ()):
            if node_id not in out:
                out.add(node_id)
                open_.append(node_id)
    for node_id in sorted(set(flow.nodes) - out):
        yield replace(wrong("", "trapped"), node_id=node_id)


def _reached(flow: Flow) -> set[str]:
    reached: set[str] = set()
    open_ = [flow.start, flow.person, flow.on_error]
    while open_:
        node_id = open_.pop()
        if node_id in flow.nodes and node_id not in reached:
            reached.add(node_id)
            open_ += ways(flow.nodes[node_id]).values()
    return reached


def _answers(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[str]:
    """The names of all answers that this flow or a part of it sets."""
    seen, open_ = {flow.flow_id}, [flow]
    while open_:
        for node in open_.pop().nodes.values():
            match node:
                case n.Ask(answer=name) | n.Menu(answer=name) | n.Request(answer=name):
                    yield name
                case n.Order(answer=name):
                    yield from (name, f"{name}_total")
                case n.Assign(values=values):
                    yield from values
                case n.LookUp(answer=name, source=source):
                    yield name or source
                case n.SubFlow(flow_id=flow_id) if flow_id in flows and flow_id not in seen:
                    seen.add(flow_id)
                    open_.append(flows[flow_id])


# -- one node --


def _of_node(flow: Flow, node: n.Node, known: Known, answers: set[str]) -> Iterator[Problem]:
    for way, next_id in ways(node).items():
        if next_id not in flow.nodes:
            yield wrong(way, "way-missing", way=way, node=next_id) if next_id else wrong(way, "way-open", way=way)
    for name in ("prompts", "on_wrong", "on_silence"):
        for problem in _of_prompts(flow, getattr(node, name, ()), known, answers):
            yield replace(problem, field=name)
    for name, source in _expressions(node):
        yield from _of_expression(name, source, answers, secrets=name in ("by", "body"))
    yield from _missing(node, known)
    yield from misused(flow, node)


def _of_prompts(flow: Flow, prompts: Iterable[p.Part], known: Known, answers: set[str]) -> Iterator[Problem]:
    for part in prompts:
        if isinstance(part, str):
            if known.prompts is not None and not part.startswith("cord/") and part not in known.prompts:
                yield wrong("", "prompt-missing", prompt=part)
        elif isinstance(part, p.Text):
            if not any(part.text.values()):
                yield wrong("", "text-empty")
            if not part.spoken_in:
                for language in flow.languages:
                    if not part.text.get(language):
                        yield wrong("", "text-untranslated", severity="warning", language=language)
            for text in part.text.values():
                for gap in gaps(text):
                    yield from _of_expression("prompts", gap, answers)
        else:
            yield from _of_expression("prompts", part.value, answers)


def _of_expression(name: str, source: str, answers: set[str], *, secrets: bool = False) -> Iterator[Problem]:
    try:
        parse(source)
    except BadExpression as bad:
        yield Problem(field=name, code=bad.fault, names=bad.names, says=bad.says)
        return
    for root, first in names(source):
        if root == "secrets" and not (secrets and source.strip() == f"secrets.{first}"):
            yield wrong(name, "secret-misplaced")
        if root in ("answers", "secrets") and first and first not in answers:
            yield wrong(name, "answer-unset", severity="warning", name=f"{root}.{first}")


def _expressions(node: n.Node) -> Iterator[tuple[str, str]]:
    """Field and source of every expression that a node has, besides those of its prompts."""
    match node:
        case n.Decide(branches=branches):
            yield from (("branches", branch.when) for branch in branches)
        case n.Assign(values=values):
            yield from (("values", source) for source in values.values())
        case n.LookUp(by=by):
            yield from (("by", source) for source in by.values())
        case n.Request(url=url, headers=headers, body=body):
            yield from (("url", gap) for gap in gaps(url))
            yield from (("headers", gap) for template in headers.values() for gap in gaps(template))
            yield from (("body", source) for source in body.values())
        case n.Send(to=to, text=text, subject=subject):
            yield "to", to
            yield from (("text", gap) for template in (*text.values(), *subject.values()) for gap in gaps(template))
        case n.ToAgent(agent=agent):
            yield "agent", agent
        case n.ToNumber(number=number):
            yield from (("number", gap) for gap in gaps(number))
        case n.BookCallback(number=number):
            yield "number", number


def _missing(node: n.Node, known: Known) -> Iterator[Problem]:
    """Things outside the flow that it names and that do not exist."""
    wanted = (
        ("queue_id", "queue", known.queues),
        ("calendar_id", "calendar", known.calendars),
        ("trunk_id", "trunk", known.trunks),
        ("table_id", "table", known.tables),
        ("flow_id", "flow", known.flows),
        ("credential", "credential", known.credentials),
    )
    for name, kind, there in wanted:
        thing_id = getattr(node, name, "")
        if thing_id and there is not None and thing_id not in there:
            yield wrong(name, f"{kind}-missing", thing=thing_id)
        elif thing_id == "" and name in getattr(type(node), "__slots__", ()) and name not in ("credential", "table_id"):
            yield wrong(name, f"{kind}-wanted")
