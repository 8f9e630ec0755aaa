"""Conversations by flow of one contact: what was answered, reached and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from cordboard.errors import Unknown
from cordboard.reporting.flow_answers import FlowRunRow, MarkRow
from cordboard.runtime.written import Document
from cordboard.web.parts import Parts


class DisclosureShown(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that had to be read, and when it was ticked."""

    node_id: str
    at: float


class AnswerShown(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered under one name; of a recorded answer its name and length, of an order its lines."""

    name: str
    value: Any


class RunShown(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation, with a machine or as an agent's script."""

    flow_id: str
    name: str
    name_ru: str
    version: int
    script: bool
    started_at: float
    ended_at: float | None
    outcome: str | None
    """`goodbye`, `queue`, `agent`, `number`, `message`, `callback`; `left`, `failed` or `lost`."""
    contained: bool
    last_node: str
    seconds: float
    answers: list[AnswerShown]
    marks: list[MarkRow]
    disclosures: list[DisclosureShown]


async def runs_of(parts: Parts, contact_id: str) -> list[RunShown]:
    """The conversations of this contact, in order."""
    return [await _shown(parts, run) for run in await parts.flow_reports.runs(contact_id)]


async def _shown(parts: Parts, run: FlowRunRow) -> RunShown:
    flow = parts.configuration.current().flows.get(run.flow_id)
    read = await _disclosed(parts, run) if run.read else {}
    return RunShown(
        flow_id=run.flow_id,
        name=flow.name if flow is not None else run.flow_id,
        name_ru=flow.name_ru if flow is not None else "",
        version=run.version,
        script=run.script,
        started_at=run.started_at,
        ended_at=run.ended_at,
        outcome=run.outcome,
        contained=run.contained,
        last_node=run.last_node,
        seconds=run.seconds,
        answers=[AnswerShown(name=name, value=each) for name, each in run.answers.items()],
        marks=list(run.marks),
        disclosures=[
            DisclosureShown(node_id=place, at=at) for place, at in sorted(read.items(), key=lambda item: item[1])
        ],
    )


async def _disclosed(parts: Parts, run: FlowRunRow) -> Mapping[str, float]:
    """What was ticked because it had to be: other texts are ticked as they are read, too."""
    documents: dict[str, Document | None] = {}
    found = {}
    for place, at in run.read.items():
        part, _, node_id = place.rpartition("/")
        if part not in documents:
            documents[part] = await _document(parts, part or run.flow_id, run.version if not part else None)
        document = documents[part]
        node = document["nodes"].get(node_id, {}) if document is not None else {}
        # what nobody can look up any more is rather shown than hidden
        if document is None or node.get("kind", "disclose") == "disclose":
            found[place] = at
    return found


async def _document(parts: Parts, flow_id: str, version: int | None) -> Document | None:
    """The flow as it was; of a part, whose version is not kept with the conversation, as it is in force."""
    published = parts.configuration.current().flows.get(flow_id)
    if version is None:
        version = published.version if published is not None else 0
    try:
        return await parts.workshop.shelf.document(flow_id, version)
    except Unknown:
        return None
