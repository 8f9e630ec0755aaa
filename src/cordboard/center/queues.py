"""Queues: where contacts wait, what they want, and what becomes of those who wait too long."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cordboard.center.hours import ALWAYS, Hours


class Exit(StrEnum):
    """How a wait ends other than at an agent."""

    GOODBYE = "goodbye"
    """A message is said and the contact is ended politely."""
    QUEUE = "queue"
    """The contact moves to another queue and keeps its age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The configured end of a wait that cannot go on."""

    exit: Exit = Exit.GOODBYE
    prompts: tuple[str, ...] = ("cord/goodbye",)
    queue_id: str | None = None
    """The next queue, for `Exit.QUEUE`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPlan:
    """What a waiting contact hears, and for how long it may wait."""

    music: str = "default"
    announce_first_s: float = 8.0
    """Seconds until the first announcement."""
    announce_every_s: float = 45.0
    """Seconds between announcements; 0 says none."""
    say_position: bool = True
    say_expected_wait: bool = True
    wait_s_max: float = 1800.0
    """Longest wait in this queue, seconds; then `on_wait_max`."""
    on_wait_max: End = End(prompts=("cord/fallback", "cord/goodbye"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """How a contact may end, as the agent says."""

    disposition_id: str
    name: str
    name_ru: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Where contacts wait for somebody who can serve them."""

    queue_id: str
    name: str
    name_ru: str = ""
    skills: frozenset[str] = frozenset()
    """Skills an agent must have, all of them. Without any, every agent serves the queue."""
    priority: int = 0
    """Among several queues that one agent serves, higher goes first."""
    service_target_s: float = 20.0
    """A contact answered within this many seconds counts as answered in time. 80/20 is the usual starting point."""
    offer_s: float = 20.0
    """Seconds an offer rings before it lapses."""
    wrap_up_s: float = 30.0
    """Longest wrap-up, seconds; 0 skips wrap-up."""
    hours: Hours = ALWAYS
    on_closed: End = End(prompts=("cord/closed", "cord/goodbye"))
    waiting: WaitingPlan = WaitingPlan()
    recorded: bool = True
    dispositions: tuple[Disposition, ...] = ()
    script_flow_id: str | None = None
    """The script opened when an agent connects; None for none."""
    after_talk_flow_id: str | None = None
    """The flow for a customer who stays when the agent has rung off, as for a survey; None for none."""
