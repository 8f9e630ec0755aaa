"""The flows there are, published or worked at, and what leads to them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Literal

from cordboard.errors import Unknown
from cordboard.flows.diff import Change, changes
from cordboard.flows.language import Flow
from cordboard.runtime.drafts import Draft, FlowStore, FlowVersion, InForceStore
from cordboard.runtime.flow_documents import tidied, write_draft
from cordboard.runtime.uses import uses_of
from cordboard.runtime.written import Document
from cordboard.values import value

Kind = Literal["prompts", "tables", "flows", "queues", "calendars", "trunks", "credentials"]


@value
class Opened:
    """One flow, as it is worked at."""

    flow_id: str
    document: Document
    """The draft, else what is published."""
    rev: int
    """Names what the document is; who saves it tells on which it stands."""
    draft: Draft | None
    published: FlowVersion | None
    """What is in force; None if nothing is."""


@value
class Use:
    """Something that leads to a flow."""

    kind: str
    """`entry`, `queue` or `flow`."""
    id: str
    name: str


class Shelf:
    """Looks at flows, over the two stores that keep them."""

    def __init__(self, flows: FlowStore, in_force: InForceStore) -> None:
        self._flows, self._in_force = flows, in_force

    async def all(self) -> list[Opened]:
        """Every flow that is published or worked at."""
        drafts = {draft.flow_id: draft for draft in await self._flows.drafts()}
        newest, published = await self._flows.newest(), self._in_force.current().flows
        return [
            _opened(flow_id, drafts.get(flow_id), published.get(flow_id), newest.get(flow_id))
            for flow_id in sorted({*drafts, *published})
        ]

    async def open(self, flow_id: str) -> Opened:
        """One flow.

        Raises:
            Unknown: there is none.
        """
        draft, published = await self._flows.draft(flow_id), self._in_force.current().flows.get(flow_id)
        if draft is None and published is None:
            raise Unknown("flow", flow_id)
        newest = (await self._flows.newest()).get(flow_id) if published is not None else None
        return _opened(flow_id, draft, published, newest)

    async def versions(self, flow_id: str) -> Sequence[FlowVersion]:
        """Every publication of this flow, newest first."""
        return await self._flows.versions(flow_id)

    async def document(self, flow_id: str, which: int | None) -> Document:
        """A version of a flow, or for None its draft.

        Raises:
            Unknown: there is none.
        """
        if which is not None:
            return tidied(await self._flows.version(flow_id, which))
        draft = await self._flows.draft(flow_id)
        if draft is None:
            raise Unknown("draft", flow_id)
        return tidied(draft.document)

    async def diff(self, flow_id: str, before: int | None, after: int | None) -> list[Change]:
        """What is different between two versions, or the draft; without one it is what is published."""
        if None in (before, after):
            opened = await self.open(flow_id)
            if opened.draft is None and opened.published is not None:
                newest = opened.published.version
                before, after = newest if before is None else before, newest if after is None else after
        was, now = await self.document(flow_id, before), await self.document(flow_id, after)
        return list(changes(was, now))

    async def uses(self, flow_id: str) -> list[Use]:
        """What leads to this flow, in force or in a draft."""
        return (await self.all_uses()).get(flow_id, [])

    async def users_of(self, kind: Kind) -> dict[str, list[str]]:
        """Which flows, in force or in a draft, name each prompt, table, queue or whatever `kind` is."""
        found: dict[str, list[str]] = {}
        for opened in await self.all():
            for thing_id in sorted(self._named(opened, kind)):
                found.setdefault(thing_id, []).append(opened.flow_id)
            # reading a flow takes milliseconds, and calls wait for the same loop
            await asyncio.sleep(0)
        return found

    async def all_uses(self) -> dict[str, list[Use]]:
        """What leads to each flow."""
        configuration = self._in_force.current()
        found: dict[str, list[Use]] = {}
        for entry in configuration.center.entries.values():
            if entry.flow_id is not None:
                found.setdefault(entry.flow_id, []).append(Use(kind="entry", id=entry.number, name=entry.number))
        for queue in configuration.center.queues.values():
            for flow_id in dict.fromkeys((queue.script_flow_id, queue.after_talk_flow_id)):
                if flow_id is not None:
                    found.setdefault(flow_id, []).append(Use(kind="queue", id=queue.queue_id, name=queue.name))
        for opened in await self.all():
            use = Use(kind="flow", id=opened.flow_id, name=str(opened.document.get("name", "")))
            for flow_id in sorted(self._named(opened, "flows") - {opened.flow_id}):
                found.setdefault(flow_id, []).append(use)
            await asyncio.sleep(0)
        return found

    def _named(self, opened: Opened, kind: Kind) -> set[str]:
        """Ids of one kind that a flow names, in force or in its draft."""
        named: set[str] = set(getattr(uses_of(opened.document), kind))
        published = self._in_force.current().flows.get(opened.flow_id)
        if opened.draft is not None and published is not None:
            named |= getattr(uses_of(write_draft(published)), kind)
        return named


def _opened(flow_id: str, draft: Draft | None, published: Flow | None, newest: FlowVersion | None) -> Opened:
    if draft is not None:
        document, rev = draft.document, draft.rev
    else:
        assert published is not None
        document, rev = write_draft(published), -published.version
    return Opened(flow_id=flow_id, document=document, rev=rev, draft=draft, published=newest if published else None)
