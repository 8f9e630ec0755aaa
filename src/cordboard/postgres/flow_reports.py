"""The measures of flows, added up by the database from rows of conversations."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from cordboard.postgres.database import Database
from cordboard.reporting.flow_answers import FlowFigures, FlowRunRow, MarkRow, NodeFigures, NumberFigures
from cordboard.reporting.flow_facts import COMPLETED

_RUNS = """
    FROM flow_run WHERE started_at >= $1 AND started_at < $2
        AND ($3::text IS NULL OR flow_id = $3) AND ($4::int IS NULL OR version = $4)
"""

_TOTALS = f"""
    SELECT flow_id, version, medium = 'script' AS script, number,
        count(*) AS entered,
        count(*) FILTER (WHERE outcome = ANY ($5::text[])) AS completed,
        count(*) FILTER (WHERE contained) AS contained,
        count(*) FILTER (WHERE hand_overs > 0) AS handed_over,
        count(*) FILTER (WHERE messages > 0 AND hand_overs = 0) AS messages,
        count(*) FILTER (
            WHERE outcome = 'left' AND messages = 0 AND hand_overs = 0 AND NOT contained
        ) AS abandoned,
        count(*) FILTER (WHERE outcome = 'failed') AS failed,
        count(ended_at) AS ended,
        coalesce(sum(seconds) FILTER (WHERE ended_at IS NOT NULL), 0) AS seconds
    {_RUNS}
    GROUP BY 1, 2, 3, 4
"""

_NODES = f"""
    SELECT node.key AS node_id,
        count(*) AS entered,
        sum(coalesce((value->>'n')::int, 0)) AS visits,
        sum(coalesce((value->>'left')::int, 0)) AS left_here,
        sum(coalesce((value->>'timeouts')::int, 0)) AS timeouts,
        sum(coalesce((value->>'wrong')::int, 0)) AS wrong,
        sum(coalesce((value->>'errors')::int, 0)) AS errors,
        sum(coalesce((value->>'seconds')::float8, 0)) AS seconds
    FROM (SELECT visits {_RUNS}) runs CROSS JOIN LATERAL jsonb_each(visits) node
    GROUP BY 1
"""

_WAYS = f"""
    SELECT node.key AS node_id, way, count(*) AS runs
    FROM (SELECT visits {_RUNS}) runs CROSS JOIN LATERAL jsonb_each(visits) node
        CROSS JOIN LATERAL jsonb_object_keys(node.value->'ways') way
    GROUP BY 1, 2
"""

_SUMS = ("entered", "completed", "contained", "handed_over", "messages", "abandoned", "failed")


class FlowReports:
    """Figures over a range, by the definitions of `reporting.flow_facts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def flows(
        self, since: float, until: float, *, flow_id: str | None = None, version: int | None = None
    ) -> list[FlowFigures]:
        """Each version of each flow whose conversations began in the range, the newest first."""
        rows = await self._database.rows(_TOTALS, since, until, flow_id, version, list(COMPLETED))
        sums: dict[tuple[str, int, bool], dict[str, float]] = defaultdict(lambda: defaultdict(int))
        numbers: dict[tuple[str, int, bool], list[NumberFigures]] = defaultdict(list)
        for row in rows:
            key = row["flow_id"], row["version"], row["script"]
            for name in (*_SUMS, "ended", "seconds"):
                sums[key][name] += row[name]
            numbers[key].append(NumberFigures(number=row["number"], entered=row["entered"], contained=row["contained"]))
        return [
            FlowFigures(
                flow_id=key[0],
                version=key[1],
                script=key[2],
                average_s=added["seconds"] / added["ended"] if added["ended"] else None,
                by_number=tuple(sorted(numbers[key], key=lambda each: (-each.entered, each.number))),
                **{name: int(added[name]) for name in _SUMS},
            )
            for key, added in sorted(sums.items(), key=lambda item: (item[0][0], -item[0][1], item[0][2]))
        ]

    async def nodes(self, since: float, until: float, *, flow_id: str, version: int | None = None) -> list[NodeFigures]:
        """Each node that was come to, the most visited first."""
        nodes, taken = await asyncio.gather(
            self._database.rows(_NODES, since, until, flow_id, version),
            self._database.rows(_WAYS, since, until, flow_id, version),
        )
        ways: dict[str, dict[str, int]] = defaultdict(dict)
        for row in sorted(taken, key=lambda row: (-row["runs"], row["way"])):
            ways[row["node_id"]][row["way"]] = row["runs"]
        return [
            NodeFigures(
                average_s=row["seconds"] / row["visits"] if row["visits"] else None,
                ways=ways[row["node_id"]],
                **{name: each for name, each in row.items() if name != "seconds"},
            )
            for row in sorted(nodes, key=lambda row: (-row["entered"], row["node_id"]))
        ]

    async def runs(self, contact_id: str) -> Sequence[FlowRunRow]:
        """The conversations of this contact, in order."""
        rows = await self._database.rows(
            """
            SELECT flow_id, version, medium = 'script' AS script, started_at, ended_at, outcome, contained, last_node,
                seconds, answers, marks, disclosures
            FROM flow_run WHERE contact_id = $1 ORDER BY n
            """,
            contact_id,
        )
        return [
            FlowRunRow(
                **{name: each for name, each in row.items() if name not in ("answers", "marks", "disclosures")},
                answers=msgspec.json.decode(row["answers"]),
                marks=msgspec.json.decode(row["marks"], type=tuple[MarkRow, ...]),
                read=msgspec.json.decode(row["disclosures"]),
            )
            for row in rows
        ]
