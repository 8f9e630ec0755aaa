"""How the row of a conversation grows by each line of the journal that is about it.

Each function here changes the row that it is given, and returns whether the row is due to be written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cordboard.flows import events as fev
from cordboard.reporting.flow_visits import add, done, enter, is_short, leave, place_of
from cordboard.reporting.rows import FlowRunFact


def finish(run: FlowRunFact, at: float, outcome: str) -> None:
    """Be over."""
    run.ended_at, run.outcome = at, outcome


def _left(run: FlowRunFact, at: float, event: fev.FlowLeft) -> bool:
    enter(run, event.node_id, at)
    run.language, run.way = event.language, ""
    if event.failed:
        add(run, "errors")
        outcome = "failed"
    elif event.agent_id is not None:
        outcome = "agent"
    else:
        outcome = "goodbye" if event.queue_id is None else "queue"
    run.hand_overs += outcome in ("agent", "queue")
    leave(run, at)
    with_nobody = run.medium != "script" and run.hand_overs == 0 and run.messages == 0
    run.contained = outcome == "goodbye" and event.served and with_nobody
    finish(run, at, outcome)
    return True


def _resumed(run: FlowRunFact, at: float, event: fev.FlowResumed) -> bool:
    run.ended_at = run.outcome = None
    if event.why in ("closed", "failed"):
        run.hand_overs -= 1
    run.place, run.since, run.way = place_of(run, event.node_id), at, event.why
    return True


def _at_node(
    run: FlowRunFact,
    at: float,
    event: fev.PromptsSaid | fev.KeyHeard | fev.ErrandAsked | fev.RecordingAsked | fev.NumberDialed,
) -> bool:
    enter(run, event.node_id, at)
    return False


def _passed(run: FlowRunFact, at: float, event: fev.NodePassed) -> bool:
    enter(run, event.node_id, at)
    if event.way == "error":
        add(run, "errors")
    run.way = event.way
    run.answers.update({name: each for name, each in event.answers.items() if is_short(each)})
    if event.mark:
        run.marks.append({"mark": event.mark, "at": at})
        run.served = run.served or event.served
    leave(run, at)
    return bool(event.mark)


def _chosen(run: FlowRunFact, at: float, event: fev.KeyTaken) -> bool:
    enter(run, event.node_id, at)
    run.way = event.key
    done(run, event.node_id)
    return False


def _person_asked(run: FlowRunFact, at: float, event: fev.PersonAsked) -> bool:
    enter(run, event.node_id, at)
    run.way = "person"
    return False


def _answered(run: FlowRunFact, at: float, event: fev.AnswerTaken) -> bool:
    has_chosen = run.place == place_of(run, event.node_id) and run.way == event.value
    enter(run, event.node_id, at)
    if not has_chosen:
        run.way = "next"
    # the value of a secret is none
    if event.answer and event.value is not None:
        run.answers[event.answer] = event.value
    elif not event.answer and event.value is True:
        run.disclosures[run.place] = at
    done(run, event.node_id)
    return True


def _missed(run: FlowRunFact, at: float, event: fev.AnswerMissed) -> bool:
    enter(run, event.node_id, at)
    add(run, "timeouts" if event.key is None else "wrong")
    run.way = "failure"
    return False


def _language_set(run: FlowRunFact, at: float, event: fev.LanguageSet) -> bool:
    enter(run, event.node_id, at)
    run.language, run.way = event.language, "next"
    return False


def _ordered(run: FlowRunFact, at: float, event: fev.OrderTaken) -> bool:
    enter(run, event.node_id, at)
    run.way = "next"
    run.answers[event.answer] = [dict(line) for line in event.lines]
    run.answers[f"{event.answer}_total"] = event.total
    done(run, event.node_id)
    return True


def _message(run: FlowRunFact, at: float, event: fev.MessageLeft | fev.CallbackBooked) -> bool:
    enter(run, event.node_id, at)
    run.messages += 1
    run.reached = "message" if isinstance(event, fev.MessageLeft) else "callback"
    return True


def _number_connected(run: FlowRunFact, at: float, event: fev.NumberConnected) -> bool:
    run.hand_overs += 1
    run.reached = "number"
    return True


def _number_left(run: FlowRunFact, at: float, event: fev.NumberLeft) -> bool:
    run.way = "next" if event.why == "ended" else "failure"
    return False


def _sub_flow_entered(run: FlowRunFact, at: float, event: fev.SubFlowEntered) -> bool:
    enter(run, event.node_id, at)
    run.way = ""
    leave(run, at)
    run.stack.append(event.flow_id)
    return False


def _sub_flow_left(run: FlowRunFact, at: float, event: fev.SubFlowLeft) -> bool:
    if run.stack:
        leave(run, at)
        run.stack.pop()
        run.place, run.since, run.way = place_of(run, event.node_id), at, "next"
    return False


def _reopened(run: FlowRunFact, at: float, event: fev.StepReopened) -> bool:
    run.way = ""
    leave(run, at)
    while run.steps:
        node_id, stack = run.steps.pop()
        if node_id == event.node_id:
            run.stack = list(stack)
            break
    run.ended_at = run.outcome = None
    return True


GROWS: Mapping[type, Callable[[FlowRunFact, float, Any], bool]] = {
    fev.NodePassed: _passed,
    fev.PromptsSaid: _at_node,
    fev.KeyHeard: _at_node,
    fev.KeyTaken: _chosen,
    fev.PersonAsked: _person_asked,
    fev.AnswerTaken: _answered,
    fev.AnswerMissed: _missed,
    fev.LanguageSet: _language_set,
    fev.ErrandAsked: _at_node,
    fev.RecordingAsked: _at_node,
    fev.OrderTaken: _ordered,
    fev.MessageLeft: _message,
    fev.CallbackBooked: _message,
    fev.NumberDialed: _at_node,
    fev.NumberConnected: _number_connected,
    fev.NumberLeft: _number_left,
    fev.SubFlowEntered: _sub_flow_entered,
    fev.SubFlowLeft: _sub_flow_left,
    fev.StepReopened: _reopened,
    fev.FlowLeft: _left,
    fev.FlowResumed: _resumed,
}
