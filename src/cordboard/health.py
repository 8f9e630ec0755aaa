"""How each part of the running centre is, in words: what /health and /ready answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cordboard.asterisk.recordings import Recorder
from cordboard.asterisk.switch import Switch
from cordboard.errors import CordboardError
from cordboard.postgres.journal import PostgresJournal
from cordboard.runtime.engine import Engine
from cordboard.store import Store
from cordboard.web.parts import PartHealth

ANSWER_S_MAX = 2.0
"""A database that takes longer to say 1 is not well."""


@dataclass(slots=True, kw_only=True)
class Checkup:
    """Looks at the parts that can be unwell."""

    store: Store
    journal: PostgresJournal
    engine: Engine
    switch: Switch
    recorder: Recorder
    voices_say: Callable[[], str]
    """Why voices do not speak, in words; empty when they do."""
    messages_wait: Callable[[], str]
    """Why messages to customers wait, in words; empty when they do not."""
    _asked: asyncio.Task[Any] | None = field(default=None, init=False)
    """The question that the database was asked last."""

    async def look(self) -> Mapping[str, PartHealth]:
        """Look at every part now."""
        waiting, trouble = self.engine.waiting, self.journal.trouble()
        return {
            "database": await self._database(),
            "journal": PartHealth(ok=not trouble, says=trouble or f"written; {waiting} inputs wait"),
            "switch": PartHealth(
                ok=self.switch.up and not self.switch.trouble,
                says=self.switch.trouble or "Asterisk answers and its events come",
            ),
            "recordings": PartHealth(
                ok=not self.recorder.trouble,
                says=self.recorder.trouble or f"kept; {len(self.recorder)} in work",
            ),
            "voices": PartHealth(ok=not self.voices_say(), says=self.voices_say() or "they speak"),
            "messages": PartHealth(ok=not self.messages_wait(), says=self.messages_wait() or "none waits for long"),
        }

    async def _database(self) -> PartHealth:
        # one question at a time, waited for but never broken off: to break one off, the driver waits for the very
        # server that does not answer
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(self.store.database.value("SELECT 1"))
        done, _ = await asyncio.wait({self._asked}, timeout=ANSWER_S_MAX)
        if not done:
            return PartHealth(ok=False, says="PostgreSQL does not answer in time; calls go on, inputs wait")
        try:
            self._asked.result()
        except CordboardError as error:
            return PartHealth(ok=False, says=f"{error}; calls go on, inputs wait")
        return PartHealth(ok=True, says="PostgreSQL answers")
