"""Where a conversation is in its flow, and what it spent at each node. Changes the row that it is given."""

from __future__ import annotations

from typing import Any

from cordboard.reporting.rows import FlowRunFact

TEXT_MAX = 200
"""Signs of a text that a node may set as an answer of a row; what is longer was fetched and not answered."""


def place_of(run: FlowRunFact, node_id: str) -> str:
    """The name under which this node is counted."""
    return f"{run.stack[-1]}/{node_id}" if run.stack else node_id


def enter(run: FlowRunFact, node_id: str, at: float) -> None:
    """Be at this node; another one than before is visited anew."""
    place = place_of(run, node_id)
    if place == run.place or not node_id:
        return
    leave(run, at)
    run.place, run.since, run.way, run.last_node = place, at, "next", place
    add(run, "n")


def leave(run: FlowRunFact, at: float) -> None:
    """Be at no node; the time and the way are the visit's."""
    if not run.place:
        return
    visit, spent_s = run.visits.setdefault(run.place, {}), max(0.0, at - run.since)
    if spent_s:
        visit["seconds"] = round(visit.get("seconds", 0.0) + spent_s, 3)
        run.seconds = round(run.seconds + spent_s, 3)
    if run.way:
        ways = visit.setdefault("ways", {})
        ways[run.way] = ways.get(run.way, 0) + 1
    run.place = run.way = ""


def done(run: FlowRunFact, node_id: str) -> None:
    """Remember the step of a script, to which the agent may go back."""
    if run.medium == "script":
        run.steps.append([node_id, list(run.stack)])


def add(run: FlowRunFact, what: str) -> None:
    """Count something at the node where the conversation is, or was last."""
    place = run.place or run.last_node
    if place:
        visit = run.visits.setdefault(place, {})
        visit[what] = visit.get(what, 0) + 1


def is_short(answer: Any) -> bool:
    """Whether this may be an answer, and is nothing that was fetched."""
    return isinstance(answer, bool | int | float) or (isinstance(answer, str) and len(answer) <= TEXT_MAX)
