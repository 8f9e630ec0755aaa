"""Where flows are worked at: drafts are saved, checked, published, and given back.

Nothing goes live that has an error or fails one of its own test cases. An earlier version comes back at once: its test
cases are not asked, because whoever rolls back is in a hurry.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from cordboard.errors import Refused, Unknown
from cordboard.flows.cases import CaseResult
from cordboard.flows.check import Known, Problem
from cordboard.flows.language import Flow, Purpose
from cordboard.runtime import examined
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.drafts import FlowStore, GoneSince, InForceStore, SavedSince
from cordboard.runtime.flow_documents import read_flow, tidied, write_draft
from cordboard.runtime.shelf import Opened, Shelf
from cordboard.runtime.trials import PREFIX
from cordboard.runtime.written import Document

Surroundings = Callable[[Configuration], Awaitable[Known]]
"""What flows may name, beside what is configured."""
RESERVED = frozenset({"templates", "schema"})
"""Addresses of the API where a flow would be."""


class Unpublishable(Refused):
    """The flow has errors, or its own test cases fail. Mend them first."""

    def __init__(self, flow_id: str, problems: list[Problem], failed: list[CaseResult]) -> None:
        self.problems, self.failed_cases = problems, failed
        many = f"{len(problems)} errors" if problems else f"{len(failed)} failing test cases"
        super().__init__("unpublishable", f"flow {flow_id!r} has {many}")


async def only_configured(configuration: Configuration) -> Known:
    """What flows may name where there is nothing beside the configuration."""
    return configuration.known()


class Workshop:
    """All that is done to flows, over the two stores that keep them."""

    def __init__(
        self,
        flows: FlowStore,
        in_force: InForceStore,
        *,
        timezone: str = "UTC",
        surroundings: Surroundings = only_configured,
        templates: Callable[[], Mapping[str, Flow]] = dict,
    ) -> None:
        self.timezone, self.templates = timezone, templates
        self.shelf = Shelf(flows, in_force)
        self._flows, self._in_force, self._surroundings = flows, in_force, surroundings
        self._rehearsals = asyncio.Semaphore(1)

    async def check(self, document: object) -> list[Problem]:
        """Everything that is wrong with a flow, or doubtful."""
        known = await self.known()
        # beside the loop, which calls wait for: a document may be hostile
        return await asyncio.to_thread(examined.check, document, known)

    async def begin(
        self,
        flow_id: str,
        *,
        name: str,
        purpose: Purpose,
        copy_of: str | None,
        template: str | None,
        login: str,
        at: float,
    ) -> Opened:
        """Begin a flow: an empty one, a copy of another, or one that is shipped.

        Raises:
            Refused: there is a flow of this id.
            Unknown: what it shall begin as does not exist.
        """
        taken = await self._flows.draft(flow_id) is not None or flow_id in self._in_force.current().flows
        if taken or flow_id.startswith(PREFIX) or flow_id in RESERVED:
            raise Refused("flow-taken", f"the id {flow_id!r} is taken; choose another")
        if copy_of is not None:
            document = (await self.shelf.open(copy_of)).document
        elif template is not None:
            if template not in (templates := self.templates()):
                raise Unknown("template", template)
            document = write_draft(templates[template])
        else:
            document = {"start": "", "nodes": {}, "purpose": purpose}
        # the name in the other language is that of the model
        rest = {key: each for key, each in document.items() if key not in ("flow_id", "name", "name_ru")}
        document = tidied({"flow_id": flow_id, "name": name, **rest})
        await self._flows.keep_draft(flow_id, document, rev=0, login=login, at=at)
        return await self.shelf.open(flow_id)

    async def save(
        self, flow_id: str, document: Document, *, rev: int, login: str, at: float
    ) -> tuple[int, list[Problem]]:
        """Keep a draft, also one with mistakes; returns its rev and what is wrong with it.

        Raises:
            SavedSince: somebody else saved since.
            GoneSince: it was published or discarded since.
            Malformed: it cannot be kept at all.
        """
        document = await asyncio.to_thread(examined.keepable, flow_id, document)
        published = self._in_force.current().flows.get(flow_id)
        if published is None and await self._flows.draft(flow_id) is None:
            raise Unknown("flow", flow_id)
        if rev <= 0 and -rev != (published.version if published is not None else 0):
            raise GoneSince(flow_id)
        tidy = await asyncio.to_thread(tidied, document)
        kept = await self._flows.keep_draft(flow_id, tidy, rev=max(rev, 0), login=login, at=at)
        return kept, await self.check(document)

    async def discard(self, flow_id: str) -> None:
        """Forget the draft."""
        await self.shelf.open(flow_id)
        await self._flows.discard(flow_id)

    async def remove(self, flow_id: str, *, login: str, at: float) -> None:
        """Take a flow out of force; its versions are kept, and contacts end on theirs.

        Raises:
            Refused: something leads to it.
        """
        await self.shelf.open(flow_id)
        if uses := await self.shelf.uses(flow_id):
            named = ", ".join(f"{use.kind} {use.id!r}" for use in uses[:5])
            raise Refused("flow-used", f"flow {flow_id!r} is used by {named}; lead them elsewhere first")
        if flow_id in self._in_force.current().flows:
            await self._in_force.change(lambda now: _without(now, flow_id), login=login, at=at)
        await self._flows.discard(flow_id)

    # -- going live --

    async def publish(self, flow_id: str, *, rev: int, note: str, login: str, at: float) -> int:
        """Put the draft in force at once; returns its version.

        Raises:
            Refused: there is no draft, or another one.
            Unpublishable: it has errors, or its test cases fail.
        """
        draft = (await self.shelf.open(flow_id)).draft
        if draft is None:
            raise Refused("no-draft", f"flow {flow_id!r} has no draft to publish")
        if draft.rev != rev:
            raise SavedSince(flow_id, draft.saved_by, draft.saved_at)
        version = await self.put_in_force(flow_id, draft.document, note=note, login=login, at=at)
        await self._flows.discard(flow_id, rev=rev)
        return version

    async def restore(self, flow_id: str, version: int, *, note: str, login: str, at: float) -> int:
        """Put an earlier version in force again, as a new one, at once; returns its number.

        Raises:
            Unpublishable: it has errors by now, such as a queue that is gone.
        """
        document = await self._flows.version(flow_id, version)
        note = note or f"version {version} again"
        return await self.put_in_force(flow_id, document, note=note, login=login, at=at, cases=False)

    async def put_in_force(
        self, flow_id: str, document: Document, *, note: str, login: str, at: float, cases: bool = True
    ) -> int:
        """Check a document and make it the version in force."""
        errors = [problem for problem in await self.check(document) if problem.severity == "error"]
        if errors:
            raise Unpublishable(flow_id, errors, [])
        flow = await asyncio.to_thread(read_flow, document)
        if cases and (failed := [result for result in await self.run_cases(flow) if not result.passed]):
            raise Unpublishable(flow_id, [], failed)
        after = await self._in_force.change(
            lambda now: replace(now, flows={**now.flows, flow_id: flow}), login=login, at=at, note=note
        )
        return after.flows[flow_id].version

    async def run_cases(self, flow: Flow) -> list[CaseResult]:
        """Run every test case of this flow, with the others as they are in force."""
        configuration = self._in_force.current()
        # one after another: the threads are few, and others read files and uploads in them
        async with self._rehearsals:
            return await examined.run_cases(
                flow, flows=configuration.flows, center=configuration.center, timezone=self.timezone
            )

    async def known(self) -> Known:
        """What flows may name now."""
        return await self._surroundings(self._in_force.current())


def _without(configuration: Configuration, flow_id: str) -> Configuration:
    flows: Mapping[str, Flow] = {key: flow for key, flow in configuration.flows.items() if key != flow_id}
    return replace(configuration, flows=flows)
