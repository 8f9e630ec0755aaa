"""Brings the voices onto the machine while the centre already works, and says how far they are."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import structlog

from cordboard.speech import install

AGAIN_S = (30.0, 120.0, 600.0)
"""Seconds before the second, third, ... try; the last goes on."""

log = structlog.get_logger()


class Arrival:
    """Installs RHVoice in the background, in a program of its own that ends with us."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._says = f"it is not installed; {install.FETCH_MB} MB are fetched once"

    @property
    def is_there(self) -> bool:
        """Whether the voices can speak."""
        return install.is_installed(install.folder_in(self._cache))

    def says(self) -> str:
        """Return how far it is, in words; empty once the voices are there."""
        return "" if self.is_there else self._says

    async def come(self, then: Callable[[], None] = lambda: None) -> None:
        """Return when the voices are there, having called `then`; try again as long as they are not."""
        tries = 0
        while not self.is_there:
            if tries:
                await asyncio.sleep(AGAIN_S[min(tries, len(AGAIN_S)) - 1])
            tries += 1
            await self._try()
        then()

    async def _try(self) -> None:
        # a thread could not be stopped, and would keep us from ending until all is fetched
        self._says = "it is being installed, which takes a minute or so"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "cordboard.speech.install", str(self._cache)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        assert process.stdout is not None
        last = ""
        try:
            async for line in process.stdout:
                last = line.decode(errors="replace").strip() or last
                log.info("the voices are on their way", says=last)
            if await process.wait():
                self._says = f"it could not be installed and is tried again: {last}"
                log.warning("the voices could not be installed", why=last)
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
                await process.wait()
