"""A customer is found by any spelling of the telephone number."""

from __future__ import annotations

import pytest

from cordboard.center.customers import Customer
from cordboard.postgres.customers import CustomerBook, e164
from cordboard.postgres.database import Database

IRINA = Customer(customer_id="k1", name="Ирина", numbers=("+493012345678", "+74950001122"), company="Nord", note="VIP")


@pytest.mark.parametrize(
    ("spelling", "region", "kept"),
    [
        ("+49 (30) 12345678", None, "+493012345678"),
        ("030/12345678", "DE", "+493012345678"),
        ("0049 30 12345678", "DE", "+493012345678"),
        ("493012345678", None, "+493012345678"),
        ("8 (495) 000-11-22", "RU", "+74950001122"),
        ("101", None, "101"),
        ("anonymous", "DE", "anonymous"),
        ("", "DE", ""),
        ("+" * 300, "DE", "+" * 300),
    ],
)
def test_a_number_has_one_form_however_it_is_written(spelling: str, region: str | None, kept: str) -> None:
    assert e164(spelling, region) == kept


async def test_a_customer_is_found_by_any_of_the_numbers_in_any_spelling(database: Database) -> None:
    book = CustomerBook(database, region="DE")
    await book.keep([IRINA, Customer(customer_id="k2", name="Bob", numbers=("030 12345678",))])
    assert [c.customer_id for c in await book.by_number("03012345678")] == ["k2", "k1"]
    assert await book.by_number("+7 495 000 11 22") == [IRINA]
    assert await book.by_number("+7 495 000 11 23") == []


async def test_a_customer_who_is_kept_again_is_replaced(database: Database) -> None:
    book = CustomerBook(database)
    await book.keep([IRINA])
    changed = Customer(customer_id="k1", name="Irina", numbers=("+493012345679",))
    await book.keep([changed])
    assert await book.customer("k1") == changed
    assert await book.by_number("+493012345678") == []
    assert await book.customer("k9") is None
