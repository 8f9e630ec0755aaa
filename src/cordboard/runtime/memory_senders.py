"""A sender that keeps what it is given: for tests, and for trying a flow without sending anything."""

from __future__ import annotations

import re

from cordboard.errors import CordboardError, Malformed
from cordboard.runtime.outside import Outgoing

_TO = {"sms": re.compile(r"\+[1-9][0-9]{6,14}"), "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")}


class MemorySender:
    """The port `Sender` over a list."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.failure: CordboardError | None = None
        """Raised instead of taking a message, while it is set."""

    def check(self, message: Outgoing) -> None:
        if not _TO[message.channel].fullmatch(message.to):
            raise Malformed("a message goes to a telephone number or an e-mail address")
        if not message.text.strip():
            raise Malformed("a message has a text")

    async def send(self, message: Outgoing) -> None:
        self.check(message)
        if self.failure is not None:
            raise self.failure
        self.sent.append(message)
