"""The port `Voices` over RHVoice, which runs as programs of its own and may die or hang without harm."""

from __future__ import annotations

import asyncio
import contextlib
import json
import struct
from collections.abc import Callable, Iterable
from pathlib import Path

import structlog

from cordboard.debian.machine import this_machine
from cordboard.errors import Refused, Unknown, Unreachable
from cordboard.runtime.ports import Sound, Voice
from cordboard.speech import install

CHILDREN = 2
"""Programs that speak at the same time: one may be busy with prompts of a flow while a caller waits for a sentence."""

DEADLINE_S = 10.0
CHARACTERS_A_SECOND = 50
"""A text may take `DEADLINE_S`, and a second more for so many characters. Measured: about 700 a second of one core."""

WAIT_S = 20.0
"""How long a text waits for its turn."""

CHARACTERS_MAX = 5000
RATE_MIN, RATE_MAX = 0.5, 2.0

HEAD = struct.Struct("<cII")
BODY_MAX = 100_000_000

log = structlog.get_logger()


class RHVoice:
    """The voices of an RHVoice in a folder. Programs are started when a text is to be said, and kept."""

    def __init__(
        self,
        folder: Path,
        *,
        why_absent: Callable[[], str] = lambda: "",
        children: int = CHILDREN,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        """`why_absent` says what becomes of an engine that is not there yet."""
        self._folder = folder
        self._why_absent = why_absent
        self._deadline_s = deadline_s
        self._voices = {voice.name: voice for voice in install.VOICES}
        # the last one given back is taken first: it is warm
        self._free: asyncio.LifoQueue[_Child] = asyncio.LifoQueue()
        self._children = [_Child(folder) for _ in range(children)]
        for child in self._children:
            self._free.put_nowait(child)

    async def catalogue(self) -> list[Voice]:
        return list(self._voices.values())

    async def say(self, text: str, voice: str, *, rate: float = 1.0) -> Sound:
        # what cannot be printed cannot be said either, and some of it cannot even be written to a pipe
        words = " ".join("".join(each if each.isprintable() else " " for each in text).split())
        if voice not in self._voices:
            raise Unknown("voice", voice)
        if not any(letter.isalnum() for letter in words):
            raise Refused("nothing-to-say", "a voice needs words to say: the text has no letter and no digit")
        if len(words) > CHARACTERS_MAX:
            raise Refused("text-too-long", f"a text of {len(words)} characters is too long: at most {CHARACTERS_MAX}")
        if not RATE_MIN <= rate <= RATE_MAX:
            raise Refused("rate-out-of-bounds", f"a voice speaks at a rate of {RATE_MIN} to {RATE_MAX}, not {rate}")
        if not install.is_installed(self._folder):
            raise Unreachable("voice", self._why_absent() or "it is not installed", after_s=30.0)
        try:
            async with asyncio.timeout(WAIT_S):
                child = await self._free.get()
        except TimeoutError as error:
            raise Unreachable("voice", f"more is to be said than can be: a text waited {WAIT_S:.0f} s") from error
        try:
            return await self._said(child, {"text": words, "voice": voice, "rate": rate})
        finally:
            self._free.put_nowait(child)

    async def warm(self, voices: Iterable[str]) -> None:
        """Let these voices say a word, so that the first caller does not wait while they load.

        Raises:
            Refused, Unreachable: as `say`.
        """
        for voice in voices:
            await self.say("1", voice)

    async def close(self) -> None:
        """End the programs."""
        for child in self._children:
            await child.kill()

    @property
    def pids(self) -> list[int]:
        """Of the programs that run."""
        return [child.pid for child in self._children if child.pid is not None]

    async def _said(self, child: _Child, wish: dict[str, object]) -> Sound:
        """Try once more with a fresh program if this one dies; one that hangs would hang again."""
        deadline_s = self._deadline_s + len(str(wish["text"])) / CHARACTERS_A_SECOND
        for last in (False, True):
            try:
                async with asyncio.timeout(deadline_s):
                    return await child.ask(wish)
            except TimeoutError as error:
                await child.kill()
                raise Unreachable("voice", f"it did not say a text within {deadline_s:.0f} s") from error
            except _Died as death:
                log.warning("a voice died", why=str(death), again=not last)
                await child.kill()
                if last:
                    raise Unreachable("voice", f"it died twice: {death}") from death
            except asyncio.CancelledError:
                # half an answer may be on its way, which the next text must not get
                await child.kill()
                raise
        raise AssertionError("the second try returns or raises")


class _Died(Exception):
    """The program ended, or wrote what is no answer."""


class _Child:
    """One program that speaks, or the place for one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def ask(self, wish: dict[str, object]) -> Sound:
        """Return what the program makes of a wish.

        Raises:
            Refused: the engine finds nothing to say in it.
            _Died: the program ended meanwhile.
        """
        process = self._process if self._process and self._process.returncode is None else await self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(wish).encode() + b"\n")
            await process.stdin.drain()
            kind, hz, length = HEAD.unpack(await process.stdout.readexactly(HEAD.size))
            if kind not in (b"S", b"N") or length > BODY_MAX:
                raise _Died(f"no answer but {kind!r}")
            body = await process.stdout.readexactly(length)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise _Died(str(error) or type(error).__name__) from error
        if kind == b"N":
            raise Refused("nothing-to-say", f"the voice {wish['voice']} cannot say it: {body.decode()}")
        return Sound(pcm=body, hz=hz)

    async def kill(self) -> None:
        """End the program, if there is one; the next wish starts another."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    @property
    def pid(self) -> int | None:
        """Of the program; None if there is none."""
        return None if self._process is None else self._process.pid

    async def _started(self) -> asyncio.subprocess.Process:
        engine = install.Engine(prefix=self._folder, machine=await asyncio.to_thread(this_machine))
        try:
            # in a session of its own, so that Ctrl-C on our terminal does not kill it before we are done with it
            self._process = await asyncio.create_subprocess_exec(
                *engine.command(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise _Died(str(error)) from error
        return self._process
