"""Test cases of a flow: what the customer does and what must come of it, run in no time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from cordboard.center.center import Center
from cordboard.errors import CordboardError
from cordboard.flows import events as ev
from cordboard.flows.faults import Problem, wrong
from cordboard.flows.language import Case, Flow, Step
from cordboard.flows.rehearsal import Rehearsal, Spoken, is_act, said

LINES_MAX = 20_000
"""Lines of transcript that all cases of a flow bring back together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How one case went."""

    name: str
    passed: bool
    step: int | None = None
    """The step that failed, counted from 1."""
    says: str = ""
    """What was wanted and what was."""
    code: str = ""
    """Stable name of the sentence; empty for a step that could not be taken."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the sentence names, by the name of its gap."""
    transcript: tuple[Spoken, ...] = ()


def run_cases(flow: Flow, *, flows: Mapping[str, Flow], center: Center, timezone: str) -> Iterator[CaseResult]:
    """Run every case of a flow; transcripts are left out once there is more of them than anybody reads."""
    lines = 0
    for case in flow.cases:
        result = run_case(flow, case, flows=flows, center=center, timezone=timezone)
        lines += len(result.transcript)
        yield result if lines <= LINES_MAX else replace(result, transcript=())


def run_case(flow: Flow, case: Case, *, flows: Mapping[str, Flow], center: Center, timezone: str) -> CaseResult:
    """Run one case, up to the first step that fails."""
    try:
        rehearsal = Rehearsal(flow, case, flows, center, timezone)
    except CordboardError as error:
        return CaseResult(name=case.name, passed=False, says=str(error))
    for number, step in enumerate(case.steps, 1):
        trouble: Problem | None
        try:
            if is_act(step) and rehearsal.outcome.ended and not step.back:
                trouble = wrong("", "case-over", found=rehearsal.outcome.ended)
            else:
                rehearsal.act(step)
                trouble = next(_failures(rehearsal, step), None)
        except CordboardError as error:
            trouble = Problem(says=str(error))
        if trouble is not None:
            return CaseResult(
                name=case.name,
                passed=False,
                step=number,
                says=trouble.says,
                code=trouble.code,
                names=trouble.names,
                transcript=tuple(rehearsal.transcript),
            )
    return CaseResult(name=case.name, passed=True, transcript=tuple(rehearsal.transcript))


def _failures(rehearsal: Rehearsal, step: Step) -> Iterator[Problem]:
    """What a step expects and does not find."""
    p = rehearsal.performance
    if step.said and step.said not in (heard := _heard(rehearsal)):
        yield wrong("said", "case-said", wanted=step.said, found=heard)
    standing = p.node_id if p is not None else _last_node(rehearsal)
    if step.at and step.at != standing:
        yield wrong("at", "case-at", wanted=step.at, found=standing)
    if step.marked and step.marked not in rehearsal.marks:
        yield wrong("marked", "case-marked", wanted=step.marked, found=", ".join(rehearsal.marks) or "-")
    for name, value in step.answered.items():
        found = rehearsal.answers.get(name)
        if found is None and value is not None:
            yield wrong("answered", "case-unanswered", name=name, wanted=repr(value))
        elif found != value:
            yield wrong("answered", "case-answered", name=name, wanted=repr(value), found=repr(found))
    queue_id, ended = rehearsal.outcome.queue_id, rehearsal.outcome.ended
    if step.queued and not queue_id:
        yield wrong("queued", "case-not-queued", wanted=step.queued)
    elif step.queued and step.queued != queue_id:
        yield wrong("queued", "case-queued", wanted=step.queued, found=queue_id)
    if step.ended and not ended:
        yield wrong("ended", "case-going-on", wanted=step.ended)
    elif step.ended and step.ended != ended:
        yield wrong("ended", "case-ended", wanted=step.ended, found=ended)


def _heard(rehearsal: Rehearsal) -> str:
    """What was said since the customer's last act."""
    lines = []
    for event in rehearsal.events[rehearsal.since_act :]:
        if isinstance(event, ev.PromptsSaid | ev.ConfirmationAsked | ev.FlowLeft):
            lines.append(said(event.prompts, event.language))
    return " ".join(line for line in lines if line)


def _last_node(rehearsal: Rehearsal) -> str:
    return next((e.node_id for e in reversed(rehearsal.events) if not isinstance(e, ev.FlowStarted)), "")
