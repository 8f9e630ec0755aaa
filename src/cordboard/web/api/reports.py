"""The report on queues, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from litestar import Response, get
from litestar.params import QueryParameter

from cordboard.center.permissions import Permission
from cordboard.errors import Malformed
from cordboard.reporting.answers import QueueReport, QueueRow
from cordboard.reporting.measures import MEASURES, Measure
from cordboard.web.kinds import id_in_query, instant_in_query
from cordboard.web.parts import Parts, PartsGiven
from cordboard.web.rights import asks

COLUMNS = tuple(name for name in QueueRow.__dataclass_fields__ if name not in ("start", "queue_id"))
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets. Source: OWASP, CSV injection."""

Since = Annotated[float, instant_in_query("from")]
Until = Annotated[float, instant_in_query("to")]
QueueIdAsked = Annotated[str | None, id_in_query("queue_id")]
IntervalAsked = Annotated[Literal[1800, 86400], QueryParameter(name="interval")]
TimezoneAsked = Annotated[str, QueryParameter(name="tz", pattern=r"^[A-Za-z0-9_+/-]{1,64}$", max_length=64)]


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure is."""

    unit: str
    means: str
    formula: str


class QueuesReported(msgspec.Struct, frozen=True, kw_only=True):
    """Rows by interval and queue, totals by queue, and what the columns mean."""

    rows: list[QueueRow]
    totals: list[QueueRow]
    definitions: dict[str, Definition]


@get("/api/reports/queues", **asks(Permission.SEE_REPORTS))
async def queues(
    parts: PartsGiven,
    since: Since,
    until: Until,
    queue_id: QueueIdAsked = None,
    interval: IntervalAsked = 1800,
    tz: TimezoneAsked = "UTC",
) -> QueuesReported:
    """What each queue was offered, answered and lost, in each interval."""
    report = await _report(parts, since, until, queue_id, interval, tz)
    definitions = defined({name: MEASURES[name] for name in MEASURES if name in COLUMNS})
    return QueuesReported(rows=list(report.rows), totals=list(report.totals), definitions=definitions)


@get("/api/reports/queues.csv", **asks(Permission.SEE_REPORTS, media_type="text/csv"))
async def queues_csv(
    parts: PartsGiven,
    since: Since,
    until: Until,
    queue_id: QueueIdAsked = None,
    interval: IntervalAsked = 1800,
    tz: TimezoneAsked = "UTC",
) -> Response[str]:
    """The same rows for a spreadsheet; instants are local times of `tz`."""
    report = await _report(parts, since, until, queue_id, interval, tz)
    zone = ZoneInfo(tz)
    names = {queue.queue_id: queue.name for queue in parts.configuration.current().center.queues.values()}
    lines = [["start", "queue_id", "queue", *COLUMNS]]
    for row in report.rows:
        start = datetime.fromtimestamp(row.start, zone).isoformat(timespec="minutes")
        figures = [getattr(row, name) for name in COLUMNS]
        lines.append([start, row.queue_id, names.get(row.queue_id, row.queue_id), *map(figure, figures)])
    return sheet("queues.csv", lines)


def defined(measures: Mapping[str, Measure]) -> dict[str, Definition]:
    """What measures mean, by their names."""
    return {
        name: Definition(unit=measure.unit, means=measure.means, formula=measure.formula)
        for name, measure in measures.items()
    }


def sheet(name: str, lines: Iterable[Iterable[str]]) -> Response[str]:
    """A CSV file that browsers save under this name and do not keep otherwise."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(as_csv(lines), media_type="text/csv", headers=headers)


def as_csv(lines: Iterable[Iterable[str]]) -> str:
    """Comma-separated values that no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in lines:
        writer.writerow([_harmless(cell) for cell in line])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA_SIGNS) else cell


def figure(value: Any) -> str:
    """A number as a cell; None is an empty one."""
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


async def _report(
    parts: Parts, since: float, until: float, queue_id: str | None, interval_s: int, timezone: str
) -> QueueReport:
    """Ask the store.

    Raises:
        Malformed: the range is backwards or too long, or the time zone does not exist.
    """
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Malformed(f"there is no time zone {timezone!r}") from error
    if until <= since:
        raise Malformed("the range ends before it begins")
    return await parts.reports.queues(since, until, interval_s=interval_s, timezone=timezone, queue_id=queue_id)


ROUTES = [queues, queues_csv]
