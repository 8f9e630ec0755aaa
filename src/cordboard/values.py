"""How our values are declared: frozen for the reader and the type checker, cheap to make at run time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Make `cls` a slotted, keyword-only dataclass that the type checker holds to be frozen.

    A run-time guard against assignment triples the cost of making one, and a call makes dozens (docs/decisions/0004).
    """
    return dataclass(slots=True, kw_only=True)(cls)
