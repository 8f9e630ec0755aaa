"""Who calls: customers by their number, and what they called about lately."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get
from litestar.params import PathParameter

from cordboard.center.customers import Customer
from cordboard.center.permissions import Permission
from cordboard.reporting.answers import ContactQuery
from cordboard.web.parts import PartsGiven
from cordboard.web.rights import asks

RECENT_MAX = 10
NumberInPath = Annotated[str, PathParameter(pattern=r"^\+?[0-9A-Za-z._-]{1,60}$", max_length=61)]


class RecentContact(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier contact from the same number."""

    contact_id: str
    at: float
    queue_id: str | None
    outcome: str | None


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about a number."""

    customers: list[Customer]
    recent: list[RecentContact]


@get("/api/customers/by-number/{number:str}", **asks(Permission.SEE_CUSTOMERS))
async def by_number(number: NumberInPath, parts: PartsGiven) -> Caller:
    """Customers with this number, and its last contacts."""
    customers = await parts.customers.by_number(number)
    page = await parts.calls.contacts(ContactQuery(caller=number, limit=RECENT_MAX))
    return Caller(
        customers=list(customers),
        recent=[
            RecentContact(contact_id=row.contact_id, at=row.arrived_at, queue_id=row.queue_id, outcome=row.outcome)
            for row in page.rows
        ],
    )


ROUTES = [by_number]
