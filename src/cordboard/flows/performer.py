"""The machine that performs flows: where each contact is in its flow, and what comes next.

Pure like the floor: `decide` yields events, `apply` makes them true, `next_deadline` says when the clock matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cordboard.flows import events as ev
from cordboard.flows import inputs as inp
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Goodbye, Menu, Say, SetLanguage, ToQueue

STEPS_MAX = 100
"""Nodes without a word to the customer that may follow one another; more is a loop."""

Events = Iterator[ev.FlowEvent]


@dataclass(slots=True)
class Performance:
    """One contact in its flow."""

    contact_id: str
    flow_id: str
    language: str
    node_id: str = ""
    turn: int = 0
    tries: int = 0
    speaking: bool = False
    """Prompts of this turn are being said."""
    answer_until: float | None = None


class Performer:
    """All performances. Ask `decide`, then `apply` what it says before asking for the next."""

    def __init__(self, flows: Mapping[str, Flow]) -> None:
        self.flows = flows
        self.performances: dict[str, Performance] = {}

    def decide(self, input_: inp.FlowInput, now: float) -> Events:
        """Yield what becomes true; late, repeated and unknown reports give nothing."""
        match input_:
            case inp.StartFlow():
                yield from self._start(input_)
            case inp.KeyPressed(contact_id=contact_id, key=key):
                yield from self._key(contact_id, key)
            case inp.PromptsFinished(contact_id=contact_id, turn=turn):
                yield from self._said(contact_id, turn, now)
            case inp.RepeatPrompts(contact_id=contact_id):
                if (performance := self.performances.get(contact_id)) is not None:
                    yield from self._enter(performance, performance.node_id)

    def decide_due(self, now: float) -> Events:
        """Yield what becomes true because answers are overdue."""
        for performance in list(self.performances.values()):
            if performance.answer_until is not None and performance.answer_until <= now:
                yield from self._missed(performance, None)

    def next_deadline(self) -> float | None:
        """The earliest instant an answer is overdue; None if none is awaited."""
        return min((p.answer_until for p in self.performances.values() if p.answer_until is not None), default=None)

    def apply(self, event: ev.FlowEvent, at: float) -> None:
        """Make `event` true. It reads nothing but the event."""
        _APPLY[type(event)](self, event)

    def forget(self, contact_id: str) -> None:
        """The contact is over or with people: its performance ends."""
        self.performances.pop(contact_id, None)

    # -- deciding --

    def _start(self, start: inp.StartFlow) -> Events:
        if start.contact_id in self.performances:
            return
        yield ev.FlowStarted(contact_id=start.contact_id, flow_id=start.flow_id, language=start.language)
        performance = self.performances[start.contact_id]
        flow = self.flows.get(start.flow_id)
        yield from self._enter(performance, flow.start if flow else "")

    def _enter(self, performance: Performance, node_id: str, before: tuple[str, ...] = ()) -> Events:
        """Go on at this node, through nodes that say nothing, to one that speaks or ends the flow."""
        contact_id = performance.contact_id
        for _ in range(STEPS_MAX):
            node = self._node(performance, node_id)
            match node:
                case SetLanguage(language=language, next=next_id):
                    yield ev.LanguageSet(contact_id=contact_id, node_id=node_id, language=language)
                    node_id = next_id
                case Say(prompts=prompts) | Menu(prompts=prompts):
                    yield ev.PromptsSaid(
                        contact_id=contact_id,
                        node_id=node_id,
                        turn=performance.turn + 1,
                        prompts=before + prompts,
                        language=performance.language,
                    )
                    return
                case ToQueue(queue_id=queue_id):
                    yield ev.FlowLeft(
                        contact_id=contact_id, node_id=node_id, language=performance.language, queue_id=queue_id
                    )
                    return
                case Goodbye(prompts=prompts):
                    yield ev.FlowLeft(
                        contact_id=contact_id, node_id=node_id, language=performance.language, prompts=prompts
                    )
                    return
        yield ev.FlowLeft(
            contact_id=contact_id, node_id=node_id, language=performance.language, prompts=Goodbye().prompts
        )

    def _node(self, performance: Performance, node_id: str) -> Say | Menu | SetLanguage | ToQueue | Goodbye:
        """The node; one that is gone because the flow was changed is a goodbye."""
        flow = self.flows.get(performance.flow_id)
        node = flow.nodes.get(node_id) if flow else None
        return node if node is not None else Goodbye()

    def _key(self, contact_id: str, key: str) -> Events:
        performance = self.performances.get(contact_id)
        if performance is None:
            return
        node_id, node = performance.node_id, self._node(performance, performance.node_id)
        if isinstance(node, Say):
            # who knows the menu need not hear what is said before it
            node_id, node = node.next, self._node(performance, node.next)
            if not isinstance(node, Menu) or key not in node.choices:
                return
        if not isinstance(node, Menu):
            return
        if key in node.choices:
            yield ev.KeyTaken(contact_id=contact_id, node_id=node_id, key=key)
            yield from self._enter(performance, node.choices[key])
        else:
            yield from self._missed(performance, key)

    def _said(self, contact_id: str, turn: int, now: float) -> Events:
        performance = self.performances.get(contact_id)
        if performance is None or not performance.speaking or performance.turn != turn:
            return
        node = self._node(performance, performance.node_id)
        match node:
            case Say(next=next_id):
                yield from self._enter(performance, next_id)
            case Menu(answer_s=answer_s):
                yield ev.AnswerAwaited(
                    contact_id=contact_id, node_id=performance.node_id, turn=turn, until=now + answer_s
                )
            case _:
                yield from self._enter(performance, performance.node_id)

    def _missed(self, performance: Performance, key: str | None) -> Events:
        node_id = performance.node_id
        node = self._node(performance, node_id)
        yield ev.AnswerMissed(contact_id=performance.contact_id, node_id=node_id, key=key)
        if not isinstance(node, Menu) or performance.tries >= node.tries:
            yield from self._enter(performance, node.on_failure if isinstance(node, Menu) else "")
        else:
            yield from self._enter(performance, node_id, node.on_wrong if key is not None else node.on_silence)

    # -- applying --

    def _started(self, event: ev.FlowStarted) -> None:
        self.performances[event.contact_id] = Performance(event.contact_id, event.flow_id, event.language)

    def _prompts_said(self, event: ev.PromptsSaid) -> None:
        performance = self.performances[event.contact_id]
        if performance.node_id != event.node_id:
            performance.node_id, performance.tries = event.node_id, 0
        performance.turn, performance.speaking, performance.answer_until = event.turn, True, None

    def _answer_awaited(self, event: ev.AnswerAwaited) -> None:
        performance = self.performances[event.contact_id]
        performance.speaking, performance.answer_until = False, event.until

    def _key_taken(self, event: ev.KeyTaken) -> None:
        performance = self.performances[event.contact_id]
        performance.speaking, performance.answer_until = False, None

    def _answer_missed(self, event: ev.AnswerMissed) -> None:
        performance = self.performances[event.contact_id]
        performance.tries += 1
        performance.speaking, performance.answer_until = False, None

    def _language_set(self, event: ev.LanguageSet) -> None:
        self.performances[event.contact_id].language = event.language

    def _left(self, event: ev.FlowLeft) -> None:
        self.performances.pop(event.contact_id, None)


_APPLY: dict[type, Callable[[Performer, Any], None]] = {
    ev.FlowStarted: Performer._started,
    ev.PromptsSaid: Performer._prompts_said,
    ev.AnswerAwaited: Performer._answer_awaited,
    ev.KeyTaken: Performer._key_taken,
    ev.AnswerMissed: Performer._answer_missed,
    ev.LanguageSet: Performer._language_set,
    ev.FlowLeft: Performer._left,
}
