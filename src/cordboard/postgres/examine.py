"""Looks at a database from outside, for the doctor."""

from __future__ import annotations

from dataclasses import dataclass

import asyncpg

from cordboard.errors import Unreachable

OLDEST = 15
"""Major version of PostgreSQL that the queries are written for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a database said of itself."""

    version: str
    """Such as `18.6`."""
    major: int
    refuses_to_write: str | None
    """Why nothing can be written there; None when it can."""


async def look(dsn: str) -> Seen:
    """Return what the database at this address says.

    Raises:
        Unreachable: it does not answer, or does not let us in.
    """
    try:
        connection = await asyncpg.connect(dsn, timeout=10)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unreachable("database", str(error) or type(error).__name__) from error
    try:
        version = str(await connection.fetchval("SHOW server_version")).split()[0]
        major = int(await connection.fetchval("SHOW server_version_num")) // 10_000
        refuses = None
        try:
            async with connection.transaction():
                await connection.execute("CREATE TABLE cordboard_doctor (n int); DROP TABLE cordboard_doctor")
        except asyncpg.PostgresError as error:
            refuses = str(error)
        return Seen(version=version, major=major, refuses_to_write=refuses)
    finally:
        await connection.close(timeout=5)
