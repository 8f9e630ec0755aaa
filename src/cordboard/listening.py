"""Ports of this machine: whether one is free, who has it if not, and one that is."""

from __future__ import annotations

import contextlib
import os
import random
import socket
from dataclasses import dataclass
from pathlib import Path

from cordboard.errors import Refused

LISTENS = {"tcp": "0A", "udp": "07"}
"""State of a waiting socket in /proc/net. Source: include/net/tcp_states.h, TCP_LISTEN and TCP_CLOSE."""


@dataclass(frozen=True, slots=True)
class Program:
    """A process that has a port."""

    pid: int
    words: tuple[str, ...]
    """The words it was started with."""

    def __str__(self) -> str:
        """Return such as `nginx (process 812)`; of a program run by a loader or an interpreter, what it runs."""
        names = [os.path.basename(word) for word in self.words if word and not word.startswith("-")]
        if names and names[0].startswith(("ld-linux", "python")):
            names = [name for name in names[1:] if name in ("asterisk", "cordboard")] or names
        return f"{names[0] if names else 'a program'} (process {self.pid})"


class PortTaken(Refused):
    """Another program listens there. Stop it, or change the setting that the sentence names."""

    def __init__(self, port: int, setting: str, holder: str) -> None:
        self.port, self.setting, self.holder = port, setting, holder
        super().__init__("port-taken", f"port {port} is in use by {holder}: stop it, or set {setting} to another port")


def why_not(host: str, port: int, *, kind: str = "tcp") -> str | None:
    """Return why nothing can listen there, None if it can; `kind` is tcp or udp."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM) as probe:
        if kind == "tcp":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return None


def demand(host: str, port: int, *, setting: str) -> None:
    """Refuse with `PortTaken` unless a TCP server can listen there."""
    if why_not(host, port) is not None:
        raise PortTaken(port, setting, str(who_has(port) or "another program"))


QUIET_PORTS = range(14_000, 28_000)
"""Below those that Linux gives to outgoing connections, which would take one before its server does, and below RTP's.

Source: net.ipv4.ip_local_port_range, 32768 to 60999 unless set otherwise.
"""


def free_port(address: str = "127.0.0.1") -> int:
    """Return a port of this address that is free for both UDP and TCP."""
    while True:
        port = random.choice(QUIET_PORTS)
        udp, tcp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket()
        with udp, tcp, contextlib.suppress(OSError):
            udp.bind((address, port))
            tcp.bind((address, port))
            return port


def who_has(port: int, *, kind: str = "tcp") -> Program | None:
    """Return the program that has a port; None if there is none, or it is not ours to see."""
    sockets = _sockets(port, kind)
    for folder in Path("/proc").iterdir() if sockets else ():
        if not folder.name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            for entry in (folder / "fd").iterdir():
                with contextlib.suppress(OSError):
                    if os.readlink(entry) in sockets:
                        words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
                        return Program(int(folder.name), tuple(words))
    return None


def _sockets(port: int, kind: str) -> set[str]:
    found: set[str] = set()
    for table in (kind, kind + "6"):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
                parts = line.split()
                if int(parts[1].rpartition(":")[2], 16) == port and parts[3] == LISTENS[kind]:
                    found.add(f"socket:[{parts[9]}]")
    return found
