"""Tables that flows look in: uploaded as CSV, looked at, and taken away."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get, post, put
from litestar.params import QueryParameter

from cordboard.center.permissions import Permission
from cordboard.errors import Refused
from cordboard.runtime.sheets import BYTES_MAX, Sheet, read_sheet
from cordboard.web.api.noting import note
from cordboard.web.kinds import IdInPath, text_in_query
from cordboard.web.parts import Parts, PartsGiven
from cordboard.web.rights import AskerGiven, asks

SAMPLE_ROWS = 20
PAGES_MAX = 10_000
_CSV: dict[str, Any] = {"status_code": 200, "request_max_body_size": BYTES_MAX}


class TableShown(msgspec.Struct, frozen=True, kw_only=True):
    """One table, without its rows."""

    table_id: str
    name: str
    columns: list[str]
    rows: int
    changed_at: float
    changed_by: str
    used_by: list[str]
    """Flows that look in it, published or worked at."""


class SheetError(msgspec.Struct, frozen=True, kw_only=True):
    """One mistake in an upload."""

    line: int
    """0 for the whole file."""
    says: str


class SheetShown(msgspec.Struct, frozen=True, kw_only=True):
    """What an upload holds; it is kept only without errors."""

    columns: list[str]
    sample: list[dict[str, str]]
    """The first rows, by column."""
    total: int
    errors: list[SheetError]


class RowsShown(msgspec.Struct, frozen=True, kw_only=True):
    """A page of rows."""

    rows: list[dict[str, str]]
    total: int
    """Of all pages."""


@get("/api/tables", **asks(Permission.CONFIGURE))
async def tables(parts: PartsGiven) -> list[TableShown]:
    """All tables, by name."""
    users = await parts.workshop.shelf.users_of("tables")
    return [
        TableShown(
            table_id=line.table_id,
            name=line.name,
            columns=list(line.columns),
            rows=line.rows,
            changed_at=line.changed_at,
            changed_by=line.changed_by,
            used_by=users.get(line.table_id, []),
        )
        for line in await parts.tables.tables()
    ]


@post("/api/tables/{table_id:str}/preview", **asks(Permission.CONFIGURE, 413, **_CSV))
async def preview_table(request: Request[Any, Any, Any], table_id: IdInPath, parts: PartsGiven) -> SheetShown:
    """What the body, a CSV file, would be as this table; nothing is kept."""
    return _shown(await _sheet(request, parts))


@put("/api/tables/{table_id:str}", **asks(Permission.CONFIGURE, 413, **_CSV))
async def upload_table(
    request: Request[Any, Any, Any],
    table_id: IdInPath,
    asker: AskerGiven,
    parts: PartsGiven,
    name: Annotated[str, text_in_query("name", 100)] = "",
) -> SheetShown:
    """Let the body, a CSV file, be this table, unless it has errors."""
    sheet = await _sheet(request, parts)
    if not sheet.errors:
        await parts.tables.keep(table_id, sheet, name=name.strip(), login=asker.login, at=parts.clock())
        await note(request, parts, asker, "table-uploaded", table_id)
    return _shown(sheet)


@get("/api/tables/{table_id:str}/rows", **asks(Permission.CONFIGURE, 404))
async def table_rows(
    table_id: IdInPath,
    parts: PartsGiven,
    search: Annotated[str, text_in_query("search", 100)] = "",
    page: Annotated[int, QueryParameter(name="page", ge=1, le=PAGES_MAX)] = 1,
) -> RowsShown:
    """A hundred rows in which a text occurs; pages count from 1."""
    found = await parts.tables.page(table_id, search=search, page=page)
    return RowsShown(rows=found.rows, total=found.total)


@delete("/api/tables/{table_id:str}", **asks(Permission.CONFIGURE, 404, 409, status_code=204))
async def remove_table(
    request: Request[Any, Any, Any], table_id: IdInPath, asker: AskerGiven, parts: PartsGiven
) -> None:
    """Take a table away. One that a flow looks in stays."""
    users = (await parts.workshop.shelf.users_of("tables")).get(table_id, [])
    if users:
        raise Refused("table-used", f"flows look in table {table_id!r}: {', '.join(users[:5])}; change them first")
    await parts.tables.delete(table_id)
    await note(request, parts, asker, "table-removed", table_id)


async def _sheet(request: Request[Any, Any, Any], parts: Parts) -> Sheet:
    async with parts.table_readings:
        return await asyncio.to_thread(read_sheet, await request.body())


def _shown(sheet: Sheet) -> SheetShown:
    return SheetShown(
        columns=list(sheet.columns),
        sample=[dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows[:SAMPLE_ROWS]],
        total=len(sheet.rows),
        errors=[SheetError(line=error.line, says=error.says) for error in sheet.errors],
    )


ROUTES = [tables, preview_table, upload_table, table_rows, remove_table]
