"""Why Asterisk could not be set up or started: each is one sentence with what to do about it."""

from __future__ import annotations

from pathlib import Path

from cordboard.errors import Misunderstood, Refused, Unreachable


class PortInUse(Refused):
    """Another program has the port. Stop it, or choose another port in the configuration."""

    def __init__(self, purpose: str, port: int, reason: str) -> None:
        self.purpose, self.port = purpose, port
        super().__init__(
            "port-in-use",
            f"port {port}, wanted for {purpose}, cannot be used ({reason}): stop what uses it or configure another",
        )


class UnusableFolder(Refused):
    """The folder's path holds characters that Asterisk's dialplan gives a meaning to. Choose another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            "unusable-folder",
            f"Asterisk cannot record into {folder}: choose a folder of letters, digits, spaces and . _ - + ~ only",
        )


class UnusablePhone(Refused):
    """A name is not fit for a SIP address. Use letters, digits and . _ - only, 60 at most."""

    def __init__(self, phone_id: str) -> None:
        self.phone_id = phone_id
        super().__init__(
            "unusable-phone",
            f"{phone_id[:80]!r} cannot name a phone or trunk: use letters, digits and . _ - only, 60 at most",
        )


class AsteriskUnreachable(Unreachable):
    """Asterisk does not run or does not answer. Its own log says why."""

    def __init__(self, reason: str, log: Path) -> None:
        self.reason, self.log = reason, log
        super().__init__("Asterisk", f"{reason}; its log is {log}")


class AsteriskUnsuitable(Misunderstood):
    """The program is not an Asterisk that the centre can drive. Version 20 or later is needed."""

    def __init__(self, said: str) -> None:
        super().__init__("Asterisk -V", said)


class AriRefused(Unreachable):
    """Asterisk said no to a request; `status` is HTTP's, and `says` its own words."""

    def __init__(self, asked: str, status: int, says: str) -> None:
        self.asked, self.status = asked, status
        super().__init__("Asterisk", f"{asked} was refused with {status}: {says[:200]}")


class Unanswered(Unreachable):
    """Asterisk took a request and said nothing; it may or may not have obeyed."""

    def __init__(self, asked: str, waited_s: float) -> None:
        self.asked = asked
        super().__init__("Asterisk", f"{asked} was not answered within {waited_s:.0f} s")


def first_of(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first error of a group, however deep it lies."""
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
