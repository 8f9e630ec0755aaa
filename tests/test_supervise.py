"""A process that dies is started again, ever more slowly while that does not help."""

from __future__ import annotations

import asyncio

from cordboard.errors import Unreachable
from cordboard.supervise import BACKOFF_S, keep_alive
from tests.virtual_time import play


class Mortal:
    """Lives `life_s` seconds a time; the starts listed in `fails` do not succeed."""

    def __init__(
        self,
        life_s: float,
        fails: frozenset[int] = frozenset(),
        why: Exception | None = None,
    ) -> None:
        self.life_s, self.fails, self.why = life_s, fails, why
        self.starts: list[float] = []

    async def start(self) -> None:
        self.starts.append(asyncio.get_running_loop().time())
        if len(self.starts) in self.fails:
            raise self.why or Unreachable("mortal", "it does not want to")

    async def watch(self) -> None:
        await asyncio.sleep(self.life_s)


def starts(mortal: Mortal, seconds: float) -> list[float]:
    async def story() -> list[float]:
        began = asyncio.get_running_loop().time()
        task = asyncio.ensure_future(keep_alive(mortal, "mortal"))
        await asyncio.sleep(seconds)
        task.cancel()
        return [round(at - began, 3) for at in mortal.starts]

    return play(story())


def test_a_process_that_dies_after_a_calm_time_is_started_again_at_once():
    assert starts(Mortal(100), 250) == [100.2, 200.4]


def test_a_process_that_cannot_be_started_is_tried_ever_more_slowly():
    tried = starts(Mortal(40, frozenset({1, 2, 3})), 60)
    assert tried == [40.2, 40.7, 41.7, 43.7]
    assert len(BACKOFF_S) > 4


def test_a_machine_that_has_no_files_left_for_a_start_does_not_end_the_keeping():
    assert starts(Mortal(40, frozenset({1}), OSError(24, "Too many open files")), 60) == [40.2, 40.7]
