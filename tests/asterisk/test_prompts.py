"""The prompts: every one is there in every language, and what they announce is honest."""

from __future__ import annotations

import numpy as np
import pytest

from cordboard.asterisk import prompts
from cordboard.asterisk.instance import PROMPTS
from cordboard.asterisk.music import alaw, ulaw


def test_every_language_has_the_same_prompts_and_each_has_its_sound() -> None:
    names = {language: set(said) for language, said in prompts.texts().items()}
    assert set(names) == {"en", "ru"}
    assert names["en"] == names["ru"]
    for language, said in names.items():
        assert {file.stem for file in (PROMPTS / language).glob("*.ulaw")} == said


def test_the_prompts_stay_small() -> None:
    assert sum(file.stat().st_size for file in PROMPTS.rglob("*.ulaw")) < 700_000


@pytest.mark.parametrize(
    ("wait_s", "said"),
    [
        (0, ["wait-short"]),
        (49, ["wait-short"]),
        (50, ["wait-about", "minutes-1"]),
        (61, ["wait-about", "minutes-2"]),
        (301, ["wait-about", "minutes-7"]),
        (1800, ["wait-about", "minutes-30"]),
        (1801, []),
    ],
)
def test_an_expected_wait_is_rounded_up_and_a_very_long_one_is_not_named(wait_s: float, said: list[str]) -> None:
    assert list(prompts.wait_media(wait_s)) == [f"sound:cord/{name}" for name in said]
    assert set(said) <= set(prompts.texts()["ru"])


def test_a_place_in_the_queue_is_said_by_number_and_the_first_is_told_so() -> None:
    assert prompts.position_media(1) == ("sound:cord/next",)
    assert prompts.position_media(3) == ("sound:cord/position", "number:3")
    assert prompts.position_media(400) == ()


def test_samples_become_the_bytes_that_the_standard_gives_them() -> None:
    # Source: ITU-T G.711, tables 2a and 1a: positive full scale, smallest values, negative full scale
    assert ulaw(np.array([32767, 0, -1, -32768], dtype=np.int16)) == bytes([0x80, 0xFF, 0x7F, 0x00])
    assert alaw(np.array([32767, 0, -1, -32768], dtype=np.int16)) == bytes([0xAA, 0xD5, 0x55, 0x2A])
