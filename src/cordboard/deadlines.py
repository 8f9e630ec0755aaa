"""What is due when: one deadline a thing, cheap to change."""

from __future__ import annotations

from heapq import heapify, heappop, heappush


class Deadlines:
    """One instant for each key. Changing or dropping one leaves a stale entry behind, skipped when it surfaces."""

    __slots__ = ("_at", "_heap")

    def __init__(self) -> None:
        self._at: dict[str, float] = {}
        self._heap: list[tuple[float, str]] = []

    def set(self, key: str, at: float) -> None:
        """Make `key` due at this instant, and at no other."""
        self._at[key] = at
        heappush(self._heap, (at, key))
        if len(self._heap) > 4 * len(self._at) + 1024:
            self._heap = [(due, name) for name, due in self._at.items()]
            heapify(self._heap)

    def drop(self, key: str) -> None:
        """Make `key` never due."""
        self._at.pop(key, None)

    def next(self) -> tuple[float, str] | None:
        """The earliest deadline and its key, or None."""
        heap, at = self._heap, self._at
        while heap:
            if at.get(heap[0][1]) == heap[0][0]:
                return heap[0]
            heappop(heap)
        return None
