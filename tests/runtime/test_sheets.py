"""Tables are read as spreadsheets write them, and every mistake is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.runtime import sheets
from cordboard.runtime.sheets import LineError, identifier, read_sheet


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_whatever_its_separator_and_encoding(separator: str, encoding: str, end: str) -> None:
    written = end.join([f"Код{separator}Название", f"7{separator}Чай чёрный", f"8{separator}Кофе", ""])
    sheet = read_sheet(written.encode(encoding))
    assert not sheet.errors
    assert sheet.columns == ("код", "название")
    assert sheet.rows == [["7", "Чай чёрный"], ["8", "Кофе"]]


def test_quotation_marks_keep_separators_line_breaks_and_themselves() -> None:
    sheet = read_sheet(b'code,"name, long"\n1,"a; ""b""\nc"\n2,d\n')
    assert sheet.columns == ("code", "name_long")
    assert sheet.rows == [["1", 'a; "b"\nc'], ["2", "d"]]


@pytest.mark.parametrize(
    ("written", "line", "says"),
    [
        (b"", 1, "empty"),
        (b"code,name\n", 2, "no row"),
        (b"code,,name\n1,2,3\n", 1, "column 2 has no name"),
        (b"code,Code\n1,2\n", 1, "both 'code'"),
        (b"code,name\n1,a\n2\n3,c\n", 3, "1 cells, but there are 2"),
        (b'code,name\n1,"a\nb"\n2,b,c\n', 4, "3 cells"),
        (b'code,name\n1,a\n2,"b\n3,c\n', 3, "never closed"),
        (b'code,name\n1,"a"x\n', 2, "after a closing quotation mark"),
        (b"code,name\n1,a\xd0\x98\x98\n", 2, "neither UTF-8 nor Windows-1251"),
        ("code,name\n1,a\n".encode("utf-16"), 1, "save it as CSV UTF-8"),
        (b"code\n" + b"x" * 2001 + b"\n", 2, "more than 2000 characters"),
        (b"code\n1\n" + b"2\0\n" * 1 + b"", 1, "no CSV"),
        (b",".join(b"c%d" % n for n in range(101)) + b"\n", 1, "at most 100 columns"),
    ],
)
def test_a_mistake_is_told_with_its_line(written: bytes, line: int, says: str) -> None:
    error = read_sheet(written).errors[0]
    assert error.line == line
    assert says in error.says


def test_all_mistakes_are_told_and_good_rows_shown() -> None:
    sheet = read_sheet(b"a,b\n1,2\n3\n\n4,5\n6,7,8\n")
    assert [error.line for error in sheet.errors] == [3, 6]
    assert sheet.rows == [["1", "2"], ["4", "5"]]


def test_a_table_has_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS_MAX", 2)
    assert read_sheet(b"a\n1\n2\n3\n").errors == [LineError(line=4, says="a table has at most 2 rows")]
    monkeypatch.setattr(sheets, "BYTES_MAX", 5)
    assert "MB" in read_sheet(b"abcdefg").errors[0].says


@pytest.mark.parametrize(
    ("written", "name"),
    [("Order No.", "order_no"), (" Цена, руб ", "цена_руб"), ("2nd", "c_2nd"), ("...", ""), ("x²", "x2")],
)
def test_names_of_columns_can_be_said_in_expressions(written: str, name: str) -> None:
    assert identifier(written) == name


@given(st.binary(max_size=200))
def test_whatever_is_uploaded_is_read_or_refused(written: bytes) -> None:
    sheet = read_sheet(written)
    assert sheet.errors or sheet.rows
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)
    assert all(name.isidentifier() for name in sheet.columns if name)
