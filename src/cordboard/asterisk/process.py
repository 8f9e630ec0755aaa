"""Asterisk as a process of ours that outlives us: started, found again, watched and stopped.

It gets a session of its own, so that neither our terminal's Ctrl-C nor our death ends the calls. A pid file and the
words of its command line prove that a running process is this instance's and no stranger's.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from cordboard.asterisk.errors import AsteriskUnreachable, PortInUse
from cordboard.asterisk.instance import Instance, InstanceSettings, write_private
from cordboard.listening import why_not
from cordboard.processes import gone

BOOT_S_MAX = 30.0
STOP_S_MAX = 10.0
LOOK_EVERY_S = 0.1
LOG_TAIL = 400
"""Characters of the log that an error quotes."""


class AsteriskProcess:
    """The one Asterisk of an instance, running or not."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The id of the running process; None when it does not run."""
        note = self._note()
        return None if note is None else int(note["pid"])

    @property
    def is_current(self) -> bool:
        """Whether what runs was started with the configuration that is written; a restart makes it so."""
        note = self._note()
        return note is not None and note["fingerprint"] == self.instance.fingerprint

    async def start(self) -> bool:
        """Make Asterisk run, fully booted; return whether it ran already and was adopted.

        Raises:
            PortInUse: another program has one of its ports.
            AsteriskUnreachable: it died while starting, or took longer than half a minute.
        """
        adopted = self.pid is not None
        if not adopted:
            demand_ports(self.instance.settings)
            self._spawn()
        try:
            async with asyncio.timeout(BOOT_S_MAX):
                while not await self._is_booted():
                    if self.pid is None:
                        raise AsteriskUnreachable(f"it ended while starting: {self._last_words()}", self._messages)
                    await asyncio.sleep(LOOK_EVERY_S)
        except TimeoutError:
            raise AsteriskUnreachable(f"not booted after {BOOT_S_MAX:.0f} s", self._messages) from None
        return adopted

    async def stop(self) -> None:
        """End it and every call it carries: politely, and by force when that takes longer than ten seconds."""
        pid = self.pid
        if pid is None:
            return
        for how in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOP_S_MAX):
                    await self.watch()
                break
        self._pid_file.unlink(missing_ok=True)

    async def watch(self) -> None:
        """Return once the process is dead; at once if it does not run."""
        pid = self.pid
        if pid is None:
            return
        await gone(pid)
        self._bury()

    async def cli(self, command: str) -> str:
        """Return what Asterisk's command line answers.

        Raises:
            AsteriskUnreachable: it does not run.
        """
        words = self.instance.asterisk.command("-C", str(self.instance.config_file), "-rx", command)
        asked = await asyncio.create_subprocess_exec(
            *words,
            env=self.instance.asterisk.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asked.communicate()
        if asked.returncode:
            raise AsteriskUnreachable("it does not answer on its control socket", self._messages)
        return said.decode(errors="replace")

    @property
    def _pid_file(self) -> Path:
        return self.instance.folders.run / "process.json"

    @property
    def _messages(self) -> Path:
        return self.instance.folders.log / "messages"

    def _spawn(self) -> None:
        log = self.instance.folders.log
        (self.instance.folders.run / "asterisk.ctl").unlink(missing_ok=True)
        words = self.instance.asterisk.command("-C", str(self.instance.config_file), "-f")
        with (log / "console").open("wb") as console:
            self._child = subprocess.Popen(
                words,
                env=self.instance.asterisk.environment(),
                cwd=self.instance.folders.lib,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        note = {"pid": self._child.pid, "fingerprint": self.instance.fingerprint}
        write_private(self._pid_file, json.dumps(note))

    def _note(self) -> dict[str, str | int] | None:
        """Return what was noted at the start, if the process noted lives and is ours."""
        self._bury()
        try:
            note: dict[str, str | int] = json.loads(self._pid_file.read_text())
            words = Path(f"/proc/{int(note['pid'])}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return note if os.fsencode(self.instance.config_file) in words and b"-rx" not in words else None

    def _bury(self) -> None:
        """Take note of a child's death, so that its process id is free again."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None

    async def _is_booted(self) -> bool:
        if not (self.instance.folders.run / "asterisk.ctl").exists():
            return False
        try:
            return "fully booted" in await self.cli("core waitfullybooted")
        except AsteriskUnreachable:
            return False

    def _last_words(self) -> str:
        for file in (self.instance.folders.log / "console", self._messages):
            with contextlib.suppress(OSError):
                if text := file.read_text(errors="replace").strip():
                    return text[-LOG_TAIL:]
        return "it said nothing"


def demand_ports(settings: InstanceSettings) -> None:
    """Refuse with `PortInUse` unless every port that Asterisk will listen on is free: it would start without them."""
    for purpose, kind, address, port in _listening(settings):
        if (reason := why_not(address, port, kind=kind)) is not None:
            raise PortInUse(purpose, port, reason)


def _listening(settings: InstanceSettings) -> Iterator[tuple[str, str, str, int]]:
    """Yield for what, of which kind, and where Asterisk will listen."""
    yield "Asterisk's REST interface", "tcp", "127.0.0.1", settings.http_port
    yield "SIP over UDP", "udp", settings.bind, settings.sip_port
    yield "SIP over TCP", "tcp", settings.bind, settings.sip_port
    if settings.tls_port is not None:
        yield "SIP over TLS", "tcp", settings.bind, settings.tls_port
