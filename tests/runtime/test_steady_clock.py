"""A clock that is set back must not stop the centre's limits."""

from __future__ import annotations

from cordboard.runtime.steady_clock import SteadyClock


class Times:
    """A wall clock that may be set, and the pace of time itself."""

    def __init__(self) -> None:
        self.wall, self.pace = 1000.0, 5.0

    def pass_(self, seconds: float) -> None:
        self.wall += seconds
        self.pace += seconds


def test_it_shows_what_the_wall_shows_and_follows_it_forward():
    times = Times()
    clock = SteadyClock(wall=lambda: times.wall, pace=lambda: times.pace)
    times.pass_(3)
    assert clock() == 1003.0
    times.wall += 3600
    assert clock() == 4603.0


def test_when_the_wall_is_set_back_it_goes_on_at_the_pace_of_time():
    times = Times()
    clock = SteadyClock(wall=lambda: times.wall, pace=lambda: times.pace)
    times.wall -= 3600
    times.pass_(10)
    assert clock() == 1010.0
    times.pass_(20)
    assert clock() == 1030.0


def test_it_begins_no_earlier_than_the_last_line_of_the_journal():
    times = Times()
    clock = SteadyClock(wall=lambda: times.wall, pace=lambda: times.pace)
    clock.catch_up(2000.0)
    times.pass_(5)
    assert clock() == 2005.0
