"""A database gets the shape that this version wants, once, whoever starts at the same time."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from cordboard.errors import Refused, Unreachable
from cordboard.postgres.database import Database
from cordboard.postgres.schema import FOLDER, migrate, newest


async def test_a_database_of_the_newest_shape_is_left_alone(dsn: str) -> None:
    assert not await migrate(dsn)


async def test_an_empty_database_gets_its_shape_once_though_two_start_at_a_time(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()
    assert sorted(await asyncio.gather(migrate(dsn), migrate(dsn))) == [False, True]


async def test_a_database_of_a_later_version_is_refused(dsn: str, database: Database) -> None:
    await database.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refused, match="later Cordboard"):
        await migrate(dsn)


async def test_a_database_that_does_not_answer_is_told_as_unreachable(dsn: str) -> None:
    with pytest.raises(Unreachable):
        await migrate(dsn.replace("test_", "absent_"))


def test_the_newest_step_is_the_one_that_alembic_ends_at() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == newest()
