"""Accounts, sessions, failed tries to sign in, and the audit."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import asyncpg

from cordboard.center.accounts import Account, AuditLine, Session
from cordboard.center.permissions import Role
from cordboard.errors import Refused, Unknown
from cordboard.postgres.database import Database, Row

TRIES_KEPT_S = 86_400.0
"""Seconds after which a failed try is forgotten."""

_ACCOUNT = "login, name, roles, agent_id, language, active"


class AccountBook:
    """Who may sign in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def account(self, login: str) -> Account | None:
        """One account, active or not; None if there is none of this login."""
        row = await self._database.row(f"SELECT {_ACCOUNT} FROM account WHERE login = lower($1)", login)
        return None if row is None else _account(row)

    async def password_hash(self, login: str) -> str | None:
        """The hash of an active account's password; None for an unknown or inactive one."""
        kept: str | None = await self._database.value(
            "SELECT password_hash FROM account WHERE login = lower($1) AND active", login
        )
        return kept

    async def accounts(self) -> Sequence[Account]:
        """All, by login."""
        return [_account(row) for row in await self._database.rows(f"SELECT {_ACCOUNT} FROM account ORDER BY login")]

    async def add(self, account: Account, password_hash: str) -> None:
        """Keep another account.

        Raises:
            Refused: the login is taken.
        """
        try:
            await self._database.run(
                """
                INSERT INTO account (login, name, roles, agent_id, language, active, password_hash)
                VALUES (lower($1), $2, $3, $4, $5, $6, $7)
                """,
                *_given(account),
                password_hash,
            )
        except asyncpg.UniqueViolationError as error:
            raise Refused(
                "login-taken", f"there is an account {account.login!r} already; choose another login"
            ) from error

    async def set_password(self, login: str, password_hash: str) -> None:
        """Replace the password.

        Raises:
            Unknown: there is no such account.
        """
        changed = await self._database.run(
            "UPDATE account SET password_hash = $2 WHERE login = lower($1)", login, password_hash
        )
        if not changed:
            raise Unknown("account", login)

    async def change(self, account: Account) -> None:
        """Replace everything but login and password.

        Raises:
            Unknown: there is no such account.
        """
        changed = await self._database.run(
            """
            UPDATE account SET name = $2, roles = $3, agent_id = $4, language = $5, active = $6 WHERE login = lower($1)
            """,
            *_given(account),
        )
        if not changed:
            raise Unknown("account", account.login)


class SessionBook:
    """Who is signed in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, session: Session) -> None:
        """Keep a session; those that are over go."""
        await self._database.run("DELETE FROM session WHERE least(expires_at, ends_at) < $1", session.opened_at)
        await self._database.run(
            """
            INSERT INTO session (token_sha256, login, csrf, opened_at, seen_at, expires_at, ends_at, address)
            VALUES ($1, lower($2), $3, $4, $5, $6, $7, $8)
            """,
            session.token_sha256,
            session.login,
            session.csrf,
            session.opened_at,
            session.seen_at,
            session.expires_at,
            session.ends_at,
            session.address,
        )

    async def find(self, token_sha256: bytes, now: float) -> tuple[Session, Account] | None:
        """The session and its account; None if unknown, revoked, over, or the account is inactive."""
        row = await self._database.row(
            """
            SELECT session.*, name, roles, agent_id, language, active FROM session JOIN account USING (login)
            WHERE token_sha256 = $1 AND least(expires_at, ends_at) > $2 AND active
            """,
            token_sha256,
            now,
        )
        if row is None:
            return None
        session = Session(
            token_sha256=row["token_sha256"],
            login=row["login"],
            csrf=row["csrf"],
            opened_at=row["opened_at"],
            seen_at=row["seen_at"],
            expires_at=row["expires_at"],
            ends_at=row["ends_at"],
            address=row["address"],
        )
        return session, _account(row)

    async def touch(self, token_sha256: bytes, seen_at: float, expires_at: float) -> None:
        """It was used."""
        await self._database.run(
            "UPDATE session SET seen_at = $2, expires_at = $3 WHERE token_sha256 = $1",
            token_sha256,
            seen_at,
            expires_at,
        )

    async def revoke(self, token_sha256: bytes) -> None:
        """End this session."""
        await self._database.run("DELETE FROM session WHERE token_sha256 = $1", token_sha256)

    async def revoke_all(self, login: str, *, but: bytes | None = None) -> None:
        """End every session of this account, except the one with the hash `but`."""
        await self._database.run(
            "DELETE FROM session WHERE login = lower($1) AND token_sha256 IS DISTINCT FROM $2", login, but
        )

    async def still_open(self, tokens_sha256: Collection[bytes], now: float) -> frozenset[bytes]:
        """Those of these sessions that `find` would find."""
        rows = await self._database.rows(
            """
            SELECT token_sha256 FROM session JOIN account USING (login)
            WHERE token_sha256 = ANY ($1::bytea[]) AND least(expires_at, ends_at) > $2 AND active
            """,
            list(tokens_sha256),
            now,
        )
        return frozenset(row["token_sha256"] for row in rows)


class FailedTries:
    """Failed tries to sign in, so that a restart does not forget them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note_failed(self, login: str, address: str, at: float) -> None:
        """Keep a failed try; those of yesterday go."""
        await self._database.run("DELETE FROM sign_in_failure WHERE at < $1", at - TRIES_KEPT_S)
        await self._database.run(
            "INSERT INTO sign_in_failure (login, address, at) VALUES (lower($1), $2, $3)", login, address, at
        )

    async def failed_since(self, login: str, address: str, since: float) -> tuple[int, int]:
        """How many failed for this login, and how many from this address."""
        row = await self._database.row(
            """
            SELECT (SELECT count(*) FROM sign_in_failure WHERE login = lower($1) AND at >= $3) AS by_login,
                (SELECT count(*) FROM sign_in_failure WHERE address = $2 AND at >= $3) AS by_address
            """,
            login,
            address,
            since,
        )
        assert row is not None
        return row["by_login"], row["by_address"]


class AuditTrail:
    """What must be accounted for; nothing is ever changed in it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, line: AuditLine) -> None:
        """Return once it is durable."""
        await self._database.run(
            "INSERT INTO audit (at, login, act, subject, address) VALUES ($1, $2, $3, $4, $5)",
            line.at,
            line.login,
            line.act,
            line.subject,
            line.address,
        )

    async def lines(self, *, before: int | None, limit: int) -> Sequence[AuditLine]:
        """Newest first; `before` is the `audit_id` of the last line of the page before."""
        rows = await self._database.rows(
            """
            SELECT audit_id, at, login, act, subject, address FROM audit
            WHERE audit_id < coalesce($1, 9223372036854775807) ORDER BY audit_id DESC LIMIT $2
            """,
            before,
            limit,
        )
        return [AuditLine(**row) for row in rows]


def _given(account: Account) -> tuple[str, str, list[str], str | None, str, bool]:
    roles = sorted(role.value for role in account.roles)
    return account.login, account.name, roles, account.agent_id, account.language, account.active


def _account(row: Row) -> Account:
    return Account(
        login=row["login"],
        name=row["name"],
        roles=frozenset(Role(role) for role in row["roles"]),
        agent_id=row["agent_id"],
        language=row["language"],
        active=row["active"],
    )
