"""The nearest branch, by what a customer can say of where he is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def nearest(rows: Iterable[Mapping[str, Any]], *, postcode: str = "", district: str = "") -> dict[str, Any] | None:
    """Return the row nearest to a postcode, or the first of a district.

    Postcodes are alike in their first signs where places are near, so the longest beginning in common wins, and of
    these the least difference of the digits; at least one sign must agree. A district agrees by name in any case.
    """
    wanted = _plain(postcode)
    if wanted:
        ranked = [(_shared(wanted, code), -_difference(wanted, code), -i) for i, (code, _) in enumerate(_coded(rows))]
        best = max(ranked, default=(0, 0, 0))
        return dict(list(_coded(rows))[-best[2]][1]) if best[0] else None
    name = district.strip().casefold()
    return next((dict(row) for row in rows if name and str(row.get("district") or "").strip().casefold() == name), None)


def _coded(rows: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    return ((_plain(str(row.get("postcode") or "")), row) for row in rows)


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _shared(one: str, other: str) -> int:
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same


def _difference(one: str, other: str) -> int:
    digits = [int("".join(sign for sign in code if sign.isdecimal()) or 0) for code in (one, other)]
    return abs(digits[0] - digits[1])
