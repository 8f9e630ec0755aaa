"""What somebody wrote and what is wrong with it: every mistake is named at once, with its place."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cordboard.errors import Malformed

Document = dict[str, Any]

TEXT_MAX = 2_000
SECONDS_MAX = 86_400.0
NUMBER_MAX = 2**53
"""Beyond it programs that read JSON do not agree on a whole number. Source: RFC 8259, section 6."""
DEPTH_MAX = 40
_DAYS = frozenset({"closed_on", "open_on"})
_WORDS_OF_MSGSPEC = re.compile(r"(?P<says>.*?)(?: - at `\$?\.?(?P<path>.*)`)?", re.DOTALL)


class BadDocument(Malformed):
    """The configuration cannot be taken; `problems` names everything that is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems[:5]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mistake in a flow, and where it stands."""

    says: str
    node_id: str = ""
    """Empty for the flow itself."""
    field: str = ""

    def __str__(self) -> str:
        place = f"node {self.node_id[:60]!r}: " if self.node_id else ""
        field = f"{self.field}: " if self.field and f"{self.field!r}" not in self.says else ""
        return f"{place}{field}{self.says}"


class BadFlow(BadDocument):
    """A flow cannot be read; `faults` has the place of each mistake."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__([str(fault) for fault in faults])


def fault_of(error: Exception, node_id: str = "", within: str = "") -> Fault:
    """What the reader of JSON says of a wrong field, in our words."""
    match = _WORDS_OF_MSGSPEC.fullmatch(str(error))
    says, path = (match["says"], match["path"] or "") if match else (str(error), "")
    if missing := re.fullmatch(r"Object missing required field `(.+)`", says):
        path, says = _joined(path, missing[1]), f"the field {missing[1]!r} is missing"
    elif unknown := re.fullmatch(r"Object contains unknown field `(.+)`", says):
        path, says = _joined(path, unknown[1]), f"there is no field {unknown[1]!r}"
    return Fault(says=says, node_id=node_id, field=_joined(within, path))


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path and name else path or name


def strange(written: object, name: str = "", depth: int = 0) -> Iterator[str]:
    """Texts and numbers that no field can mean."""
    if depth > DEPTH_MAX:
        yield f"{name} is nested too deeply"
    elif isinstance(written, dict):
        for key, each in written.items():
            if not isinstance(key, str) or len(key) > TEXT_MAX or "\0" in key:
                yield "a name is no text, too long or holds a NUL"
            else:
                yield from strange(each, key, depth + 1)
    elif isinstance(written, list | tuple):
        for each in written:
            yield from strange(each, name, depth + 1)
    elif isinstance(written, str):
        yield from _strange_text(written, name)
    elif isinstance(written, int | float):
        if not math.isfinite(written) or abs(written) > NUMBER_MAX:
            yield f"{name} is no number that can be kept"
        elif name.endswith(("_s", "_s_max")) and not 0 <= written <= SECONDS_MAX:
            yield f"{name} is from 0 to {SECONDS_MAX:.0f} seconds"


def _strange_text(written: str, name: str) -> Iterator[str]:
    if len(written) > TEXT_MAX or "\0" in written or not _is_unicode(written):
        yield f"{name} is at most {TEXT_MAX} signs, without NUL"
    elif name == "timezone" and not _is_timezone(written):
        yield f"there is no time zone {written[:60]!r}"
    elif name in _DAYS and not _is_day(written):
        yield f"{name} has days, written YYYY-MM-DD, not {written[:60]!r}"


def _is_unicode(text: str) -> bool:
    """Whether it has no half of a surrogate pair, which JSON can carry and no database keeps."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
