"""Brings a database to the shape that this version reads and writes."""

from __future__ import annotations

from pathlib import Path

from cordboard.errors import Refused, Unreachable
from cordboard.postgres.database import Connection, connect, told
from cordboard.postgres.examine import OLDEST

FOLDER = Path(__file__).parent / "migrations"

LOCK = 0x636F7264_73636865
"""Key of the advisory lock under which one start at a time changes the shape."""


def newest() -> str:
    """Return the step that this version wants: the files are named by theirs, counting up."""
    return max(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*_*.py"))


async def migrate(dsn: str) -> bool:
    """Return once the database has the newest shape; True if it had to be changed.

    Raises:
        Unreachable: it does not answer, or does not let us.
        Refused: it was made by a later Cordboard, or PostgreSQL is too old.
    """
    with told():
        connection = await connect(dsn, name="cordboard schema")
        try:
            major = connection.get_server_version().major
            if major < OLDEST:
                raise Refused("old-database", f"PostgreSQL {major} is too old; give one of version {OLDEST} or later")
            # Waits for another start at the same work, and is let go with the connection.
            await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
            had = await _step(connection)
            if had == newest():
                return False
            if had is not None and had > newest():
                raise Refused(
                    "newer-database",
                    f"the database was made by a later Cordboard (its step is {had}, ours is {newest()}); "
                    "start that version, or give another database",
                )
            await _run_alembic(dsn)
            return True
        finally:
            await connection.close(timeout=5)


async def _step(connection: Connection) -> str | None:
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return None
    step: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    return step


async def _run_alembic(dsn: str) -> None:
    # A start that has nothing to change does without these: they take half a second to load.
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import Connection as Alchemic
    from sqlalchemy.exc import InterfaceError, OperationalError
    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlalchemy.pool import NullPool

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))

    def upgrade(connection: Alchemic) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: connect(dsn, name="cordboard schema"), poolclass=NullPool
    )
    try:
        async with engine.begin() as connection:
            await connection.run_sync(upgrade)
    except (InterfaceError, OperationalError) as error:
        raise Unreachable("database", f"went away while it was changed: {error.orig}") from error
    finally:
        await engine.dispose()
