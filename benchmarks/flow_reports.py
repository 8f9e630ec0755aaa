"""Seconds for the report on flows over a day, a month and a year of a million conversations.

The rows are those of random days in a centre with menus, questions, look-ups, voicemail and scripts, spread over a year
and multiplied under other names. Each question is asked several times; the figure is the middle one.

Run: `uv run python benchmarks/flow_reports.py [--rows 1000000]`.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cordboard.postgres.database import Database  # noqa: E402
from cordboard.postgres.embedded import EmbeddedPostgres  # noqa: E402
from cordboard.postgres.flow_reports import FlowReports  # noqa: E402
from cordboard.postgres.journal import PostgresJournal  # noqa: E402
from cordboard.postgres.schema import migrate  # noqa: E402
from tests.day import BEGINS  # noqa: E402
from tests.flow_day import FlowDay  # noqa: E402

DAY_S, YEAR_S = 86_400.0, 365 * 86_400.0
DAYS = 12
TIMES = 3

_MULTIPLY = """
    INSERT INTO flow_run SELECT contact_id || '-' || copy, n, seq, flow_id, version, medium, number, language,
        $1 + random() * $2, started_at + seconds, coalesce(outcome, 'left'), last_node, seconds, hand_overs, messages,
        served, contained, reached, answers, marks, disclosures, visits, place, since, way, stack, steps
    FROM (SELECT * FROM flow_run) known CROSS JOIN generate_series(1, $3::int) copy
"""


async def measure(rows: int) -> None:
    """Fill a database of its own and print what each question takes."""
    with tempfile.TemporaryDirectory(prefix="cord-") as folder:
        server = EmbeddedPostgres(folder=Path(folder) / "postgres", durable=False)
        dsn = await server.start()
        try:
            await migrate(dsn)
            for seed in range(DAYS):
                await _keep(dsn, seed)
            async with Database(dsn) as database:
                await _fill(database, rows)
                await _ask(FlowReports(database))
        finally:
            await server.stop()


async def _keep(dsn: str, seed: int) -> None:
    """Write one random day; each begins where the journal ended."""
    day = FlowDay(seed)
    day.steps(600)
    day.close()
    journal = PostgresJournal(dsn)
    checkpoint = await journal.open()
    last = max([entry.seq async for entry in journal.entries_after(checkpoint.seq)], default=0)
    await journal.append([replace(entry, seq=entry.seq + last) for entry in day.entries])
    await journal.close()


async def _fill(database: Database, rows: int) -> None:
    known = await database.value("SELECT count(*) FROM flow_run")
    async with database.change() as connection:
        await connection.execute("SET LOCAL statement_timeout = 0")
        await connection.execute(_MULTIPLY, BEGINS, YEAR_S, rows // known, timeout=3600)
    await database.run("ANALYZE flow_run")
    many, size = (await database.row("SELECT count(*), pg_total_relation_size('flow_run') FROM flow_run")) or (0, 0)
    print(f"{many:,} conversations, {size / 2**20:,.0f} MiB with indexes, {size / many:,.0f} bytes each")


async def _ask(reports: FlowReports) -> None:
    for name, span_s in (("day", DAY_S), ("month", 30 * DAY_S), ("year", YEAR_S)):
        since, until = BEGINS + YEAR_S / 2, BEGINS + YEAR_S / 2 + span_s
        if span_s == YEAR_S:
            since, until = BEGINS, BEGINS + YEAR_S
        whole_s, nodes_s, entered = [], [], 0
        for _ in range(TIMES):
            began = time.perf_counter()
            flows = await reports.flows(since, until)
            whole_s.append(time.perf_counter() - began)
            entered = sum(each.entered for each in flows if each.flow_id == "reception")
            began = time.perf_counter()
            await reports.nodes(since, until, flow_id="reception")
            nodes_s.append(time.perf_counter() - began)
        print(
            f"{name:>6}: all flows {statistics.median(whole_s):6.2f} s, "
            f"nodes of one flow {statistics.median(nodes_s):6.2f} s ({entered:,} conversations)"
        )


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asyncio.run(measure(parser.parse_args().rows))


if __name__ == "__main__":
    main()
