"""One real Asterisk for a whole test session, on ports of its own, and phones for each test."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cordboard.asterisk import install
from cordboard.asterisk.instance import Instance, InstanceSettings, write
from cordboard.asterisk.process import AsteriskProcess
from cordboard.listening import free_port
from tests.calls.phones import Phones

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cordboard"
RTP_PORTS = 600


def settings_of(folder: Path, **others: object) -> InstanceSettings:
    """Return settings for an instance in `folder` on free ports; audio in a block chosen by the process id."""
    first = 30000 + (os.getpid() % 40) * RTP_PORTS
    ports = {"http_port": free_port(), "sip_port": free_port(), "rtp_first": first, "rtp_last": first + RTP_PORTS - 1}
    return InstanceSettings(folder=folder, **{**ports, **others})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def installed() -> install.Asterisk:
    """Asterisk in the user's cache, fetched if this is the first time."""
    return install.install(CACHE, print)


@pytest.fixture(scope="module")
def switch(installed: install.Asterisk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A running Asterisk for the tests of one module: what another subscribed to is no matter of theirs."""
    instance = write(settings_of(tmp_path_factory.mktemp("switch")), installed)
    process = AsteriskProcess(instance)
    asyncio.run(process.start())
    yield instance
    asyncio.run(process.stop())


@pytest.fixture
def phones(switch: Instance, tmp_path: Path) -> Iterator[Phones]:
    """Phones around this Asterisk; they end with the test."""
    made = Phones(tmp_path / "phones", switch.settings.sip_port)
    yield made
    made.close()
