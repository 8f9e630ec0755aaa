"""Signing in, staying signed in, and being signed out."""

from __future__ import annotations

import hashlib
import re
import secrets

import structlog

from cordboard.center.accounts import Account, Session
from cordboard.web.errors import SignedOut, TooManyTries, WrongCredentials
from cordboard.web.pacing import Lanes, network_of
from cordboard.web.parts import Parts
from cordboard.web.passwords import Passwords
from cordboard.web.rights import Asker

IDLE_S = 4 * 3600.0
"""A session unused for so long is over; an open screen is a use."""
TOUCH_EVERY_S = 300.0
"""A session's use is written down so often at most."""
TOUCHED_MAX = 10_000
"""Sessions whose last written use is remembered; forgetting one costs one write."""
TRIES_SPAN_S = 60.0
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)

log = structlog.get_logger()


def hash_of(token: str) -> bytes:
    """What is kept of a token. It is 256 random bits, so a plain hash suffices."""
    return hashlib.sha256(token.encode()).digest()


class SignedIn:
    """The sessions of this centre."""

    def __init__(self, parts: Parts, passwords: Passwords | None = None) -> None:
        self._parts = parts
        self.passwords = passwords or Passwords()
        self._touched: dict[bytes, float] = {}
        self._lanes = Lanes()

    async def sign_in(self, login: str, password: str, address: str) -> tuple[str, Asker]:
        """Open a session and return its token.

        Raises:
            TooManyTries: for this login or from this address.
            WrongCredentials: which of both is wrong is not told.
        """
        login = login.strip().lower()
        if not await self._is_password(login, password, address):
            raise WrongCredentials
        account = await self._parts.accounts.account(login)
        if account is None or not account.active:
            raise WrongCredentials
        return await self._open(account, address)

    async def change_password(self, asker: Asker, old: str, new: str, address: str) -> None:
        """Set another password; every other session of the account ends.

        Raises:
            TooManyTries: too many wrong old passwords.
            WrongCredentials: the old password is not right.
        """
        if not await self._is_password(asker.login, old, address):
            raise WrongCredentials
        await self._parts.accounts.set_password(asker.login, await self.passwords.hash(new))
        await self._parts.sessions.revoke_all(asker.login, but=asker.session.token_sha256)

    async def asker(self, token: str | None) -> Asker:
        """Who comes with this token.

        Raises:
            SignedOut: nobody, or no longer.
        """
        if token is None or not TOKEN.fullmatch(token):
            raise SignedOut
        now = self._parts.clock()
        found = await self._parts.sessions.find(hash_of(token), now)
        if found is None:
            raise SignedOut
        session, account = found
        await self.touch(session, now)
        return Asker(session=session, account=account)

    async def touch(self, session: Session, now: float) -> None:
        """Note that a session is used."""
        if now - max(session.seen_at, self._touched.get(session.token_sha256, 0.0)) >= TOUCH_EVERY_S:
            if len(self._touched) >= TOUCHED_MAX:
                self._touched.clear()
            self._touched[session.token_sha256] = now
            await self._parts.sessions.touch(session.token_sha256, now, min(now + IDLE_S, session.ends_at))

    async def sign_out(self, session: Session) -> None:
        """End this session."""
        await self._parts.sessions.revoke(session.token_sha256)

    async def _is_password(self, login: str, password: str, address: str) -> bool:
        """Check a password. Tries at one login or from one network go one after the other: none outruns the count."""
        network = network_of(address)
        async with self._lanes.turn("login " + login), self._lanes.turn("network " + network):
            now = self._parts.clock()
            failed = await self._parts.tries.failed_since(login, network, now - TRIES_SPAN_S)
            if max(failed) >= self._parts.rules.sign_in_tries_per_minute:
                raise TooManyTries(TRIES_SPAN_S)
            kept = await self._parts.accounts.password_hash(login)
            if not await self.passwords.is_right(kept, password):
                await self._parts.tries.note_failed(login, network, now)
                log.info("a sign-in failed")
                return False
        if kept is not None and self.passwords.is_dated(kept):
            await self._parts.accounts.set_password(login, await self.passwords.hash(password))
        return True

    async def _open(self, account: Account, address: str) -> tuple[str, Asker]:
        token, now = secrets.token_urlsafe(32), self._parts.clock()
        ends_at = now + self._parts.rules.session_s
        session = Session(
            token_sha256=hash_of(token),
            login=account.login,
            csrf=secrets.token_urlsafe(24),
            opened_at=now,
            seen_at=now,
            expires_at=min(now + IDLE_S, ends_at),
            ends_at=ends_at,
            address=address,
        )
        await self._parts.sessions.open(session)
        return token, Asker(session=session, account=account)
