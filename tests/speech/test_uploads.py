"""Uploads: what people record anywhere becomes a prompt at one loudness; what is no sound is refused in words."""

from __future__ import annotations

import io
import random
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from cordboard.errors import Malformed, Refused, Unknown
from cordboard.speech import uploads
from cordboard.speech.levels import LOUDNESS, PEAK, from_pcm, loudest, loudness
from cordboard.speech.prompt_files import PromptFiles
from cordboard.speech.uploads import Converted, convert, converted
from tests.speech.sounds import tune, upload


def is_a_prompt(made: Converted, seconds: float = 1.3) -> bool:
    wide, narrow = from_pcm(made.wide), from_pcm(made.narrow)
    assert made.seconds == pytest.approx(seconds, abs=0.06)
    assert len(wide) / 16000 == pytest.approx(made.seconds)
    assert len(narrow) / 8000 == pytest.approx(made.seconds, abs=0.001)
    for sound, hz in ((wide, 16000), (narrow, 8000)):
        assert loudest(sound) <= PEAK * 1.01
        assert loudness(sound, hz) == pytest.approx(LOUDNESS, rel=0.15)
    return True


@pytest.mark.parametrize(
    ("kind", "subtype", "hz", "channels"),
    [
        ("WAV", "PCM_16", 44100, 2),
        ("WAV", "PCM_24", 48000, 1),
        ("WAV", "PCM_U8", 11025, 1),
        ("WAV", "FLOAT", 96000, 2),
        ("WAV", "ULAW", 8000, 1),
        ("WAV", "PCM_16", 44101, 1),
        ("WAV", "PCM_16", 48000, 6),
        ("MP3", None, 44100, 2),
        ("MP3", None, 22050, 1),
        ("OGG", "VORBIS", 48000, 2),
        ("OGG", "OPUS", 48000, 1),
        ("FLAC", None, 44100, 2),
    ],
)
def test_what_people_record_becomes_a_prompt(kind: str, subtype: str | None, hz: int, channels: int) -> None:
    assert is_a_prompt(converted(upload(kind, subtype, tune(hz=hz, channels=channels), hz), "news"))


@pytest.mark.parametrize("loud", [0.01, 0.1, 0.99])
def test_quiet_and_loud_recordings_become_equally_loud(loud: float) -> None:
    made = converted(upload("WAV", "FLOAT", tune(loud=loud)), "news.wav")
    assert is_a_prompt(made)
    assert made.peak_dbfs == pytest.approx(20 * np.log10(loud), abs=0.2)


def test_one_loud_click_does_not_make_the_rest_quiet() -> None:
    sound = tune(seconds=3, loud=0.1)
    sound[60000] = 0.5
    made = from_pcm(converted(upload(sound=sound), "news.wav").wide)
    assert loudness(made, 16000) > 0.8 * LOUDNESS
    assert loudest(made) <= PEAK * 1.01


async def test_a_program_of_its_own_makes_the_same_of_it() -> None:
    content = upload("OGG")
    assert await convert(content, "news.ogg") == converted(content, "news.ogg")


def riff(seconds: float) -> bytes:
    """A header that promises much more sound than there is."""
    size = int(seconds * 16000)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + size)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
        + b"data"
        + struct.pack("<I", size)
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "WAV, MP3, OGG and FLAC"),
        (b"hello, this is my greeting", "WAV, MP3, OGG and FLAC"),
        (b"\x00" * 5000, "WAV, MP3, OGG and FLAC"),
        (b"RIFF\xff\xff\xff\xffWAVEfmt ", "WAV, MP3, OGG and FLAC"),
        (b"OggS" + b"\xff" * 4000, "WAV, MP3, OGG and FLAC"),
        (b"fLaC" + b"\xff" * 4000, "WAV, MP3, OGG and FLAC"),
        (b"ID3" + b"\xff" * 4000, "WAV, MP3, OGG and FLAC"),
        (upload("AIFF"), "WAV, MP3, OGG and FLAC"),
        (upload(hz=1000, sound=tune(hz=1000)), "WAV, MP3, OGG and FLAC"),
        (riff(100), "no sound|silent|WAV, MP3"),
        (upload(sound=np.zeros((8000, 1))), "silent"),
        (upload(sound=np.zeros((0, 1))), "no sound"),
        (upload("WAV", "FLOAT", np.full((8000, 1), np.nan)), "silent"),
    ],
)
async def test_what_is_no_sound_is_refused_with_its_name(content: bytes, says: str) -> None:
    with pytest.raises(Refused, match=f"'my greeting.doc' .*({says})"):
        await convert(content, "my greeting.doc")


