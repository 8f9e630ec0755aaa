"""Test cases of a flow: what the customer does and what must come of it, run in no time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cordboard.center.center import Center
from cordboard.errors import CordboardError
from cordboard.flows import events as ev
from cordboard.flows.language import Case, Flow, Step
from cordboard.flows.rehearsal import Rehearsal, Spoken, is_act, said


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How one case went."""

    name: str
    passed: bool
    step: int | None = None
    """The step that failed, counted from 1."""
    says: str = ""
    """What was wanted and what was."""
    transcript: tuple[Spoken, ...] = ()


def run_cases(flow: Flow, *, flows: Mapping[str, Flow], center: Center, timezone: str) -> Iterator[CaseResult]:
    """Run every case of a flow."""
    for case in flow.cases:
        yield run_case(flow, case, flows=flows, center=center, timezone=timezone)


def run_case(flow: Flow, case: Case, *, flows: Mapping[str, Flow], center: Center, timezone: str) -> CaseResult:
    """Run one case, up to the first step that fails."""
    try:
        rehearsal = Rehearsal(flow, case, flows, center, timezone)
    except CordboardError as error:
        return CaseResult(name=case.name, passed=False, says=str(error))
    for number, step in enumerate(case.steps, 1):
        try:
            if is_act(step) and rehearsal.outcome.ended and not step.back:
                trouble = f"the flow had ended already: {rehearsal.outcome.ended}"
            else:
                rehearsal.act(step)
                trouble = next(_failures(rehearsal, step), "")
        except CordboardError as error:
            trouble = str(error)
        if trouble:
            return CaseResult(
                name=case.name, passed=False, step=number, says=trouble, transcript=tuple(rehearsal.transcript)
            )
    return CaseResult(name=case.name, passed=True, transcript=tuple(rehearsal.transcript))


def _failures(rehearsal: Rehearsal, step: Step) -> Iterator[str]:
    """What a step expects and does not find."""
    p = rehearsal.performance
    if step.said and step.said not in (heard := _heard(rehearsal)):
        yield f"{step.said!r} was not said; said was {heard!r}"
    standing = p.node_id if p is not None else _last_node(rehearsal)
    if step.at and step.at != standing:
        yield f"the flow should be at {step.at!r}, and is at {standing!r}"
    if step.marked and step.marked not in rehearsal.marks:
        yield f"{step.marked!r} was not marked; marked were {rehearsal.marks}"
    for name, value in step.answered.items():
        if rehearsal.answers.get(name) != value:
            yield f"answer {name!r} should be {value!r}, and is {rehearsal.answers.get(name)!r}"
    if step.queued and step.queued != rehearsal.outcome.queue_id:
        yield f"the contact should wait in {step.queued!r}, and is in {rehearsal.outcome.queue_id or 'none'!r}"
    if step.ended and step.ended != rehearsal.outcome.ended:
        yield f"the flow should have ended by {step.ended!r}, and is {rehearsal.outcome.ended or 'going on'!r}"


def _heard(rehearsal: Rehearsal) -> str:
    """What was said since the customer's last act."""
    lines = []
    for event in rehearsal.events[rehearsal.since_act :]:
        if isinstance(event, ev.PromptsSaid | ev.ConfirmationAsked | ev.FlowLeft):
            lines.append(said(event.prompts, event.language))
    return " ".join(line for line in lines if line)


def _last_node(rehearsal: Rehearsal) -> str:
    return next((e.node_id for e in reversed(rehearsal.events) if not isinstance(e, ev.FlowStarted)), "")
