"""Entries: what happens to a call by the number it came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One number (or name) that customers call, and where it leads: a flow or a queue."""

    number: str
    """As dialled, digits or a name; `*` catches every number that has no entry of its own."""
    flow_id: str | None = None
    queue_id: str | None = None
    language: str = "en"


ANY_NUMBER = "*"