async def test_too_much_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(Refused, match="at most 10 MB"):
        await convert(bytes(10_000_001), "long.wav")
    # ten minutes and a second of silence are a few kilobytes as FLAC
    packed = upload("FLAC", sound=np.zeros((601 * 8000, 1)), hz=8000)
    assert len(packed) < 100_000
    with pytest.raises(Refused, match="longer than 10 minutes"):
        await convert(packed, "long.flac")


async def test_infinities_are_no_louder_than_full_scale() -> None:
    sound = tune(loud=0.5)
    sound[30000:30010] = np.inf
    made = await convert(upload("WAV", "FLOAT", sound), "loud.wav")
    assert loudest(from_pcm(made.wide)) <= PEAK * 1.01


async def test_an_upload_of_which_the_decoder_dies_is_refused_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "DEADLINE_S", 0.01)
    with pytest.raises(Malformed, match="cannot be read"):
        await convert(upload(), "news.wav")


@pytest.mark.parametrize("kind", ["WAV", "MP3", "OGG", "FLAC"])
def test_damaged_uploads_are_read_or_refused_and_nothing_else(kind: str) -> None:
    chance = random.Random(7)
    whole = upload(kind, sound=tune(seconds=0.3))
    for _ in range(40):
        damaged = bytearray(whole[: chance.randrange(len(whole))])
        for _ in range(chance.randrange(20)):
            if damaged:
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            made = converted(bytes(damaged), "news")
        except Refused:
            continue
        assert loudest(from_pcm(made.wide)) <= PEAK * 1.01
        assert made.seconds < 60


@pytest.fixture
def prompts(tmp_path: Path) -> PromptFiles:
    return PromptFiles(tmp_path / "prompts")


async def test_a_prompt_is_kept_heard_replaced_and_taken_away(prompts: PromptFiles, tmp_path: Path) -> None:
    made = await prompts.put("news", "en", upload(), name="news.wav")
    samples, hz = soundfile.read(io.BytesIO(await prompts.sound("news", "en")))
    assert (len(samples), hz) == (len(made.wide) // 2, 16000)
    await prompts.put("news", "en", upload(sound=tune(seconds=2)))
    assert len(await prompts.sound("news", "en")) > len(made.wide) * 3 / 2
    assert sorted(file.name for file in (tmp_path / "prompts" / "en").iterdir()) == ["news.wav", "news.wav16"]
    await prompts.delete("news", "en")
    for asked in (prompts.sound, prompts.delete):
        with pytest.raises(Unknown):
            await asked("news", "en")
    assert prompts.find("news", "en") is None


async def test_a_refused_upload_leaves_the_prompt_before_it(prompts: PromptFiles) -> None:
    await prompts.put("news", "en", upload())
    before = await prompts.sound("news", "en")
    with pytest.raises(Malformed):
        await prompts.put("news", "en", b"no sound")
    assert await prompts.sound("news", "en") == before


async def test_names_that_look_alike_are_not_mixed_up(prompts: PromptFiles) -> None:
    for name, seconds in (("a", 1.0), ("a.wav", 2.0), ("a.wav16", 3.0)):
        await prompts.put(name, "en", upload(sound=tune(seconds=seconds)))
    lengths = [len(await prompts.sound(name, "en")) / 32000 for name in ("a", "a.wav", "a.wav16")]
    assert lengths == pytest.approx([1.3, 2.3, 3.3], abs=0.1)


@pytest.mark.parametrize(
    "prompt_id", ["", ".", "..", "../x", "a/b", "/x", "A", "-a", ".a", "a" * 60, "a\n", "a\x00", "*", "я"]
)
async def test_a_name_never_leaves_the_folder(prompts: PromptFiles, tmp_path: Path, prompt_id: str) -> None:
    with pytest.raises(Malformed, match="no name of a prompt"):
        await prompts.put(prompt_id, "en", upload())
    for asked in (prompts.sound, prompts.delete):
        with pytest.raises(Malformed):
            await asked(prompt_id, "en")
    assert prompts.find(prompt_id, "en") is None
    assert not (tmp_path / "prompts").exists()


@pytest.mark.parametrize("language", ["", "..", "../en", "en/x", "EN", "e", "e*"])
async def test_a_language_never_leaves_the_folder(prompts: PromptFiles, language: str) -> None:
    with pytest.raises(Malformed, match="no language"):
        await prompts.put("news", language, upload())
    with pytest.raises(Malformed, match="no language"):
        await prompts.sound("news", language)
