"""Reads tables as spreadsheets write them: CSV in the encodings and with the separators that people have. Pure."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from cordboard.values import value

BYTES_MAX = 20_000_000
ROWS_MAX = 200_000
COLUMNS_MAX = 100
CELL_MAX = 2_000
"""Characters of one cell."""
NAME_MAX = 60
"""Characters of a column's name."""
ERRORS_MAX = 100
"""Mistakes that are told; whoever has more has one mistake many times."""

SEPARATORS = ",;\t"
_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""Beginnings of UTF-16."""


@value
class LineError:
    """One mistake, and on which line of the file."""

    line: int
    says: str


@dataclass(slots=True)
class Sheet:
    """A table as it was written: every row has a text for each column."""

    columns: tuple[str, ...] = ()
    """Names as expressions can say them."""
    rows: list[list[str]] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)


def read_sheet(written: bytes) -> Sheet:
    """Return the table; with errors it is as far as it could be read.

    UTF-8 or Windows-1251; separated by commas, semicolons or tabs; the first line names the columns.
    """
    sheet = Sheet()
    text = _decoded(written, sheet)
    if sheet.errors:
        return sheet
    try:
        _read(text, sheet)
    except csv.Error as error:
        # the reader has lost the rows, and what follows would be noise
        sheet.errors.append(LineError(line=_reader_line(text, sheet), says=_in_words(error)))
    return sheet


def _decoded(written: bytes, sheet: Sheet) -> str:
    if len(written) > BYTES_MAX:
        sheet.errors.append(LineError(line=0, says=f"the file has more than {BYTES_MAX // 1_000_000} MB"))
        return ""
    if written.startswith(_MARKS) or b"\0" in written[:1000]:
        sheet.errors.append(LineError(line=1, says="this is no CSV in UTF-8 or Windows-1251; save it as CSV UTF-8"))
        return ""
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return written.decode("cp1251")
        except UnicodeDecodeError as error:
            line = written.count(b"\n", 0, error.start) + 1
            sheet.errors.append(LineError(line=line, says="a sign is neither UTF-8 nor Windows-1251"))
            return ""


def _read(text: str, sheet: Sheet) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    for cells in reader:
        begins, line = line, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if not sheet.columns:
            sheet.columns = _columns(cells, begins, sheet)
            if sheet.errors:
                return
            continue
        if len(sheet.rows) >= ROWS_MAX:
            sheet.errors.append(LineError(line=begins, says=f"a table has at most {ROWS_MAX:,} rows"))
            return
        if says := next(_faults(cells, sheet.columns), ""):
            sheet.errors.append(LineError(line=begins, says=says))
            if len(sheet.errors) >= ERRORS_MAX:
                return
        else:
            sheet.rows.append([cell.strip() for cell in cells])
    if not sheet.columns:
        sheet.errors.append(LineError(line=1, says="the first line names the columns; the file is empty"))
    elif not sheet.rows and not sheet.errors:
        sheet.errors.append(LineError(line=2, says="there is no row below the names of the columns"))


def _separator(text: str) -> str:
    """The sign that is most frequent among the names of the columns, outside quotation marks."""
    head = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return max(SEPARATORS, key=head.count)


def _columns(cells: list[str], line: int, sheet: Sheet) -> tuple[str, ...]:
    if len(cells) > COLUMNS_MAX:
        sheet.errors.append(LineError(line=line, says=f"a table has at most {COLUMNS_MAX} columns"))
        return ()
    names: list[str] = []
    for n, cell in enumerate(cells, 1):
        name = identifier(cell)
        if not name:
            sheet.errors.append(LineError(line=line, says=f"column {n} has no name"))
        elif name in names:
            sheet.errors.append(LineError(line=line, says=f"columns {names.index(name) + 1} and {n} are both {name!r}"))
        names.append(name)
    return tuple(names)


def identifier(written: str) -> str:
    """The name of a column as an expression can say it: `Order No.` is `order_no`. Empty if nothing is left of it."""
    plain = unicodedata.normalize("NFKC", written).strip().lower()
    name = re.sub(r"\W+", "_", plain).strip("_")[:NAME_MAX]
    if name and not name.isidentifier():
        name = f"c_{name}"
    return name if name.isidentifier() else ""


def _faults(cells: list[str], columns: tuple[str, ...]) -> Iterator[str]:
    if len(cells) != len(columns):
        yield f"{len(cells)} cells, but there are {len(columns)} columns"
    for name, cell in zip(columns, cells, strict=False):
        if len(cell) > CELL_MAX:
            yield f"{name} has more than {CELL_MAX} characters"
        if "\0" in cell:
            yield f"{name} holds a NUL"


def _reader_line(text: str, sheet: Sheet) -> int:
    """The line at which the reader gave up: read once more, which only a broken file costs."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error:
        pass
    return line


def _in_words(error: csv.Error) -> str:
    said = str(error)
    if "unexpected end" in said:
        return "a quotation mark that opens here is never closed"
    if "expected after" in said:
        return "a sign stands after a closing quotation mark, where a separator is wanted"
    if "field larger" in said:
        return f"a cell has more than {CELL_MAX} characters; a quotation mark may be missing"
    return f"the line cannot be read: {said}"


def sought(text: object) -> str:
    """A text as it is compared: without case and outer blanks."""
    return str(text).strip().casefold()
