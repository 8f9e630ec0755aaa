"""What a flow names is found, in drafts that cannot be read too."""

from __future__ import annotations

from typing import Any

from cordboard.runtime.uses import Uses, uses_of

FLOW: dict[str, Any] = {
    "flow_id": "f",
    "name": "F",
    "start": "a",
    "nodes": {
        "a": {"kind": "say", "prompts": ["news", {"kind": "text", "text": {"en": "x"}}], "next": "b"},
        "b": {"kind": "look-up", "source": "table", "table_id": "prices", "found": "c", "not_found": "c"},
        "c": {"kind": "sub-flow", "flow_id": "part", "next": "d"},
        "d": {"kind": "hours", "calendar_id": "office", "open": "e", "closed": "g"},
        "e": {"kind": "to-queue", "queue_id": "sales"},
        "g": {"kind": "menu", "prompts": [], "choices": {"1": "h"}, "on_failure": "h"},
        "h": {"kind": "to-number", "number": "+1", "trunk_id": "line", "next": "i", "on_failure": "i"},
        "i": {"kind": "request", "url": "https://x/", "credential": "crm", "next": "e"},
    },
}


def test_everything_that_a_flow_names_is_found() -> None:
    assert uses_of(FLOW) == Uses(
        prompts=frozenset({"news", "cord/invalid", "cord/no-input"}),
        tables=frozenset({"prices"}),
        flows=frozenset({"part"}),
        queues=frozenset({"sales"}),
        calendars=frozenset({"office"}),
        trunks=frozenset({"line"}),
        credentials=frozenset({"crm"}),
    )


def test_a_draft_that_cannot_be_read_still_says_what_it_names() -> None:
    broken = {**FLOW, "nodes": {**FLOW["nodes"], "x": 1, "y": {"prompts": "no", "queue_id": ["no"]}}}
    assert uses_of(broken).tables == frozenset({"prices"})
    assert uses_of({"nodes": []}) == Uses()
