"""Asterisk as a process: it outlives us, is found again, and its death is noticed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cordboard.asterisk import install
from cordboard.asterisk.errors import AsteriskUnreachable, PortInUse
from cordboard.asterisk.instance import Instance, InstanceSettings, write
from cordboard.asterisk.process import AsteriskProcess
from tests.calls.switch import settings_of

pytestmark = pytest.mark.calls
STARTER = """
import asyncio, os, signal, sys
from pathlib import Path
from cordboard.asterisk.install import Asterisk
from cordboard.asterisk.instance import InstanceSettings, write
from cordboard.asterisk.process import AsteriskProcess
from cordboard.debian.machine import this_machine
prefix, folder, http, sip = sys.argv[1:]
settings = InstanceSettings(folder=Path(folder), http_port=int(http), sip_port=int(sip))
process = AsteriskProcess(write(settings, Asterisk(prefix=Path(prefix), machine=this_machine())))
asyncio.run(process.start())
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def instance(installed: install.Asterisk, tmp_path: Path) -> Iterator[Instance]:
    made = write(settings_of(tmp_path / "own", rtp_first=20000, rtp_last=27999), installed)
    yield made
    asyncio.run(AsteriskProcess(made).stop())


async def test_asterisk_outlives_the_program_that_started_it_and_is_adopted(instance: Instance) -> None:
    settings = instance.settings
    words = [str(instance.asterisk.prefix), str(settings.folder), str(settings.http_port), str(settings.sip_port)]
    starter = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", STARTER, *words])
    assert starter.returncode == -signal.SIGKILL

    process = AsteriskProcess(instance)
    pid = process.pid
    assert pid is not None
    assert os.getsid(pid) == pid
    assert await process.start() is True
    assert process.pid == pid
    assert process.is_current
    assert "System uptime" in await process.cli("core show uptime")

    changed = InstanceSettings(
        **{**{f: getattr(settings, f) for f in settings.__slots__}, "external_address": "203.0.113.5"}
    )
    assert not AsteriskProcess(write(changed, instance.asterisk)).is_current

    watching = asyncio.create_task(process.watch())
    await process.stop()
    await asyncio.wait_for(watching, 5)
    assert process.pid is None
    with pytest.raises(AsteriskUnreachable):
        await process.cli("core show uptime")


async def test_a_killed_asterisk_is_noticed_at_once_and_can_be_started_again(instance: Instance) -> None:
    process = AsteriskProcess(instance)
    assert await process.start() is False
    first = process.pid
    assert first is not None
    watching = asyncio.create_task(process.watch())
    await asyncio.sleep(0.05)
    assert not watching.done()
    killed_at = time.monotonic()
    os.kill(first, signal.SIGKILL)
    await asyncio.wait_for(watching, 5)
    assert time.monotonic() - killed_at < 2
    assert process.pid is None
    assert await process.start() is False
    assert process.pid not in (None, first)
    assert not [line for line in (instance.folders.log / "messages").read_text().splitlines() if " ERROR[" in line]


async def test_a_port_that_another_program_has_is_named(instance: Instance) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", instance.settings.sip_port))
        with pytest.raises(PortInUse, match=f"port {instance.settings.sip_port}, wanted for SIP over UDP"):
            await AsteriskProcess(instance).start()


async def test_an_asterisk_that_dies_while_starting_says_why(instance: Instance) -> None:
    (instance.folders.etc / "modules.conf").write_text("[modules]\nautoload = no\nrequire = no_such_module.so\n")
    with pytest.raises(AsteriskUnreachable, match="ended while starting"):
        await AsteriskProcess(instance).start()


async def test_a_process_that_only_has_the_noted_id_is_not_taken_for_ours(instance: Instance) -> None:
    note = f'{{"pid": {os.getpid()}, "fingerprint": "{instance.fingerprint}"}}'
    (instance.folders.run / "process.json").write_text(note)
    process = AsteriskProcess(instance)
    assert process.pid is None
    await process.stop()
    assert await process.start() is False
