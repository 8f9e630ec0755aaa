"""Nodes that ask and tell the world outside. The failure of each is a way of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Source = Literal["customer", "order", "table", "branch"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Channel = Literal["sms", "email"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """Finds one row and keeps it by name.

    `customer`: by `number` (default the caller's) or `customer_id`, kept as `customer`. `order`: by `number`. `table`:
    by columns of an uploaded table. `branch`: the nearest row of a table by `postcode` or `district`.
    """

    source: Source
    found: str
    not_found: str
    by: Mapping[str, str] = field(default_factory=dict)
    """Expression by column."""
    table_id: str = ""
    """For `table` and `branch`."""
    answer: str = ""
    """Name under which the row is kept; empty for the source's own name."""
    limit_s: float = 3.0
    on_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An HTTP request to an allowed host; the answer's JSON is kept by name."""

    url: str
    """With gaps: `https://crm.example/customers/{contact.caller}`."""
    next: str
    method: Method = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    """With gaps."""
    body: Mapping[str, str] = field(default_factory=dict)
    """JSON object: expression by name."""
    credential: str = ""
    """Name of a secret from the settings, sent as a bearer token."""
    answer: str = "response"
    limit_s: float = 5.0
    """For all tries together."""
    retries: int = 1
    most_bytes: int = 65_536
    on_error: str = ""
    """No answer, a refusal (status 400 and above), too long or unreadable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """An SMS or an e-mail, handed over for sending."""

    channel: Channel
    to: str
    """Expression: a number in E.164, or an address."""
    text: Mapping[str, str]
    """By language, with gaps."""
    next: str
    subject: Mapping[str, str] = field(default_factory=dict)
    on_error: str = ""
