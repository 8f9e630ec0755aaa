"""What the web side asks of the rest: small protocols, met structurally by the postgres modules and by app.py."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Protocol

from cordboard.center.accounts import Account, AuditLine, Session
from cordboard.center.customers import Customer
from cordboard.reporting.answers import (
    ContactPage,
    ContactQuery,
    ContactRow,
    OfferRow,
    QueueReport,
    RecordingRow,
    SegmentRow,
)
from cordboard.reporting.flow_answers import FlowFigures, FlowRunRow, NodeFigures
from cordboard.runtime.ports import Entry


class Accounts(Protocol):
    """Who may sign in."""

    async def account(self, login: str) -> Account | None: ...

    async def password_hash(self, login: str) -> str | None:
        """The argon2id hash of an active account; None for an unknown or inactive one."""
        ...

    async def accounts(self) -> Sequence[Account]:
        """All, by login."""
        ...

    async def add(self, account: Account, password_hash: str) -> None:
        """Raises Refused("login-taken") if the login is taken."""
        ...

    async def set_password(self, login: str, password_hash: str) -> None:
        """Raises Unknown if there is no such account."""
        ...

    async def change(self, account: Account) -> None:
        """Replace name, roles, agent, language and active. Raises Unknown if there is no such account."""
        ...


class Sessions(Protocol):
    """Who is signed in. Only the hash of a token is ever kept."""

    async def open(self, session: Session) -> None: ...

    async def find(self, token_sha256: bytes, now: float) -> tuple[Session, Account] | None:
        """The session and its account in one question; None if unknown, revoked, over, or the account is inactive."""
        ...

    async def touch(self, token_sha256: bytes, seen_at: float, expires_at: float) -> None: ...

    async def revoke(self, token_sha256: bytes) -> None: ...

    async def revoke_all(self, login: str, *, but: bytes | None = None) -> None:
        """End every session of this account, except the one with the hash `but`."""
        ...

    async def still_open(self, tokens_sha256: Collection[bytes], now: float) -> frozenset[bytes]:
        """Those of these sessions that `find` would find."""
        ...


class Tries(Protocol):
    """Failed tries to sign in, so that a restart does not forget them."""

    async def note_failed(self, login: str, address: str, at: float) -> None: ...

    async def failed_since(self, login: str, address: str, since: float) -> tuple[int, int]:
        """How many failed for this login, and how many from this address."""
        ...


class Audit(Protocol):
    """What must be accounted for."""

    async def note(self, line: AuditLine) -> None:
        """Return once it is durable."""
        ...

    async def lines(self, *, before: int | None, limit: int) -> Sequence[AuditLine]:
        """Newest first; `before` is the `audit_id` of the last line of the page before."""
        ...


class CallLog(Protocol):
    """Contacts, past and present, from the facts."""

    async def contacts(self, query: ContactQuery) -> ContactPage: ...

    async def contact(self, contact_id: str) -> ContactRow | None: ...

    async def segments(self, contact_id: str) -> Sequence[SegmentRow]: ...

    async def offers(self, contact_id: str) -> Sequence[OfferRow]: ...

    def entries(self, contact_id: str) -> AsyncIterator[Entry]:
        """Every journal line about this contact, oldest first; an agent's wrap-up after it included."""
        ...


class Notes(Protocol):
    """What an agent wrote about a contact."""

    async def note(self, contact_id: str) -> str: ...

    async def keep_note(self, contact_id: str, text: str, *, login: str, at: float) -> None: ...


class Customers(Protocol):
    """Who calls us."""

    async def by_number(self, number: str) -> Sequence[Customer]:
        """Customers with this number, in E.164 form."""
        ...


class Reports(Protocol):
    """Figures over a range, by the definitions of `reporting.measures`."""

    async def queues(
        self, since: float, until: float, *, interval_s: int, timezone: str, queue_id: str | None
    ) -> QueueReport:
        """`interval_s` is 1800 or 86400; days begin at midnight of `timezone`.

        Raises Malformed if the range has too many intervals.
        """
        ...


class FlowReports(Protocol):
    """Figures of flows, by the definitions of `reporting.flow_facts`, and the conversations behind them."""

    async def flows(
        self, since: float, until: float, *, flow_id: str | None = None, version: int | None = None
    ) -> Sequence[FlowFigures]:
        """By flow and version."""
        ...

    async def nodes(
        self, since: float, until: float, *, flow_id: str, version: int | None = None
    ) -> Sequence[NodeFigures]: ...

    async def runs(self, contact_id: str) -> Sequence[FlowRunRow]:
        """The conversations of this contact, in order."""
        ...


class Recordings(Protocol):
    """Which recordings there are."""

    async def recording(self, recording_id: str) -> RecordingRow | None: ...


class Sound(Protocol):
    """Where the bytes of recordings lie."""

    async def read(self, key: str, start: int, end: int) -> bytes:
        """The bytes from `start` up to, not including, `end`."""
        ...
