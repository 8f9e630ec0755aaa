"""Looks at the voices from outside, for the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cordboard.errors import CordboardError
from cordboard.speech import install
from cordboard.speech.install import folder_in

__all__ = ["Seen", "folder_in", "look"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found of the voices."""

    installed: bool
    languages: tuple[str, ...]
    """That there are voices for, or will be."""
    trouble: str
    """Why installed voices do not speak; empty when they do."""


def look(cache: Path) -> Seen:
    """Return what is in this cache folder, having let each voice say a word."""
    folder = folder_in(cache)
    languages = tuple(sorted({voice.language for voice in install.VOICES}))
    if not install.is_installed(folder):
        return Seen(installed=False, languages=languages, trouble="")
    try:
        install.prove(folder)
    except CordboardError as error:
        return Seen(installed=True, languages=languages, trouble=str(error))
    return Seen(installed=True, languages=languages, trouble="")
