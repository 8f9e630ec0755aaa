"""The real Asterisk, phones and whole centres of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.calls.centre import Centre
from tests.calls.office import Office
from tests.calls.switch import installed, phones, switch

__all__ = ["installed", "office", "phones", "switch"]


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A small company whose centre runs, with an agent's desk and phone for the asking."""
    folder = tmp_path_factory.mktemp("o")
    office = Office(Centre(home=folder / "h"), folder)
    try:
        office.open()
        yield office
    finally:
        office.close()
