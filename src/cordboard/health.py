"""How each part of the running centre is, in words: what /health and /ready answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from cordboard.asterisk.recordings import Recorder
from cordboard.asterisk.switch import Switch
from cordboard.errors import CordboardError
from cordboard.postgres.journal import PostgresJournal
from cordboard.runtime.engine import Engine
from cordboard.store import Store
from cordboard.web.parts import PartHealth

ANSWER_S_MAX = 2.0
"""A database that takes longer to say 1 is not well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The parts that can be unwell."""

    store: Store
    journal: PostgresJournal
    engine: Engine
    switch: Switch
    recorder: Recorder

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
        }

    async def _database(self) -> PartHealth:
        try:
            async with asyncio.timeout(ANSWER_S_MAX):
                await self.store.database.value("SELECT 1")
        except TimeoutError:
            return PartHealth(ok=False, says="PostgreSQL does not answer in time; calls go on, inputs wait")
        except CordboardError as error:
            return PartHealth(ok=False, says=f"{error}; calls go on, inputs wait")
        return PartHealth(ok=True, says="PostgreSQL answers")
