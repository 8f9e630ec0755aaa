"""Passwords: hashed with argon2id in a thread, a few at a time."""

from __future__ import annotations

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
"""Hashes computed at once: each takes 64 MiB and a core for some 50 ms."""
LENGTH_MIN = 12
"""Signs of a password that a person chooses. Source: between the 8 with and the 15 without a second factor of NIST
SP 800-63B-4, because tries are slowed."""
LENGTH_MAX = 200
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without signs that are mistaken for one another."""


class Passwords:
    """Hashes and checks passwords without holding up the rest."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        # The defaults of argon2-cffi are RFC 9106's second recommended option: 64 MiB, 3 passes.
        self._hasher = hasher or PasswordHasher()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._stranger: str | None = None

    async def hash(self, password: str) -> str:
        """Return the hash to keep."""
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def is_right(self, password_hash: str | None, password: str) -> bool:
        """Whether the password is the one hashed; without a hash it takes as long and says no."""
        if password_hash is None:
            if self._stranger is None:
                self._stranger = await self.hash(secrets.token_hex(16))
            await self._verify(self._stranger, password)
            return False
        return await self._verify(password_hash, password)

    def is_dated(self, password_hash: str) -> bool:
        """Whether the hash was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    async def _verify(self, password_hash: str, password: str) -> bool:
        async with self._room:
            try:
                return await asyncio.to_thread(self._hasher.verify, password_hash, password)
            except (VerificationError, InvalidHashError):
                return False


def new_password() -> str:
    """A password that can be read out: 20 signs in fives, 100 bits."""
    signs = [secrets.choice(ALPHABET) for _ in range(20)]
    return "-".join("".join(signs[n : n + 5]) for n in range(0, 20, 5))
