"""The engine's clock: the wall's, except that it never goes back and never stands still."""

from __future__ import annotations

import time
from collections.abc import Callable


class SteadyClock:
    """Instants in seconds since the Unix epoch (UTC).

    When the wall clock is set back, this one runs on at the pace of time itself until the wall has caught up, so that
    no limit waits for an hour to come round again.
    """

    def __init__(self, *, wall: Callable[[], float] = time.time, pace: Callable[[], float] = time.monotonic) -> None:
        """Begin at the wall's instant."""
        self._wall, self._pace = wall, pace
        self._last, self._paced = wall(), pace()

    def __call__(self) -> float:
        """The instant now."""
        paced = self._pace()
        self._last = max(self._wall(), self._last + paced - self._paced)
        self._paced = paced
        return self._last

    def catch_up(self, at: float) -> None:
        """Be no earlier than this instant: a journal may have lines of a time when the wall clock was wrong."""
        self._last = max(self(), at)
