"""How fast a queue moves, and so how long a contact will wait."""

from __future__ import annotations

from dataclasses import dataclass

HALF_LIFE_CONTACTS = 50.0
"""After so many contacts, old experience counts half: about an hour of a busy queue."""
SAMPLES_MIN = 5
"""Below this many handled contacts nothing is predicted."""


@dataclass(slots=True)
class Pace:
    """What a queue has seen lately, with old experience fading."""

    handled: int = 0
    handle_s: float = 0.0
    """Mean seconds an agent is busy with one contact, talk and wrap-up."""
    left: float = 0.0
    """Faded count of contacts that left while waiting."""
    waited_s: float = 0.0
    """Faded sum of all waiting, of those served and of those who left."""

    def note_handled(self, busy_s: float) -> None:
        """An agent was busy with a contact for so many seconds, talk and wrap-up."""
        self.handled += 1
        weight = max(1.0 / self.handled, 1.0 - 0.5 ** (1.0 / HALF_LIFE_CONTACTS))
        self.handle_s += weight * (busy_s - self.handle_s)

    def note_wait(self, waited_s: float, left: bool) -> None:
        """A wait of so many seconds is over; `left`: the customer ended it."""
        fade = 0.5 ** (1.0 / HALF_LIFE_CONTACTS)
        self.left = self.left * fade + left
        self.waited_s = self.waited_s * fade + waited_s

    def expected_wait_s(self, ahead: int, agents: int) -> float | None:
        """Seconds until one of `agents` busy agents serves a contact with `ahead` others before it; None if unknown.

        Source: the queue-length predictor with abandonment, E[W] = sum over i = 0..n of 1 / (s mu + i theta), for a
        Markovian queue (Ibrahim and Whitt, 2009), with 1/mu the mean handle time and theta the rate of leaving.
        """
        if agents < 1 or self.handled < SAMPLES_MIN or self.handle_s <= 0:
            return None
        served_per_s = agents / self.handle_s
        left_per_s = self.left / self.waited_s if self.waited_s > 0 else 0.0
        return sum(1.0 / (served_per_s + i * left_per_s) for i in range(ahead + 1))
