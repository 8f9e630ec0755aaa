"""A flow performed without telephone, clock or outside: for trying it, and for its test cases.

Time passes only when the customer lets it; what is asked outside is answered from the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from cordboard.center.calendars import Switch
from cordboard.center.center import Center
from cordboard.center.speech import Speech
from cordboard.errors import Malformed
from cordboard.flows import events as ev
from cordboard.flows import inputs as inp
from cordboard.flows.forms import SecretForm
from cordboard.flows.language import Case, Flow, Step
from cordboard.flows.nearest import nearest
from cordboard.flows.performance import Performance
from cordboard.flows.performer import Performer
from cordboard.flows.spelling import printed
from cordboard.flows.stage import QueueNow, Stage

CONTACT = "rehearsal"
SECONDS_MAX = 24 * 3600.0
LINES_MAX, SIGNS_MAX = 3_000, 300_000
"""Of one transcript: more than anybody reads, and far less than a flow in a circle could fill the memory with."""
Who = Literal["machine", "customer", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One line of what happened."""

    who: Who
    node_id: str
    text: str
    at_s: float
    """Seconds since the beginning."""


@dataclass(slots=True)
class Outcome:
    """How the rehearsal stands."""

    ended: str = ""
    """`goodbye`, `queued`, `agent`, `failed`, `left`; empty while it goes on."""
    queue_id: str = ""
    agent_id: str = ""


