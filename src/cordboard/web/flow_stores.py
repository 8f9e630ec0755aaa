"""What the web side asks of the stores that flows use: prompts, voices, tables, switches and messages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from cordboard.center.speech import Speech
from cordboard.reporting.answers import MessageRow
from cordboard.runtime.ports import Voice
from cordboard.runtime.sheets import Sheet


class PromptSoundRow(Protocol):
    """A prompt in one language."""

    @property
    def seconds(self) -> float: ...

    @property
    def uploaded_at(self) -> float: ...

    @property
    def uploaded_by(self) -> str: ...


class PromptRow(Protocol):
    """One uploaded prompt."""

    @property
    def prompt_id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def sounds(self) -> Mapping[str, PromptSoundRow]:
        """By language."""
        ...


class Prompts(Protocol):
    """Which uploaded prompts there are."""

    async def prompts(self) -> Sequence[PromptRow]: ...

    async def add(self, prompt_id: str, name: str, *, login: str, at: float) -> None:
        """Raises Refused if the id is taken."""
        ...

    async def demand(self, prompt_id: str) -> None:
        """Raises Unknown if there is no such prompt."""
        ...

    async def note_sound(self, prompt_id: str, language: str, *, seconds: float, login: str, at: float) -> None: ...

    async def delete(self, prompt_id: str) -> None: ...


class Upload(Protocol):
    """An upload that became a prompt."""

    @property
    def seconds(self) -> float: ...


class PromptSounds(Protocol):
    """The sounds of uploaded prompts."""

    async def put(self, prompt_id: str, language: str, upload: bytes, *, name: str = "") -> Upload:
        """Raises Malformed or Refused if the upload cannot be a prompt."""
        ...

    async def sound(self, prompt_id: str, language: str) -> bytes:
        """A WAV file. Raises Unknown if there is none."""
        ...

    async def delete(self, prompt_id: str, language: str) -> None: ...

    def languages(self, prompt_id: str) -> list[str]: ...


class Speaks(Protocol):
    """Says prompts and sentences."""

    async def wav(self, prompts: Sequence[Speech], language: str, *, voice: str = "") -> bytes:
        """A WAV file. Raises Refused or Unreachable if it cannot be said."""
        ...


class Catalogue(Protocol):
    """The voices there are."""

    async def catalogue(self) -> list[Voice]: ...


class TableRow(Protocol):
    """One uploaded table, without its rows."""

    @property
    def table_id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def columns(self) -> tuple[str, ...]: ...

    @property
    def rows(self) -> int: ...

    @property
    def changed_at(self) -> float: ...

    @property
    def changed_by(self) -> str: ...


class TablePage(Protocol):
    """Some rows, and how many there are."""

    @property
    def rows(self) -> list[dict[str, str]]: ...

    @property
    def total(self) -> int: ...


class Tables(Protocol):
    """Uploaded tables."""

    async def tables(self) -> Sequence[TableRow]: ...

    async def keep(self, table_id: str, sheet: Sheet, *, name: str, login: str, at: float) -> None: ...

    async def delete(self, table_id: str) -> None: ...

    async def page(self, table_id: str, *, search: str, page: int) -> TablePage: ...

    async def find(self, table_id: str, by: Mapping[str, str]) -> dict[str, str] | None: ...


class SwitchChanges(Protocol):
    """Who turned the switches last."""

    async def last_changes(self) -> Mapping[str, tuple[float, str]]: ...


class Messages(Protocol):
    """Voicemails and promised calls back."""

    async def messages(self, *, done: bool, queues: Collection[str] | None = None) -> Sequence[MessageRow]: ...

    async def message(self, message_id: str) -> MessageRow | None: ...

    async def mark_done(self, message_id: str, *, login: str, at: float) -> bool: ...

    async def reopen(self, message_id: str) -> bool: ...
