"""What each event makes of a conversation. Bookkeeping only; it reads nothing but the event and the instant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cordboard.flows import events as ev
from cordboard.flows.performance import Awaits, Performance, ScriptStep
from cordboard.flows.secret import Secret

AHEAD_MAX = 20
"""Keys kept that were pressed before their question."""
WAITED_S = 1.0
"""A contact that comes back sooner has waited for nobody; a flow that goes on so is a circle."""
NUMBER_SPARE_S = 15.0
"""Beyond the ringing: then the switch's report is not waited for any more."""


def started(event: ev.FlowStarted, at: float) -> Performance:
    """The conversation that begins."""
    p = Performance(event.contact_id, event.flow_id, event.language)
    p.version, p.versions, p.medium, p.started_at, p.since = event.version, event.versions, event.medium, at, at
    p.turn = event.turn
    return p


def apply(p: Performance, event: ev.FlowEvent, at: float) -> None:
    """Make `event` true of this conversation."""
    _APPLY[type(event)](p, event, at)


def _at(p: Performance, node_id: str, at: float) -> None:
    """Be at this node; another than before is begun anew."""
    if p.node_id != node_id:
        p.node_id, p.since, p.tries = node_id, at, 0
        p.line, p.lines, p.misfit = None, [], False


def _stand(p: Performance, awaits: Awaits, due: float | None = None) -> None:
    p.awaits, p.due = awaits, due


def _entered(p: Performance, node_id: str, at: float) -> None:
    _at(p, node_id, at)
    p.steps += 1
    p.unheard += 1
    p.keys, p.secret, p.value = "", None, None
    _stand(p, "")


def _passed(p: Performance, event: ev.NodePassed, at: float) -> None:
    _entered(p, event.node_id, at)
    p.errand = None
    p.answers.update(event.answers)
    place = f"{p.flow_id}/{event.node_id}"
    p.passes[place] = p.passes.get(place, 0) + 1
    if event.mark:
        p.marks.append(event.mark)
        p.served = p.served or event.served


def _prompts_said(p: Performance, event: ev.PromptsSaid, at: float) -> None:
    _entered(p, event.node_id, at)
    p.turn, p.prompts = event.turn, event.prompts
    _stand(p, "said")


def _answer_awaited(p: Performance, event: ev.AnswerAwaited, at: float) -> None:
    _stand(p, "confirmation" if p.awaits == "confirmation" else "answer", event.until)


def _key_heard(p: Performance, event: ev.KeyHeard, at: float) -> None:
    p.unheard = 0
    if event.ahead:
        ahead = _digits(p.ahead) + _digits(event.secret)
        p.ahead = Secret(ahead[:AHEAD_MAX]) if ahead else None
        return
    _at(p, event.node_id, at)
    if event.secret is not None:
        p.secret = Secret(_digits(p.secret) + _digits(event.secret))
    p.keys += event.key
    _stand(p, "answer", event.until)


def _digits(secret: Secret | None) -> str:
    return secret.digits or "" if secret is not None else ""


def _key_recalled(p: Performance, event: ev.KeyRecalled, at: float) -> None:
    if p.node_id != event.node_id:
        _at(p, event.node_id, at)
        _stand(p, "")
    left = _digits(p.ahead)[1:]
    p.ahead = Secret(left) if left else None


def _heard(p: Performance, node_id: str, at: float) -> None:
    """The customer spoke by key or word: the question is answered."""
    _at(p, node_id, at)
    p.unheard = 0
    p.keys, p.secret, p.value = "", None, None
    _stand(p, "")


def _key_taken(p: Performance, event: ev.KeyTaken, at: float) -> None:
    _heard(p, event.node_id, at)
    _done(p, event.key, at)


def _person_asked(p: Performance, event: ev.PersonAsked, at: float) -> None:
    _heard(p, event.node_id, at)


def _answer_taken(p: Performance, event: ev.AnswerTaken, at: float) -> None:
    is_new = p.awaits != ""
    _heard(p, event.node_id, at)
    if event.answer and event.value is None:
        # nobody wrote it down: read again it is none
        p.secrets[event.answer] = event.secret
    elif event.answer:
        p.answers[event.answer] = event.value
    if is_new:
        _done(p, event.value, at)


def _done(p: Performance, value: Any, at: float) -> None:
    """Remember the step, of a script."""
    if p.is_script:
        p.done.append(ScriptStep(p.node_id, p.flow_id, p.prompts, value, at, p.version, tuple(p.stack)))


def _confirmation_asked(p: Performance, event: ev.ConfirmationAsked, at: float) -> None:
    p.turn, p.prompts, p.value = event.turn, event.prompts, event.value
    # what is read back is heard before it is confirmed
    p.keys, p.ahead = "", None
    _stand(p, "confirmation")


def _answer_missed(p: Performance, event: ev.AnswerMissed, at: float) -> None:
    _at(p, event.node_id, at)
    p.tries += 1
    p.ahead, p.keys, p.secret, p.value = None, "", None, None
    if event.key is not None:
        p.unheard = 0
    p.misfit = event.key is not None
    _stand(p, "")


