"""Accounts: who may sign in to the screens, and as whom."""

from __future__ import annotations

from dataclasses import dataclass

from cordboard.center.permissions import Permission, Role, permissions_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who signs in."""

    login: str
    """Lower case."""
    name: str
    roles: frozenset[Role]
    agent_id: str | None = None
    """The agent this account serves as, if any."""
    language: str = "en"
    active: bool = True

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that its roles allow."""
        return permissions_of(self.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser that is signed in. Instants are seconds since the Unix epoch (UTC)."""

    token_sha256: bytes
    """The token itself is known to the browser alone."""
    login: str
    csrf: str
    """The browser repeats it in a header of every request that changes something."""
    opened_at: float
    seen_at: float
    expires_at: float
    """Moves on while the session is used."""
    ends_at: float
    """Never moves: the longest a session may last."""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """Somebody did something that must be accounted for."""

    at: float
    login: str
    act: str
    """Such as `recording-played` or `account-added`."""
    subject: str
    """The id of the thing it was done to."""
    address: str = ""
    audit_id: int = 0
    """Given by the store."""
