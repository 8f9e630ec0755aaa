"""One queue's line: who waits, in what order."""

from __future__ import annotations

from bisect import bisect_left, insort

Place = tuple[int, float, int, str]
"""Minus the priority, the instant the age counts from, a tie-break in order of queueing, and the contact."""


class Line:
    """Everybody in one queue in order, and those of them who may be offered now."""

    __slots__ = ("free", "places")

    def __init__(self) -> None:
        self.places: list[Place] = []
        """All, those ringing at an agent included: a place is kept until the contact is connected."""
        self.free: list[Place] = []
        """Those who ring at nobody."""

    def join(self, place: Place) -> None:
        """The contact waits here."""
        insort(self.places, place)
        insort(self.free, place)

    def leave(self, place: Place) -> None:
        """The contact waits here no more."""
        _remove(self.places, place)
        _remove(self.free, place)

    def reserve(self, place: Place) -> None:
        """The contact rings at an agent: nobody else is offered it."""
        _remove(self.free, place)

    def release(self, place: Place) -> None:
        """The contact rings no more, and is where it was."""
        insort(self.free, place)

    def position(self, place: Place) -> int:
        """1 for the first."""
        return bisect_left(self.places, place) + 1


def _remove(places: list[Place], place: Place) -> None:
    at = bisect_left(places, place)
    if at < len(places) and places[at] == place:
        del places[at]
