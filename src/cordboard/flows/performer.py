"""The machine that performs flows: where each contact is in its flow, and what comes next.

Pure like the floor: `decide` yields events, `apply` makes them true, `next_deadline` says when the clock matters. Ask
`decide`, and apply each event before asking for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cordboard.deadlines import Deadlines
from cordboard.errors import Refused, Unknown
from cordboard.flows import answering, applied, walking
from cordboard.flows import events as ev
from cordboard.flows import inputs as inp
from cordboard.flows import nodes as n
from cordboard.flows.applied import AHEAD_MAX
from cordboard.flows.missing import Answering, is_for_person
from cordboard.flows.passing import error_way
from cordboard.flows.performance import Performance
from cordboard.flows.secret import Secret
from cordboard.flows.speaking import QUESTIONS, RECORDING_SPARE_S, may_interrupt
from cordboard.flows.stage import Stage
from cordboard.flows.walking import Go

Events = Iterator[ev.FlowEvent]
ASKING = frozenset({"said", "answer", "confirmation"})
SPEAKERS = (n.Say, n.Disclose, n.SayWait, *QUESTIONS)
"""Nodes during whose words a key may be pressed ahead."""
SPOKEN_LEAST_S = 1.0
"""Whoever rings off sooner after the tone has said nothing."""


class Performer:
    """All conversations by flow."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.performances: dict[str, Performance] = {}
        """With a machine, by contact."""
        self.scripts: dict[str, Performance] = {}
        """With an agent who follows a script, by contact."""
        self._deadlines = Deadlines()
        self._due_key = ""
        """Whose waiting is over just now."""
        self._stumbled: set[str] = set()
        """Deadlines of conversations that met a bug of ours."""

    def restore(self, performances: Iterable[Performance]) -> None:
        """Be where these conversations are."""
        for p in performances:
            (self.scripts if p.is_script else self.performances)[p.contact_id] = p
            self._schedule(p)

    def records(self) -> list[Performance]:
        """All that is needed to be here again."""
        return [*self.performances.values(), *self.scripts.values()]

    def next_deadline(self) -> float | None:
        """The earliest instant at which waiting is over; None if nothing is waited for."""
        due = self._deadlines.next()
        return due[0] if due else None

    # -- deciding --

    def decide(self, input_: inp.FlowInput, now: float) -> Events:
        """Yield what becomes true; late, repeated and unknown reports give nothing.

        Raises:
            Refused: an agent's script cannot do what was asked.
        """
        yield from _RULES[type(input_)](self, input_, now)

    def decide_due(self, now: float) -> Events:
        """Yield what becomes true because waiting is over."""
        while (due := self._deadlines.next()) is not None and due[0] <= now:
            key = self._due_key = due[1]
            p = (self.scripts if key[0] == "s" else self.performances).get(key[1:])
            if p is not None and key in self._stumbled:
                self._deadlines.drop(key)
                # by a way that does not exist it comes to a person, or to an apology
                yield from self._walk(p, Go(""), now)
                self._stumbled.discard(key)
            elif p is None or p.due is None:
                self._deadlines.drop(key)
            else:
                yield from self._follow(p, self._overdue(p, now), now)
        self._due_key = ""

    def stumble(self, contact_id: str, now: float) -> None:
        """Deciding met a bug of ours: let the conversation be given up next, so that nobody is left in silence.

        Args:
            contact_id: whose input it was; empty if waiting was over, which must not be over for ever: all other
                waiting is looked at after it.
            now: the instant.
        """
        key, self._due_key = "m" + contact_id if contact_id else self._due_key, ""
        p = self.performances.get(key[1:]) if key[:1] == "m" else None
        if p is None or key in self._stumbled or p.awaits == "return":
            self._deadlines.drop(key)
        else:
            self._stumbled.add(key)
            self._deadlines.set(key, now)

    def ending(self, contact_id: str, now: float) -> Events:
        """Yield what must not be lost when the contact ends: a message or an answer that was being spoken."""
        p = self.performances.get(contact_id)
        if p is None or p.awaits != "recording" or p.due is None:
            return
        node = self.stage.node(p, p.node_id)
        form = node.form if isinstance(node, n.Ask) else node
        began = p.due - RECORDING_SPARE_S - getattr(form, "most_s", 0.0)
        seconds = round(now - began, 1)
        if seconds >= SPOKEN_LEAST_S and (kept := answering.left_behind(self.stage, p, seconds)) is not None:
            yield kept

    def _overdue(self, p: Performance, now: float) -> Answering:
        match p.awaits:
            case "answer" | "confirmation":
                return answering.overdue(self.stage, p, now)
            case "errand":
                return answering.gone_wrong(self.stage, p, "it took too long")
            case "recording":
                return answering.recorded(self.stage, p, 0.0, now)
        return self._number_left(p, "no-answer")

    def _start(self, start: inp.StartFlow, now: float) -> Events:
        script = start.medium == "script"
        present = (self.scripts if script else self.performances).get(start.contact_id)
        is_over = present is None or present.ended
        if not is_over and not (script and present is not None and present.root_flow_id != start.flow_id):
            return
        version = start.version
        if version is None:
            published = self.stage.flows.get(start.flow_id)
            version = published.version if published is not None else 0
        flow = self.stage.flow(start.flow_id, version)
        yield ev.FlowStarted(
            contact_id=start.contact_id,
            flow_id=start.flow_id,
            language=start.language,
            version=version,
            versions=self.stage.versions(flow) if flow is not None else {},
            medium=start.medium,
            script=script,
            turn=start.turn,
        )
        p = (self.scripts if script else self.performances)[start.contact_id]
        yield from self._walk(p, Go(flow.start if flow is not None else ""), now)

    def _key(self, pressed: inp.KeyPressed, now: float) -> Events:
        p = self.performances.get(pressed.contact_id)
        if p is None:
            return
        node = self.stage.node(p, p.node_id)
        if self._takes_keys(p, node):
            yield from self._follow(p, answering.key(self.stage, p, p.node_id, pressed.key, now), now)
            return
        speaks = p.awaits == "said" and isinstance(node, SPEAKERS)
        if not (speaks or p.awaits == "errand") or self._is_stray(p, node, pressed.key):
            return
        if p.ahead is None or len(p.ahead.digits or "") < AHEAD_MAX:
            # a key too many is not even written down: a machine could press some hundred a second
            pressed_ahead = Secret(pressed.key)
            yield ev.KeyHeard(contact_id=p.contact_id, node_id=p.node_id, key="", ahead=True, secret=pressed_ahead)
        if isinstance(node, n.Say | n.SayWait) and may_interrupt(node):
            # who knows the menu need not hear what is said before it
            yield from self._walk(p, Go(node.next), now)

    def _is_stray(self, p: Performance, node: n.Node | None, pressed: str) -> bool:
        """Whether the menu that comes next has no use for this first key: then it was no answer."""
        if p.ahead is not None or not isinstance(node, n.Say | n.Disclose | n.SayWait):
            return False
        flow, menu = self.stage.flow_of(p), self.stage.node(p, node.next)
        if flow is None or not isinstance(menu, n.Menu) or pressed in menu.choices or pressed == flow.repeat_key:
            return False
        return not is_for_person(self.stage, p, pressed)

    def _text(self, given: inp.TextGiven, now: float) -> Events:
        p = (self.scripts if given.script else self.performances).get(given.contact_id)
        if p is None:
            if given.script:
                raise Unknown("script", given.contact_id)
            return
        if p.awaits not in ASKING or (given.turn is not None and given.turn != p.turn):
            if given.script:
                raise Refused("step-over", "this step of the script is over; the present one is on the screen")
            return
        yield from self._follow(p, answering.given(self.stage, p, given.text, now), now)

    def _back(self, back: inp.WentBack, now: float) -> Events:
        p = self.scripts.get(back.contact_id)
        if p is None or not any(step.node_id == back.node_id for step in p.done):
            raise Unknown("step", back.node_id)
        yield ev.StepReopened(contact_id=p.contact_id, node_id=back.node_id)
        yield from self._walk(p, Go(back.node_id), now)

    def _said(self, said: inp.PromptsFinished, now: float) -> Events:
        p = self.performances.get(said.contact_id)
        if p is None or p.turn != said.turn or p.due is not None:
            return
        if p.awaits == "confirmation":
            node = self.stage.node(p, p.node_id)
            wait_s = node.answer_s if isinstance(node, n.Ask) else 0.0
            yield ev.AnswerAwaited(contact_id=p.contact_id, node_id=p.node_id, turn=p.turn, until=now + wait_s)
        elif p.awaits == "said":
            next_id = yield from walking.said(self.stage, p, now)
            yield from self._walk(p, Go(next_id) if next_id is not None else None, now)

    def _unsaid(self, failed: inp.PromptsFailed, now: float) -> Events:
        p = self.performances.get(failed.contact_id)
        if p is None or p.turn != failed.turn or p.awaits not in ("said", "confirmation") or p.due is not None:
            return
        yield from self._follow(p, answering.gone_wrong(self.stage, p, failed.why or "it cannot be said"), now)

    def _recorded(self, recorded: inp.RecordingFinished, now: float) -> Events:
        p = self.performances.get(recorded.contact_id)
        if p is None or p.turn != recorded.turn or p.awaits != "recording":
            return
        answer = answering.recorded(self.stage, p, recorded.seconds, now)
        if recorded.rang_off:
            yield from answer
        else:
            yield from self._follow(p, answer, now)

    def _errand_of(self, report: inp.ErrandDone | inp.ErrandFailed) -> Performance | None:
        p = (self.scripts if report.script else self.performances).get(report.contact_id)
        return p if p is not None and p.turn == report.turn and p.awaits == "errand" else None

    def _errand_done(self, done: inp.ErrandDone, now: float) -> Events:
        if (p := self._errand_of(done)) is not None:
            yield from self._follow(p, answering.errand_done(self.stage, p, done.found, done.value, now), now)

    def _errand_failed(self, failed: inp.ErrandFailed, now: float) -> Events:
        if (p := self._errand_of(failed)) is not None:
            yield from self._follow(p, answering.gone_wrong(self.stage, p, failed.why), now)

    def _number_answered(self, answered: inp.NumberAnswered, now: float) -> Events:
        p = self.performances.get(answered.contact_id)
        if p is not None and p.turn == answered.turn and p.awaits == "number":
            yield ev.NumberConnected(contact_id=p.contact_id, node_id=p.node_id, turn=p.turn)

    def _number_gone(self, gone: inp.NumberGone, now: float) -> Events:
        p = self.performances.get(gone.contact_id)
        if p is not None and p.turn == gone.turn and p.awaits in ("number", "talk"):
            yield from self._follow(p, self._number_left(p, gone.why), now)

    def _number_left(self, p: Performance, why: inp.NumberEnd) -> Answering:
        node, talked = self.stage.node(p, p.node_id), p.awaits == "talk"
        yield ev.NumberLeft(contact_id=p.contact_id, node_id=p.node_id, turn=p.turn, why="ended" if talked else why)
        if not isinstance(node, n.ToNumber):
            return Go(error_way(self.stage, p, node))
        return Go(node.next if talked else node.on_failure)

    def _came_back(self, back: inp.CameBack, now: float) -> Events:
        p = self.performances.get(back.contact_id)
        if p is None or p.awaits != "return":
            return
        node = self.stage.node(p, p.node_id)
        yield ev.FlowResumed(contact_id=p.contact_id, node_id=p.node_id, why=back.why)
        way = error_way(self.stage, p, node)
        if isinstance(node, n.ToQueue):
            ways = {"timeout": node.on_timeout, "closed": node.on_closed, "talked": node.after_talk}
            way = ways.get(back.why) or way
        elif isinstance(node, n.ToAgent):
            way = node.after_talk if back.why == "talked" else node.on_timeout
        yield from self._walk(p, Go(way), now)

    def _repeat(self, repeat: inp.RepeatPrompts, now: float) -> Events:
        p = self.performances.get(repeat.contact_id)
        if p is None or p.awaits == "return":
            return
        if p.awaits == "errand" and None not in p.secrets.values():
            # nothing was said, and what is done outside is done once
            return
        if p.awaits == "errand":
            # a secret was kept nowhere: it is asked again, if the question is in this flow
            flow = self.stage.flow_of(p)
            lost = {name for name, secret in p.secrets.items() if secret is None}
            nodes = flow.nodes.items() if flow is not None else ()
            asked = next((i for i, node in nodes if isinstance(node, n.Ask) and node.answer in lost), None)
            if asked is not None:
                yield from self._walk(p, Go(asked), now)
                return
        yield from self._walk(p, Go(p.node_id), now)

    def _follow(self, p: Performance, answer: Answering, now: float) -> Events:
        go = yield from answer
        yield from self._walk(p, go, now)

    def _walk(self, p: Performance, go: Go | None, now: float) -> Events:
        """Go on until something is waited for, taking keys that were pressed ahead."""
        while True:
            question = None
            if go is not None:
                question = yield from walking.enter(self.stage, p, go, now)
            ahead = p.ahead.digits if p.ahead is not None else None
            if not ahead:
                return
            if question is None:
                if not self._takes_keys(p, self.stage.node(p, p.node_id)):
                    return
                question = p.node_id
            yield ev.KeyRecalled(contact_id=p.contact_id, node_id=question)
            go = yield from answering.key(self.stage, p, question, ahead[0], now)
            if go is None and p.awaits == "":
                # the key meant nothing
                go = Go(question)

    def _takes_keys(self, p: Performance, node: n.Node | None) -> bool:
        """Whether a key is an answer now."""
        if p.awaits not in ASKING or not isinstance(node, QUESTIONS):
            return False
        return p.awaits != "said" or may_interrupt(node)

    # -- applying --

    def apply(self, event: ev.FlowEvent, at: float) -> None:
        """Make `event` true. It reads nothing but the event."""
        script = getattr(event, "script", False) or type(event) is ev.StepReopened
        kept = self.scripts if script else self.performances
        if type(event) is ev.FlowStarted:
            kept[event.contact_id] = p = applied.started(event, at)
            self._schedule(p)
            return
        p = kept[event.contact_id]
        due = p.due
        applied.apply(p, event, at)
        if type(event) is ev.FlowLeft and not event.returns and not script:
            self.forget(event.contact_id)
        elif p.due != due:
            self._schedule(p)

    def forget(self, contact_id: str) -> None:
        """The contact is over or with people: its conversation with the machine ends."""
        if self.performances.pop(contact_id, None) is not None:
            self._deadlines.drop("m" + contact_id)
            self._stumbled.discard("m" + contact_id)

    def forget_script(self, contact_id: str) -> None:
        """Nobody works on this contact any more: its script is closed."""
        if self.scripts.pop(contact_id, None) is not None:
            self._deadlines.drop("s" + contact_id)

    def _schedule(self, p: Performance) -> None:
        key = ("s" if p.is_script else "m") + p.contact_id
        if p.due is None:
            self._deadlines.drop(key)
        else:
            self._deadlines.set(key, p.due)


_RULES: dict[type, Callable[[Performer, Any, float], Events]] = {
    inp.StartFlow: Performer._start,
    inp.KeyPressed: Performer._key,
    inp.TextGiven: Performer._text,
    inp.WentBack: Performer._back,
    inp.PromptsFinished: Performer._said,
    inp.PromptsFailed: Performer._unsaid,
    inp.RecordingFinished: Performer._recorded,
    inp.ErrandDone: Performer._errand_done,
    inp.ErrandFailed: Performer._errand_failed,
    inp.NumberAnswered: Performer._number_answered,
    inp.NumberGone: Performer._number_gone,
    inp.CameBack: Performer._came_back,
    inp.RepeatPrompts: Performer._repeat,
}
