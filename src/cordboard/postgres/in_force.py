"""The configuration in force: what is kept, with what follows from it, and who is told when it changes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from cordboard.errors import CordboardError
from cordboard.flows.language import Flow
from cordboard.postgres.center_store import CenterStore
from cordboard.postgres.database import Database
from cordboard.postgres.flows import FlowBook
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.drafts import KEPT_S
from cordboard.runtime.public_holidays import with_holidays
from cordboard.runtime.trials import TRIAL_S, Trials

log = structlog.get_logger()

Change = Callable[[Configuration], Configuration]


class InForce:
    """The configuration as it is now, and the one way to another. Call `load` first."""

    def __init__(
        self, database: Database, current: Configuration | None = None, *, clock: Callable[[], float] = time.time
    ) -> None:
        self.center, self.flows, self.trials = CenterStore(database), FlowBook(database), Trials()
        self.tell_change: Callable[[Configuration], Awaitable[None]] | None = None
        """Told of another configuration once it is kept; flows on trial are in it."""
        self.tell_trial: Callable[[Configuration], None] | None = None
        """Told of the same configuration with another flow on trial."""
        self._current, self._clock = current, clock
        self._changing = asyncio.Lock()

    async def load(self) -> Configuration:
        """What is kept, read anew; an empty one at the very first start."""
        self._current = await self._completed(await self.center.load() or Configuration(), self._clock())
        return self._current

    def current(self) -> Configuration:
        """As it is in force, without flows on trial."""
        assert self._current is not None, "read it first"
        return self._current

    async def reload(self) -> None:
        """Take what somebody else kept, such as a command, and tell of it."""
        async with self._changing:
            await self.load()
            await self._tell(self._clock())

    async def follow(self, news: asyncio.Event) -> None:
        """Take what others kept whenever `news` says that they did."""
        while True:
            await news.wait()
            news.clear()
            try:
                await self.reload()
            except CordboardError as trouble:
                log.warning("what a command kept could not be taken", error=str(trouble))

    async def replace(self, configuration: Configuration, *, login: str, at: float, note: str = "") -> Configuration:
        """Keep another configuration, whole, and tell of it.

        Raises:
            BadDocument: it would keep contacts from being served.
        """
        return await self.change(lambda _: configuration, login=login, at=at, note=note)

    async def change(self, change: Change, *, login: str, at: float, note: str = "") -> Configuration:
        """Keep what `change` makes of the configuration in force, and tell of it; changes are made one by one.

        Raises:
            BadDocument: it would keep contacts from being served.
        """
        async with self._changing:
            if self._current is None:
                # a command changes without having read
                await self.load()
            wanted = change(self.current())
            saved = await self.center.save(wanted, login=login, at=at, note=note)
            flows = {flow_id: replace(flow, version=saved.versions[flow_id]) for flow_id, flow in wanted.flows.items()}
            self._current = await self._completed(replace(wanted, flows=flows), at)
            await self._tell(at)
            return self._current

    async def try_out(self, flow: Flow, *, language: str, at: float) -> str:
        """Let a flow be called that is not published; returns the number. It is kept nowhere and ends after an hour.

        Raises:
            Refused: too many are on trial.
        """
        entry = self.trials.add(flow, language=language, now=at)
        self._tell_trials()
        asyncio.get_running_loop().call_later(TRIAL_S + 1, self._tell_trials)
        return entry.number

    def _tell_trials(self) -> None:
        if self.tell_trial is not None:
            self.tell_trial(self.trials.within(self.current(), self._clock()))

    async def _completed(self, kept: Configuration, now: float) -> Configuration:
        return replace(with_holidays(kept, now), library=await self.flows.library(now - KEPT_S))

    async def _tell(self, now: float) -> None:
        if self.tell_change is not None:
            await self.tell_change(self.trials.within(self.current(), now))
