"""What contacts leave behind for people to do: voicemails, promised calls back, and orders.

Each is one event, so one row that the journal writes once. What people do with it later is not the journal's.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cordboard.flows import events as fev

TAKEN = "taken"
"""Status of an order that nobody has worked on yet."""


@dataclass(slots=True)
class MessageFact:
    """A voicemail, or the promise to call back."""

    message_id: str
    kind: str
    """`voicemail` or `callback`."""
    contact_id: str
    queue_id: str
    number: str
    """To be called."""
    caller_name: str
    recording: str | None
    seconds: float | None
    left_at: float
    done_at: float | None = None
    done_by: str | None = None


@dataclass(slots=True)
class OrderFact:
    """An order."""

    number: str
    """People say it and key it in."""
    contact_id: str
    customer_number: str
    lines: str
    """JSON."""
    total: Decimal
    currency: str
    status: str
    expected_on: date | None
    taken_at: float
    changed_at: float


def voicemail(at: float, event: fev.MessageLeft, *, caller: str, caller_name: str) -> MessageFact:
    """The row of a message that was spoken."""
    return MessageFact(
        event.recording,
        "voicemail",
        event.contact_id,
        event.queue_id,
        caller,
        caller_name,
        event.recording,
        event.seconds,
        at,
    )


def callback(seq: int, at: float, event: fev.CallbackBooked, *, caller_name: str) -> MessageFact:
    """The row of a promise; a contact may be given several."""
    message_id = f"{event.contact_id}.b{seq}"
    return MessageFact(
        message_id, "callback", event.contact_id, event.queue_id, event.number, caller_name, None, None, at
    )


def order(seq: int, at: float, event: fev.OrderTaken, *, caller: str) -> OrderFact:
    """The row of an order."""
    return OrderFact(
        order_number(seq, event.contact_id),
        event.contact_id,
        caller,
        json.dumps([dict(line) for line in event.lines], ensure_ascii=False),
        Decimal(event.total),
        event.currency,
        TAKEN,
        None,
        at,
        at,
    )


def order_number(seq: int, contact_id: str) -> str:
    """Digits that no other order has: the journal's line, and two that catch slips and guesses."""
    check = int.from_bytes(hashlib.sha256(f"{seq}/{contact_id}".encode()).digest()[:4], "big") % 100
    return f"{seq}{check:02}"
