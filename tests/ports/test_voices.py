"""What all voices do, whatever speaks with them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from cordboard.errors import Refused, Unknown, Unreachable
from cordboard.places import cache
from cordboard.processes import gone
from cordboard.runtime.ports import Voices
from cordboard.speech import install
from cordboard.speech.rhvoice import RHVoice
from tests.ports.tones import ToneVoices

WORDS = {"ru": "Здравствуйте", "en": "Good morning"}


def installed() -> Path:
    """The folder of RHVoice on this machine; without it these tests are skipped, because it is much to fetch."""
    folder = install.folder_in(cache())
    if not install.is_installed(folder):
        pytest.skip("RHVoice is not installed: ./run fetches it")
    return folder


@pytest.fixture(params=["tones", "rhvoice"])
async def voices(request: pytest.FixtureRequest) -> AsyncIterator[Voices]:
    if request.param == "tones":
        yield ToneVoices()
        return
    rhvoice = RHVoice(installed())
    yield rhvoice
    await rhvoice.close()


@pytest.fixture(params=["tones", "rhvoice"])
def absent(request: pytest.FixtureRequest, tmp_path: Path) -> Voices:
    """Voices whose engine is not there."""
    return ToneVoices(there=False) if request.param == "tones" else RHVoice(tmp_path, why_absent=lambda: "on its way")


@pytest.fixture
async def rhvoice() -> AsyncIterator[RHVoice]:
    rhvoice = RHVoice(installed(), children=1)
    yield rhvoice
    await rhvoice.close()


async def test_every_voice_of_the_catalogue_speaks_and_says_under_which_licence(voices: Voices) -> None:
    catalogue = await voices.catalogue()
    assert {"en", "ru"} <= {voice.language for voice in catalogue}
    for voice in catalogue:
        assert voice.licence
        assert voice.engine
        sound = await voices.say(WORDS[voice.language], voice.name)
        assert sound.hz == voice.hz
        assert len(sound.pcm) / 2 / sound.hz > 0.3
        assert any(sound.pcm)


async def test_the_same_text_is_the_same_bytes(voices: Voices) -> None:
    for voice in await voices.catalogue():
        text = WORDS[voice.language]
        assert await voices.say(text, voice.name) == await voices.say(text, voice.name)


async def test_texts_said_at_once_do_not_mix(voices: Voices) -> None:
    texts = [f"number {word}" for word in ("one", "two", "three", "four", "five")]
    voice = next(voice.name for voice in await voices.catalogue() if voice.language == "en")
    one_by_one = [await voices.say(text, voice) for text in texts]
    assert await asyncio.gather(*(voices.say(text, voice) for text in texts)) == one_by_one


async def test_a_voice_that_is_not_there_is_the_askers_fault(voices: Voices, absent: Voices) -> None:
    for asked in (voices, absent):
        with pytest.raises(Unknown, match="nobody"):
            await asked.say("hello", "nobody")


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00", "\n"])
async def test_nothing_to_say_is_the_askers_fault(voices: Voices, text: str) -> None:
    voice = (await voices.catalogue())[0].name
    with pytest.raises(Refused, match="needs words"):
        await voices.say(text, voice)
    await voices.say("1", voice)


@pytest.mark.parametrize("rate", [0.0, -1.0, 99.0, float("nan")])
async def test_a_rate_that_nobody_understands_is_refused(voices: Voices, rate: float) -> None:
    voice = (await voices.catalogue())[0].name
    with pytest.raises(Refused, match="rate"):
        await voices.say("hello", voice, rate=rate)


async def test_an_absent_engine_is_outside_and_is_said_at_once(absent: Voices) -> None:
    voice = (await absent.catalogue())[0].name
    async with asyncio.timeout(1):
        with pytest.raises(Unreachable, match="voice: "):
            await absent.say("hello", voice)


async def test_rhvoice_speaks_faster_and_slower(rhvoice: RHVoice) -> None:
    usual, fast, slow = [len((await rhvoice.say("Good morning", "slt", rate=rate)).pcm) for rate in (1.0, 1.5, 0.7)]
    assert fast < usual < slow


async def test_rhvoice_refuses_letters_it_does_not_know_and_speaks_on(rhvoice: RHVoice) -> None:
    with pytest.raises(Refused, match="no letter it knows"):
        await rhvoice.say("日本語", "slt")
    with pytest.raises(Refused, match="too long"):
        await rhvoice.say("long " * 2000, "slt")
    assert (await rhvoice.say("hello", "slt")).pcm


async def test_markup_is_read_out_and_not_obeyed(rhvoice: RHVoice) -> None:
    plain = await rhvoice.say("hello", "slt")
    assert len((await rhvoice.say('<speak><audio src="x"/>hello</speak>', "slt")).pcm) > 2 * len(plain.pcm)


async def test_a_text_whose_program_is_killed_is_said_by_another(rhvoice: RHVoice) -> None:
    before = await rhvoice.say("Good morning", "slt")
    await rhvoice.warm(["slt"])
    [pid] = rhvoice.pids
    saying = asyncio.create_task(rhvoice.say("Good morning " * 200, "slt"))
    await asyncio.sleep(0.05)
    assert not saying.done()
    os.kill(pid, signal.SIGKILL)
    assert len((await saying).pcm) > 50 * len(before.pcm)
    assert rhvoice.pids != [pid]
    assert await rhvoice.say("Good morning", "slt") == before


async def test_a_text_that_kills_two_programs_is_given_up(rhvoice: RHVoice) -> None:
    await rhvoice.warm(["slt"])
    saying = asyncio.create_task(rhvoice.say("Good morning " * 300, "slt"))
    killed: set[int] = set()
    while len(killed) < 2:
        await asyncio.sleep(0.01)
        for pid in set(rhvoice.pids) - killed:
            killed.add(pid)
            os.kill(pid, signal.SIGKILL)
    with pytest.raises(Unreachable, match="died twice"):
        await saying
    assert (await rhvoice.say("Good morning", "slt")).pcm


@pytest.fixture
async def slow_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Callable[[str], RHVoice]]:
    """Makes an RHVoice whose program is the given text of Python."""
    monkeypatch.setattr(install, "CHILD", tmp_path / "child.py")
    made: list[RHVoice] = []

    def one(program: str) -> RHVoice:
        (tmp_path / "child.py").write_text(program)
        made.append(RHVoice(installed(), children=1, deadline_s=0.2))
        return made[0]

    yield one
    for rhvoice in made:
        await rhvoice.close()


async def test_a_program_that_hangs_is_killed_at_the_deadline(slow_children: Callable[[str], RHVoice]) -> None:
    rhvoice = slow_children("import time; time.sleep(60)")
    with pytest.raises(Unreachable, match="within"):
        await rhvoice.say("hello", "slt")
    assert rhvoice.pids == []


async def test_a_program_that_answers_nonsense_is_outside(slow_children: Callable[[str], RHVoice]) -> None:
    rhvoice = slow_children("print('GET / HTTP/1.1', flush=True); input(); input()")
    with pytest.raises(Unreachable, match="died twice"):
        await rhvoice.say("hello", "slt")


async def test_a_waiter_that_gives_up_leaves_no_half_answer_to_the_next(rhvoice: RHVoice) -> None:
    before = await rhvoice.say("Good morning", "slt")
    saying = asyncio.create_task(rhvoice.say("Good evening " * 200, "slt"))
    await asyncio.sleep(0.05)
    saying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saying
    assert await rhvoice.say("Good morning", "slt") == before


async def test_the_programs_end_with_us_however_we_end(tmp_path: Path) -> None:
    ours = f"""
import asyncio
from pathlib import Path
from cordboard.speech.rhvoice import RHVoice

async def main():
    rhvoice = RHVoice(Path({str(installed())!r}))
    await rhvoice.warm(["slt"])
    print(*rhvoice.pids, flush=True)
    await rhvoice.say("Good morning " * 300, "slt")

asyncio.run(main())
"""
    us = await asyncio.create_subprocess_exec(sys.executable, "-c", ours, stdout=asyncio.subprocess.PIPE)
    assert us.stdout is not None
    pids = [int(pid) for pid in (await us.stdout.readline()).split()]
    assert pids
    await asyncio.sleep(0.1)
    us.kill()
    await us.wait()
    async with asyncio.timeout(20):
        await asyncio.gather(*(gone(pid) for pid in pids))
