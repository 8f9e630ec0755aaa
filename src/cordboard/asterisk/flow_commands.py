"""Events of flows become acts at the switch: what the machine says, records and dials for a caller. Pure.

A key or an answer hushes the prompts; whatever the flow does next also ends the music, ringing or recording that went
on meanwhile. A script is spoken by an agent: its events ask nothing of the switch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from types import MappingProxyType
from typing import Any

from cordboard.asterisk import legs
from cordboard.asterisk.act import (
    RING,
    Act,
    Acts,
    Known,
    alone,
    cleared,
    hushed,
    join,
    record,
    record_no_more,
    ring,
    ring_no_more,
    say,
    tell,
)
from cordboard.asterisk.errors import UnusablePhone
from cordboard.asterisk.provision import trunk_phone_id
from cordboard.asterisk.translate import OUTSIDE
from cordboard.center.trunks import may_dial
from cordboard.flows import events as fev
from cordboard.flows.inputs import NumberGone, PromptsFailed, PromptsFinished, RecordingFinished
from cordboard.runtime.live import LiveCenter

Rule = Callable[[Any, float, LiveCenter, Known], Acts]


def _said(event: fev.PromptsSaid | fev.ConfirmationAsked, at: float, live: LiveCenter, known: Known) -> Acts:
    contact_id, turn = event.contact_id, event.turn
    if _is_script(event) or _overtaken(contact_id, turn, live):
        return
    yield from cleared(contact_id, known)
    if event.prompts:
        playback_id = known.playing[contact_id] = legs.turn_playback(contact_id, turn)
        act = say(contact_id, playback_id, event.prompts, event.language)
        assert act.spoken is not None
        act.spoken.if_nothing = (PromptsFinished(contact_id=contact_id, turn=turn),)
        # what cannot be said must not stop the flow
        act.if_refused = (PromptsFailed(contact_id=contact_id, turn=turn),)
        yield act


def _heard(
    event: fev.KeyTaken | fev.PersonAsked | fev.AnswerTaken | fev.AnswerMissed,
    at: float,
    live: LiveCenter,
    known: Known,
) -> Acts:
    if not _is_script(event):
        yield from hushed(event.contact_id, known)


def _key_heard(event: fev.KeyHeard, at: float, live: LiveCenter, known: Known) -> Acts:
    if not event.ahead:
        yield from hushed(event.contact_id, known)


def _recording_asked(event: fev.RecordingAsked, at: float, live: LiveCenter, known: Known) -> Acts:
    contact_id = event.contact_id
    if _overtaken(contact_id, event.turn, live):
        return
    yield from cleared(contact_id, known)
    known.meanwhile[contact_id] = record_no_more(contact_id, event.name)
    act = record(contact_id, event.name, event.most_s, event.silence_s)
    act.fine = frozenset({404, 409})
    act.if_refused = (RecordingFinished(contact_id=contact_id, turn=event.turn, seconds=0.0),)
    yield act


def _number_dialed(event: fev.NumberDialed, at: float, live: LiveCenter, known: Known) -> Acts:
    contact_id = event.contact_id
    if _overtaken(contact_id, event.turn, live):
        return
    yield from cleared(contact_id, known)
    failed = NumberGone(contact_id=contact_id, turn=event.turn, why="failed")
    trunk = known.trunk(event.trunk_id)
    if trunk is None or not may_dial(trunk, event.number):
        yield tell(contact_id, failed)
        return
    try:
        line = trunk_phone_id(trunk.trunk_id)
    except UnusablePhone:
        yield tell(contact_id, failed)
        return
    leg = known.outside[contact_id] = legs.outside_leg(contact_id, event.turn)
    body: dict[str, Any] = {
        "endpoint": f"PJSIP/{event.number}@{line}",
        "channelId": leg,
        "timeout": max(1, ceil(event.until - at)),
        "app": known.app,
        "appArgs": f"{OUTSIDE},{contact_id},{leg}",
        "variables": {"CORD_ID": contact_id, "CORD_ROLE": legs.outside_role(known.app)},
    }
    if trunk.number:
        body["callerId"] = f"<{trunk.number}>"
    yield Act(method="POST", path=RING, body=body, lane=leg, fine=frozenset({409}), if_refused=(failed,))
    known.meanwhile[contact_id] = ring_no_more(contact_id)
    yield ring(contact_id)


def _number_connected(event: fev.NumberConnected, at: float, live: LiveCenter, known: Known) -> Acts:
    leg = known.outside.get(event.contact_id)
    if leg is not None:
        yield from cleared(event.contact_id, known)
        yield from join(event.contact_id, leg, known.app)


def _number_left(event: fev.NumberLeft, at: float, live: LiveCenter, known: Known) -> Acts:
    yield from cleared(event.contact_id, known)
    yield from alone(event.contact_id, known)


def _left(event: fev.FlowLeft, at: float, live: LiveCenter, known: Known) -> Acts:
    if not event.script:
        yield from alone(event.contact_id, known)


def _overtaken(contact_id: str, turn: int, live: LiveCenter) -> bool:
    performance = live.performer.performances.get(contact_id)
    return performance is None or performance.turn != turn


def _is_script(event: Any) -> bool:
    return getattr(event, "script", False)


FLOW_RULES: Mapping[type, Rule] = MappingProxyType(
    {
        fev.PromptsSaid: _said,
        fev.ConfirmationAsked: _said,
        fev.KeyHeard: _key_heard,
        fev.KeyTaken: _heard,
        fev.PersonAsked: _heard,
        fev.AnswerTaken: _heard,
        fev.AnswerMissed: _heard,
        fev.RecordingAsked: _recording_asked,
        fev.NumberDialed: _number_dialed,
        fev.NumberConnected: _number_connected,
        fev.NumberLeft: _number_left,
        fev.FlowLeft: _left,
    }
)
"""One rule an event."""
