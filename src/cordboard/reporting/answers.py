"""What the store answers: rows of the call log, of the reports and of the live board, as the screens show them.

Instants are seconds since the Unix epoch (UTC); names ending in `_s` are seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One contact, in one line."""

    contact_id: str
    arrived_at: float
    ended_at: float | None = None
    number: str = ""
    """What was dialled."""
    caller: str = ""
    caller_name: str = ""
    via: str = ""
    language: str = ""
    queue_id: str | None = None
    """The last queue it was in."""
    agent_id: str | None = None
    """The last agent it talked with."""
    outcome: str | None = None
    by: str | None = None
    """Who ended it."""
    wait_s: float | None = None
    """From the first queue to the first talk, or to the end of the wait."""
    talk_s: float | None = None
    hold_s: float = 0.0
    wrap_up_s: float | None = None
    offers: int = 0
    transfers: int = 0
    disposition_id: str | None = None
    recordings: tuple[str, ...] = ()
    """Ids of its recordings, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactQuery:
    """Which contacts to list, newest first."""

    since: float | None = None
    """Arrived at or after."""
    until: float | None = None
    """Arrived before."""
    queue_id: str | None = None
    agent_id: str | None = None
    outcome: str | None = None
    caller: str | None = None
    """Part of the caller's number."""
    text: str | None = None
    """Part of the caller's name or of the note."""
    cursor: str | None = None
    """`next_cursor` of the page before."""
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage:
    """Some contacts, and where the rest begins."""

    rows: tuple[ContactRow, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRow:
    """One stretch of a contact: with a machine, in a queue, or with an agent."""

    kind: str
    """`flow`, `queue` or `talk`."""
    queue_id: str | None
    agent_id: str | None
    started_at: float
    ended_at: float | None
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """One ring at one agent."""

    offer_id: str
    agent_id: str
    offered_at: float
    ended_at: float | None
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One queue over one interval; in totals `start` is the start of the whole range."""

    start: float
    queue_id: str
    offered: int
    answered: int
    abandoned: int
    abandoned_short: int
    turned_away: int
    answered_in_target: int
    service_level: float | None
    """0 to 1; None when nothing counts."""
    asa_s: float | None
    aht_s: float | None
    wait_max_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueReport:
    """All rows of a range, and one total a queue."""

    rows: tuple[QueueRow, ...]
    totals: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRow:
    """One recording, as the store knows it."""

    recording_id: str
    contact_id: str
    key: str
    """Where the sound lies, for the source of bytes."""
    bytes: int
    seconds: float
    started_at: float
    left: tuple[float, ...] = ()
    """Loudness of the customer over time, 0 to 1, at most 800 points."""
    right: tuple[float, ...] = ()
    """Loudness of the agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A voicemail, or the promise to call back, and who did it."""

    message_id: str
    kind: Literal["voicemail", "callback"]
    contact_id: str
    queue_id: str
    number: str
    """To be called."""
    caller_name: str
    recording: str | None
    """Where its sound is, of a voicemail."""
    seconds: float | None
    left_at: float
    done_at: float | None
    done_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueToday:
    """One queue since local midnight, for the live board."""

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    abandoned_short: int = 0
    turned_away: int = 0
    answered_in_target: int = 0
    service_level: float | None = None
    asa_s: float | None = None
    aht_s: float | None = None
    abandonment: float | None = None
    """0 to 1; None when nothing counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentToday:
    """One agent since local midnight, for the live board."""

    handled: int = 0
    talk_s: float = 0.0
    missed: int = 0
    """Offers that lapsed, were declined or could not be rung."""
