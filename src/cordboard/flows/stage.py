"""What a conversation has around it: the flows there are, and the center and floor as far as flows may look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cordboard.center.calendars import EMERGENCY, DayState
from cordboard.center.center import Center
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Node, SubFlow
from cordboard.flows.performance import Performance

Library = Mapping[tuple[str, int], Flow]
"""Flows by id and version."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueNow:
    """A queue as a flow sees it."""

    waiting: int
    expected_wait_s: float | None
    """For a contact that joined it now."""
    agents: int
    """At work."""


def _nothing(contact_id: str) -> Mapping[str, Any]:
    return {}


def _no_queue(queue_id: str) -> QueueNow | None:
    return None


def _no_dialing(trunk_id: str, number: str) -> bool:
    return False


@dataclass(slots=True, kw_only=True)
class Stage:
    """Everything that is not the conversation itself."""

    flows: Mapping[str, Flow] = field(default_factory=dict)
    """Published, by id."""
    library: Library = field(default_factory=dict)
    """Earlier versions that are still performed."""
    center: Center = field(default_factory=Center)
    timezone: str = "UTC"
    contact: Callable[[str], Mapping[str, Any]] = _nothing
    queue: Callable[[str], QueueNow | None] = _no_queue
    may_dial: Callable[[str, str], bool] = _no_dialing

    def flow(self, flow_id: str, version: int) -> Flow | None:
        """This version of a flow; a trial and a flow of an older journal have version 0."""
        published = self.flows.get(flow_id)
        if published is not None and version in (published.version, 0):
            return published
        return self.library.get((flow_id, version))

    def flow_of(self, performance: Performance) -> Flow | None:
        """The flow that the conversation is in."""
        return self.flow(performance.flow_id, performance.version)

    def node(self, performance: Performance, node_id: str) -> Node | None:
        """The node, or None if there is none."""
        flow = self.flow(performance.flow_id, performance.version)
        return flow.nodes.get(node_id) if flow is not None else None

    def versions(self, flow: Flow) -> dict[str, int]:
        """The published versions of all flows that may become part of this one."""
        found: dict[str, int] = {}
        open_ = [flow]
        while open_:
            for node in open_.pop().nodes.values():
                if isinstance(node, SubFlow) and node.flow_id not in found and (part := self.flows.get(node.flow_id)):
                    found[node.flow_id] = part.version
                    open_.append(part)
        return found

    def local(self, now: float) -> datetime:
        """The instant as a local time."""
        return datetime.fromtimestamp(now, ZoneInfo(self.timezone))

    def day(self, now: float) -> date:
        """The local day."""
        return self.local(now).date()

    def is_on(self, switch_id: str) -> bool:
        """Whether a switch is on; one that does not exist is off."""
        switch = self.center.switches.get(switch_id)
        return switch is not None and switch.on

    def day_state(self, calendar_id: str, now: float) -> DayState | None:
        """Whether a calendar is open; None if there is none of this id."""
        calendar = self.center.calendars.get(calendar_id)
        return None if calendar is None else calendar.state(now, self.center.holidays)

    @property
    def emergency(self) -> bool:
        """Whether the switch that comes before everything is on."""
        return self.is_on(EMERGENCY)


class ConversationScope(Mapping[str, Any]):
    """The data that expressions of one conversation read, made as it is asked for."""

    __slots__ = ("_now", "_performance", "_stage")

    def __init__(self, stage: Stage, performance: Performance, now: float) -> None:
        self._stage, self._performance, self._now = stage, performance, now

    def __getitem__(self, root: str) -> Any:
        performance, stage = self._performance, self._stage
        match root:
            case "answers":
                return performance.answers
            case "customer":
                return performance.answers.get("customer")
            case "secrets":
                return performance.secrets
            case "contact":
                return {
                    "id": performance.contact_id,
                    **stage.contact(performance.contact_id),
                    "language": performance.language,
                }
            case "time":
                local = stage.local(self._now)
                return {
                    "hour": local.hour,
                    "minute": local.minute,
                    "weekday": WEEKDAYS[local.weekday()],
                    "date": local.date().isoformat(),
                    "now": f"{local.hour:02}:{local.minute:02}",
                }
            case "switches":
                return {switch_id: switch.on for switch_id, switch in stage.center.switches.items()}
            case "queues":
                return _Queues(stage)
        raise KeyError(root)

    def __iter__(self) -> Iterator[str]:
        return iter(("answers", "customer", "secrets", "contact", "time", "switches", "queues"))

    def __len__(self) -> int:
        return 7


class _Queues(Mapping[str, Any]):
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def __getitem__(self, queue_id: str) -> Mapping[str, Any]:
        now = self._stage.queue(queue_id)
        if now is None:
            raise KeyError(queue_id)
        return {"waiting": now.waiting, "expected_wait_s": now.expected_wait_s, "agents": now.agents}

    def __iter__(self) -> Iterator[str]:
        return iter(self._stage.center.queues)

    def __len__(self) -> int:
        return len(self._stage.center.queues)
