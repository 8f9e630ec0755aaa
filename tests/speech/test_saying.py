"""What a machine says becomes files: whole sentences, made once, kept, and never those of another."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordboard.center.speech import Said, Speech
from cordboard.errors import Refused, Unknown, Unreachable
from cordboard.speech.levels import PEAK
from cordboard.speech.saying import Speaker
from cordboard.speech.sound_files import NARROW, WIDE
from tests.ports.tones import ToneVoices
from tests.speech.sounds import Clock, heard, speaker, upload


def words(text: str, *, language: str = "", private: bool = False) -> Said:
    return Said(value=text, language=language, private=private)


@pytest.fixture
def voices() -> ToneVoices:
    return ToneVoices()


@pytest.fixture
def says(tmp_path: Path, voices: ToneVoices) -> Speaker:
    return speaker(tmp_path, voices)


async def test_words_that_stand_together_are_one_file_of_both_rates(says: Speaker) -> None:
    balance = [words("Your balance is"), Said(kind="number", value="120"), words(", thank you")]
    [stem] = await says.files(balance, "en")
    assert heard(stem, WIDE) == heard(stem, NARROW) == "Your balance is <120>, thank you"


async def test_prompts_and_sentences_keep_their_order(says: Speaker) -> None:
    await says._prompts.put("news", "en", upload())
    said = await says.files(
        ["cord/greeting", words("One"), "news", "cord/greeting", words("two"), words("three")], "en"
    )
    assert [each if "/" not in each[5:] else Path(each).name[:8] for each in said[::3]] == ["cord/greeting"] * 2
    assert heard(said[1]) == "One"
    assert said[2].endswith("prompts/en/news")
    assert heard(said[4]) == "two three"
    assert len(said) == 5


async def test_another_language_in_between_is_said_by_its_own_voice(says: Speaker, voices: ToneVoices) -> None:
    said = await says.files(
        [words("one"), words("два", language="ru"), words("три", language="ru"), words("four")], "en"
    )
    assert [heard(each) for each in said] == ["one", "два три", "four"]
    with pytest.raises(Refused, match="en, ru"):
        await says.files([words("eins", language="de")], "en")


async def test_a_chosen_voice_speaks_its_own_language_only(says: Speaker, voices: ToneVoices) -> None:
    usual = await says.files([words("one")], "en")
    chosen = await says.files([words("one")], "en", voice="loud")
    assert usual != chosen
    assert await says.files([words("раз")], "ru", voice="loud") == await says.files([words("раз")], "ru")
    with pytest.raises(Unknown, match="nobody"):
        await says.files([words("one")], "en", voice="nobody")


@pytest.mark.parametrize("nothing", [[], [words("")], [words(" "), words("...")]])
async def test_words_that_stayed_empty_are_no_file(says: Speaker, nothing: list[Speech]) -> None:
    assert await says.files(nothing, "en") == []


async def test_what_was_said_is_not_made_again_even_after_a_restart(
    tmp_path: Path, says: Speaker, voices: ToneVoices
) -> None:
    first = await says.files([words("Good morning")], "en")
    assert await says.files([words("Good"), words(" morning ")], "en") == first
    await says.close()
    assert await speaker(tmp_path, voices).files([words("Good morning")], "en") == first
    assert voices.said == ["Good morning"]


@pytest.mark.parametrize("harm", ["cut", "changed", "gone", "unproven", "empty"])
@pytest.mark.parametrize("suffix", [WIDE, NARROW])
async def test_a_damaged_file_is_made_again(
    tmp_path: Path, says: Speaker, voices: ToneVoices, harm: str, suffix: str
) -> None:
    [stem] = await says.files([words("Good morning")], "en")
    file = Path(stem + suffix)
    whole = file.read_bytes()
    match harm:
        case "cut":
            file.write_bytes(whole[:-100])
        case "changed":
            file.write_bytes(whole[:-100] + bytes(100))
        case "empty":
            file.write_bytes(b"")
        case "gone":
            file.unlink()
        case "unproven":
            Path(stem + ".sum").unlink()
    assert await speaker(tmp_path, voices).files([words("Good morning")], "en") == [stem]
    assert file.read_bytes() == whole
    assert len(voices.said) == 2


async def test_a_file_that_vanishes_while_we_run_is_made_again(says: Speaker, voices: ToneVoices) -> None:
    [stem] = await says.files([words("Good morning")], "en")
    Path(stem + NARROW).unlink()
    assert await says.files([words("Good morning")], "en") == [stem]
    assert heard(stem, NARROW) == "Good morning"


async def test_what_a_kill_left_half_written_is_taken_away(tmp_path: Path, says: Speaker, voices: ToneVoices) -> None:
    [stem] = await says.files([words("Good morning")], "en")
    (tmp_path / "kept" / ".x.wav.0123.part").write_bytes(b"half")
    (tmp_path / "kept" / ("0" * 64 + ".wav16")).write_bytes(b"without its other half")
    speaker(tmp_path, voices)
    assert sorted(file.name for file in (tmp_path / "kept").iterdir()) == sorted(
        Path(stem).name + suffix for suffix in (WIDE, NARROW, ".sum")
    )


async def test_a_text_wanted_by_many_at_once_is_made_once(says: Speaker, voices: ToneVoices) -> None:
    all_of_them = await asyncio.gather(*(says.files([words("Good morning")], "en") for _ in range(20)))
    assert len({stem for stems in all_of_them for stem in stems}) == 1
    assert voices.said == ["Good morning"]


async def test_one_who_hangs_up_does_not_take_the_sentence_from_the_others(says: Speaker, voices: ToneVoices) -> None:
    voices.go_on.clear()
    one, other = (asyncio.create_task(says.files([words("Good morning")], "en")) for _ in range(2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    one.cancel()
    await asyncio.gather(one, return_exceptions=True)
    voices.go_on.set()
    assert heard((await other)[0]) == "Good morning"
    assert len(voices.said) == 1


async def test_a_caller_does_not_wait_long_for_a_slow_voice_and_the_next_has_the_sentence(
    tmp_path: Path, voices: ToneVoices
) -> None:
    says = speaker(tmp_path, voices, patience_s=0.05)
    voices.go_on.clear()
    with pytest.raises(Unreachable, match="not said within"):
        await says.files([words("Good morning")], "en")
    voices.go_on.set()
    assert heard((await says.files([words("Good morning")], "en"))[0]) == "Good morning"
    assert len(voices.said) == 1


async def test_a_failure_is_told_to_all_who_wait_and_not_kept(says: Speaker, voices: ToneVoices) -> None:
    voices.there = False
    ended = await asyncio.gather(*(says.files([words("hello")], "en") for _ in range(3)), return_exceptions=True)
    assert all(isinstance(each, Unreachable) for each in ended)
    voices.there = True
    assert heard((await says.files([words("hello")], "en"))[0]) == "hello"


async def test_without_the_engine_what_was_said_before_is_still_said(says: Speaker, voices: ToneVoices) -> None:
    before = await says.files([words("hello")], "en")
    voices.there = False
    assert await says.files([words("hello")], "en") == before
    with pytest.raises(Unreachable):
        await says.files([words("goodbye")], "en")


async def test_when_the_room_is_full_the_least_recently_wanted_goes(tmp_path: Path, voices: ToneVoices) -> None:
    clock = Clock()
    says = speaker(tmp_path, voices, bytes_max=200_000, clock=clock)
    stems = {}
    for text in "abcdef":
        clock.at += 100
        [stems[text]] = await says.files([words(text * 20)], "en")
        await says.files([words("a" * 20)], "en")
    there = {text for text, stem in stems.items() if Path(stem + WIDE).exists()}
    assert {"a", "f"} <= there < set("abcdef")
    assert "b" not in there
    assert sum(file.stat().st_size for file in (tmp_path / "kept").iterdir()) < 210_000
    # the order outlives the process
    clock.at += 100
    says = speaker(tmp_path, voices, bytes_max=200_000, clock=clock)
    for text in "gh":
        await says.files([words(text * 20)], "en")
        clock.at += 100
    assert Path(stems["a"] + WIDE).exists()


async def test_a_sentence_about_to_be_played_is_not_taken_away_for_room(tmp_path: Path, voices: ToneVoices) -> None:
    says = speaker(tmp_path, voices, bytes_max=1000)
    stems = [(await says.files([words(text * 20)], "en"))[0] for text in "abc"]
    assert all(Path(stem + WIDE).exists() for stem in stems)


async def test_sentences_with_data_of_a_customer_are_kept_apart_and_not_for_long(
    tmp_path: Path, voices: ToneVoices
) -> None:
    clock = Clock()
    says = speaker(tmp_path, voices, clock=clock)
    [public] = await says.files([words("Hello")], "en")
    [private] = await says.files([words("Hello"), words("Anna", private=True)], "en")
    assert Path(private).parent == tmp_path / "private"
    assert Path(public).parent == tmp_path / "kept"
    [same] = await says.files([words("Hello", private=True)], "en")
    assert Path(same).parent == tmp_path / "private"
    clock.at += 599
    says._private.sweep()
    assert Path(private + WIDE).exists()
    clock.at += 2
    says._private.sweep()
    assert list((tmp_path / "private").iterdir()) == []
    assert Path(public + WIDE).exists()


async def test_a_start_and_an_end_take_private_sentences_away(
    tmp_path: Path, says: Speaker, voices: ToneVoices
) -> None:
    await says.files([words("Anna", private=True)], "en")
    assert list((tmp_path / "private").iterdir()) != []
    again = speaker(tmp_path, voices)
    assert list((tmp_path / "private").iterdir()) == []
    await again.files([words("Anna", private=True)], "en")
    await again.close()
    assert list((tmp_path / "private").iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["nowhere", "../kept/x", "/etc/passwd", "cord/nowhere", "cord/../../x", "cord/", "", "a/b", "..", "*", "cord/*"],
)
async def test_a_prompt_that_is_not_there_is_refused_by_its_name(says: Speaker, name: str) -> None:
    for asked in (says.files, says.wav):
        with pytest.raises(Unknown, match="there is no prompt"):
            await asked([name], "en")


async def test_a_prompt_in_another_language_is_better_than_none(says: Speaker) -> None:
    await says._prompts.put("news", "en", upload())
    [stem] = await says.files(["news"], "ru")
    assert stem.endswith("prompts/en/news")


async def test_a_browser_gets_all_of_it_in_one_file(says: Speaker) -> None:
    await says._prompts.put("news", "en", upload())
    samples, hz = soundfile.read(io.BytesIO(await says.wav(["cord/greeting", words("one"), "news"], "ru")))
    assert hz == 16000
    sentence = len("one") * 2 * 0.02
    assert len(samples) / hz == pytest.approx(2560 / 8000 + sentence + 1.3, abs=0.05)
    nothing, _ = soundfile.read(io.BytesIO(await says.wav([], "en")))
    assert len(nothing) == 0


async def test_sentences_are_at_one_level_whatever_the_voice(says: Speaker) -> None:
    for voice in ("low", "loud"):
        [stem] = await says.files([words("one")], "en", voice=voice)
        for suffix in (WIDE, NARROW):
            samples, _ = soundfile.read(stem + suffix)
            assert abs(samples).max() == pytest.approx(PEAK, rel=0.15)


async def test_publishing_makes_what_is_fixed_and_tells_what_cannot_be_said(says: Speaker, voices: ToneVoices) -> None:
    told: list[tuple[int, int]] = []
    wanted: list[tuple[list[Speech], str]] = [
        ([words("Welcome")], "en"),
        (["nowhere"], "en"),
        ([words("Dear"), words("Anna", private=True)], "en"),
        ([words("Добро пожаловать")], "ru"),
    ]
    refusals = await says.warm(wanted, lambda done, of: told.append((done, of)))
    assert [refusal.says for refusal in refusals] == ["there is no prompt 'nowhere'"]
    assert voices.said == ["Welcome", "Добро пожаловать"]
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    voices.there = False
    with pytest.raises(Unreachable):
        await says.warm([([words("Later")], "en")], lambda done, of: None)


PARTS = st.lists(
    st.one_of(
        st.just("cord/greeting"),
        st.builds(words, st.text("ab ,.", max_size=5), language=st.sampled_from(["", "en", "ru"])),
        st.builds(words, st.text("xy ,.", max_size=5), language=st.sampled_from(["", "ru"]), private=st.just(True)),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=PARTS)
async def test_every_word_is_said_once_in_its_place_and_data_never_leaves_its_folder(
    tmp_path: Path, parts: list[Speech]
) -> None:
    says = speaker(tmp_path, ToneVoices())
    said = await says.files(parts, "en")
    spoken = "".join("|" if each == "cord/greeting" else heard(each) for each in said)
    wanted = "".join("|" if isinstance(part, str) else part.value for part in parts)
    letters = str.maketrans("", "", " ,.")
    assert spoken.translate(letters) == wanted.translate(letters)
    for stem in {file.with_suffix("") for file in (tmp_path / "kept").glob("*.wav")}:
        assert not set("xy") & set(heard(str(stem)))
    await says.close()
