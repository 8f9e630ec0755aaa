"""Voices without an engine: the text as tones, which a test can read back from a call."""

from __future__ import annotations

import asyncio

import numpy as np
from numpy.typing import NDArray

from cordboard.errors import Refused, Unknown, Unreachable
from cordboard.runtime.ports import Sound, Voice

HZ = 16000
TONE = HZ // 50
"""Samples of one tone: 20 ms."""
FIRST_HZ, STEP_HZ = 500, 100
"""Sixteen tones below 2.1 kHz, whole periods apart, so that a line of 8 kHz carries them."""


def frequencies() -> NDArray[np.float64]:
    return FIRST_HZ + STEP_HZ * np.arange(16, dtype=np.float64)


def read(sound: Sound) -> str:
    """Return the text of these tones."""
    samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float64)
    tone = TONE * sound.hz // HZ
    pieces = samples[: len(samples) // tone * tone].reshape(-1, tone)
    waves = np.exp(2j * np.pi * np.outer(np.arange(tone), frequencies()) / sound.hz)
    halves = np.argmax(np.abs(pieces[: len(pieces) // 2 * 2] @ waves), axis=1)
    return bytes(int(high) << 4 | int(low) for high, low in halves.reshape(-1, 2)).decode(errors="replace")


class ToneVoices:
    """The port `Voices`: two tones a byte of the text."""

    def __init__(self, *, there: bool = True) -> None:
        self.there = there
        """Whether the engine is; a test takes it away."""
        self.said: list[str] = []
        """Every text that was rendered, in order."""
        self.go_on = asyncio.Event()
        """A test clears it to hold the engine in the middle of a text."""
        self.go_on.set()

    async def catalogue(self) -> list[Voice]:
        return [
            Voice(name=name, language=language, gender="f", licence="Apache-2.0", hz=HZ, engine="tones-1")
            for name, language in (("high", "ru"), ("low", "en"), ("loud", "en"))
        ]

    async def say(self, text: str, voice: str, *, rate: float = 1.0) -> Sound:
        if voice not in {each.name for each in await self.catalogue()}:
            raise Unknown("voice", voice)
        if not any(letter.isalnum() for letter in text):
            raise Refused("nothing-to-say", "a voice needs words to say")
        if not 0.5 <= rate <= 2.0:
            raise Refused("rate-out-of-bounds", "a voice speaks at a rate of 0.5 to 2")
        if not self.there:
            raise Unreachable("voice", "it is not installed")
        self.said.append(text)
        await self.go_on.wait()
        halves = [half for byte in text.encode() for half in (byte >> 4, byte & 15)]
        angle = 2 * np.pi * np.outer(frequencies()[halves], np.arange(TONE)) / HZ
        samples = (np.sin(angle).ravel() * (16000 if voice == "loud" else 8000)).astype("<i2")
        return Sound(pcm=samples.tobytes(), hz=HZ)
