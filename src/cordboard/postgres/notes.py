"""What agents wrote about contacts."""

from __future__ import annotations

from cordboard.postgres.database import Database


class ContactNotes:
    """One note a contact; the last one written is kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, contact_id: str) -> str:
        """The note, empty if there is none."""
        text: str | None = await self._database.value("SELECT text FROM contact_note WHERE contact_id = $1", contact_id)
        return text or ""

    async def keep_note(self, contact_id: str, text: str, *, login: str, at: float) -> None:
        """Keep this note in place of the one before."""
        await self._database.run(
            """
            INSERT INTO contact_note (contact_id, text, login, at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (contact_id) DO UPDATE SET text = excluded.text, login = excluded.login, at = excluded.at
            """,
            contact_id,
            text,
            login,
            at,
        )
