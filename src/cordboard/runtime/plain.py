"""Makes what comes from outside fit to be kept: plain JSON values, of texts that a database takes, not too many."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from cordboard.errors import Misunderstood

BYTES_MAX = 256_000
"""Of one answer as JSON: it is written to the journal, and kept as long as its conversation."""
DEPTH_MAX = 20
WHOLE_MAX = 2**53
"""Greater whole numbers are kept as text. Source: RFC 8259, section 6."""


def plain(thing: Any, *, source: str) -> Any:
    """Return it as JSON values.

    Raises:
        Misunderstood: it is too long; `source` is who said it.
    """
    made = _plain(thing, DEPTH_MAX)
    if len(msgspec.json.encode(made)) > BYTES_MAX:
        raise Misunderstood(source, f"an answer of more than {BYTES_MAX} bytes")
    return made


def storable(text: str) -> str:
    """The text as a database keeps it: without NUL and without halves of surrogate pairs."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _plain(thing: Any, depth: int) -> Any:
    match thing:
        case None | bool():
            return thing
        case str():
            return storable(thing)
        case int():
            return thing if abs(thing) <= WHOLE_MAX else str(thing)
        case float():
            return thing if math.isfinite(thing) else None
        case Decimal():
            return str(thing)
        case date():
            return thing.isoformat()
        case Mapping() if depth:
            return {storable(str(name)): _plain(each, depth - 1) for name, each in thing.items()}
        case list() | tuple() if depth:
            return [_plain(each, depth - 1) for each in thing]
    return None
