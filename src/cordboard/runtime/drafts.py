"""What the store knows of a flow beside the version in force: its draft, and the versions there were."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from cordboard.errors import Refused
from cordboard.flows.language import Flow
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.written import Document
from cordboard.values import value

KEPT_S = 30 * 86_400.0
"""Seconds for which a version that is no more in force is kept at hand: contacts end on what they began with."""


@value
class Draft:
    """A flow as somebody works at it; it may be unfinished, or not even readable."""

    flow_id: str
    document: Document
    rev: int
    """Names this saving: who saves next tells on which it stands."""
    saved_at: float
    saved_by: str


@value
class FlowVersion:
    """One publication."""

    flow_id: str
    version: int
    published_at: float
    published_by: str
    note: str


class SavedSince(Refused):
    """Somebody else saved the flow since it was opened. Open it again."""

    def __init__(self, flow_id: str, by: str, at: float) -> None:
        when = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        super().__init__("saved-since", f"{by} saved flow {flow_id!r} at {when}, after you opened it; open it again")


class GoneSince(Refused):
    """The draft was published or discarded since it was opened. Open the flow again."""

    def __init__(self, flow_id: str) -> None:
        says = f"flow {flow_id!r} was published or discarded since you opened it; open it again"
        super().__init__("saved-since", says)


class FlowStore(Protocol):
    """Port: where flows are kept beside those in force."""

    async def drafts(self) -> Sequence[Draft]: ...

    async def draft(self, flow_id: str) -> Draft | None: ...

    async def keep_draft(self, flow_id: str, document: Document, *, rev: int, login: str, at: float) -> int:
        """Raises SavedSince or GoneSince if `rev` is not that of the draft there is; 0 is that of none."""
        ...

    async def discard(self, flow_id: str, *, rev: int | None = None) -> bool: ...

    async def versions(self, flow_id: str) -> Sequence[FlowVersion]:
        """Newest first."""
        ...

    async def newest(self) -> Mapping[str, FlowVersion]: ...

    async def version(self, flow_id: str, version: int) -> Document:
        """Raises Unknown if it was never published."""
        ...


class InForceStore(Protocol):
    """Port: the configuration in force, and the one way to another."""

    def current(self) -> Configuration: ...

    async def replace(self, configuration: Configuration, *, login: str, at: float, note: str = "") -> Configuration:
        """Keep it, and let the floor and the live feed take it. It was checked before."""
        ...

    async def change(
        self, change: Callable[[Configuration], Configuration], *, login: str, at: float, note: str = ""
    ) -> Configuration:
        """Keep what `change` makes of the configuration in force; changes are made one by one."""
        ...

    async def try_out(self, flow: Flow, *, language: str, at: float) -> str:
        """Let a flow be called that is not published; returns the number."""
        ...
