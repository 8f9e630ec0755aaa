"""The real Asterisk, phones and whole centres of these tests."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.calls.centre import Centre
from tests.calls.flow_office import FlowOffice, talking_office
from tests.calls.office import Office
from tests.calls.switch import installed, phones, switch

__all__ = ["installed", "office", "open_office", "open_talk", "phones", "switch", "talk"]


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # started in the background of a shell, which lets Ctrl-C be ignored by all that we start
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module")
def open_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A small company whose centre runs for all tests of a module."""
    folder = tmp_path_factory.mktemp("o")
    office = Office(Centre(home=folder / "h"), folder)
    try:
        office.open()
        yield office
    finally:
        office.close()


@pytest.fixture
def office(open_office: Office) -> Iterator[Office]:
    """The company as in the morning: no calls, nobody at work; an agent's desk and phone are there for the asking."""
    open_office.clear()
    yield open_office
    open_office.clear()


@pytest.fixture(scope="session")
def open_talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlowOffice]:
    """The company whose machine talks, running; once for all modules, as voices and tables take their time to come."""
    with talking_office(tmp_path_factory.mktemp("t")) as office:
        yield office


@pytest.fixture
def talk(open_talk: FlowOffice) -> Iterator[FlowOffice]:
    """The talking company as in the morning; what is left is ended after the test."""
    open_talk.clear()
    yield open_talk
    open_talk.clear()
