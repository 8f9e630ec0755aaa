"""Customers as far as the telephone needs them: who has this number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Somebody who has called or may call."""

    customer_id: str
    name: str
    numbers: tuple[str, ...] = ()
    """In E.164 form, with the plus sign."""
    language: str = "en"
    company: str = ""
    note: str = ""
