"""Uploaded tables. An upload takes the place of the one before as a whole, in one transaction."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence

from cordboard.errors import Malformed, Unknown
from cordboard.postgres.database import Database
from cordboard.runtime.sheets import Sheet, identifier, sought
from cordboard.values import value

PAGE_ROWS = 100
COPIED_ROWS = 1_000
"""Rows that are sent to the database at once."""
UPLOAD_S_MAX = 120.0
"""Seconds for the rows of one upload."""


@value
class TableLine:
    """One table, without its rows."""

    table_id: str
    name: str
    columns: tuple[str, ...]
    rows: int
    changed_at: float
    changed_by: str


@value
class TablePage:
    """Some rows of a table, and how many there are of this kind."""

    rows: list[dict[str, str]]
    total: int


class TableBook:
    """Keeps tables and finds rows in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tables(self) -> Sequence[TableLine]:
        """All, by name."""
        rows = await self._database.rows(
            "SELECT table_id, name, columns, total, changed_at, changed_by FROM lookup_table ORDER BY name, table_id"
        )
        return [
            TableLine(
                table_id=row["table_id"],
                name=row["name"],
                columns=tuple(json.loads(row["columns"])),
                rows=row["total"],
                changed_at=row["changed_at"],
                changed_by=row["changed_by"],
            )
            for row in rows
        ]

    async def table_ids(self) -> frozenset[str]:
        """The ids that flows may name."""
        rows = await self._database.rows("SELECT table_id FROM lookup_table")
        return frozenset(row["table_id"] for row in rows)

    async def keep(self, table_id: str, sheet: Sheet, *, name: str, login: str, at: float) -> None:
        """Let the table be this sheet, which has no errors; nobody sees half of it. An empty name keeps the old one."""
        columns = sheet.columns
        async with self._database.change() as connection:
            # Two who upload at once are taken one after the other, also where no row is there to be locked yet.
            await connection.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended('lookup_table ' || $1, 0))", table_id
            )
            before = await connection.fetchrow(
                "DELETE FROM lookup_table WHERE table_id = $1 RETURNING name, generation", table_id
            )
            generation: int = await connection.fetchval(
                """
                INSERT INTO lookup_table (table_id, name, columns, total, changed_at, changed_by)
                VALUES ($1, $2, $3, $4, $5, $6) RETURNING generation
                """,
                table_id,
                name or (before["name"] if before is not None else table_id),
                json.dumps(columns, ensure_ascii=False),
                len(sheet.rows),
                at,
                login,
            )
            for begin in range(0, len(sheet.rows), COPIED_ROWS):
                rows = sheet.rows[begin : begin + COPIED_ROWS]
                # beside the loop: while a long table is written, calls go on
                records = await asyncio.to_thread(_records, generation, columns, begin, rows)
                await connection.copy_records_to_table(
                    "lookup_row", records=records, columns=("generation", "n", "cells", "sought"), timeout=UPLOAD_S_MAX
                )
            if before is not None:
                await connection.execute(
                    "DELETE FROM lookup_row WHERE generation = $1", before["generation"], timeout=UPLOAD_S_MAX
                )
        # otherwise the planner knows nothing of the rows until the server finds the time
        await self._database.run("ANALYZE lookup_row (generation, n)")

    async def delete(self, table_id: str) -> None:
        """Take the table away.

        Raises:
            Unknown: there is none.
        """
        async with self._database.change() as connection:
            generation = await connection.fetchval(
                "DELETE FROM lookup_table WHERE table_id = $1 RETURNING generation", table_id
            )
            if generation is None:
                raise Unknown("table", table_id)
            await connection.execute("DELETE FROM lookup_row WHERE generation = $1", generation, timeout=UPLOAD_S_MAX)

    async def page(self, table_id: str, *, search: str, page: int) -> TablePage:
        """Rows in which this text occurs, in the order of the upload; pages count from 1.

        Raises:
            Unknown: there is no such table.
        """
        # the cells are an array of texts, written as JSON writes them
        written = json.dumps(search.strip(), ensure_ascii=False)[1:-1]
        where = "lookup_table.table_id = $1 AND ($2 = '' OR strpos(lower(cells::text), lower($2)) > 0)"
        total: int = await self._database.value(
            f"SELECT count(*) FROM lookup_table JOIN lookup_row USING (generation) WHERE {where}", table_id, written
        )
        rows = await self._database.rows(
            f"""
            SELECT columns, cells FROM lookup_table JOIN lookup_row USING (generation) WHERE {where}
            ORDER BY n LIMIT $3 OFFSET $4
            """,
            table_id,
            written,
            PAGE_ROWS,
            max(page - 1, 0) * PAGE_ROWS,
        )
        if not total and table_id not in await self.table_ids():
            raise Unknown("table", table_id)
        return TablePage(rows=[_row(row["columns"], row["cells"]) for row in rows], total=total)

    async def find(self, table_id: str, by: Mapping[str, str]) -> dict[str, str] | None:
        """The first row in which every one of these columns has this text, whatever its case; None if there is none.

        Raises:
            Unknown: there is no such table.
            Malformed: it has no such column.
        """
        wanted = {identifier(name): sought(text) for name, text in by.items()}
        row = await self._database.row(
            """
            SELECT columns, (
                WITH found AS MATERIALIZED (
                    SELECT n, cells FROM lookup_row
                    WHERE lookup_row.generation = lookup_table.generation AND sought @> $2::jsonb
                )
                SELECT cells FROM found ORDER BY n LIMIT 1
            ) AS cells
            FROM lookup_table WHERE table_id = $1
            """,
            table_id,
            json.dumps(wanted, ensure_ascii=False),
        )
        if row is None:
            raise Unknown("table", table_id)
        _demand(table_id, row["columns"], by)
        is_sought = bool(wanted) and all(wanted.values())
        return _row(row["columns"], row["cells"]) if is_sought and row["cells"] is not None else None

    async def near(self, table_id: str, *, postcode: str, most: int) -> list[dict[str, str]]:
        """The rows whose postcodes have the longest beginning in common with this one, nearest digits first.

        Raises:
            Unknown: there is no such table.
            Malformed: it has no postcodes.
        """
        columns = await self._database.value("SELECT columns FROM lookup_table WHERE table_id = $1", table_id)
        if columns is None:
            raise Unknown("table", table_id)
        _demand(table_id, columns, ("postcode",))
        plain = "".join(sign for sign in postcode.upper() if sign.isalnum())[:20]
        rows = await self._database.rows(
            r"""
            SELECT columns, cells FROM (
                SELECT columns, n, cells, upper(regexp_replace(sought ->> 'postcode', '[^[:alnum:]]', '', 'g')) AS code
                FROM lookup_table JOIN lookup_row USING (generation) WHERE table_id = $1
            ) coded
            WHERE left(code, 1) = left($2::text, 1)
            ORDER BY
                (SELECT count(*) FROM generate_series(1, length($2)) k WHERE left(code, k) = left($2, k)) DESC,
                abs(coalesce(nullif(regexp_replace(left(code, 20), '\D', '', 'g'), '')::numeric, 0) - $3::numeric),
                n
            LIMIT $4
            """,
            table_id,
            plain,
            int("".join(sign for sign in plain if sign.isascii() and sign.isdecimal()) or 0),
            most,
        )
        return [_row(row["columns"], row["cells"]) for row in rows if plain]


def _records(
    generation: int, columns: Sequence[str], begin: int, rows: Sequence[Sequence[str]]
) -> list[tuple[int, int, str, str]]:
    return [
        (
            generation,
            n,
            json.dumps(row, ensure_ascii=False),
            json.dumps(dict(zip(columns, map(sought, row), strict=True)), ensure_ascii=False),
        )
        for n, row in enumerate(rows, begin + 1)
    ]


def _demand(table_id: str, columns: str, names: Iterable[str]) -> None:
    """Demand that there are these columns, however a flow writes them."""
    there = json.loads(columns)
    for name in names:
        if identifier(name) not in there:
            raise Malformed(f"table {table_id!r} has no column {name[:60]!r}")


def _row(columns: str, cells: str) -> dict[str, str]:
    return dict(zip(json.loads(columns), json.loads(cells), strict=True))
