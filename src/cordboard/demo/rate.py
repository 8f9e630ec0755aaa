"""How often people call, as it is written: `6/min`, `1/s`, `200/h`."""

from __future__ import annotations

import re

from cordboard.errors import Refused

SECONDS = {"s": 1, "min": 60, "h": 3600}
WRITTEN = re.compile(r"(\d{1,7}(?:\.\d{1,3})?)\s*/\s*([a-z]+)", re.ASCII)
MOST_PER_S = 20.0
"""About what one Asterisk on two cores can call while another answers."""


class UnreadableRate(Refused):
    """A rate is a number of calls, a slash, and `s`, `min` or `h`."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(
            "unreadable-rate", f"{text[:40]!r} is no rate of calls: {why}; write it as 6/min, 1/s or 200/h"
        )


def calls_per_s(text: str) -> float:
    """Return the rate that `text` says, in calls a second.

    Raises:
        UnreadableRate: it says none, or none that can be kept.
    """
    found = WRITTEN.fullmatch(text.strip().lower())
    if found is None:
        raise UnreadableRate(text, "it is not a number, a slash and a unit")
    if (span := SECONDS.get(found[2])) is None:
        raise UnreadableRate(text, f"the unit is one of {', '.join(SECONDS)}")
    rate = float(found[1]) / span
    if rate <= 0:
        raise UnreadableRate(text, "nobody would call")
    if rate > MOST_PER_S:
        raise UnreadableRate(text, f"{MOST_PER_S:.0f} a second is the most")
    return rate
