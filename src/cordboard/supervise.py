"""Keeps a child process alive: waits for its death, starts it again, and slows down when that does not help."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

import structlog

from cordboard.errors import CordboardError

BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds before the first, second, ... start in a row; the last goes on."""
CALM_S = 30.0
"""After so many seconds alive the count of starts begins anew."""

log = structlog.get_logger()


class Kept(Protocol):
    """A process that can be started, awaited and started again."""

    async def start(self) -> object:
        """Start it; return once it serves."""
        ...

    async def watch(self) -> None:
        """Return once the process is dead."""
        ...


async def keep_alive(kept: Kept, name: str) -> None:
    """Start `kept` again whenever it dies, until cancelled."""
    loop = asyncio.get_running_loop()
    tries = 0
    while True:
        began = loop.time()
        await kept.watch()
        if loop.time() - began > CALM_S:
            tries = 0
        log.warning("a process died and is started again", process=name)
        while True:
            await asyncio.sleep(BACKOFF_S[min(tries, len(BACKOFF_S) - 1)])
            tries += 1
            try:
                await kept.start()
            except (CordboardError, OSError) as error:
                # no file descriptor or no disk left: that passes too, and nobody else would start it
                log.error("a process could not be started", process=name, why=str(error))
            else:
                break


async def end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel these tasks and return once they are over, however they end."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
