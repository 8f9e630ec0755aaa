"""The configuration in the database: one row a thing, and a line of history for every change of one."""

from __future__ import annotations

import json
from typing import Any

from cordboard.errors import Misunderstood
from cordboard.postgres.database import Connection, Database
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.documents import (
    HIDDEN,
    BadDocument,
    Document,
    configuration_of,
    read_thing,
    things_of,
    write_thing,
)


class CenterStore:
    """Loads and saves what the company set up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self) -> Configuration | None:
        """What was saved; None if nothing ever was.

        Raises:
            Misunderstood: it was saved by a later version.
        """
        things: dict[str, dict[str, Any]] = {}
        for row in await self._database.rows("SELECT kind, id, body FROM center_thing"):
            try:
                thing = read_thing(row["kind"], json.loads(row["body"]))
            except (KeyError, BadDocument) as error:
                raise Misunderstood("database", f"{row['kind']} {row['id']!r} cannot be read: {error}") from error
            things.setdefault(row["kind"], {})[row["id"]] = thing
        if not things and not await self._database.value("SELECT EXISTS (SELECT FROM center_change)"):
            return None
        return configuration_of(things)

    async def save(self, configuration: Configuration, *, login: str, at: float) -> int:
        """Keep the whole configuration and tell in the history what changed; returns how many things did.

        Raises:
            BadDocument: it would keep contacts from being served; nothing was changed.
        """
        if problems := list(configuration.problems()):
            raise BadDocument(problems)
        wanted = {
            (kind, key): json.loads(json.dumps(write_thing(thing)))
            for kind, things in things_of(configuration).items()
            for key, thing in things.items()
        }
        async with self._database.change() as connection:
            # Two who save at once are taken one after the other; reading goes on.
            await connection.execute("LOCK TABLE center_thing IN SHARE ROW EXCLUSIVE MODE")
            kept = {
                (row["kind"], row["id"]): json.loads(row["body"])
                for row in await connection.fetch("SELECT kind, id, body FROM center_thing")
            }
            changed = [key for key in {**kept, **wanted} if kept.get(key) != wanted.get(key)]
            await _write(connection, changed, wanted)
            await connection.executemany(
                "INSERT INTO center_change (at, login, kind, id, before, after) VALUES ($1, $2, $3, $4, $5, $6)",
                [(at, login, *key, _shown(kept.get(key)), _shown(wanted.get(key))) for key in changed],
            )
        return len(changed)


async def _write(
    connection: Connection, changed: list[tuple[str, str]], wanted: dict[tuple[str, str], Document]
) -> None:
    await connection.executemany(
        "DELETE FROM center_thing WHERE kind = $1 AND id = $2", [key for key in changed if key not in wanted]
    )
    await connection.executemany(
        """
        INSERT INTO center_thing (kind, id, body) VALUES ($1, $2, $3)
        ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body
        """,
        [(*key, json.dumps(wanted[key])) for key in changed if key in wanted],
    )


def _shown(thing: Document | None) -> str | None:
    """The thing as the history keeps it: without its password."""
    if thing is not None and thing.get("password"):
        thing = {**thing, "password": HIDDEN}
    return None if thing is None else json.dumps(thing)
