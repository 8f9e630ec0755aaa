"""Acts in lanes: one after another within a lane, lanes side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

from cordboard.asterisk.act import Act

log = structlog.get_logger()


class Lanes:
    """Performs acts as they come; a lane exists only while it has something to do."""

    def __init__(self, perform: Callable[[Act], Awaitable[None]]) -> None:
        self._perform = perform
        self._lanes: dict[str, deque[Act]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        """Acts that wait for an earlier one."""
        return sum(map(len, self._lanes.values()))

    def add(self, act: Act) -> None:
        """Perform `act` in its turn. Returns at once."""
        waiting = self._lanes.get(act.lane)
        if waiting is not None:
            waiting.append(act)
            return
        self._lanes[act.lane] = deque((act,))
        task = asyncio.get_running_loop().create_task(self._serve(act.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def clear(self) -> None:
        """Forget all that waits and break off what is under way."""
        self._lanes.clear()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Return when nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _serve(self, lane: str) -> None:
        waiting = self._lanes[lane]
        while waiting:
            act = waiting.popleft()
            try:
                await self._perform(act)
            except Exception:
                # the acts behind it are of the same call, which must not hang for ever
                log.exception("an act met a fault of ours", method=act.method)
        if self._lanes.get(lane) is waiting:
            del self._lanes[lane]
