"""What flows look for is found, whatever its spelling, and nothing else."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from cordboard.center.customers import Customer
from cordboard.errors import Malformed, Unknown
from cordboard.flows.errands import Find
from cordboard.flows.nodes.outside import Source
from cordboard.flows.secret import Secret
from cordboard.postgres.customers import CustomerBook
from cordboard.postgres.database import Database
from cordboard.postgres.lookups import LookUps
from cordboard.postgres.tables import TableBook
from cordboard.reporting.left_work import order_number
from cordboard.runtime.sheets import read_sheet
from tests.postgres.test_messages import wrote
from tests.reporting.test_left_work import ORDERED

ANN = Customer(
    customer_id="k7", name="Ann Lee", numbers=("+442079460000", "+442079460001"), language="en", company="Lee", note="!"
)
GOODS = "Code;Name;Price\n7;Чай чёрный;1,50\n007;Ёж;2\nAB-1;Coffee;3.20\n"


@pytest.fixture
def tables(database: Database) -> TableBook:
    return TableBook(database)


@pytest.fixture
async def look_ups(database: Database, tables: TableBook) -> LookUps:
    customers = CustomerBook(database, region="GB")
    await customers.keep([ANN])
    await upload(tables, "goods", GOODS)
    return LookUps(database, customers, tables)


async def upload(tables: TableBook, table_id: str, written: str) -> None:
    sheet = read_sheet(written.encode())
    assert not sheet.errors
    await tables.keep(table_id, sheet, name=table_id.title(), login="ada", at=5.0)


async def find(look_ups: LookUps, source: Source, table_id: str = "", **by: Any) -> dict[str, Any] | None:
    return await look_ups.find(Find(source=source, by=by, table_id=table_id))


@pytest.mark.parametrize("number", ["+442079460000", "020 7946 0000", "442079460001", "+44 (20) 7946-0001"])
async def test_a_customer_is_found_by_any_spelling_of_a_number(look_ups: LookUps, number: str) -> None:
    row = await find(look_ups, "customer", number=number)
    assert row is not None
    assert (row["customer_id"], row["name"], row["company"], row["note"]) == ("k7", "Ann Lee", "Lee", "!")
    assert (row["language"], row["number"]) == ("en", "+442079460000")


async def test_a_customer_is_found_by_id_and_an_unknown_one_is_not(look_ups: LookUps) -> None:
    assert await find(look_ups, "customer", customer_id="k7") is not None
    assert await find(look_ups, "customer", customer_id="k8") is None
    assert await find(look_ups, "customer", number="+442079469999") is None
    assert await find(look_ups, "customer", number=None) is None
    with pytest.raises(Malformed):
        await find(look_ups, "customer", name="Ann")


async def test_a_row_is_found_by_one_or_more_columns_whatever_the_case(look_ups: LookUps) -> None:
    assert await find(look_ups, "table", "goods", code=7) == {"code": "7", "name": "Чай чёрный", "price": "1,50"}
    assert await find(look_ups, "table", "goods", code=" ab-1 ", NAME="COFFEE") is not None
    assert await find(look_ups, "table", "goods", name="ёж") == {"code": "007", "name": "Ёж", "price": "2"}
    assert await find(look_ups, "table", "goods", code="7", name="Coffee") is None
    assert await find(look_ups, "table", "goods", code="") is None
    assert await find(look_ups, "table", "goods") is None
    assert await find(look_ups, "table", "goods", code=Secret("007")) is not None


async def test_a_table_or_column_that_is_not_there_is_an_error_without_the_value(look_ups: LookUps) -> None:
    with pytest.raises(Unknown):
        await find(look_ups, "table", "none", code="7")
    with pytest.raises(Malformed, match="no column 'pin'") as told:
        await find(look_ups, "table", "goods", pin=Secret("4711"))
    assert "4711" not in str(told.value)
    with pytest.raises(Malformed, match="lost"):
        await find(look_ups, "table", "goods", code=Secret(None))


async def test_an_order_is_found_by_its_number_or_its_contact(dsn: str, look_ups: LookUps) -> None:
    await wrote(dsn, ORDERED)
    number = order_number(1, "c1")
    by_number = await find(look_ups, "order", number=f" {number} ")
    assert by_number == {
        "number": number,
        "status": "taken",
        "expected": "",
        "total": "3.00",
        "currency": "EUR",
        "lines": [{"code": "7", "name": "Чай", "price": "1.50", "quantity": 2}],
    }
    assert await find(look_ups, "order", contact_id="c1") == by_number
    assert await find(look_ups, "order", contact_id="c2") is None
    assert await find(look_ups, "order", number="0") is None


async def test_orders_of_another_program_are_found_in_the_table_orders(look_ups: LookUps, tables: TableBook) -> None:
    assert await find(look_ups, "order", number="A-17") is None
    await upload(tables, "orders", "number,status,expected,surname\nA-17,on its way,2026-12-01,Lee\n")
    row = await find(look_ups, "order", number="a-17")
    assert row is not None
    assert (row["number"], row["status"], row["expected"], row["lines"]) == ("A-17", "on its way", "2026-12-01", [])
    assert await find(look_ups, "order", number="a-17", surname="lee") == row
    assert await find(look_ups, "order", number="a-17", surname="Smith") is None


async def test_the_nearest_branch_is_found_by_postcode_or_district(look_ups: LookUps, tables: TableBook) -> None:
    rows = ["postcode,district,name", "SW1A 1AA,Westminster,Palace", "sw1a 2aa,Whitehall,Cabinet", "N1 9GU,Камден,King"]
    await upload(tables, "branches", "\n".join(rows))
    assert (await find(look_ups, "branch", "branches", postcode="sw1a2ab") or {})["name"] == "Cabinet"
    assert (await find(look_ups, "branch", "branches", postcode="N19") or {})["name"] == "King"
    assert (await find(look_ups, "branch", "branches", district="камден") or {})["name"] == "King"
    assert await find(look_ups, "branch", "branches", postcode="EC1") is None
    assert (await find(look_ups, "branch", "branches", postcode="EC1", district="Whitehall") or {})["name"] == "Cabinet"
    await upload(tables, "offices", "postcode,name\n" + "\n".join(f"{n},office {n}" for n in range(190000, 191000)))
    assert (await find(look_ups, "branch", "offices", postcode="190503") or {})["name"] == "office 190503"
    assert (await find(look_ups, "branch", "offices", postcode="199999") or {})["name"] == "office 190999"


async def test_an_upload_takes_the_place_of_the_one_before_at_once(look_ups: LookUps, tables: TableBook) -> None:
    async def always_there() -> None:
        for _ in range(40):
            assert await find(look_ups, "table", "goods", code="7") is not None

    looking = asyncio.create_task(always_there())
    for n in range(3):
        await upload(tables, "goods", f"code,name\n7,tea {n}\n8,x\n")
    await looking
    (line,) = await tables.tables()
    assert (line.table_id, line.columns, line.rows, line.changed_by) == ("goods", ("code", "name"), 2, "ada")
    assert (await tables.page("goods", search="", page=1)).rows[0] == {"code": "7", "name": "tea 2"}
    await tables.delete("goods")
    assert await tables.table_ids() == frozenset()
    with pytest.raises(Unknown):
        await tables.delete("goods")


async def test_an_upload_that_breaks_in_the_middle_leaves_what_was(
    database: Database, look_ups: LookUps, tables: TableBook
) -> None:
    broken = read_sheet(b"code\n1\n2\n")
    broken.rows.append(["a", "b"])
    with pytest.raises(ValueError, match="zip"):
        await tables.keep("goods", broken, name="", login="eve", at=9.0)
    assert await find(look_ups, "table", "goods", code="7") is not None
    assert await database.value("SELECT count(*) FROM lookup_row") == 3


async def test_rows_are_searched_and_paged(tables: TableBook) -> None:
    await upload(tables, "long", "code,name\n" + "\n".join(f'{n},"Ямб ""{n}"""' for n in range(250)))
    assert (await tables.page("long", search="", page=3)).total == 250
    assert len((await tables.page("long", search="", page=3)).rows) == 50
    assert (await tables.page("long", search='ямб "249"', page=1)).rows == [{"code": "249", "name": 'Ямб "249"'}]
    assert (await tables.page("long", search="name", page=1)).total == 0


@pytest.mark.slow
async def test_a_table_of_the_greatest_length_is_kept_soon_and_found_at_once(tables: TableBook) -> None:
    rows = "\n".join(f"{n},item {n},{n % 977}.50,{n % 31},shelf {n % 4001}" for n in range(200_000))
    began = time.monotonic()
    await upload(tables, "huge", "code,name,price,group,place\n" + rows)
    kept_s = time.monotonic() - began
    began = time.monotonic()
    for n in range(0, 200_000, 4000):
        row = await tables.find("huge", {"code": str(n)})
        assert row is not None
        assert row["name"] == f"item {n}"
    found_s = (time.monotonic() - began) / 50
    print(json.dumps({"kept_s": kept_s, "found_s": found_s}))
    assert kept_s < 30
    assert found_s < 0.05
