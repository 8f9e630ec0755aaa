"""The voices come while the centre works: from kept packages at once, from nowhere never, and stopped with us."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from cordboard.center.speech import Said
from cordboard.debian.errors import BrokenPackages
from cordboard.errors import Unreachable
from cordboard.flows.spelling import spoken
from cordboard.places import cache
from cordboard.processes import is_alive
from cordboard.speech import examine, install
from cordboard.speech.arrival import Arrival
from cordboard.speech.prompt_files import PromptFiles
from cordboard.speech.rhvoice import RHVoice
from cordboard.speech.saying import Speaker
from cordboard.speech.sound_cache import memory_folder


@pytest.fixture
def here() -> Path:
    """The cache of this machine, with the voices in it."""
    if not install.is_installed(install.folder_in(cache())):
        pytest.skip("RHVoice is not installed: ./run fetches it")
    return cache()


async def test_voices_that_are_there_come_at_once(here: Path) -> None:
    arrival, came = Arrival(here), asyncio.Event()
    await arrival.come(came.set)
    assert came.is_set()
    assert arrival.says() == ""


@pytest.mark.slow
async def test_kept_packages_become_voices_that_speak(here: Path, tmp_path: Path) -> None:
    kept = install.folder_in(here).with_suffix(".debs")
    if not kept.exists():
        pytest.skip("the packages of RHVoice are not kept on this machine")
    (tmp_path / kept.name).symlink_to(kept)
    await Arrival(tmp_path).come()
    assert examine.look(tmp_path) == examine.Seen(installed=True, languages=("en", "ru"), trouble="")
    voices = install.folder_in(tmp_path) / "root" / "usr" / "share" / "RHVoice" / "voices"
    assert {place.name for place in voices.iterdir()} == {voice.name for voice in install.VOICES}


async def test_without_a_network_it_says_so_goes_on_trying_and_ends_with_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORDBOARD_DEBIAN_MIRROR", "http://127.0.0.1:9/debian")
    arrival = Arrival(tmp_path)
    coming = asyncio.create_task(arrival.come())
    voices = RHVoice(install.folder_in(tmp_path), why_absent=arrival.says)
    try:
        async with asyncio.timeout(60):
            while "check the network" not in arrival.says():
                await asyncio.sleep(0.05)
        with pytest.raises(Unreachable, match="check the network"):
            await voices.say("hello", "slt")
        assert not coming.done()
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
    assert examine.look(tmp_path) == examine.Seen(installed=False, languages=("en", "ru"), trouble="")


async def test_what_installs_ends_when_we_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mirror that takes the connection and never answers."""
    asked: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
    silent = await asyncio.start_server(lambda _, writer: asked.put_nowait(writer), "127.0.0.1")
    monkeypatch.setenv("CORDBOARD_DEBIAN_MIRROR", f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}/debian")
    others = set(children())
    coming = asyncio.create_task(Arrival(tmp_path).come())
    connection = await asyncio.wait_for(asked.get(), 60)
    ours = [pid for pid in children() if pid not in others]
    assert ours
    coming.cancel()
    await asyncio.gather(coming, return_exceptions=True)
    async with asyncio.timeout(30):
        # they are told to end at once; on a crowded machine that takes a while
        while [pid for pid in ours if is_alive(pid)]:
            await asyncio.sleep(0.05)
    connection.close()
    silent.close()


def children() -> list[int]:
    """Processes that we started and that run."""
    threads = Path("/proc/self/task").glob("*/children")
    return [int(pid) for thread in threads for pid in thread.read_text().split()]


def test_voices_that_do_not_speak_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BrokenPackages, match="voice anna"):
        install.prove(tmp_path)
    monkeypatch.setattr(install, "is_installed", lambda folder: True)
    assert "voice anna" in examine.look(tmp_path).trouble


def test_a_folder_of_somebody_else_is_not_used_for_data_of_customers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, runtime = tmp_path / "home", tmp_path / "runtime"
    home.mkdir()
    runtime.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    folder = memory_folder(home)
    assert folder.parent == runtime
    assert folder.stat().st_mode & 0o777 == 0o700
    assert memory_folder(home) == folder
    assert memory_folder(tmp_path) != folder
    folder.chmod(0o755)
    elsewhere = memory_folder(home)
    assert elsewhere.parent != runtime
    folder.rmdir()
    folder.symlink_to(tmp_path)
    assert memory_folder(home) == elsewhere
    assert elsewhere.stat().st_mode & 0o777 == 0o700
    elsewhere.rmdir()


async def test_real_voices_say_a_sentence_of_two_languages(here: Path, tmp_path: Path) -> None:
    voices = RHVoice(install.folder_in(here))
    speaker = Speaker(
        voices,
        folder=tmp_path / "kept",
        private_folder=tmp_path / "private",
        prompts=PromptFiles(tmp_path / "prompts"),
        shipped=tmp_path,
        spell=spoken,
        usual=install.USUAL,
    )
    order = Said(kind="number", value="2", noun=("заказ", "заказа", "заказов"))
    parts = [Said(value="У вас готово"), order, Said(value="Your order is ready.", language="en")]
    whole = await speaker.wav(parts, "ru")
    assert 2 < len(whole) / 32000 < 6
    first = {file.name: file.read_bytes() for file in (tmp_path / "kept").iterdir()}
    for file in (tmp_path / "kept").iterdir():
        file.unlink()
    assert await speaker.wav(parts, "ru") == whole
    assert {file.name: file.read_bytes() for file in (tmp_path / "kept").iterdir()} == first
    await speaker.close()
    await voices.close()
