"""The live center: floor and flows, which know nothing of each other, made one machine.

Pure like both: `step` takes an input and the instant and returns what became true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from cordboard.center.center import personal_line
from cordboard.center.trunks import may_dial
from cordboard.errors import Refused
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.decide import decide
from cordboard.floor.floor import Floor
from cordboard.flows import events as fev
from cordboard.flows import inputs as finp
from cordboard.flows.performer import Performer
from cordboard.flows.stage import QueueNow, Stage
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.ports import AnyEvent, Checkpoint, Entry

AnyInput = inp.Input | finp.FlowInput

TURNS_APART = 10_000
"""Between the turns of two conversations of one contact; more than a conversation has steps."""

_FLOW_INPUTS = frozenset(get_args(finp.FlowInput))
_FLOW_EVENTS = frozenset(get_args(fev.FlowEvent))
_ENDS_FLOW = frozenset({ev.ContactEnded, ev.ContactTurnedAway})
_ENDS_WORK = frozenset({ev.AgentMadeReady, ev.AgentPaused, ev.AgentSignedOut})
_LEAVES = frozenset({inp.CallerHungUp, inp.CallLost})


class LiveCenter:
    """Floor and performer under one `step`."""

    def __init__(
        self, configuration: Configuration, checkpoint: Checkpoint | None = None, *, timezone: str = "UTC"
    ) -> None:
        kept = checkpoint or Checkpoint()
        self.floor = Floor.restore(configuration.center, kept.floor)
        self._configuration = configuration
        self._stage = Stage(
            flows=configuration.flows,
            library=configuration.library,
            center=configuration.center,
            timezone=timezone,
            contact=self._contact,
            queue=self._queue,
            may_dial=self._may_dial,
        )
        self.performer = Performer(self._stage)
        self.performer.restore(kept.performances)
        self.seq, self.at = kept.seq, kept.at

    def configure(self, configuration: Configuration) -> None:
        """Take another configuration; then `step(CenterChanged())`. Contacts in progress go on."""
        self._configuration = configuration
        self.floor.configure(configuration.center)
        stage = self._stage
        stage.flows, stage.library, stage.center = configuration.flows, configuration.library, configuration.center

    def step(self, input_: AnyInput, now: float) -> list[Entry]:
        """Decide, apply, and return what became true as journal lines.

        Raises:
            Refused: a command breaks a rule. Nothing changed.
        """
        entries: list[Entry] = []
        self.step_into(entries, input_, now)
        return entries

    def step_into(self, entries: list[Entry], input_: AnyInput, now: float) -> None:
        """Like `step`, adding to `entries`, so that whatever was applied is there even if a bug cuts the step short."""
        self.at = now = max(now, self.at)
        try:
            for event in self._decide(input_, now):
                self._apply(event, now)
                self.seq += 1
                entries.append(Entry(seq=self.seq, at=now, event=event))
        except Refused:
            raise
        except Exception:
            self.performer.stumble(getattr(input_, "contact_id", ""), now)
            raise

    def replay(self, entries: Iterable[Entry]) -> None:
        """Make true again what was true; nobody is told."""
        for entry in entries:
            self._apply(entry.event, entry.at)
            self.seq, self.at = entry.seq, entry.at

    def next_deadline(self) -> float | None:
        """The instant at which `step(TimePassed())` is next worth asking; None if never."""
        due = [d for d in (self.floor.next_deadline(), self.performer.next_deadline()) if d is not None]
        return min(due, default=None)

    def checkpoint(self) -> Checkpoint:
        """Everything, to start from again."""
        return Checkpoint(self.seq, self.at, self.floor.records(), self.performer.records())

    # -- what flows see of the floor --

    def _contact(self, contact_id: str) -> Mapping[str, Any]:
        contact = self.floor.contacts.get(contact_id)
        if contact is None:
            return {}
        return {
            "number": contact.number,
            "caller": contact.caller,
            "caller_name": contact.caller_name,
            "via": contact.via,
        }

    def _queue(self, queue_id: str) -> QueueNow | None:
        floor = self.floor
        if queue_id not in floor.center.queues:
            return None
        waiting = floor.waiting(queue_id)
        return QueueNow(
            waiting=waiting,
            expected_wait_s=floor.expected_behind_s(queue_id, waiting),
            agents=floor.present.get(queue_id, 0),
        )

    def _may_dial(self, trunk_id: str, number: str) -> bool:
        trunk = self._configuration.trunks.get(trunk_id)
        return trunk is not None and may_dial(trunk, number)

    # -- deciding --

    def _decide(self, input_: AnyInput, now: float) -> Iterator[AnyEvent]:
        """What floor and performer decide, each event followed at once by what it starts at the other."""
        open_: list[Iterator[AnyEvent]] = []
        if type(input_) is inp.TimePassed:
            open_.append(self.performer.decide_due(now))
        open_.append(self._asked(input_, now))
        if type(input_) in _LEAVES:
            open_.append(self.performer.ending(input_.contact_id, now))  # type: ignore[union-attr]
        while open_:
            event = next(open_[-1], None)
            if event is None:
                open_.pop()
                continue
            yield event
            if (follows := self._follows(event)) is not None:
                open_.append(self._asked(follows, now))

    def _asked(self, input_: AnyInput, now: float) -> Iterator[AnyEvent]:
        if type(input_) in _FLOW_INPUTS:
            return self.performer.decide(input_, now)  # type: ignore[arg-type]
        return decide(self.floor, input_, now)  # type: ignore[arg-type]

    def _follows(self, event: AnyEvent) -> AnyInput | None:
        """What the other of floor and performer must be told because of this event."""
        match event:
            case ev.ContactArrived(contact_id=contact_id, flow_id=str(flow_id), language=language):
                return finp.StartFlow(contact_id=contact_id, flow_id=flow_id, language=language)
            case ev.ContactReturned():
                return self._returned(event)
            case ev.ContactConnected(contact_id=contact_id, queue_id=queue_id):
                queue = self.floor.center.queue(queue_id)
                script = queue.script_flow_id if queue is not None else None
                if script is None or script not in self._stage.flows:
                    return None
                language = self.floor.contacts[contact_id].language
                return finp.StartFlow(contact_id=contact_id, flow_id=script, language=language, medium="script")
            case fev.FlowLeft(script=False):
                return _let_go(event)
        return None

    def _returned(self, event: ev.ContactReturned) -> finp.FlowInput:
        """The flow that let go of the contact goes on, or the one that its queue has after talks begins."""
        contact_id = event.contact_id
        performance = self.performer.performances.get(contact_id)
        if performance is not None and event.why in performance.returns:
            return finp.CameBack(contact_id=contact_id, why=event.why)
        queue = self.floor.center.queue(event.queue_id)
        flow_id = (queue.after_talk_flow_id if queue is not None else None) or ""
        # a flow that is gone says sorry and ends
        contact = self.floor.contacts[contact_id]
        # recordings and prompts are named by contact and turn, so each conversation of a contact has turns of its own
        turn = TURNS_APART * contact.offers
        return finp.StartFlow(contact_id=contact_id, flow_id=flow_id, language=contact.language, turn=turn)

    # -- applying --

    def _apply(self, event: AnyEvent, at: float) -> None:
        kind = type(event)
        if kind in _FLOW_EVENTS:
            self.performer.apply(event, at)  # type: ignore[arg-type]
            return
        agent = self.floor.agents.get(event.agent_id) if kind in _ENDS_WORK else None  # type: ignore[union-attr,arg-type]
        worked_on = agent.contact_id if agent is not None else None
        self.floor.apply(event, at)  # type: ignore[arg-type]
        if kind in _ENDS_FLOW:
            self.performer.forget(event.contact_id)  # type: ignore[union-attr]
        if kind is ev.ContactEnded and event.offer_id is None:  # type: ignore[union-attr]
            self._close_script(event.contact_id)  # type: ignore[union-attr]
        elif worked_on is not None:
            self._close_script(worked_on)

    def _close_script(self, contact_id: str) -> None:
        """A script stays open as long as its contact, or somebody's work on it."""
        if contact_id in self.performer.scripts and contact_id not in self.floor.contacts:
            busy = any(agent.contact_id == contact_id for agent in self.floor.agents.values())
            if not busy:
                self.performer.forget_script(contact_id)


def _let_go(left: fev.FlowLeft) -> inp.Report:
    """Where a flow lets go, the floor goes on."""
    queue_id = personal_line(left.agent_id) if left.agent_id is not None else left.queue_id
    if queue_id is None:
        return inp.EndContact(contact_id=left.contact_id, prompts=left.prompts, language=left.language)
    return inp.QueueContact(
        contact_id=left.contact_id,
        queue_id=queue_id,
        language=left.language,
        wait_s=left.wait_s,
        returns=left.returns,
    )
