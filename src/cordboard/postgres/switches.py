"""Who turned the switches last, out of the history of the configuration."""

from __future__ import annotations

from collections.abc import Mapping

from cordboard.postgres.database import Database


class SwitchHistory:
    """Reads the history; switches themselves are configured."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last_changes(self) -> Mapping[str, tuple[float, str]]:
        """By switch, when it was changed last and by whom."""
        rows = await self._database.rows(
            """
            SELECT DISTINCT ON (id) id, at, login FROM center_change WHERE kind = 'switches'
            ORDER BY id, change_id DESC
            """
        )
        return {row["id"]: (row["at"], row["login"]) for row in rows}
