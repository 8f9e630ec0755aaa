"""Everybody who calls: who comes when, waits, talks and hangs up, and how each call ended."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from cordboard.asterisk.instance import PROMPTS
from cordboard.center.customers import Customer
from cordboard.demo.line import Line
from cordboard.demo.outside import RING_S_MAX, Outside
from cordboard.demo.people import Caller, Habits, Prompts, Talk, draw_caller
from cordboard.errors import Unreachable

LINES_MAX = 200
"""Calls at a time; more would wait for the machine and not for agents."""
LAST_CALLS_S_MAX = 300.0
"""How long calls may go on after the last one was made."""
ULAW_BYTES_PER_S = 8000
SPARE_S = 90.0
"""Seconds that a caller waits for the agent to hang up, beyond what was meant."""

Tell = Callable[[str], None]
"""Shows a sentence to the person who asked for this."""


@dataclass(slots=True)
class OnTheLine:
    """A caller's call."""

    caller: Caller
    line: Line
    met: asyncio.Event = field(default_factory=asyncio.Event)
    talk: Talk | None = None


class Crowd:
    """Everybody who calls."""

    def __init__(self, world: Outside, customers: Sequence[Customer], habits: Habits, *, seed: int, tell: Tell) -> None:
        self.tally: Counter[str] = Counter()
        """How many calls ended how."""
        self._world, self._customers, self._habits, self._seed, self._tell = world, customers, habits, seed, tell
        self._on_line: dict[str, OnTheLine] = {}
        self._prompts = {language: _prompts(language) for language in ("en", "ru")}
        self._made = 0

    def meet(self, number: str, talk: Talk) -> None:
        """Take note that the person with this number talks with an agent."""
        if (there := self._on_line.get(number.lstrip("+"))) is not None:
            there.talk = talk
            there.met.set()

    async def call(self, per_s: float, *, until: float | None = None, most: int | None = None) -> None:
        """Make calls at this rate, at moments as random as those of independent people, and wait for their ends.

        Args:
            per_s: calls a second, on average.
            until: instant of the loop's clock after which nobody calls any more; None for ever.
            most: number of calls; None for any.
        """
        gaps = Random(f"{self._seed}:gaps")
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as tasks:
            calls: set[asyncio.Task[None]] = set()
            while most is None or self._made < most:
                if len(calls) < LINES_MAX and (caller := self._next()) is not None:
                    call = tasks.create_task(self._live_through(caller))
                    calls.add(call)
                    call.add_done_callback(calls.discard)
                gap_s = gaps.expovariate(per_s)
                if until is not None and loop.time() + gap_s > until:
                    break
                await asyncio.sleep(gap_s)
            if calls:
                await asyncio.wait(calls, timeout=LAST_CALLS_S_MAX)
            for call in calls:
                call.cancel()

    def _next(self) -> Caller | None:
        self._made += 1
        chance = Random(f"{self._seed}:caller:{self._made}")
        busy = {there.caller.caller for there in self._on_line.values()}
        return draw_caller(chance, self._customers, busy, self._habits, self._prompts)

    async def _live_through(self, caller: Caller) -> None:
        who = f"{caller.name or caller.caller} called {caller.number}"
        key = caller.caller.lstrip("+")
        try:
            line = await self._world.call(caller.number, caller=caller.caller, name=caller.name)
        except Unreachable as trouble:
            self._count("not made", f"{who}, which could not be done: {trouble.says}")
            return
        there = self._on_line[key] = OnTheLine(caller, line)
        try:
            how, says = await self._behave(there)
            self._count(how, f"{who}, {says}")
        finally:
            del self._on_line[key]
            with contextlib.suppress(Unreachable):
                await line.hang_up()

    async def _behave(self, there: OnTheLine) -> tuple[str, str]:
        """Be this caller until the call is over; return how it ended, in a word and in words."""
        caller, line = there.caller, there.line
        if not await _either(line.answered, line.ended, within_s=RING_S_MAX) or not line.answered.is_set():
            return "not answered", "and nobody answered" + (f" (cause {line.cause})" if line.cause else "")
        if caller.leaves_menu_after_s is not None:
            await line.over(caller.leaves_menu_after_s)
            return "left in the menu", "and hung up in the menu"
        for wait_s, key in caller.keys:
            if await line.over(wait_s):
                return "sent away", "and was sent away in the menu"
            await line.press(key)
        await line.speak(caller.speech, caller.language)
        begun = asyncio.get_running_loop().time()
        await _either(there.met, line.ended, within_s=caller.patience_s)
        waited_s = asyncio.get_running_loop().time() - begun
        if there.talk is not None:
            if there.talk.caller_ends:
                await line.over(there.talk.seconds)
            else:
                await line.over(there.talk.seconds + SPARE_S)
            return "talked", f"waited {waited_s:.0f} s and talked"
        if line.ended.is_set():
            return "ended", f"and the call was ended after {waited_s:.0f} s"
        return "gave up", f"and gave up after {waited_s:.0f} s"

    def _count(self, how: str, says: str) -> None:
        self.tally[how] += 1
        self._tell(says)


async def _either(*events: asyncio.Event, within_s: float) -> bool:
    """Wait until one of them is set, at most `within_s` seconds; whether one is."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        done, _ = await asyncio.wait(waits, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
        return bool(done)
    finally:
        for wait in waits:
            wait.cancel()


def _prompts(language: str) -> Prompts:
    def seconds(*names: str) -> float:
        return sum((PROMPTS / language / f"{name}.ulaw").stat().st_size for name in names) / ULAW_BYTES_PER_S

    return Prompts(greeting_s=seconds("greeting", "recorded"), menu_s=seconds("menu", "other-language"))
