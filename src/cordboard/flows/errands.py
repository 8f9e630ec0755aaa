"""What a flow has done outside while the customer waits: the shell runs the errand and reports back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cordboard.flows.nodes.outside import Channel, Method, Source
from cordboard.values import value


@value
class Find:
    """Find one row."""

    source: Source
    by: Mapping[str, Any]
    """Value by column; a secret is a `Secret`."""
    table_id: str = ""


@value
class Fetch:
    """Make an HTTP request."""

    method: Method
    url: str
    headers: Mapping[str, Any]
    body: Mapping[str, Any] | None
    credential: str
    retries: int
    most_bytes: int


@value
class Post:
    """Hand over an SMS or an e-mail for sending."""

    channel: Channel
    to: str
    subject: str
    text: str


@value
class Errand:
    """One of three, whichever is set: a union that needs no tag in the journal."""

    find: Find | None = None
    fetch: Fetch | None = None
    post: Post | None = None
