"""Renders the prompts of src/cordboard/asterisk/sounds/texts.toml with the free RHVoice voices anna and slt.

    .venv/bin/python tools/record_prompts.py            all of them
    .venv/bin/python tools/record_prompts.py menu       those of these names, in every language

The voices come from Debian 12's non-free component into the user's cache (140 MB, once). Their engine is a program of
its own, started here as a child; it is neither shipped nor loaded by Cordboard. Only the sounds are kept here.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tomllib
from pathlib import Path

import numpy as np

from cordboard.asterisk.instance import PROMPTS
from cordboard.asterisk.music import ulaw
from cordboard.runtime.ports import Sound
from cordboard.speech.install import USUAL, install
from cordboard.speech.levels import NARROW_HZ, WIDE_HZ, from_pcm, halved, levelled, to_pcm, trimmed
from cordboard.speech.rhvoice import RHVoice

LOUDNESS = 10 ** (-19 / 20)
"""Root mean square of the spoken parts, share of full scale."""
PAUSE_S = 0.06
"""Silence left at each end."""


def main() -> None:
    """Render what the command line names."""
    asyncio.run(record(set(sys.argv[1:])))


async def record(names: set[str]) -> None:
    """Render the prompts of these names, or all of them."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cordboard"
    voices = RHVoice(install(cache, print).prefix)
    total = 0
    for language, prompts in tomllib.loads((PROMPTS / "texts.toml").read_text()).items():
        (PROMPTS / language).mkdir(exist_ok=True)
        for name, text in prompts.items():
            file = PROMPTS / language / f"{name}.ulaw"
            if not names or name in names:
                voice = USUAL[language if name != "other-language" else {"en": "ru", "ru": "en"}[language]]
                file.write_bytes(mastered(await voices.say(text, voice)))
            total += file.stat().st_size
    await voices.close()
    print(f"{total // 1000} kB, {total / NARROW_HZ:.0f} s")


def mastered(sound: Sound) -> bytes:
    """Return the sound as the line carries it: 8 kHz mu-law, without hum, trimmed, at one loudness."""
    assert sound.hz == WIDE_HZ, sound.hz
    line = trimmed(halved(from_pcm(sound.pcm), low_hz=200, high_hz=3500), NARROW_HZ, PAUSE_S)
    return ulaw(np.frombuffer(to_pcm(levelled(line, NARROW_HZ, at=LOUDNESS)), dtype="<i2"))


if __name__ == "__main__":
    main()
