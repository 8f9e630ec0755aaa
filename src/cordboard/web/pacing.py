"""How often something may be tried: counts in the last span, per key, in bounded memory."""

from __future__ import annotations

from collections import OrderedDict, deque

from cordboard.web.errors import TooManyTries

KEYS_MAX = 20_000
"""Keys remembered; the one that was quiet longest is forgotten first."""


class Pacing:
    """At most `most` tries for each key in any `span_s` seconds."""

    def __init__(self, most: int, span_s: float) -> None:
        self._most, self._span_s = most, span_s
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, key: str, now: float) -> None:
        """Note one try.

        Raises:
            TooManyTries: there were too many already; this one is not counted.
        """
        tries = self._tries.setdefault(key, deque())
        self._tries.move_to_end(key)
        if len(self._tries) > KEYS_MAX:
            self._tries.popitem(last=False)
        while tries and tries[0] <= now - self._span_s:
            tries.popleft()
        if len(tries) >= self._most:
            raise TooManyTries(tries[0] + self._span_s - now)
        tries.append(now)

    def forget(self, key: str) -> None:
        """Begin anew for this key, as after a success."""
        self._tries.pop(key, None)
