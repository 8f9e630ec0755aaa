"""Writes a request so that nothing in it can be read as something else. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from cordboard.errors import Malformed, Refused
from cordboard.runtime.outside import Ask

HEADERS_MAX = 32
VALUE_CHARS_MAX = 4000
BODY_BYTES_MAX = 1 << 20
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
"""Source: RFC 9110, section 5.6.2, token."""
_VALUE = re.compile(r"[\x20-\x7e\t]*")

OURS = frozenset({"host", "content-length", "transfer-encoding", "accept-encoding", "idempotency-key", "authorization"})
"""Headers that are written here or by the connection; a secret stands in the settings and is asked for by its name."""
HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "te", "trailer", "upgrade", "expect", "http2-settings", "via", "forwarded"}
)
"""Headers that speak to the connection or to what passes requests on, and not to the program."""
OF_BROWSERS = frozenset({"cookie", "cookie2", "set-cookie", "origin", "referer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What goes out besides method and address."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)


def write(ask: Ask, credentials: Mapping[str, str]) -> Written:
    """Return the request's headers and body.

    Raises:
        Malformed: a header or the body cannot be written.
        Refused: a header may not be set, or there is no such credential.
    """
    if ask.method not in METHODS:
        raise Malformed(f"a request is one of {', '.join(sorted(METHODS))}")
    if len(ask.headers) > HEADERS_MAX:
        raise Malformed(f"a request has at most {HEADERS_MAX} headers of its own")
    headers = {"Accept-Encoding": "identity"}
    for name, text in ask.headers.items():
        _check_header(name, text)
        headers[name] = text
    body = None if ask.body is None else _encoded(ask.body)
    if body is not None and "content-type" not in {name.lower() for name in headers}:
        headers["Content-Type"] = "application/json"
    if ask.idempotency_key:
        _check_value("Idempotency-Key", ask.idempotency_key)
        headers["Idempotency-Key"] = ask.idempotency_key
    if ask.credential:
        secret = credentials.get(ask.credential)
        if secret is None:
            raise Refused(
                "unknown-credential", f"the settings have no credential {ask.credential[:80]!r} (flows.credentials)"
            )
        headers["Authorization"] = f"Bearer {secret}"
    return Written(headers=headers, body=body)


def _check_header(name: str, text: str) -> None:
    if not _NAME.fullmatch(name):
        raise Malformed("the name of a header has letters, digits and hyphens only")
    lower = name.lower()
    if lower in OURS | HOP_BY_HOP | OF_BROWSERS or lower.startswith(("proxy-", "sec-", "x-forwarded-")):
        raise Refused("header-not-allowed", f"the header {name} cannot be set by a flow")
    _check_value(name, text)


def _check_value(name: str, text: str) -> None:
    if len(text) > VALUE_CHARS_MAX or not _VALUE.fullmatch(text):
        raise Malformed(f"the header {name} takes up to {VALUE_CHARS_MAX} characters of ASCII on one line")


def _encoded(body: object) -> bytes:
    try:
        encoded = msgspec.json.encode(body)
    except (TypeError, ValueError, RecursionError, msgspec.MsgspecError):
        raise Malformed("the body of a request is a JSON value: text, numbers, lists and objects") from None
    if len(encoded) > BODY_BYTES_MAX:
        raise Malformed(f"the body of a request has at most {BODY_BYTES_MAX} bytes")
    return encoded
