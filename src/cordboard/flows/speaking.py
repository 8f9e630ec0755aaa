"""Nodes that speak, and what follows when they have spoken."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from cordboard.center.speech import Said, Speech
from cordboard.flows import events as ev
from cordboard.flows import nodes as n
from cordboard.flows.forms import SecretForm, TextForm, VoiceForm
from cordboard.flows.passing import Before, Rule, Walk, passed, scope
from cordboard.flows.performance import Performance
from cordboard.flows.stage import Stage
from cordboard.flows.talking import fill, fill_text, phrase

QUESTIONS = (n.Menu, n.ChooseLanguage, n.Ask, n.Order)
RECORDING_SPARE_S = 15.0
"""Beyond the longest recording: then the switch's report is not waited for any more."""
_IN_NUMBERS = " ()-."
"""Signs that people write in telephone numbers."""


def may_interrupt(node: n.Node | None) -> bool:
    """Whether a key ends what this node says."""
    return not isinstance(node, n.Disclose) and getattr(node, "barge_in", True)


def is_secret(node: n.Node | None) -> bool:
    """Whether what is pressed here may be written nowhere."""
    return isinstance(node, n.Ask) and isinstance(node.form, SecretForm)


def plain_number(written: str) -> str:
    """Return a telephone number without the signs that only divide it."""
    return "".join(sign for sign in written if sign not in _IN_NUMBERS)


def is_number(number: str, least: int, most: int) -> bool:
    """Whether this is a telephone number of so many digits."""
    digits = number.removeprefix("+")
    return digits.isascii() and digits.isdecimal() and least <= len(digits) <= most


def _speak(stage: Stage, p: Performance, node_id: str, node: Any, before: Before, now: float) -> Walk:
    prompts = before + fill(node.prompts, scope(stage, p, now), p.language)
    return (yield from _said(stage, p, node_id, node, prompts, now))


def _say_wait(stage: Stage, p: Performance, node_id: str, node: n.SayWait, before: Before, now: float) -> Walk:
    queue = stage.queue(node.queue_id)
    said: list[Speech] = list(before)
    if queue is not None and node.position:
        said += (phrase("position", p.language), Said(kind="ordinal", value=str(queue.waiting + 1), gender="n"))
    if queue is not None and node.expected_wait and queue.expected_wait_s is not None:
        minutes = max(1, -(-int(queue.expected_wait_s) // 60))
        said += (phrase("wait", p.language), Said(kind="duration", value=str(60 * minutes)))
    return (yield from _said(stage, p, node_id, node, tuple(said), now))


def _order(stage: Stage, p: Performance, node_id: str, node: n.Order, before: Before, now: float) -> Walk:
    if p.node_id == node_id and p.line is not None:
        return (yield from _said(stage, p, node_id, node, before + quantity_asked(p, node), now))
    return (yield from _speak(stage, p, node_id, node, before, now))


def quantity_asked(p: Performance, node: n.Order) -> tuple[Speech, ...]:
    """What asks how many of the item at hand are wanted."""
    assert p.line is not None
    price = Said(kind="money", value=p.line["price"], currency=node.currency)
    return Said(value=p.line["name"]), price, phrase("quantity", p.language)


def _said(stage: Stage, p: Performance, node_id: str, node: Any, prompts: tuple[Speech, ...], now: float) -> Walk:
    if not prompts and isinstance(node, n.Say | n.SayWait):
        yield passed(p, node_id, "next")
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
    number = plain_number(fill_text(node.number, scope(stage, p, now)))
    if not is_number(number, 2, 20) or not stage.may_dial(node.trunk_id, number):
        yield passed(p, p.node_id, "failure", why="the number may not be dialled")
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


RULES: Mapping[type, Rule] = {
    n.Say: _speak,
    n.Disclose: _speak,
    n.Menu: _speak,
    n.ChooseLanguage: _speak,
    n.Ask: _speak,
    n.Order: _order,
    n.SayWait: _say_wait,
    n.Voicemail: _speak,
    n.ToNumber: _speak,
}
