"""Which recorded prompts there are; their sounds lie in files beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from cordboard.errors import Refused, Unknown
from cordboard.postgres.database import Database
from cordboard.values import value

_TAKEN = "there is a prompt {!r} already; choose another id"


@value
class PromptSound:
    """A prompt in one language."""

    seconds: float
    uploaded_at: float
    uploaded_by: str


@value
class PromptLine:
    """One prompt."""

    prompt_id: str
    name: str
    sounds: Mapping[str, PromptSound] = field(default_factory=dict)
    """By language."""


class PromptList:
    """Rows of prompts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def prompts(self) -> Sequence[PromptLine]:
        """All, by name."""
        sounds: dict[str, dict[str, PromptSound]] = {}
        for row in await self._database.rows("SELECT * FROM prompt_sound ORDER BY language"):
            sounds.setdefault(row["prompt_id"], {})[row["language"]] = PromptSound(
                seconds=row["seconds"], uploaded_at=row["uploaded_at"], uploaded_by=row["uploaded_by"]
            )
        rows = await self._database.rows("SELECT prompt_id, name FROM prompt ORDER BY name, prompt_id")
        return [
            PromptLine(prompt_id=row["prompt_id"], name=row["name"], sounds=sounds.get(row["prompt_id"], {}))
            for row in rows
        ]

    async def prompt_ids(self) -> frozenset[str]:
        """The prompts that can be said: in one language at least."""
        rows = await self._database.rows("SELECT DISTINCT prompt_id FROM prompt_sound")
        return frozenset(row["prompt_id"] for row in rows)

    async def add(self, prompt_id: str, name: str, *, login: str, at: float) -> None:
        """Begin a prompt, without a sound.

        Raises:
            Refused: there is one of this id.
        """
        added = await self._database.run(
            "INSERT INTO prompt (prompt_id, name, made_at, made_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            prompt_id,
            name,
            at,
            login,
        )
        if not added:
            raise Refused("prompt-taken", _TAKEN.format(prompt_id))

    async def demand(self, prompt_id: str) -> None:
        """Return if there is such a prompt.

        Raises:
            Unknown: there is none.
        """
        if not await self._database.value("SELECT EXISTS (SELECT FROM prompt WHERE prompt_id = $1)", prompt_id):
            raise Unknown("prompt", prompt_id)

    async def note_sound(self, prompt_id: str, language: str, *, seconds: float, login: str, at: float) -> None:
        """A sound was uploaded, in place of the one before.

        Raises:
            Unknown: there is no such prompt.
        """
        noted = await self._database.run(
            """
            INSERT INTO prompt_sound (prompt_id, language, seconds, uploaded_at, uploaded_by)
            SELECT prompt_id, $2, $3, $4, $5 FROM prompt WHERE prompt_id = $1
            ON CONFLICT (prompt_id, language) DO UPDATE SET seconds = excluded.seconds,
                uploaded_at = excluded.uploaded_at, uploaded_by = excluded.uploaded_by
            """,
            prompt_id,
            language,
            seconds,
            at,
            login,
        )
        if not noted:
            raise Unknown("prompt", prompt_id)

    async def delete(self, prompt_id: str) -> None:
        """Take the prompt away in every language.

        Raises:
            Unknown: there is none.
        """
        if not await self._database.run("DELETE FROM prompt WHERE prompt_id = $1", prompt_id):
            raise Unknown("prompt", prompt_id)
