"""Asterisk's own version, read and judged."""

from __future__ import annotations

import pytest

from cordboard.asterisk.errors import AsteriskUnsuitable
from cordboard.asterisk.install import read_version


def test_a_version_is_read_from_what_asterisk_says_of_itself() -> None:
    version = read_version("Asterisk 22.10.1+dfsg+~cs6.17.60671434-1")
    assert version.number == (22, 10, 1)
    assert version.text == "22.10.1+dfsg+~cs6.17.60671434-1"
    assert version.trouble is None


def test_a_version_with_a_known_trouble_says_what_to_do() -> None:
    assert "22.10.1" in (read_version("Asterisk 22.11.0").trouble or "")


@pytest.mark.parametrize("said", ["", "no such file", "Asterisk 16.28.0~dfsg-0"])
def test_an_asterisk_that_is_too_old_or_says_nothing_is_not_accepted(said: str) -> None:
    with pytest.raises(AsteriskUnsuitable):
        read_version(said)
