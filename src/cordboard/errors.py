"""Every error raised on purpose, and who is to blame for it.

CordboardError
├── Refused                the rules say no; safe to show to the asker
│   ├── Unknown            the thing named does not exist
│   ├── Forbidden          the asker may not
│   └── Malformed          the asker's words cannot be read
├── Unreachable            something outside failed us; may be tried again
├── Misunderstood          something outside said what we cannot read
└── ImpossibleTransition   our bug; caught only at the very top
"""

from __future__ import annotations


class CordboardError(Exception):
    """The root. Raised itself only to tell an asker that a fault of ours was met, and nothing about it."""


class Refused(CordboardError):
    """A rule says no. Read the sentence: it names the thing and says what would be accepted."""

    def __init__(self, code: str, says: str) -> None:
        self.code = code
        """Stable name of the reason, for programs."""
        self.says = says
        super().__init__(says)


class Unknown(Refused):
    """The thing named does not exist. Check its id."""

    def __init__(self, kind: str, thing_id: str) -> None:
        self.kind, self.thing_id = kind, thing_id
        super().__init__(f"unknown-{kind}", f"there is no {kind} {thing_id[:80]!r}")


class Forbidden(Refused):
    """The asker has no right to this. Ask an administrator for it."""

    def __init__(self, says: str) -> None:
        super().__init__("forbidden", says)


class Malformed(Refused):
    """The words of the request cannot be read. The sentence says what would be."""

    def __init__(self, says: str) -> None:
        super().__init__("malformed", says)


class Unreachable(CordboardError):
    """A thing outside does not answer. It may be tried again after `after_s` seconds."""

    def __init__(self, thing: str, says: str, *, after_s: float = 1.0) -> None:
        self.thing, self.says, self.after_s = thing, says, after_s
        super().__init__(f"{thing}: {says}")


class Misunderstood(CordboardError):
    """A thing outside said something that has no meaning to us; `said` keeps the start of it."""

    def __init__(self, thing: str, said: str) -> None:
        self.thing, self.said = thing, said[:500]
        super().__init__(f"{thing} said something unreadable: {self.said!r}")


class ImpossibleTransition(CordboardError):
    """An event met a state in which it cannot happen: a bug of ours."""

    def __init__(self, thing: str, state: str, event: str) -> None:
        self.thing, self.state, self.event = thing, state, event
        super().__init__(f"{thing} cannot meet {event} in state {state}")
