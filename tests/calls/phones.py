"""Real SIP phones for tests: SIPp as child processes, customers and agents, that speak tones and press keys."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cordboard.listening import free_port
from tests.calls import tones
from tests.calls.line import Line

SCENARIOS = Path(__file__).parent / "sipp"
WITHOUT_SIPP = "SIPp is not installed; these tests want it: sudo apt-get install -y sip-tester"
PATIENCE_S = 20.0


@dataclass
class Phone:
    """One SIPp process."""

    process: subprocess.Popen[bytes]
    host: str
    port: int
    log: Path
    caller: str = ""
    """Its number, if it is a customer's."""

    @property
    def address(self) -> str:
        """Where it is called: host and port."""
        return f"{self.host}:{self.port}"

    def finished(self, timeout_s: float = PATIENCE_S) -> bool:
        """Wait until its calls are over; whether all of them went as its scenario says."""
        try:
            return self.process.wait(timeout_s) == 0
        except subprocess.TimeoutExpired:
            return False

    def vanish(self) -> None:
        """End it without a word to anyone."""
        self.process.kill()
        self.process.wait()


@dataclass
class Phones:
    """Makes phones that call, or are called by, one Asterisk; `close` ends them all."""

    folder: Path
    sip_port: int
    host: str = "127.0.0.1"
    _made: list[Phone] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write the sounds that the phones make."""
        if shutil.which("sipp") is None:
            pytest.skip(WITHOUT_SIPP)
        self.folder.mkdir(parents=True, exist_ok=True)
        tones.write_tones(self.folder)
        tones.write_keys(self.folder)

    @property
    def latest(self) -> Phone:
        """The phone that was made last."""
        return self._made[-1]

    def customer(
        self,
        number: str = "100",
        *,
        caller: str = "+79990000001",
        shown: str = "Customer",
        keys: Sequence[tuple[float, str]] = (),
        leaves_after_s: float | None = None,
        host: str = "127.0.0.1",
        calls: int = 1,
        rate: float = 10.0,
        line: Line | None = None,
    ) -> Phone:
        """A customer calls `number`; `keys` are (seconds of waiting, key) one after another.

        With a `line` it listens and speaks there, and SIPp does the signalling alone.
        """
        scenario = "caller_waits" if leaves_after_s is None else "caller_leaves"
        options = ["-s", number, "-key", "caller", caller, "-key", "shown", shown, "-m", str(calls), "-r", str(rate)]
        if leaves_after_s is not None:
            options += ["-d", str(round(1000 * leaves_after_s))]
        phone = self._start(scenario, *options, host=host, keys=keys, line=line)
        phone.caller = caller
        return phone

    def stranger(self, number: str = "100", *, host: str = "127.0.0.2") -> Phone:
        """Someone calls from an address that is no trunk's, and is done when refused with 403."""
        return self._start(
            "caller_refused", "-s", number, "-key", "caller", "900", "-key", "shown", "?", "-m", "1", host=host
        )

    def agent(
        self,
        how: str = "answers",
        *,
        phone_id: str | None = None,
        secret: str = "",
        leaves_after_s: float = 2.0,
        rings_s: float = 0.2,
        calls: int | None = None,
        host: str = "127.0.0.1",
        port: int | None = None,
    ) -> Phone:
        """A phone that `answers`, `hangs_up`, `holds`, `rings`, is `busy`, `declines`, `is_away` or `is_gone`.

        It is registered if it has an id.

        It is finished after `calls` calls; with None it takes calls until the test ends.
        """
        port = port or free_port(host)
        if phone_id is not None:
            self.register(phone_id, secret, port)
        options = ["-d", str(round(1000 * leaves_after_s)), *(() if calls is None else ("-m", str(calls)))]
        return self._start(f"phone_{how}", *options, host=host, port=port, rings_s=rings_s)

    def register(self, phone_id: str, secret: str, port: int) -> None:
        """Tell Asterisk that the phone of this name is at `port`."""
        told = self._start("register", "-key", "phone", phone_id, "-m", "1", port=port, account=(phone_id, secret))
        assert told.finished(), told.log.read_text()[-2000:]

    def registrar(self) -> Phone:
        """The other end of a trunk by registration; it is done when one registration succeeded."""
        return self._start("registrar", "-m", "1")

    def close(self) -> None:
        """End every phone."""
        for phone in self._made:
            with contextlib.suppress(ProcessLookupError):
                phone.process.terminate()
        for phone in self._made:
            try:
                phone.process.wait(3)
            except subprocess.TimeoutExpired:
                phone.vanish()

    def _start(
        self,
        scenario: str,
        *options: str,
        host: str = "127.0.0.1",
        port: int | None = None,
        keys: Sequence[tuple[float, str]] = (),
        account: tuple[str, str] = ("", ""),
        rings_s: float = 0.2,
        line: Line | None = None,
    ) -> Phone:
        port = port or free_port(host)
        text = (SCENARIOS / f"{scenario}.xml").read_text()
        pressed = "\n".join(_press(after_s, key) for after_s, key in keys)
        text = text.replace("<!-- keys -->", pressed).replace("PHONE", account[0]).replace("SECRET", account[1])
        text = text.replace('<pause milliseconds="200"/>', f'<pause milliseconds="{round(1000 * rings_s)}"/>')
        if line is not None:
            text = text.replace("[rtpstream_audio_port]", str(line.port)).replace(_SPEAKS, "")
        name = f"{scenario}-{port}-{len(self._made)}"
        file, log = self.folder / f"{name}.xml", self.folder / f"{name}.log"
        file.write_text(text)
        words = ["sipp", f"{self.host}:{self.sip_port}", "-sf", str(file), "-i", host, "-mi", host, "-p", str(port)]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*words, "-nostdin", "-timeout", "150s", *options],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        phone = Phone(process, host, port, log)
        self._made.append(phone)
        if scenario.startswith(("phone_", "registrar")):
            _wait_until_bound(host, port)
        return phone


_SPEAKS = '<nop><action><exec rtp_stream="customer.ul,-1,0,PCMU/8000"/></action></nop>'


def _press(after_s: float, key: str) -> str:
    code = tones.EVENTS.index(key)
    return (
        f'<pause milliseconds="{round(1000 * after_s)}"/>\n'
        f'<nop><action><exec rtp_stream="key-{code}.ul,1,98,ILBC/8000"/></action></nop>\n'
        '<pause milliseconds="200"/>\n'
        '<nop><action><exec rtp_stream="customer.ul,-1,0,PCMU/8000"/></action></nop>'
    )


def _wait_until_bound(host: str, port: int) -> None:
    """Return once a process listens on this UDP port."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind((host, port))
            except OSError:
                return
        time.sleep(0.02)
