"""What expressions give, as values that can be kept or sent: plain JSON, and not too much of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cordboard.errors import Malformed
from cordboard.flows.expressions import evaluate
from cordboard.flows.secret import Secret

DEPTH_MAX = 20
SIGNS_MAX = 300_000
"""Of one value. A flow that puts its answers into an answer, again and again, would double it every time."""
VALUE_SIGNS = 8
"""What each value within costs at least."""


def kept(source: str, scope: Mapping[str, Any]) -> Any:
    """Return the value of an expression as it can be kept: a JSON value, decimals as text.

    Raises:
        Malformed: it cannot be worked out, is too large, or is a secret.
    """
    return _Plain(source, secrets=False).of(evaluate(source, scope), 0)


def shared(source: str, scope: Mapping[str, Any]) -> Any:
    """Return the value of an expression for the world outside, where secrets may go.

    Raises:
        Malformed: it cannot be worked out, is too large, or is a secret that a restart has lost.
    """
    value = evaluate(source, scope)
    if value is None and source.strip().startswith("secrets."):
        raise _lost(source)
    return _Plain(source, secrets=True).of(value, 0)


def _lost(source: str) -> Malformed:
    return Malformed(f"{source!r} was lost and must be asked again")


class _Plain:
    """Makes one value plain, as long as there is room."""

    __slots__ = ("_room", "_secrets", "_source")

    def __init__(self, source: str, *, secrets: bool) -> None:
        self._source, self._secrets, self._room = source, secrets, SIGNS_MAX

    def of(self, value: Any, depth: int) -> Any:
        self._room -= VALUE_SIGNS + (len(value) if isinstance(value, str) else 0)
        if self._room < 0 or depth > DEPTH_MAX:
            raise Malformed(f"{self._source!r} gives too much to be kept")
        match value:
            case None | bool() | int() | float() | str():
                return value
            case Decimal():
                return str(value)
            case Secret(digits=digits):
                if not self._secrets:
                    raise Malformed(f"{self._source!r} is a secret and cannot be kept")
                if digits is None:
                    raise _lost(self._source)
                return value
            case Mapping():
                return {str(key): self.of(each, depth + 1) for key, each in value.items()}
        return [self.of(each, depth + 1) for each in value]
