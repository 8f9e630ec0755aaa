"""One batch of journal lines and the facts made of them, as one statement.

One statement is one transaction and one round trip: journal and facts are both there, or neither. Each table takes
whole rows as one array of its own row type, and only the tables that a batch touches are named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from cordboard.postgres.database import Connection
from cordboard.postgres.flow_rows import flow_run, flow_run_values
from cordboard.reporting.rows import AgentStateFact, ContactFact, FactRows, OfferFact, SegmentFact

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "contact": ("contact_id",),
        "segment": ("contact_id", "n"),
        "offer": ("offer_id",),
        "agent_state": ("seq",),
        "message": ("message_id",),
        "customer_order": ("number",),
        "flow_run": ("contact_id", "n"),
    }
)
"""What tells one row of a fact table from another."""

ONCE = frozenset({"message", "customer_order"})
"""Tables whose rows the journal writes once: later they belong to those who work on them."""

_OPEN: Mapping[str, tuple[Callable[..., Any], str]] = MappingProxyType(
    {
        "segment": (
            SegmentFact,
            "SELECT * FROM segment WHERE ended_at IS NULL OR (kind = 'talk' AND wrap_up_s IS NULL)",
        ),
        "contact": (
            ContactFact,
            """
            SELECT * FROM contact WHERE ended_at IS NULL
            UNION
            SELECT contact.* FROM segment JOIN contact USING (contact_id)
            WHERE segment.ended_at IS NULL OR (kind = 'talk' AND segment.wrap_up_s IS NULL)
            """,
        ),
        "offer": (OfferFact, "SELECT * FROM offer WHERE ended_at IS NULL"),
        "agent_state": (AgentStateFact, "SELECT * FROM agent_state WHERE ended_at IS NULL"),
        "flow_run": (
            flow_run,
            """
            SELECT * FROM flow_run WHERE contact_id IN (
                SELECT contact_id FROM contact WHERE ended_at IS NULL
                UNION SELECT contact_id FROM agent_state WHERE ended_at IS NULL
                UNION SELECT contact_id FROM flow_run WHERE ended_at IS NULL
            )
            """,
        ),
    }
)

Line = tuple[int, float, str, str | None, str]
"""seq, at, kind, contact_id, body."""


async def open_rows(connection: Connection) -> FactRows:
    """The rows that can still change: where the fold goes on after a start."""
    found: dict[str, list[Any]] = {}
    for table, (form, question) in _OPEN.items():
        found[table] = [form(**row) for row in await connection.fetch(question)]
    return FactRows(
        found["contact"],
        found["segment"],
        found["offer"],
        found["agent_state"],
        flow_runs=found["flow_run"],
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines and rows as they are sent; unlike the rows they come from, they do not change."""

    last: int
    """seq of the last line."""
    lines: Sequence[Line]
    tables: tuple[str, ...]
    """Fact tables that get rows, `late` for dispositions of rows let go."""
    given: Sequence[Any]
    rows: FactRows


class BatchWriter:
    """Writes batches over one connection, each kind of batch by a statement prepared once."""

    def __init__(self, connection: Connection, columns: Mapping[str, Sequence[str]]) -> None:
        self._connection = connection
        self._columns = columns
        self._prepared: dict[tuple[str, ...], Any] = {}

    @classmethod
    async def on(cls, connection: Connection) -> BatchWriter:
        """A writer that knows the columns of the fact tables."""
        return cls(connection, await columns_of(connection))

    async def write(self, batch: Batch, *, timeout_s: float) -> None:
        """Return once all of the batch is durable."""
        statement = self._prepared.get(batch.tables)
        if statement is None:
            statement = await self._connection.prepare(statement_for(batch.tables, self._columns), timeout=timeout_s)
            self._prepared[batch.tables] = statement
        await statement.fetch(batch.lines, *batch.given, timeout=timeout_s)


class BatchMaker:
    """Turns lines and changed rows into batches."""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self._row_of: dict[str, Callable[[Any], Any]] = {table: attrgetter(*names) for table, names in columns.items()}
        self._row_of["flow_run"] = flow_run_values(columns["flow_run"])

    def make(self, lines: Sequence[Line], rows: FactRows) -> Batch:
        """The batch of these lines and the rows that they changed."""
        tables: list[str] = []
        given: list[Any] = []
        for table, changed in (
            ("contact", rows.contacts),
            ("segment", rows.segments),
            ("offer", rows.offers),
            ("agent_state", rows.agent_states),
            ("message", rows.messages),
            ("customer_order", rows.orders),
            ("flow_run", rows.flow_runs),
        ):
            if changed:
                tables.append(table)
                given.append(list(map(self._row_of[table], changed)))
        if rows.dispositions:
            tables.append("late")
            given += [list(rows.dispositions), list(rows.dispositions.values())]
        return Batch(lines[-1][0], lines, tuple(tables), given, rows)


async def columns_of(connection: Connection) -> dict[str, list[str]]:
    """The columns of each fact table in the order of its row type."""
    found: dict[str, list[str]] = {table: [] for table in KEYS}
    for row in await connection.fetch(
        """
        SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE attrelid = ANY ($1::text[]::regclass[]) AND attnum > 0 AND NOT attisdropped ORDER BY attrelid, attnum
        """,
        list(KEYS),
    ):
        found[row["relname"]].append(row["attname"])
    return found


def statement_for(tables: Sequence[str], columns: Mapping[str, Sequence[str]]) -> str:
    """The statement for batches that touch these tables; $1 are the lines."""
    parts, n = [], 2
    for table in tables:
        if table == "late":
            parts.append(
                f"""late AS (
                    UPDATE contact SET disposition_id = said.disposition_id
                    FROM unnest(${n}::text[], ${n + 1}::text[]) AS said (contact_id, disposition_id)
                    WHERE contact.contact_id = said.contact_id
                )"""
            )
            continue
        names = ", ".join(columns[table])
        changes = ", ".join(f"{name} = excluded.{name}" for name in columns[table] if name not in KEYS[table])
        conflict = "NOTHING" if table in ONCE else f"UPDATE SET {changes}"
        parts.append(
            f"""{table}_rows AS (
                INSERT INTO {table} ({names}) SELECT {names} FROM unnest(${n}::{table}[])
                ON CONFLICT ({", ".join(KEYS[table])}) DO {conflict}
            )"""
        )
        n += 1
    before = f"WITH {', '.join(parts)} " if parts else ""
    return before + "INSERT INTO journal (seq, at, kind, contact_id, body) SELECT * FROM unnest($1::journal[])"
