"""Conversations by flow as rows of a table: lists and dictionaries are `jsonb` there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from cordboard.postgres.database import Connection
from cordboard.reporting.rows import FlowRunFact
from cordboard.runtime.lines import read_event

_JSON = frozenset({"answers", "marks", "disclosures", "visits", "stack", "steps"})
_LATER = """
    SELECT journal.* FROM flow_run run JOIN journal USING (contact_id)
    WHERE run.ended_at IS NULL AND journal.seq > run.seq
"""


def flow_run(**row: Any) -> FlowRunFact:
    """The row as the fold goes on with it."""
    return FlowRunFact(**{name: msgspec.json.decode(each) if name in _JSON else each for name, each in row.items()})


def flow_run_values(columns: Sequence[str]) -> Callable[[FlowRunFact], tuple[Any, ...]]:
    """What makes the values of these columns."""
    values = attrgetter(*columns)
    written = [name in _JSON for name in columns]
    encode = msgspec.json.Encoder().encode

    def made(run: FlowRunFact) -> tuple[Any, ...]:
        return tuple(
            encode(value).decode() if is_json else value for is_json, value in zip(written, values(run), strict=True)
        )

    return made


async def later_lines(connection: Connection) -> list[tuple[int, float, Any]]:
    """The journal lines about conversations under way that came after their rows were written, in order."""
    rows = await connection.fetch(f"SELECT DISTINCT seq, at, kind, body FROM ({_LATER}) later ORDER BY seq")
    return [(row["seq"], row["at"], read_event(row["kind"], row["body"])) for row in rows]
