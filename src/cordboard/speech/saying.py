"""Turns what a machine says into files that a switch can play: a whole sentence each, made once.

Numbers inside a sentence are not joined from pieces, because languages bend the words around them.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from cordboard.center.speech import Said, Speech
from cordboard.errors import Refused, Unknown, Unreachable
from cordboard.runtime.ports import Sound, Voice, Voices
from cordboard.speech import sound_files
from cordboard.speech.levels import (
    NARROW_HZ,
    WIDE_HZ,
    Samples,
    doubled,
    from_pcm,
    halved,
    peaked,
    resampled,
    to_pcm,
)
from cordboard.speech.prompt_files import PROMPT_ID, PromptFiles
from cordboard.speech.sound_cache import SoundCache

FORMAT = 1
"""Raised whenever the same text becomes other files, so that older ones are not taken for them."""

SHIPPED = "cord/"
"""Begins the name of a prompt that comes with the centre and that the switch knows by this name."""

BYTES_MAX = 512_000_000
PRIVATE_S = 900.0
"""Seconds that a sentence with data of a customer is kept after it was last wanted."""
PRIVATE_BYTES_MAX = 128_000_000
SWEEP_EVERY_S = 60.0

PATIENCE_S = 8.0
"""Longest that a caller waits in silence for a sentence; it is made all the same, for the next who wants it."""

Spell = Callable[[Said, str], str]
"""Turns words with numbers into words alone, in a language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What a voice says in one go."""

    text: str
    language: str
    private: bool


class Speaker:
    """Says prompts and sentences through voices, and keeps what was said."""

    def __init__(
        self,
        voices: Voices,
        *,
        folder: Path,
        private_folder: Path,
        prompts: PromptFiles,
        shipped: Path,
        spell: Spell,
        usual: Mapping[str, str],
        rate: float = 1.0,
        bytes_max: int = BYTES_MAX,
        private_s: float = PRIVATE_S,
        patience_s: float = PATIENCE_S,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`shipped` has the prompts that come with the centre, as `LANGUAGE/NAME.ulaw`; `usual` the voice by language.

        What an earlier process left in the private folder is taken away.
        """
        self._voices = voices
        self._prompts = prompts
        self._shipped = shipped
        self._spell = spell
        self._usual = dict(usual)
        self._rate = rate
        self._patience_s = patience_s
        self._kept = SoundCache(folder, bytes_max=bytes_max, now=now)
        self._private = SoundCache(private_folder, bytes_max=PRIVATE_BYTES_MAX, kept_s=private_s, now=now)
        self._private.clear()
        self._rendering: dict[tuple[bool, str], asyncio.Task[Path]] = {}

    async def files(self, prompts: Sequence[Speech], language: str, *, voice: str = "") -> list[str]:
        """Return what is to be played, in order: paths without suffix, and names beginning with `cord/` as they are.

        Words that stand together become one file. `voice` speaks its own language; others are said in their usual one.

        Raises:
            Refused: a prompt or a voice is not there, or the words cannot be said.
            Unreachable: words were never said before, and the voice is not there yet, or died, or is too slow.
        """
        return await self._played(prompts, language, voice, self._patience_s)

    async def wav(self, prompts: Sequence[Speech], language: str, *, voice: str = "") -> bytes:
        """Return all of it as one WAV file of 16 kHz, for a browser.

        Raises:
            Refused, Unreachable: as `files`.
        """
        played = await self._played(prompts, language, voice, None)
        return await asyncio.to_thread(self._joined, played, language)

    async def warm(
        self, wanted: Iterable[tuple[Sequence[Speech], str]], tell: Callable[[int, int], None]
    ) -> list[Refused]:
        """Make what will be said, each with its language, so that no caller waits for it; return what cannot be said.

        Sentences with data of a customer are passed over. `tell` gets how many are done, and of how many.

        Raises:
            Unreachable: the voice is not there; what was made stays.
        """
        fixed = [(prompts, language) for prompts, language in wanted if not _is_private(prompts)]
        refusals: list[Refused] = []
        for done, (prompts, language) in enumerate(fixed):
            tell(done, len(fixed))
            try:
                await self._played(prompts, language, "", None)
            except Refused as refusal:
                refusals.append(refusal)
        tell(len(fixed), len(fixed))
        return refusals

    async def forget(self) -> None:
        """Take away, again and again, sentences with data of customers whose time is over; runs until cancelled."""
        while True:
            self._private.sweep()
            await asyncio.sleep(SWEEP_EVERY_S)

    async def close(self) -> None:
        """Give up what is being made, and take away every sentence with data of a customer."""
        tasks = list(self._rendering.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._private.clear()

    async def _played(
        self, prompts: Sequence[Speech], language: str, voice: str, patience_s: float | None
    ) -> list[str]:
        played: list[str] = []
        for piece in self._pieces(prompts, language):
            if isinstance(piece, Sentence):
                played.append(str(await self._said(piece, voice, patience_s)))
            elif piece.startswith(SHIPPED):
                self._shipped_file(piece, language)
                played.append(piece)
            else:
                found = self._prompts.find(piece, language)
                if found is None:
                    raise Unknown("prompt", piece)
                played.append(str(found))
        return played

    def _pieces(self, prompts: Sequence[Speech], language: str) -> Iterator[str | Sentence]:
        """Yield names of prompts, and sentences of the words between them."""

        def kind(part: Speech) -> str | None:
            return None if isinstance(part, str) else part.language or language

        for spoken, run in groupby(prompts, kind):
            parts = list(run)
            if spoken is None:
                yield from (part for part in parts if isinstance(part, str))
                continue
            said = [part for part in parts if isinstance(part, Said)]
            text = _sentence([self._spell(part, spoken) for part in said])
            # a place that was to be filled in may have stayed empty
            if any(letter.isalnum() for letter in text):
                yield Sentence(text=text, language=spoken, private=_is_private(said))

    async def _said(self, sentence: Sentence, wished: str, patience_s: float | None) -> Path:
        voice = await self._voice(sentence.language, wished)
        parts = [sentence.text, voice.engine, voice.name, self._rate, FORMAT]
        key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        cache = self._private if sentence.private else self._kept
        found = cache.find(key)
        if found is not None:
            return found
        work = sentence.private, key
        task = self._rendering.get(work)
        if task is None:
            task = asyncio.create_task(self._rendered(cache, key, sentence.text, voice))
            self._rendering[work] = task
            task.add_done_callback(lambda over: self._over(work, over))
        try:
            async with asyncio.timeout(patience_s):
                # one that hangs up does not take the sentence from others who wait for it
                return await asyncio.shield(task)
        except TimeoutError as error:
            raise Unreachable("voice", f"a sentence was not said within {patience_s:.0f} s") from error

    def _over(self, work: tuple[bool, str], task: asyncio.Task[Path]) -> None:
        del self._rendering[work]
        if not task.cancelled():
            # asked for, so that nobody complains when all who waited have gone
            task.exception()

    async def _rendered(self, cache: SoundCache, key: str, text: str, voice: Voice) -> Path:
        sound = await self._voices.say(text, voice.name, rate=self._rate)
        wide, narrow = await asyncio.to_thread(_mastered, sound)
        return await cache.keep(key, wide, narrow)

    async def _voice(self, language: str, wished: str) -> Voice:
        catalogue = await self._voices.catalogue()
        if wished and wished not in {voice.name for voice in catalogue}:
            raise Unknown("voice", wished)
        for name in (wished, self._usual.get(language)):
            for voice in catalogue:
                if voice.name == name and voice.language == language:
                    return voice
        for voice in catalogue:
            if voice.language == language:
                return voice
        spoken = ", ".join(sorted({voice.language for voice in catalogue}))
        raise Refused("no-voice", f"no voice speaks {language[:20]!r}: there are voices for {spoken}")

    def _shipped_file(self, prompt: str, language: str) -> Path:
        """Return the sound of a prompt that comes with the centre, in this language or another."""
        name = prompt.removeprefix(SHIPPED)
        if PROMPT_ID.fullmatch(name) is not None:
            own = self._shipped / language / f"{name}.ulaw"
            for file in (own, *sorted(self._shipped.glob(f"*/{name}.ulaw"))):
                if file.is_file() and file.resolve().is_relative_to(self._shipped.resolve()):
                    return file
        raise Unknown("prompt", prompt)

    def _joined(self, played: Sequence[str], language: str) -> bytes:
        sounds: list[Samples] = [np.zeros(0, dtype=np.float32)]
        for each in played:
            if each.startswith(SHIPPED):
                sounds.append(doubled(sound_files.read_ulaw(self._shipped_file(each, language))))
            else:
                sounds.append(sound_files.read_wide(Path(each)))
        return sound_files.wav(to_pcm(np.concatenate(sounds)), WIDE_HZ)


def _is_private(prompts: Iterable[Speech]) -> bool:
    return any(isinstance(part, Said) and part.private for part in prompts)


def _sentence(words: Iterable[str]) -> str:
    """Return the words as one sentence: a blank between them, and none before a comma or a full stop."""
    joined = " ".join(" ".join(words).split())
    return re.sub(r"\s+([,.;:!?…])", r"\1", joined)


def _mastered(sound: Sound) -> tuple[bytes, bytes]:
    """Return what a voice said as samples of both telephone rates."""
    spoken = from_pcm(sound.pcm)
    wide = peaked(resampled(spoken, sound.hz, WIDE_HZ))
    narrow = halved(wide) if sound.hz >= WIDE_HZ else peaked(resampled(spoken, sound.hz, NARROW_HZ))
    return to_pcm(wide), to_pcm(narrow)
