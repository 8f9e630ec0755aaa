"""What flows reach outside: messages that are handed over, and programs of the company that are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from cordboard.flows.nodes.outside import Channel, Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to one customer."""

    message_id: str
    """The same for every try, so that whoever is sent it twice can know it."""
    channel: Channel
    to: str = field(repr=False)
    """E-mail address, or telephone number with its country's code (`+` and digits)."""
    subject: str = field(default="", repr=False)
    """Of an e-mail; an SMS has none."""
    text: str = field(repr=False)


class Sender(Protocol):
    """Port: hands messages of one channel over to those who deliver them."""

    def check(self, message: Outgoing) -> None:
        """Return if the message could be sent, for all that can be known without asking anybody.

        Raises:
            Refused: its address or its words are wrong.
        """
        ...

    async def send(self, message: Outgoing) -> None:
        """Return once the message is taken. No sentence of an error holds its address or its words.

        Raises:
            Refused: it will never be taken so: the address or the text is wrong.
            Unreachable: nobody takes it at this time; the same message may be sent again.
            Misunderstood: the answer has no meaning to us; the same message may be sent again.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One HTTP request to a program of the company."""

    method: Method = "GET"
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Any = field(default=None, repr=False)
    """A JSON value; None sends no body."""
    credential: str = ""
    """Name of a secret in the settings, sent as `Authorization: Bearer`; empty: none."""
    limit_s: float = 5.0
    """Seconds for all tries together."""
    retries: int = 1
    """Tries after the first."""
    most_bytes: int = 65_536
    """Longest body of an answer."""
    idempotency_key: str = ""
    """Sent as `Idempotency-Key`, so that a repetition is harmless; empty: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whatever its status: a redirect and an error are answers too."""

    status: int
    body: Any = field(default=None, repr=False)
    """The JSON value; `{"text": ...}` of an answer in text; None of an empty one."""


class Requests(Protocol):
    """Port: asks programs of the company over HTTP."""

    async def fetch(self, ask: Ask) -> Answer:
        """Return the answer. No sentence of an error holds more of the request than the host's name.

        Raises:
            Refused: the rules do not let this request out.
            Unreachable: no answer came in time.
            Misunderstood: the answer is too long, or neither JSON nor text.
        """
        ...
