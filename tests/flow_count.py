"""The measures of flows counted straight from the journal's lines, by reading every conversation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from cordboard.floor import events as ev
from cordboard.flows import events as fev
from cordboard.runtime.ports import Entry


@dataclass
class Told:
    """The lines of one conversation."""

    flow_id: str
    version: int
    number: str
    script: bool
    lines: list[tuple[float, object]] = field(default_factory=list)
    lost: bool = False


def conversations(entries: Iterable[Entry]) -> list[Told]:
    """Every conversation of a day that is over, trials left out."""
    numbers: dict[str, str] = {}
    open_: dict[tuple[str, bool], Told] = {}
    all_: list[Told] = []
    for entry in entries:
        event = entry.event
        if isinstance(event, ev.ContactArrived):
            numbers[event.contact_id] = event.number
        elif isinstance(event, fev.FlowStarted):
            told = Told(event.flow_id, event.version, numbers[event.contact_id], event.script)
            open_[event.contact_id, event.script] = told
            if not event.flow_id.startswith("try."):
                all_.append(told)
        elif isinstance(event, ev.ContactEnded):
            ended = open_.get((event.contact_id, False))
            if ended is not None:
                ended.lost = event.outcome is ev.Outcome.LOST
        elif type(event).__module__ == fev.__name__:
            script = getattr(event, "script", False) or isinstance(event, fev.StepReopened)
            open_[event.contact_id, script].lines.append((entry.at, event))  # type: ignore[union-attr]
    return all_


@dataclass
class Verdict:
    """What became of one conversation."""

    outcome: str
    handed_over: bool
    message: bool
    contained: bool
    nodes: set[str]
    timeouts: Counter[str]
    wrong: Counter[str]
    errors: Counter[str]
    left: str


def verdict(told: Told) -> Verdict:
    """Judge a conversation by its lines."""
    events = [event for _, event in told.lines]
    stack: list[str] = []
    nodes: set[str] = set()
    timeouts, wrong, errors = Counter[str](), Counter[str](), Counter[str]()
    answered: dict[str, list[str]] = {}
    at = ""
    for event in events:
        node_id: str = event.node_id  # type: ignore[attr-defined]
        if isinstance(event, fev.SubFlowLeft):
            stack.pop()
            continue
        here = f"{stack[-1]}/{node_id}" if stack else node_id
        if isinstance(event, fev.StepReopened):
            stack = list(answered[node_id])
            continue
        if isinstance(event, fev.KeyTaken | fev.AnswerTaken | fev.OrderTaken):
            answered[node_id] = list(stack)
        if node_id and not isinstance(event, fev.FlowResumed):
            nodes.add(here)
            at = here
        match event:
            case fev.AnswerMissed(key=None):
                timeouts[here] += 1
            case fev.AnswerMissed():
                wrong[here] += 1
            case fev.NodePassed(way="error") | fev.FlowLeft(failed=True):
                errors[here] += bool(node_id)
            case fev.SubFlowEntered():
                stack.append(event.flow_id)
    handed, before = 0, events[1:]
    for event, after in zip(events, [*before, None], strict=True):
        if isinstance(event, fev.FlowLeft) and (event.queue_id or event.agent_id):
            handed += not (isinstance(after, fev.FlowResumed) and after.why in ("closed", "failed"))
        handed += isinstance(event, fev.NumberConnected)
    messages = [event for event in events if isinstance(event, fev.MessageLeft | fev.CallbackBooked)]
    last = events[-1]
    helped = any(isinstance(event, fev.NodePassed) and event.served for event in events)
    nobody = not handed and not messages
    if isinstance(last, fev.FlowLeft):
        outcome = "failed" if last.failed else "queue" if last.queue_id else "agent" if last.agent_id else "goodbye"
        contained = outcome == "goodbye" and last.served and nobody and not told.script
        left = ""
    else:
        ends = {fev.MessageLeft: "message", fev.CallbackBooked: "callback", fev.NumberConnected: "number"}
        reached = [ends[type(event)] for event in events if type(event) in ends]
        outcome = "lost" if told.lost else reached[-1] if reached else "left"
        contained = outcome == "left" and helped and nobody and not told.script
        left = at if outcome == "left" and nobody and not contained else ""
    return Verdict(outcome, handed > 0, bool(messages) and not handed, contained, nodes, timeouts, wrong, errors, left)


@dataclass
class Sums:
    """Counts over conversations."""

    entered: int = 0
    completed: int = 0
    handed_over: int = 0
    messages: int = 0
    contained: int = 0
    abandoned: int = 0
    failed: int = 0

    def add(self, verdict: Verdict) -> None:
        self.entered += 1
        self.completed += verdict.outcome not in ("left", "failed", "lost")
        self.handed_over += verdict.handed_over
        self.messages += verdict.message
        self.contained += verdict.contained
        self.abandoned += bool(verdict.left)
        self.failed += verdict.outcome == "failed"


def by_flow(told: Iterable[Told]) -> dict[tuple[str, int], Sums]:
    """Sums by flow and version."""
    sums: dict[tuple[str, int], Sums] = defaultdict(Sums)
    for each in told:
        sums[each.flow_id, each.version].add(verdict(each))
    return dict(sums)
