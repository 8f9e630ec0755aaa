"""Customers, found by any spelling of a telephone number."""

from __future__ import annotations

from collections.abc import Sequence

import phonenumbers

from cordboard.center.customers import Customer
from cordboard.postgres.database import Database, Row

FOUND_MAX = 20

_CUSTOMER = """
    SELECT customer_id, name, language, company, note,
        ARRAY(SELECT number FROM customer_number n WHERE n.customer_id = c.customer_id ORDER BY number) AS numbers
    FROM customer c
"""


class CustomerBook:
    """Who calls us. Numbers are kept in E.164 form."""

    def __init__(self, database: Database, *, region: str | None = None) -> None:
        """Say where numbers without a country are from: `region` as ISO 3166 has it, such as `DE`."""
        self._database = database
        self._region = region

    async def by_number(self, number: str) -> Sequence[Customer]:
        """Customers with this number, however it is written."""
        rows = await self._database.rows(
            _CUSTOMER
            + """
            WHERE customer_id IN (SELECT customer_id FROM customer_number WHERE number = $1)
            ORDER BY name, customer_id LIMIT $2
            """,
            e164(number, self._region),
            FOUND_MAX,
        )
        return [_customer(row) for row in rows]

    async def customer(self, customer_id: str) -> Customer | None:
        """One customer; None if there is none of this id."""
        row = await self._database.row(_CUSTOMER + "WHERE customer_id = $1", customer_id)
        return None if row is None else _customer(row)

    async def keep(self, customers: Sequence[Customer]) -> None:
        """Add these customers, or replace those who are known."""
        async with self._database.change() as connection:
            await connection.executemany(
                """
                INSERT INTO customer (customer_id, name, language, company, note) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (customer_id) DO UPDATE SET name = excluded.name, language = excluded.language,
                    company = excluded.company, note = excluded.note
                """,
                [(c.customer_id, c.name, c.language, c.company, c.note) for c in customers],
            )
            await connection.execute(
                "DELETE FROM customer_number WHERE customer_id = ANY ($1::text[])", [c.customer_id for c in customers]
            )
            await connection.executemany(
                "INSERT INTO customer_number (number, customer_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                [(e164(number, self._region), c.customer_id) for c in customers for number in c.numbers],
            )


def e164(number: str, region: str | None) -> str:
    """The number in E.164 form with its plus sign; as it came, without blanks, if it is no telephone number."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        # Trunks often leave the plus sign away.
        try:
            parsed = phonenumbers.parse("+" + number, None)
        except phonenumbers.NumberParseException:
            return "".join(number.split())
    if not phonenumbers.is_possible_number(parsed):
        return "".join(number.split())
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _customer(row: Row) -> Customer:
    return Customer(**{**row, "numbers": tuple(row["numbers"])})
