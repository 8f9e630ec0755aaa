"""Accounts, sessions, failed tries and the audit, as the database keeps them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cordboard.center.accounts import Account, AuditLine, Session
from cordboard.center.permissions import Role
from cordboard.errors import Refused, Unknown
from cordboard.postgres.accounts import AccountBook, AuditTrail, FailedTries, SessionBook
from cordboard.postgres.database import Database

ANN = Account(login="ann", name="Ann", roles=frozenset({Role.AGENT, Role.SUPERVISOR}), agent_id="ann")


@pytest.fixture
async def accounts(database: Database) -> AccountBook:
    book = AccountBook(database)
    await book.add(ANN, "hash")
    return book


def session(token: bytes, *, login: str = "ann", expires_at: float = 100.0, ends_at: float = 1000.0) -> Session:
    return Session(
        token_sha256=token,
        login=login,
        csrf="csrf",
        opened_at=1.0,
        seen_at=1.0,
        expires_at=expires_at,
        ends_at=ends_at,
        address="::1",
    )


async def test_an_account_is_found_by_its_login_in_any_case(accounts: AccountBook) -> None:
    assert await accounts.account("ANN") == ANN
    assert await accounts.password_hash("Ann") == "hash"
    assert await accounts.account("bob") is None
    assert await accounts.accounts() == [ANN]


async def test_a_login_is_given_once(accounts: AccountBook) -> None:
    with pytest.raises(Refused) as refused:
        await accounts.add(replace(ANN, login="Ann"), "other")
    assert refused.value.code == "login-taken"


async def test_an_account_is_changed_and_shut(accounts: AccountBook) -> None:
    shut = replace(ANN, name="Anna", roles=frozenset({Role.MANAGER}), agent_id=None, active=False)
    await accounts.change(shut)
    await accounts.set_password("ann", "another")
    assert await accounts.account("ann") == shut
    assert await accounts.password_hash("ann") is None
    for change in (accounts.change(replace(ANN, login="bob")), accounts.set_password("bob", "x")):
        with pytest.raises(Unknown):
            await change


async def test_a_session_lives_until_it_is_over_revoked_or_its_account_is_shut(
    accounts: AccountBook, database: Database
) -> None:
    sessions = SessionBook(database)
    await sessions.open(session(b"a"))
    assert await sessions.find(b"a", 99.0) == (session(b"a"), ANN)
    assert await sessions.find(b"a", 100.0) is None
    assert await sessions.find(b"b", 50.0) is None
    await sessions.touch(b"a", 90.0, 2000.0)
    assert await sessions.find(b"a", 999.0) is not None
    assert await sessions.find(b"a", 1000.0) is None
    await accounts.change(replace(ANN, active=False))
    assert await sessions.find(b"a", 500.0) is None
    assert await sessions.still_open([b"a"], 500.0) == frozenset()
    await accounts.change(ANN)
    await sessions.revoke(b"a")
    assert await sessions.find(b"a", 500.0) is None


async def test_every_session_but_one_can_be_ended(accounts: AccountBook, database: Database) -> None:
    sessions = SessionBook(database)
    for token in (b"a", b"b", b"c"):
        await sessions.open(session(token))
    await sessions.revoke_all("Ann", but=b"b")
    assert await sessions.still_open([b"a", b"b", b"c"], 5.0) == {b"b"}
    await sessions.revoke_all("ann")
    assert await sessions.still_open([b"b"], 5.0) == frozenset()


async def test_sessions_that_are_over_are_swept_when_another_is_opened(
    accounts: AccountBook, database: Database
) -> None:
    sessions = SessionBook(database)
    await sessions.open(session(b"a"))
    await sessions.open(replace(session(b"b", expires_at=900.0), opened_at=200.0))
    assert [row["token_sha256"] for row in await database.rows("SELECT token_sha256 FROM session")] == [b"b"]


async def test_failed_tries_are_counted_by_login_and_by_address(database: Database) -> None:
    tries = FailedTries(database)
    await tries.note_failed("Ann", "::1", 100.0)
    await tries.note_failed("ann", "::2", 110.0)
    await tries.note_failed("bob", "::1", 120.0)
    assert await tries.failed_since("ann", "::1", 90.0) == (2, 2)
    assert await tries.failed_since("ann", "::1", 105.0) == (1, 1)
    await tries.note_failed("eve", "::3", 110.0 + 86_401)
    assert await tries.failed_since("ann", "::1", 0.0) == (0, 1)


async def test_the_audit_is_read_newest_first_page_by_page(database: Database) -> None:
    audit = AuditTrail(database)
    for number in range(5):
        await audit.note(AuditLine(at=float(number), login="ann", act="recording-played", subject=f"r{number}"))
    first = await audit.lines(before=None, limit=3)
    rest = await audit.lines(before=first[-1].audit_id, limit=3)
    assert [line.subject for line in [*first, *rest]] == ["r4", "r3", "r2", "r1", "r0"]
