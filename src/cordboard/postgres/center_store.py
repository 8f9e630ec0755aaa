"""The configuration in the database: one row a thing, and a line of history for every change of one.

Of a flow, the row says which version is in force; a flow that is saved with a change becomes another version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cordboard.errors import Misunderstood
from cordboard.flows.language import Flow
from cordboard.postgres import flows
from cordboard.postgres.database import Connection, Database
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.documents import (
    HIDDEN,
    BadDocument,
    Document,
    Thing,
    configuration_of,
    read_thing,
    things_of,
    write_thing,
)
from cordboard.values import value

_ALL = """
    SELECT thing.kind, thing.id, flow.version, coalesce(flow.document::text, thing.body::text) AS body
    FROM center_thing thing
    LEFT JOIN flow_version flow ON thing.kind = 'flows' AND flow.flow_id = thing.id AND flow.retired_at IS NULL
"""


@value
class Saved:
    """What a saving did."""

    changed: int
    """How many things are different."""
    versions: Mapping[str, int]
    """That of each flow in force."""


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
        for row in await self._database.rows(_ALL):
            try:
                thing = read_thing(row["kind"], json.loads(row["body"]))
            except (KeyError, BadDocument) as error:
                raise Misunderstood("database", f"{row['kind']} {row['id']!r} cannot be read: {error}") from error
            if row["version"] is not None:
                thing = replace(thing, version=row["version"])
            things.setdefault(row["kind"], {})[row["id"]] = thing
        if not things and not await self._database.value("SELECT EXISTS (SELECT FROM center_change)"):
            return None
        return configuration_of(things)

    async def save(self, configuration: Configuration, *, login: str, at: float, note: str = "") -> Saved:
        """Keep the whole configuration and tell in the history what changed.

        A flow with a change becomes another version; `note` says why.

        Raises:
            BadDocument: it would keep contacts from being served; nothing was changed.
        """
        wanted = {
            (kind, key): _plain(thing)
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
            changed = [key for key in {**kept, **wanted} if not _is_same(key[0], kept.get(key), wanted.get(key))]
            # a switch is thrown in an emergency: then nobody mends what else may be wrong first
            if any(kind != "switches" for kind, _ in changed) and (problems := list(configuration.problems())):
                raise BadDocument(problems)
            versions = {flow_id: kept[kind, flow_id]["version"] for kind, flow_id in kept if kind == "flows"}
            for flow_id in (flow_id for kind, flow_id in changed if kind == "flows"):
                await flows.retire(connection, flow_id, at=at)
                versions.pop(flow_id, None)
                if (written := wanted.get(("flows", flow_id))) is not None:
                    versions[flow_id] = await flows.publish(connection, flow_id, written, login=login, at=at, note=note)
                    written["version"] = versions[flow_id]
            await _write(connection, changed, wanted)
            await connection.executemany(
                "INSERT INTO center_change (at, login, kind, id, before, after) VALUES ($1, $2, $3, $4, $5, $6)",
                [(at, login, *key, _shown(kept.get(key)), _shown(wanted.get(key))) for key in changed],
            )
        return Saved(changed=len(changed), versions=versions)


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


def _plain(thing: Thing) -> Document:
    """The thing as the database gives it back; which version a flow is says the database."""
    written: Document = json.loads(json.dumps(write_thing(thing)))
    if isinstance(thing, Flow):
        written.pop("version", None)
    return written


def _is_same(kind: str, kept: Document | None, wanted: Document | None) -> bool:
    """Whether both say the same thing, though an earlier version of ours may have written one."""
    if kept is None or wanted is None:
        return kept is wanted
    try:
        return _plain(read_thing(kind, kept)) == wanted
    except BadDocument:
        return False
