"""What may come in: the kinds of fields of bodies, paths and queries, with their limits."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from litestar.params import PathParameter, QueryParameter
from msgspec import Meta

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$"
"""Ids of ours and of the switch: safe in paths, file names and SQL logs."""
NO_NUL = "^[^\\u0000]*$"
"""PostgreSQL keeps no NUL in a text."""
INSTANT_MAX = 4_102_444_800.0
"""The year 2100."""

Id = Annotated[str, Meta(pattern=ID_PATTERN, max_length=100)]
Login = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._@-]{1,63}$", max_length=64)]
Name = Annotated[str, Meta(pattern=r"^[^\u0000-\u001f]*\S[^\u0000-\u001f]*$", min_length=1, max_length=100)]
NoteText = Annotated[str, Meta(pattern=NO_NUL, max_length=4000)]
Language = Literal["en", "ru"]

IdInPath = Annotated[str, PathParameter(pattern=ID_PATTERN, max_length=100)]
LoginInPath = Annotated[str, PathParameter(pattern=r"^[a-z0-9][a-z0-9._@-]{1,63}$", max_length=64)]


def id_in_query(name: str) -> Any:
    """An optional id in the query."""
    return QueryParameter(name=name, pattern=ID_PATTERN, max_length=100)


def text_in_query(name: str, most: int) -> Any:
    """An optional text in the query, of at most `most` signs."""
    return QueryParameter(name=name, pattern=NO_NUL, max_length=most)


def instant_in_query(name: str) -> Any:
    """An instant in the query: seconds since the Unix epoch (UTC)."""
    return QueryParameter(name=name, ge=0, le=INSTANT_MAX)


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body that is sent to us; what it does not name is refused."""
