"""Reads answers, however hostile: bounded, never unpacked, and told apart into JSON and text."""

from __future__ import annotations

import re
from typing import Any

import aiohttp
import msgspec

from cordboard.errors import Misunderstood

PIECE_BYTES = 16_384

_TEXT = re.compile(r"text/|application/(?:[\w.-]+\+)?xml$|application/x-www-form-urlencoded$")
_JSON = re.compile(r"application/(?:[\w.-]+\+)?json$|text/json$")


async def read_body(host: str, reply: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    """Return the body.

    Raises:
        Misunderstood: it is longer than that, or packed although we asked for it plain.
    """
    if (reply.content_length or 0) > most_bytes:
        raise _too_long(host, most_bytes)
    if reply.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise Misunderstood(host, "a packed answer, although it was asked for a plain one")
    pieces, length = [], 0
    async for piece in reply.content.iter_chunked(PIECE_BYTES):
        length += len(piece)
        if length > most_bytes:
            raise _too_long(host, most_bytes)
        pieces.append(piece)
    return b"".join(pieces)


def meaning(host: str, status: int, kind: str, charset: str | None, body: bytes) -> Any:
    """Return what a flow is given of a body: a JSON value, `{"text": ...}`, or None if it is empty.

    Raises:
        Misunderstood: it is neither JSON nor text.
    """
    if not body.strip():
        return None
    if _JSON.match(kind):
        try:
            return msgspec.json.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            # what stands before a program answers errors in words of its own, under whatever kind was asked for
            if status < 400:
                raise Misunderstood(host, "an answer that says it is JSON, and is not") from None
    elif not (_TEXT.match(kind) or (kind == "application/octet-stream" and status >= 400)):
        raise Misunderstood(host, "an answer that is neither JSON nor text")
    return {"text": _text(body, charset)}


def _text(body: bytes, charset: str | None) -> str:
    try:
        text = body.decode(charset or "utf-8", errors="replace")
    except (LookupError, ValueError):
        text = body.decode("utf-8", errors="replace")
    # no database keeps a NUL
    return text.replace("\0", "\ufffd")


def _too_long(host: str, most_bytes: int) -> Misunderstood:
    return Misunderstood(host, f"an answer of more than {most_bytes} bytes")
