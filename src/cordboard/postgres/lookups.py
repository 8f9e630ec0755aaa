"""What flows find: customers, orders, rows of uploaded tables, and the nearest branch.

Rule: what is looked for may be a secret. It goes to the database as a parameter, and into no sentence and no log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cordboard.center.customers import Customer
from cordboard.errors import Malformed, Unknown
from cordboard.flows.errands import Find
from cordboard.flows.nearest import nearest
from cordboard.flows.secret import Secret
from cordboard.postgres.customers import CustomerBook
from cordboard.postgres.database import Database, Row
from cordboard.postgres.tables import TableBook
from cordboard.runtime.plain import storable

ORDERS = "orders"
"""A table of this id tells the status of orders that were not taken here."""
BRANCHES_MAX = 200
"""Branches that are compared; more are no nearer."""

_ORDER = """
    SELECT number, status, expected_on, total, currency, lines, taken_at FROM customer_order
    WHERE {} ORDER BY taken_at DESC LIMIT 1
"""


class LookUps:
    """The port of the same name."""

    def __init__(self, database: Database, customers: CustomerBook, tables: TableBook) -> None:
        self._database, self._customers, self._tables = database, customers, tables

    async def find(self, find: Find) -> dict[str, Any] | None:
        """The row, as JSON values; None if there is none.

        Raises:
            Unknown: there is no such table.
            Malformed: there is no such column, or what is looked for is none.
            Unreachable: the database does not answer.
        """
        by = {column: _text(sought) for column, sought in find.by.items()}
        match find.source:
            case "customer":
                return await self._customer(by)
            case "order":
                return await self._order(by)
            case "table":
                return await self._tables.find(find.table_id, by)
            case "branch":
                return await self._branch(find.table_id, by)

    async def _customer(self, by: Mapping[str, str]) -> dict[str, Any] | None:
        if customer_id := by.get("customer_id"):
            found = await self._customers.customer(customer_id)
            return None if found is None else _shown(found, "")
        if "number" not in by and "customer_id" not in by:
            raise Malformed("a customer is found by number or by customer_id")
        number = by.get("number", "")
        several = await self._customers.by_number(number) if number else []
        return _shown(several[0], number) if several else None

    async def _order(self, by: Mapping[str, str]) -> dict[str, Any] | None:
        if not by or not all(by.values()):
            return None
        if set(by) == {"number"}:
            row = await self._database.row(_ORDER.format("lower(number) = lower($1)"), by["number"].strip())
        elif set(by) == {"contact_id"}:
            row = await self._database.row(_ORDER.format("contact_id = $1"), by["contact_id"])
        else:
            row = None
        if row is not None:
            return _order(row)
        try:
            kept = None if "contact_id" in by else await self._tables.find(ORDERS, by)
        except Unknown:
            return None
        blank = {"status": "", "expected": "", "total": "", "currency": "", "lines": []}
        return None if kept is None else {**blank, **kept}

    async def _branch(self, table_id: str, by: Mapping[str, str]) -> dict[str, Any] | None:
        postcode, district = by.get("postcode", ""), by.get("district", "")
        if postcode:
            near = await self._tables.near(table_id, postcode=postcode, most=BRANCHES_MAX)
            if found := nearest(near, postcode=postcode):
                return found
        return await self._tables.find(table_id, {"district": district}) if district else None


def _text(sought: object) -> str:
    """What is looked for, as text.

    Raises:
        Malformed: it is a secret that was lost, or no single value.
    """
    if isinstance(sought, Secret):
        if sought.digits is None:
            raise Malformed("what is looked for was secret, and is lost")
        return sought.digits
    if sought is None:
        return ""
    if isinstance(sought, bool):
        return "true" if sought else "false"
    if not isinstance(sought, str | int | float):
        raise Malformed("what is looked for is a text or a number")
    return storable(str(sought)).strip()


def _shown(customer: Customer, number: str) -> dict[str, Any]:
    return {
        "customer_id": customer.customer_id,
        "name": customer.name,
        "number": customer.numbers[0] if customer.numbers else number,
        "language": customer.language,
        "company": customer.company,
        "note": customer.note,
    }


def _order(row: Row) -> dict[str, Any]:
    return {
        "number": row["number"],
        "status": row["status"],
        "expected": row["expected_on"].isoformat() if row["expected_on"] is not None else "",
        "total": str(row["total"]),
        "currency": row["currency"],
        "lines": json.loads(row["lines"]),
    }
