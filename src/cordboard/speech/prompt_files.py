"""The sounds of uploaded prompts, a pair of files for each prompt and language. Their list is kept elsewhere."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from cordboard.errors import Malformed, Unknown
from cordboard.speech import sound_files
from cordboard.speech.sound_files import NARROW, WIDE, beside
from cordboard.speech.uploads import Converted, convert

PROMPT_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,58}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")

CONVERSIONS = 2
"""Uploads that are read at the same time; each may take hundreds of megabytes."""


class PromptFiles:
    """Keeps uploaded prompts in a folder of its own, as `LANGUAGE/PROMPT_ID.wav16` and `.wav`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._conversions = asyncio.Semaphore(CONVERSIONS)
        for place in folder.glob("*/"):
            sound_files.remove_parts(place)

    async def put(self, prompt_id: str, language: str, upload: bytes, *, name: str = "") -> Converted:
        """Keep an upload as this prompt in this language, in place of the one before; `name` is what people call it.

        Raises:
            Malformed: a name out of bounds, or an upload that cannot be read.
            Refused: the upload is too large, too long, or silent.
        """
        stem = self._stem(prompt_id, language)
        async with self._conversions:
            made = await convert(upload, name)
        await asyncio.to_thread(_put, stem, made)
        return made

    async def delete(self, prompt_id: str, language: str) -> None:
        """Take away this prompt in this language.

        Raises:
            Unknown: there is none.
        """
        if not sound_files.remove_pair(self._stem(prompt_id, language)):
            raise Unknown("prompt", prompt_id)

    async def sound(self, prompt_id: str, language: str) -> bytes:
        """Return this prompt in this language as a WAV file, for a browser.

        Raises:
            Unknown: there is none.
        """
        file = beside(self._stem(prompt_id, language), WIDE)
        try:
            return await asyncio.to_thread(file.read_bytes)
        except FileNotFoundError as error:
            raise Unknown("prompt", prompt_id) from error

    def languages(self, prompt_id: str) -> list[str]:
        """Return the languages that this prompt is there in, sorted."""
        if PROMPT_ID.fullmatch(prompt_id) is None:
            return []
        return sorted(file.parent.name for file in self._folder.glob(f"*/{prompt_id}{NARROW}"))

    def find(self, prompt_id: str, language: str) -> Path | None:
        """Return the path without suffix of this prompt in this language, or in the first other one that has it."""
        there = self.languages(prompt_id)
        return self._folder / (language if language in there else there[0]) / prompt_id if there else None

    def _stem(self, prompt_id: str, language: str) -> Path:
        if PROMPT_ID.fullmatch(prompt_id) is None:
            raise Malformed(
                f"{prompt_id[:80]!r} is no name of a prompt: up to 59 letters a to z, digits, dots, hyphens and "
                "underscores, the first a letter or a digit"
            )
        if LANGUAGE.fullmatch(language) is None:
            raise Malformed(f"{language[:80]!r} is no language: write it as en or ru")
        return self._folder / language / prompt_id


def shipped_prompts(folder: Path) -> dict[str, dict[str, float]]:
    """Return the prompts in a folder of `LANGUAGE/NAME.ulaw`, 8 kHz: seconds by language, by name."""
    found: dict[str, dict[str, float]] = {}
    for file in sorted(folder.glob("*/*.ulaw")):
        found.setdefault(file.stem, {})[file.parent.name] = round(file.stat().st_size / 8000, 2)
    return found


def _put(stem: Path, made: Converted) -> None:
    stem.parent.mkdir(parents=True, exist_ok=True)
    sound_files.write_pair(stem, made.wide, made.narrow)