def _language_set(p: Performance, event: ev.LanguageSet, at: float) -> None:
    _entered(p, event.node_id, at)
    p.language = event.language


def _errand_asked(p: Performance, event: ev.ErrandAsked, at: float) -> None:
    # an order asks for its items from within
    if p.node_id != event.node_id:
        _entered(p, event.node_id, at)
    p.turn, p.errand, p.keys = event.turn, event.errand, ""
    _stand(p, "errand", event.until)


def _line_added(p: Performance, event: ev.LineAdded, at: float) -> None:
    p.unheard, p.keys, p.tries, p.errand = 0, "", 0, None
    if event.line["quantity"]:
        p.lines.append(dict(event.line))
        p.line = None
    else:
        p.line = dict(event.line)
    _stand(p, "")


def _order_taken(p: Performance, event: ev.OrderTaken, at: float) -> None:
    lines = [dict(line) for line in event.lines]
    p.answers[event.answer], p.answers[f"{event.answer}_total"] = lines, event.total
    _heard(p, event.node_id, at)
    p.line, p.lines = None, []
    _done(p, lines, at)


def _recording_asked(p: Performance, event: ev.RecordingAsked, at: float) -> None:
    p.turn, p.recording = event.turn, event.name
    _stand(p, "recording", event.until)


def _message_left(p: Performance, event: ev.MessageLeft, at: float) -> None:
    p.recording, p.unheard = "", 0
    _stand(p, "")


def _callback_booked(p: Performance, event: ev.CallbackBooked, at: float) -> None:
    _at(p, event.node_id, at)


def _number_dialed(p: Performance, event: ev.NumberDialed, at: float) -> None:
    p.turn, p.number, p.trunk_id = event.turn, event.number, event.trunk_id
    _stand(p, "number", event.until + NUMBER_SPARE_S)


def _number_connected(p: Performance, event: ev.NumberConnected, at: float) -> None:
    p.unheard = 0
    _stand(p, "talk")


def _number_left(p: Performance, event: ev.NumberLeft, at: float) -> None:
    p.number = p.trunk_id = ""
    _stand(p, "")


def _sub_flow_entered(p: Performance, event: ev.SubFlowEntered, at: float) -> None:
    _entered(p, event.node_id, at)
    p.stack.append((p.flow_id, p.version, event.node_id))
    p.flow_id, p.version, p.node_id = event.flow_id, event.version, ""


def _sub_flow_left(p: Performance, event: ev.SubFlowLeft, at: float) -> None:
    p.flow_id, p.version, _ = p.stack.pop()
    p.node_id = event.node_id


def _reopened(p: Performance, event: ev.StepReopened, at: float) -> None:
    """Everything since that step is forgotten; answers stay until they are given anew."""
    while p.done:
        step = p.done.pop()
        if step.node_id == event.node_id:
            p.flow_id, p.version, p.stack = step.flow_id, step.version, list(step.stack)
            break
    p.ended, p.node_id, p.unheard = False, "", 0
    _stand(p, "")


def _left(p: Performance, event: ev.FlowLeft, at: float) -> None:
    _at(p, event.node_id, at)
    p.steps += 1
    p.unheard += 1
    # from when it waits
    p.since = at
    p.returns, p.ended = event.returns, True
    _stand(p, "return")


def _resumed(p: Performance, event: ev.FlowResumed, at: float) -> None:
    if event.why == "talked" or at - p.since >= WAITED_S:
        p.unheard = 0
    p.returns, p.ended, p.ahead = (), False, None
    _stand(p, "")


_APPLY: dict[type, Callable[[Performance, Any, float], None]] = {
    ev.NodePassed: _passed,
    ev.PromptsSaid: _prompts_said,
    ev.AnswerAwaited: _answer_awaited,
    ev.KeyHeard: _key_heard,
    ev.KeyRecalled: _key_recalled,
    ev.KeyTaken: _key_taken,
    ev.PersonAsked: _person_asked,
    ev.AnswerTaken: _answer_taken,
    ev.ConfirmationAsked: _confirmation_asked,
    ev.AnswerMissed: _answer_missed,
    ev.LanguageSet: _language_set,
    ev.ErrandAsked: _errand_asked,
    ev.LineAdded: _line_added,
    ev.OrderTaken: _order_taken,
    ev.RecordingAsked: _recording_asked,
    ev.MessageLeft: _message_left,
    ev.CallbackBooked: _callback_booked,
    ev.NumberDialed: _number_dialed,
    ev.NumberConnected: _number_connected,
    ev.NumberLeft: _number_left,
    ev.SubFlowEntered: _sub_flow_entered,
    ev.SubFlowLeft: _sub_flow_left,
    ev.StepReopened: _reopened,
    ev.FlowLeft: _left,
    ev.FlowResumed: _resumed,
}