@dataclass
class Rehearsal:
    """One conversation. Do `act` for act, and look at what came of it."""

    flow: Flow
    case: Case
    flows: Mapping[str, Flow] = field(default_factory=dict)
    center: Center = field(default_factory=Center)
    timezone: str = "UTC"
    transcript: list[Spoken] = field(default_factory=list)
    events: list[ev.FlowEvent] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)
    since_act: int = 0
    """Events before the customer's last act."""

    def __post_init__(self) -> None:
        self._signs = 0
        self._began = self._now = _instant(self.case.at, self.timezone)
        switches = {
            switch_id: Switch(switch_id=switch_id, name=switch_id, on=on)
            for switch_id, on in self.case.switches.items()
        }
        center = replace(self.center, switches={**self.center.switches, **switches})
        flow = replace(self.flow, version=0)
        stage = Stage(
            flows={**self.flows, flow.flow_id: flow},
            center=center,
            timezone=self.timezone,
            contact=lambda _: {
                "number": self.case.number,
                "caller": self.case.caller,
                "caller_name": "",
                "via": "trunk",
            },
            queue=self._queue,
            may_dial=lambda trunk_id, number: True,
        )
        self._performer = Performer(stage)
        self.answers: dict[str, Any] = {}
        self.marks: list[str] = []
        self.is_script = flow.purpose == "script"
        language = self.case.language or (flow.languages[0] if flow.languages else "en")
        medium: inp.Medium = "script" if self.is_script else "voice"
        self._tell(inp.StartFlow(contact_id=CONTACT, flow_id=flow.flow_id, language=language, medium=medium))

    @property
    def performance(self) -> Performance | None:
        """The conversation; None once it is over."""
        kept = self._performer.scripts if self.is_script else self._performer.performances
        return kept.get(CONTACT)

    @property
    def flow_now(self) -> Flow | None:
        """The flow, or the part of it, in which the conversation is."""
        p = self.performance
        return None if p is None else self._performer.stage.flow_of(p)

    # -- what the customer does --

    def act(self, step: Step) -> None:
        """Do what a step says; a step that only expects does nothing."""
        self.since_act = len(self.events) if is_act(step) else self.since_act
        if step.press:
            for key in step.press:
                self._note("customer", "*" if self._at_secret() else key)
                self._tell(inp.KeyPressed(contact_id=CONTACT, key=key))
        elif step.write:
            self._write(step.write)
        elif step.speak_s is not None:
            self._speak(step.speak_s)
        elif step.silent:
            self._note("customer", "…")
            self._wait()
        elif step.hang_up:
            self._note("customer", "⏏")
            self.outcome.ended = self.outcome.ended or "left"
        elif step.back:
            self._note("system", step.back)
            self.outcome = Outcome()
            self._tell(inp.CameBack(contact_id=CONTACT, why=_back(step.back)))

    def _write(self, text: str) -> None:
        self._note("customer", "*" * len(text) if self._at_secret() else text)
        p = self.performance
        if self.is_script:
            value: Any = True if p is not None and p.awaits == "said" and text == "ok" else text
            self._tell(inp.TextGiven(contact_id=CONTACT, text=value, script=True))
        elif p is not None and p.awaits == "recording":
            # by telephone these words would be spoken
            self._tell(inp.RecordingFinished(contact_id=CONTACT, turn=p.turn, seconds=max(1.0, len(text) / 15)))
        else:
            self._tell(inp.TextGiven(contact_id=CONTACT, text=text))

    def _speak(self, seconds: float) -> None:
        p = self.performance
        if p is not None and p.awaits == "recording":
            self._now += seconds
            self._note("customer", f"● {seconds:g} s")
            self._tell(inp.RecordingFinished(contact_id=CONTACT, turn=p.turn, seconds=seconds))

    def _wait(self) -> None:
        p = self.performance
        if p is not None and p.awaits == "recording":
            self._tell(inp.RecordingFinished(contact_id=CONTACT, turn=p.turn, seconds=0.0))
            return
        due = self._performer.next_deadline()
        if due is not None:
            self._now = max(self._now, due)
            self._take(self._performer.decide_due(self._now))
            self._go_on()

    # -- the machine --

    def _tell(self, input_: inp.FlowInput) -> None:
        self._take(self._performer.decide(input_, self._now))
        self._go_on()

    def _take(self, events: Iterable[ev.FlowEvent]) -> None:
        for event in events:
            p = self.performance
            flow_node = getattr(event, "node_id", "")
            self._performer.apply(event, self._now)
            self.events.append(event)
            self._write_down(event, flow_node)
            now = self.performance or p
            if now is not None:
                self.answers, self.marks = dict(now.answers), list(now.marks)

    def _write_down(self, event: ev.FlowEvent, node_id: str) -> None:
        match event:
            case (
                ev.PromptsSaid(prompts=prompts, language=language)
                | ev.ConfirmationAsked(prompts=prompts, language=language)
            ):
                self._note("machine", said(prompts, language), node_id)
            case ev.FlowLeft(prompts=prompts, language=language):
                if prompts:
                    self._note("machine", said(prompts, language), node_id)
                self.outcome.queue_id, self.outcome.agent_id = event.queue_id or "", event.agent_id or ""
                self.outcome.ended = _ending(event)
                self._note("system", self.outcome.ended, node_id)
            case ev.NodePassed(way=way, why=why, mark=mark):
                self._note("system", " · ".join(filter(None, (way, mark, why))), node_id)

    def _note(self, who: Who, text: str, node_id: str | None = None) -> None:
        p = self.performance
        at = (p.node_id if p is not None else "") if node_id is None else node_id
        self._signs += len(text)
        if len(self.transcript) >= LINES_MAX or self._signs > SIGNS_MAX:
            raise Malformed(f"a conversation is tried up to {LINES_MAX} lines and {SIGNS_MAX} signs")
        self.transcript.append(Spoken(who=who, node_id=at, text=text, at_s=round(self._now - self._began, 3)))

    def _go_on(self) -> None:
        """Let prompts end and the outside answer, until the customer is asked for something."""
        while (p := self.performance) is not None:
            if p.awaits in ("said", "confirmation") and p.due is None and not self.is_script:
                step: inp.FlowInput = inp.PromptsFinished(contact_id=CONTACT, turn=p.turn)
            elif p.awaits == "errand":
                step = self._answered(p)
            elif p.awaits == "number":
                step = self._connected(p)
            elif p.awaits == "talk":
                step = inp.NumberGone(contact_id=CONTACT, turn=p.turn, why="ended")
            else:
                return
            self._take(self._performer.decide(step, self._now))

    def _connected(self, p: Performance) -> inp.FlowInput:
        if self.case.responses.get(p.node_id, True) is None:
            return inp.NumberGone(contact_id=CONTACT, turn=p.turn, why="no-answer")
        return inp.NumberAnswered(contact_id=CONTACT, turn=p.turn)

    def _answered(self, p: Performance) -> inp.FlowInput:
        """The outside, as the case has it."""
        errand = p.errand
        if errand is not None and errand.find is not None:
            row = self._row(errand.find.source, errand.find.table_id, errand.find.by)
            return inp.ErrandDone(
                contact_id=CONTACT, turn=p.turn, found=row is not None, value=row, script=self.is_script
            )
        if errand is not None and errand.post is not None and p.node_id not in self.case.responses:
            return inp.ErrandDone(contact_id=CONTACT, turn=p.turn, found=True, script=self.is_script)
        response = self.case.responses.get(p.node_id)
        if response is None:
            return inp.ErrandFailed(contact_id=CONTACT, turn=p.turn, why="no answer", script=self.is_script)
        return inp.ErrandDone(contact_id=CONTACT, turn=p.turn, found=True, value=response, script=self.is_script)

    def _row(self, source: str, table_id: str, by: Mapping[str, Any]) -> Mapping[str, Any] | None:
        if source == "customer":
            return dict(self.case.customer) if self.case.customer else None
        rows = self.case.rows.get("orders" if source == "order" else table_id, ())
        wanted = {column: getattr(value, "digits", value) for column, value in by.items()}
        if source == "branch":
            return nearest(rows, postcode=str(wanted.get("postcode") or ""), district=str(wanted.get("district") or ""))
        return next((dict(row) for row in rows if all(str(row.get(c)) == str(v) for c, v in wanted.items())), None)

    def _contact(self, contact_id: str) -> Mapping[str, Any]:
        return {"number": self.case.number, "caller": self.case.caller, "caller_name": "", "via": "trunk"}

    def _queue(self, queue_id: str) -> QueueNow | None:
        now = self.case.queues.get(queue_id)
        if now is None:
            return QueueNow(waiting=0, expected_wait_s=None, agents=0) if queue_id in self.center.queues else None
        return QueueNow(
            waiting=int(now.get("waiting", 0)),
            expected_wait_s=now.get("expected_wait_s"),
            agents=int(now.get("agents", 0)),
        )

    def _at_secret(self) -> bool:
        p, flow = self.performance, self.flow_now
        node = flow.nodes.get(p.node_id) if p is not None and flow is not None else None
        return isinstance(getattr(node, "form", None), SecretForm)


