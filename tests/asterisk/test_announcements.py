"""What waiting customers are told."""

from __future__ import annotations

import pytest

from cordboard.asterisk.announcements import media, wait_announcement
from cordboard.asterisk.prompts import MINUTES, texts


@pytest.mark.parametrize(
    ("position", "wait_s", "said"),
    [
        (None, None, []),
        (1, None, ["sound:cord/next"]),
        (3, None, ["sound:cord/position", "number:3"]),
        (None, 20.0, ["sound:cord/wait-short"]),
        (2, 61.0, ["sound:cord/position", "number:2", "sound:cord/wait-about", "sound:cord/minutes-2"]),
        (1, 4000.0, ["sound:cord/next"]),
        (5000, 90_000.0, []),
        (0, float("inf"), ["sound:cord/next"]),
    ],
)
def test_place_and_wait_are_told_as_far_as_they_are_known(
    position: int | None, wait_s: float | None, said: list[str]
) -> None:
    assert list(wait_announcement(position, wait_s)) == said


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_announcement_has_its_words_in_each_language(language: str) -> None:
    for wait_s in (10.0, *(60.0 * minutes for minutes in MINUTES)):
        for place in wait_announcement(2, wait_s):
            if place.startswith("sound:cord/"):
                assert place.removeprefix("sound:cord/") in texts()[language]


def test_prompts_of_the_configuration_are_sounds() -> None:
    assert media(("cord/greeting", "custom/hello")) == ["sound:cord/greeting", "sound:custom/hello"]
