"""Trunks: the lines to telephone companies and exchanges, over SIP."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

TrunkKind = Literal["address", "registration"]
Transport = Literal["udp", "tcp", "tls"]

USUAL_PORT = 5060
USUAL_TLS_PORT = 5061
USUAL_CODECS = ("alaw", "ulaw")
ANY_NUMBER = "*"
"""In `dials`: every number there is."""
NUMBER = re.compile(r"\+?[0-9]{2,24}", re.ASCII)
"""What can be dialled. E.164 has 15 digits; a prefix for an outside line or a carrier comes on top."""
PREFIX = re.compile(r"\+?[0-9]{0,24}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """One line to the outside: who is at its other end, and how they know each other."""

    trunk_id: str
    name: str = ""
    """What people call it."""
    kind: TrunkKind = "address"
    """`address`: the other end knows us by our address; `registration`: we register with it."""
    host: str
    """Name or address of the other end."""
    port: int | None = None
    """Its port; None for the usual one, 5060, or 5061 over TLS."""
    transport: Transport = "udp"
    username: str = ""
    """Account with the other end; needed for a registration."""
    password: str = ""
    matches: tuple[str, ...] = ()
    """Addresses, networks or names that its calls come from; empty for `host` alone."""
    codecs: tuple[str, ...] = USUAL_CODECS
    """Best first, as Asterisk names them."""
    is_behind_nat: bool = True
    """Whether its answers and audio go back to where its packets really came from."""
    is_encrypted: bool = False
    """Whether audio is SRTP with keys in the signalling; wants `tls`, or the keys can be read on the way."""
    number: str = ""
    """Number shown to those we call through it; empty to leave it to the trunk."""
    dials: tuple[str, ...] = ()
    """Beginnings of the numbers that may be dialled through it, as they are dialled, such as `+4420` or `0`; `*` for
    all. Empty for none: dear numbers and far countries are closed until somebody opens them."""
    probe_s: int = 0
    """Seconds between two OPTIONS requests that show whether it is there; 0 for never."""

    @property
    def real_port(self) -> int:
        """The port of the other end."""
        return self.port or (USUAL_TLS_PORT if self.transport == "tls" else USUAL_PORT)


def faults(trunk: Trunk) -> tuple[str, ...]:
    """Return what is wrong with this trunk, a sentence each; nothing when it can be used."""
    found = []
    if not trunk.host or any(sign in trunk.host for sign in " ,;<>@/\t\r\n"):
        found.append("the host is a name or an address, without port or other signs")
    if trunk.port is not None and not 1 <= trunk.port <= 65535:
        found.append("the port is a number from 1 to 65535")
    if trunk.kind == "registration" and not trunk.username:
        found.append("a trunk by registration wants a username")
    if not trunk.codecs:
        found.append("at least one codec is wanted")
    if trunk.is_encrypted and trunk.transport != "tls":
        found.append("encrypted audio wants transport tls, or its keys can be read on the way")
    if any(prefix != ANY_NUMBER and not _is_prefix(prefix) for prefix in trunk.dials):
        found.append("what may be dialled is said by beginnings of numbers, digits with or without +, or by *")
    if trunk.probe_s < 0:
        found.append("the probe interval is 0 or more seconds")
    return tuple(found)


def _is_prefix(text: str) -> bool:
    return text != "" and PREFIX.fullmatch(text) is not None


def may_dial(trunk: Trunk, number: str) -> bool:
    """Whether this number may be dialled through this trunk."""
    if NUMBER.fullmatch(number) is None:
        return False
    return any(prefix == ANY_NUMBER or (prefix != "" and number.startswith(prefix)) for prefix in trunk.dials)
