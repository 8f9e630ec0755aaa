"""One process at a time owns the journal: an advisory lock of a connection, and a count of owners.

The lock ends with its connection, also when a process is killed. The count (the epoch) tells an owner whose connection
was cut whether anybody owned the journal meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import socket

from cordboard.errors import Refused
from cordboard.postgres.database import Connection

LOCK = 0x636F7264_6A6F7572
"""Key of the advisory lock; it counts within one database."""
LETTING_GO_S_MAX = 3.0
"""Seconds in which the server notices that a killed owner's connection is gone."""


async def begin(connection: Connection) -> int:
    """Own the journal and return the new epoch.

    Raises:
        Refused: another process owns it.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + LETTING_GO_S_MAX
    while not await has_lock(connection):
        if loop.time() > until:
            raise Refused("owned", f"the journal is owned by {await _owner(connection)}; stop that first")
        await asyncio.sleep(0.1)
    epoch: int = await connection.fetchval(
        """
        INSERT INTO journal_owner (epoch, name, since) VALUES (1, $1, extract(epoch FROM clock_timestamp()))
        ON CONFLICT (one) DO UPDATE SET epoch = journal_owner.epoch + 1, name = excluded.name, since = excluded.since
        RETURNING epoch
        """,
        f"process {os.getpid()} on {socket.gethostname()}",
    )
    return epoch


async def resume(connection: Connection, epoch: int, before: int | None) -> bool:
    """Own the journal again over another connection; False while our old one, process `before`, still holds it.

    Raises:
        Refused: another process has owned it since.
    """
    mine = await has_lock(connection)
    if await connection.fetchval("SELECT epoch FROM journal_owner") != epoch:
        raise Refused("owned", f"the journal has been taken over by {await _owner(connection)}")
    if not mine and before is not None:
        await connection.execute("SELECT pg_terminate_backend($1) WHERE $1 IN (" + _HOLDERS + ")", before)
    return mine


async def has_lock(connection: Connection) -> bool:
    """Take the lock if nobody else has it."""
    got: bool = await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
    return got


_HOLDERS = f"""
    SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32 | objid::bigint) = {LOCK} AND objsubid = 1
"""


async def _owner(connection: Connection) -> str:
    row = await connection.fetchrow("SELECT name, to_timestamp(since) AS since FROM journal_owner")
    return f"{row['name']} since {row['since']:%Y-%m-%d %H:%M:%S} UTC" if row else "another process"
