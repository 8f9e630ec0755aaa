"""The report on flows, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from litestar import Response, get
from litestar.params import QueryParameter

from cordboard.center.permissions import Permission
from cordboard.errors import Malformed, Unknown
from cordboard.reporting.flow_answers import FlowFigures, NodeFigures, NumberFigures
from cordboard.reporting.measures import FLOW_MEASURES, containment
from cordboard.web.api.reports import Definition, Since, Until, defined, figure, sheet
from cordboard.web.kinds import id_in_query
from cordboard.web.parts import Parts, PartsGiven
from cordboard.web.rights import asks

SEE = Permission.SEE_REPORTS
RANGE_S_MAX = 5 * 366 * 86_400.0
COUNTS = ("entered", "completed", "contained", "handed_over", "messages", "abandoned", "failed", "average_s")
NODE_COUNTS = ("entered", "visits", "left_here", "timeouts", "wrong", "errors", "average_s")
SHAPE = frozenset({"kind", "choices", "labels", "branches", "mark", "served", "queue_id", "flow_id", "answer"})
"""Fields of a node that the drawing needs beside those that lead to nodes. What flows say, and whom they ask with which
credential, stays with those who configure."""

FlowIdAsked = Annotated[str | None, id_in_query("flow_id")]
VersionAsked = Annotated[int | None, QueryParameter(name="version", ge=0, le=2**31 - 1)]


class FlowReported(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a flow, by conversations that began in the range."""

    flow_id: str
    version: int
    name: str
    name_ru: str
    script: bool
    """Whether an agent led."""
    entered: int
    completed: int
    contained: int
    handed_over: int
    messages: int
    abandoned: int
    failed: int
    containment: float | None
    """0 to 1; None where there is none, as of a script."""
    average_s: float | None
    by_number: list[NumberFigures]


class FlowsReported(msgspec.Struct, frozen=True, kw_only=True):
    """Figures by flow and version; with `flow_id` also by node, and the graph that they belong to."""

    flows: list[FlowReported]
    nodes: list[NodeFigures]
    graph: dict[str, Any] | None
    """`start`, `nodes`, `layout` and the rest of the shape of the flow, of the version asked for, of the newest that
    was entered, or of the one in force; null if that version is not kept."""
    graph_version: int | None
    definitions: dict[str, Definition]


@get("/api/reports/flows", **asks(SEE))
async def flows(
    parts: PartsGiven, since: Since, until: Until, flow_id: FlowIdAsked = None, version: VersionAsked = None
) -> FlowsReported:
    """How conversations by flow went."""
    figures = await _figures(parts, since, until, flow_id, version)
    nodes: list[NodeFigures] = []
    graph, graph_version = None, None
    if flow_id is not None:
        nodes = list(await parts.flow_reports.nodes(since, until, flow_id=flow_id, version=version))
        graph_version = _version(parts, flow_id, version, figures)
        graph = await _graph(parts, flow_id, graph_version) if graph_version is not None else None
    return FlowsReported(
        flows=[_reported(parts, each) for each in figures],
        nodes=nodes,
        graph=graph,
        graph_version=graph_version,
        definitions=defined(FLOW_MEASURES),
    )


@get("/api/reports/flows.csv", **asks(SEE, media_type="text/csv"))
async def flows_csv(
    parts: PartsGiven, since: Since, until: Until, flow_id: FlowIdAsked = None, version: VersionAsked = None
) -> Response[str]:
    """The same for a spreadsheet, a line each flow and version, and one each of its entry numbers."""
    lines = [["flow_id", "flow", "version", "number", *COUNTS, "containment"]]
    for each in await _figures(parts, since, until, flow_id, version):
        shown = _reported(parts, each)
        figures = [figure(getattr(each, name)) for name in COUNTS]
        lines.append([each.flow_id, shown.name, str(each.version), "", *figures, figure(shown.containment)])
        if not each.script:
            lines += [_of_number(each, shown.name, number) for number in each.by_number]
    return sheet("flows.csv", lines)


@get("/api/reports/flow-nodes.csv", **asks(SEE, media_type="text/csv"))
async def flow_nodes_csv(
    parts: PartsGiven,
    since: Since,
    until: Until,
    flow_id: Annotated[str, id_in_query("flow_id")],
    version: VersionAsked = None,
) -> Response[str]:
    """The nodes of one flow for a spreadsheet."""
    _demand_range(since, until)
    lines = [["node_id", *NODE_COUNTS, "ways"]]
    for node in await parts.flow_reports.nodes(since, until, flow_id=flow_id, version=version):
        figures = [figure(getattr(node, name)) for name in NODE_COUNTS]
        ways = ", ".join(f"{way}: {count}" for way, count in node.ways.items())
        lines.append([node.node_id, *figures, ways])
    return sheet("flow-nodes.csv", lines)


async def _figures(
    parts: Parts, since: float, until: float, flow_id: str | None, version: int | None
) -> list[FlowFigures]:
    _demand_range(since, until)
    if version is not None and flow_id is None:
        raise Malformed("a version is of a flow; give its flow_id")
    return list(await parts.flow_reports.flows(since, until, flow_id=flow_id, version=version))


def _demand_range(since: float, until: float) -> None:
    if until <= since:
        raise Malformed("the range ends before it begins")
    if until - since > RANGE_S_MAX:
        raise Malformed("a report covers at most five years")


def _reported(parts: Parts, each: FlowFigures) -> FlowReported:
    flow = parts.configuration.current().flows.get(each.flow_id)
    return FlowReported(
        flow_id=each.flow_id,
        version=each.version,
        name=flow.name if flow is not None else each.flow_id,
        name_ru=flow.name_ru if flow is not None else "",
        script=each.script,
        entered=each.entered,
        completed=each.completed,
        contained=each.contained,
        handed_over=each.handed_over,
        messages=each.messages,
        abandoned=each.abandoned,
        failed=each.failed,
        containment=containment(each),
        average_s=each.average_s,
        by_number=list(each.by_number),
    )


def _version(parts: Parts, flow_id: str, asked: int | None, figures: list[FlowFigures]) -> int | None:
    """The version asked for, else the newest that was entered, else the one in force."""
    published = parts.configuration.current().flows.get(flow_id)
    in_force = published.version if published is not None else None
    return asked if asked is not None else max((each.version for each in figures), default=in_force)


async def _graph(parts: Parts, flow_id: str, version: int) -> dict[str, Any] | None:
    """The shape of a flow without its words."""
    try:
        document = await parts.workshop.shelf.document(flow_id, version)
    except Unknown:
        return None
    nodes = document["nodes"]
    whole = {"flow_id", "name", "name_ru", "start", "person", "on_error", "layout", "purpose", "languages"}
    return {
        **{name: each for name, each in document.items() if name in whole},
        "nodes": {node_id: dict(_shape(node, nodes)) for node_id, node in nodes.items()},
    }


def _shape(node: dict[str, Any], nodes: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, each in node.items():
        if name in SHAPE or (isinstance(each, str) and each in nodes):
            yield name, each


def _of_number(each: FlowFigures, name: str, number: NumberFigures) -> list[str]:
    row = [str(number.entered), "", str(number.contained), *[""] * (len(COUNTS) - 3)]
    return [each.flow_id, name, str(each.version), number.number, *row, figure(number.contained / number.entered)]


ROUTES = [flows, flows_csv, flow_nodes_csv]
