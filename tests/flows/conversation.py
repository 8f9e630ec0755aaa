"""A conversation by flow, told in a few lines: what the customer does, what is said, what becomes true.

Every event is written and read again, and a second performer that knows only what was written must always be where the
first one is; nothing that was pressed for a secret may be in what was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cordboard.center.center import Center
from cordboard.center.people import Agent
from cordboard.center.queues import Queue
from cordboard.flows import events as ev
from cordboard.flows import inputs as inp
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Goodbye, Node, ToQueue
from cordboard.flows.performance import Performance
from cordboard.flows.performer import Performer
from cordboard.flows.rehearsal import said
from cordboard.flows.stage import QueueNow, Stage
from cordboard.runtime.lines import read_event, write_checkpoint, write_event
from cordboard.runtime.ports import Checkpoint

C = "c1"
CENTER = Center(
    queues={"sales": Queue(queue_id="sales", name="Sales")},
    agents={"ann": Agent(agent_id="ann", name="Ann")},
)
BYE, QUEUE = Goodbye(), ToQueue(queue_id="sales")
NOON = 1_764_000_000.0
"""2025-11-24 16:00 UTC, a Monday."""


def flow_of(nodes: Mapping[str, Node], flow_id: str = "main", **more: Any) -> Flow:
    """A flow that starts at its first node; `bye` and `queue` are there if they are not given."""
    return Flow(
        flow_id=flow_id, name=flow_id, start=next(iter(nodes)), nodes={"bye": BYE, "queue": QUEUE, **nodes}, **more
    )


def written(performances: Iterable[Performance]) -> bytes:
    """Conversations as a checkpoint has them: without what is kept nowhere."""
    return write_checkpoint(Checkpoint(performances=sorted(performances, key=lambda p: (p.contact_id, p.is_script))))


class Conversation:
    """One customer in one flow."""

    def __init__(
        self,
        flow: Flow | Mapping[str, Node],
        *parts: Flow,
        medium: inp.Medium = "voice",
        language: str = "en",
        center: Center = CENTER,
        contact: Mapping[str, Any] | None = None,
        queues: Mapping[str, QueueNow] | None = None,
        secret: str = "",
        now: float = NOON,
    ) -> None:
        flow = flow if isinstance(flow, Flow) else flow_of(flow)
        self.about = {"number": "100", "caller": "+442079460000", "caller_name": "", "via": "trunk"} | (contact or {})
        self.stage = Stage(
            flows={each.flow_id: each for each in (flow, *parts)},
            center=center,
            contact=lambda contact_id: self.about,
            queue=lambda queue_id: (queues or {}).get(queue_id),
            may_dial=lambda trunk_id, number: trunk_id == "line" and number.startswith("+44"),
        )
        self.performer, self.shadow = Performer(self.stage), Performer(self.stage)
        self.now, self.secret, self.script = now, secret, medium == "script"
        self.journal: list[tuple[float, str, str]] = []
        self.begun = self.take(inp.StartFlow(contact_id=C, flow_id=flow.flow_id, language=language, medium=medium))

    # -- what happens --

    def take(self, input_: inp.FlowInput) -> list[ev.FlowEvent]:
        return self._apply(self.performer.decide(input_, self.now))

    def _apply(self, events: Iterable[ev.FlowEvent]) -> list[ev.FlowEvent]:
        happened = []
        for event in events:
            self.performer.apply(event, self.now)
            kind, body = type(event).__name__, write_event(event)[1]
            self.journal.append((self.now, kind, body))
            self.shadow.apply(read_event(kind, body), self.now)  # type: ignore[arg-type]
            happened.append(event)
        seen, known = written(self.performer.records()), written(self.shadow.records())
        assert seen == known
        assert self.performer.next_deadline() == self.shadow.next_deadline()
        if self.secret:
            assert self.secret not in seen.decode() + "".join(body for _, _, body in self.journal) + repr(happened)
        return happened

    def heard(self) -> list[ev.FlowEvent]:
        """The present words were said to their end."""
        return self.take(inp.PromptsFinished(contact_id=C, turn=self.p.turn))

    def press(self, keys: str) -> list[ev.FlowEvent]:
        return [event for key in keys for event in self.take(inp.KeyPressed(contact_id=C, key=key))]

    def silent(self) -> list[ev.FlowEvent]:
        """The customer says and presses nothing until waiting is over."""
        happened = []
        if self.here and self.p.awaits in ("said", "confirmation") and self.p.due is None:
            happened += self.heard()
        due = self.performer.next_deadline()
        if due is not None:
            self.now = max(self.now, due)
            happened += self._apply(self.performer.decide_due(self.now))
        return happened

    def found(self, value: Any, *, found: bool = True) -> list[ev.FlowEvent]:
        return self.take(inp.ErrandDone(contact_id=C, turn=self.p.turn, found=found, value=value, script=self.script))

    def failed(self, why: str = "no answer") -> list[ev.FlowEvent]:
        return self.take(inp.ErrandFailed(contact_id=C, turn=self.p.turn, why=why, script=self.script))

    def speak(self, seconds: float) -> list[ev.FlowEvent]:
        return self.take(inp.RecordingFinished(contact_id=C, turn=self.p.turn, seconds=seconds))

    def back(self, why: inp.Back, after_s: float = 0.0) -> list[ev.FlowEvent]:
        self.now += after_s
        return self.take(inp.CameBack(contact_id=C, why=why))

    def fill(self, value: Any, turn: int | None = None) -> list[ev.FlowEvent]:
        return self.take(inp.TextGiven(contact_id=C, text=value, script=self.script, turn=turn))

    def publish(self, flow: Flow) -> None:
        """Another version is published; the one before stays in the library."""
        before = self.stage.flows.get(flow.flow_id)
        if before is not None:
            self.stage.library = {**self.stage.library, (before.flow_id, before.version): before}
        self.stage.flows = {**self.stage.flows, flow.flow_id: flow}

    def remove(self, node_id: str) -> None:
        """A node is gone from under the customer."""
        flow = self.stage.flows["main"]
        nodes = {name: node for name, node in flow.nodes.items() if name != node_id}
        self.stage.flows = {**self.stage.flows, "main": replace(flow, nodes=nodes)}

    # -- how it stands --

    @property
    def here(self) -> bool:
        return C in (self.performer.scripts if self.script else self.performer.performances)

    @property
    def p(self) -> Performance:
        return (self.performer.scripts if self.script else self.performer.performances)[C]

    @property
    def at(self) -> str:
        return self.p.node_id

    @property
    def said(self) -> str:
        """The words said last, as they would be printed."""
        return said(self.p.prompts, self.p.language)


def left(events: list[ev.FlowEvent]) -> ev.FlowLeft:
    """How the flow let go."""
    assert type(events[-1]) is ev.FlowLeft, events
    return events[-1]


def kinds(events: list[ev.FlowEvent]) -> list[str]:
    return [type(event).__name__ for event in events]