def rehearse(
    flow: Flow, case: Case, acts: Sequence[Step], *, flows: Mapping[str, Flow], center: Center, timezone: str
) -> Rehearsal:
    """Perform the flow under the circumstances of `case`, with what the customer does."""
    rehearsal = Rehearsal(flow, case, flows, center, timezone)
    for step in acts:
        rehearsal.act(step)
    return rehearsal


def is_act(step: Step) -> bool:
    """Whether the customer does something in this step."""
    return bool(step.press or step.write or step.silent or step.hang_up or step.back or step.speak_s is not None)


def said(prompts: Sequence[Speech], language: str) -> str:
    """Return what is said as it would be printed; a recorded prompt by its name in brackets."""
    return " ".join(f"[{part}]" if isinstance(part, str) else printed(part, language) for part in prompts)


def _ending(event: ev.FlowLeft) -> str:
    if event.failed:
        return "failed"
    if event.agent_id is not None:
        return "agent"
    return "queued" if event.queue_id is not None else "goodbye"


def _back(written: str) -> inp.Back:
    for why in ("timeout", "closed", "talked", "failed"):
        if written == why:
            return why
    raise Malformed(f"a contact comes back by timeout, closed, talked or failed, not by {written!r}")


def _instant(at: str, timezone: str) -> float:
    try:
        return datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(timezone)).timestamp()
    except (ValueError, OverflowError) as error:
        raise Malformed(f"{at!r} is no time; one is written 2026-11-23T11:00") from error
