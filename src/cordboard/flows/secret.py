"""Digits that may be written nowhere."""

from __future__ import annotations


class Secret:
    """Secret digits as long as the process lives. Written down, shown or logged it is nothing."""

    __slots__ = ("digits",)

    def __init__(self, digits: str | None) -> None:
        self.digits = digits
        """None after a restart: it was kept nowhere."""

    def __repr__(self) -> str:
        return "Secret(...)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.digits == self.digits

    def __hash__(self) -> int:
        return hash(self.digits)

    def __reduce__(self) -> tuple[type[Secret], tuple[None]]:
        return Secret, (None,)
