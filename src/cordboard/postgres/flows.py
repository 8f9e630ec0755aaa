"""Drafts of flows, and every version that was ever published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from cordboard.errors import Misunderstood, Unknown
from cordboard.flows.language import Flow
from cordboard.postgres.database import Connection, Database, Row
from cordboard.runtime.drafts import Draft, FlowVersion, GoneSince, SavedSince
from cordboard.runtime.flow_documents import read_flow
from cordboard.runtime.written import BadFlow, Document

_DRAFT = "flow_id, document, rev, saved_at, saved_by"
_VERSION = "flow_id, version, published_at, published_by, note"


class FlowBook:
    """Flows beside those in force."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def drafts(self) -> list[Draft]:
        """All, by flow."""
        rows = await self._database.rows(f"SELECT {_DRAFT} FROM flow_draft ORDER BY flow_id")
        return [_draft(row) for row in rows]

    async def draft(self, flow_id: str) -> Draft | None:
        """The draft of this flow; None if nobody works at it."""
        row = await self._database.row(f"SELECT {_DRAFT} FROM flow_draft WHERE flow_id = $1", flow_id)
        return None if row is None else _draft(row)

    async def keep_draft(self, flow_id: str, document: Document, *, rev: int, login: str, at: float) -> int:
        """Keep this draft and return its `rev`. The given `rev` is that of the draft it stands on, 0 for none.

        Raises:
            SavedSince: somebody else saved a draft since.
            GoneSince: the draft it stands on is no more.
        """
        async with self._database.change() as connection:
            # Two who save at once are taken one after the other, also where no row is there to be locked yet.
            await connection.execute("LOCK TABLE flow_draft IN SHARE ROW EXCLUSIVE MODE")
            await _demand(connection, flow_id, rev)
            kept: int = await connection.fetchval(
                """
                INSERT INTO flow_draft (flow_id, document, saved_at, saved_by) VALUES ($1, $2, $3, $4)
                ON CONFLICT (flow_id) DO UPDATE SET document = excluded.document, rev = excluded.rev,
                    saved_at = excluded.saved_at, saved_by = excluded.saved_by
                RETURNING rev
                """,
                flow_id,
                json.dumps(document, ensure_ascii=False),
                at,
                login,
            )
            return kept

    async def discard(self, flow_id: str, *, rev: int | None = None) -> bool:
        """Forget the draft, if it is still that of `rev`; whether there was one."""
        return bool(
            await self._database.run(
                "DELETE FROM flow_draft WHERE flow_id = $1 AND ($2::bigint IS NULL OR rev = $2)", flow_id, rev
            )
        )

    async def versions(self, flow_id: str) -> list[FlowVersion]:
        """Every publication of this flow, newest first."""
        rows = await self._database.rows(
            f"SELECT {_VERSION} FROM flow_version WHERE flow_id = $1 ORDER BY version DESC", flow_id
        )
        return [FlowVersion(**row) for row in rows]

    async def newest(self) -> dict[str, FlowVersion]:
        """The newest publication of every flow."""
        rows = await self._database.rows(
            f"SELECT DISTINCT ON (flow_id) {_VERSION} FROM flow_version ORDER BY flow_id, version DESC"
        )
        return {row["flow_id"]: FlowVersion(**row) for row in rows}

    async def version(self, flow_id: str, version: int) -> Document:
        """The flow as it was published then.

        Raises:
            Unknown: it was not.
        """
        written: str | None = await self._database.value(
            "SELECT document FROM flow_version WHERE flow_id = $1 AND version = $2", flow_id, version
        )
        if written is None:
            raise Unknown("version", f"{version} of flow {flow_id}")
        document: Document = json.loads(written)
        return document

    async def library(self, since: float) -> Mapping[tuple[str, int], Flow]:
        """Versions that were in force after `since`, and are no more.

        Raises:
            Misunderstood: one was written by a later version of ours.
        """
        rows = await self._database.rows(
            "SELECT flow_id, version, document FROM flow_version WHERE retired_at > $1", since
        )
        return {(row["flow_id"], row["version"]): _flow(row) for row in rows}


async def publish(connection: Connection, flow_id: str, document: Document, *, login: str, at: float, note: str) -> int:
    """Write another version of a flow within a change of the configuration; returns its number."""
    version: int = await connection.fetchval(
        """
        INSERT INTO flow_version (flow_id, version, document, published_at, published_by, note)
        SELECT $1::text, coalesce(max(version), 0) + 1, $2, $3::double precision, $4::text, $5::text
        FROM flow_version WHERE flow_id = $1
        RETURNING version
        """,
        flow_id,
        json.dumps(document, ensure_ascii=False),
        at,
        login,
        note,
    )
    return version


async def retire(connection: Connection, flow_id: str, *, at: float) -> None:
    """The version in force is in force no more."""
    await connection.execute(
        "UPDATE flow_version SET retired_at = $2 WHERE flow_id = $1 AND retired_at IS NULL", flow_id, at
    )


async def _demand(connection: Connection, flow_id: str, rev: int) -> None:
    row = await connection.fetchrow("SELECT rev, saved_at, saved_by FROM flow_draft WHERE flow_id = $1", flow_id)
    if row is None and rev > 0:
        raise GoneSince(flow_id)
    if row is not None and row["rev"] != rev:
        raise SavedSince(flow_id, row["saved_by"], row["saved_at"])


def _draft(row: Row) -> Draft:
    return Draft(**{**row, "document": json.loads(row["document"])})


def _flow(row: Row) -> Flow:
    try:
        return replace(read_flow(json.loads(row["document"])), version=row["version"])
    except BadFlow as error:
        named = f"flow {row['flow_id']!r} version {row['version']}"
        raise Misunderstood("database", f"{named} cannot be read: {error}") from error
