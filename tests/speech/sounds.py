"""Speakers over voices of tones, and uploads as people make them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from cordboard.center.speech import Said
from cordboard.runtime.ports import Sound
from cordboard.speech.prompt_files import PromptFiles
from cordboard.speech.saying import Speaker
from cordboard.speech.sound_files import NARROW, WIDE
from tests.ports.tones import ToneVoices, read


def spell(said: Said, language: str) -> str:
    """Spell only enough to see that it was asked."""
    return f"<{said.value}>" if said.kind == "number" else said.value


def speaker(
    home: Path, voices: ToneVoices, *, bytes_max: int = 10_000_000, clock: Clock | None = None, **more: Any
) -> Speaker:
    """A speaker that lives in a folder, as a process that is started would."""
    shipped = home / "shipped" / "en"
    shipped.mkdir(parents=True, exist_ok=True)
    (shipped / "greeting.ulaw").write_bytes(bytes(range(256)) * 10)
    return Speaker(
        voices,
        folder=home / "kept",
        private_folder=home / "private",
        prompts=PromptFiles(home / "prompts"),
        shipped=home / "shipped",
        spell=spell,
        usual={"en": "low", "ru": "high"},
        bytes_max=bytes_max,
        private_s=600,
        now=clock or Clock(),
        **more,
    )


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


def heard(stem: str, suffix: str = WIDE) -> str:
    """What the tones of a kept file say."""
    samples, hz = soundfile.read(stem + suffix, dtype="int16")
    assert hz == {WIDE: 16000, NARROW: 8000}[suffix]
    return read(Sound(pcm=samples.tobytes(), hz=hz))


def tune(seconds: float = 1.0, *, hz: int = 44100, loud: float = 0.2, channels: int = 1) -> NDArray[np.float64]:
    """A sound with half a second of silence before and after it."""
    at = np.arange(round(seconds * hz)) / hz
    sound = loud * np.sin(2 * np.pi * 440 * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * at))
    silence = np.zeros(hz // 2)
    return np.repeat(np.concatenate([silence, sound, silence])[:, None], channels, axis=1)


def upload(
    kind: str = "WAV", subtype: str | None = None, sound: NDArray[np.float64] | None = None, hz: int = 44100
) -> bytes:
    written = io.BytesIO()
    soundfile.write(written, tune(hz=hz) if sound is None else sound, hz, format=kind, subtype=subtype)
    return written.getvalue()
