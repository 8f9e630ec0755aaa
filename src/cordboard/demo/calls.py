"""Sample calls: people call the centre at a rate, robot agents answer, and in the end nothing of it is left running."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from cordboard.asterisk.install import Asterisk
from cordboard.asterisk.instance import PROMPTS
from cordboard.center.customers import Customer
from cordboard.demo.desk import Desk, desk
from cordboard.demo.line import Line
from cordboard.demo.outside import RING_S_MAX, Outside, outside
from cordboard.demo.people import Caller, Habits, Prompts, Talk, draw_caller
from cordboard.demo.robot import Robot
from cordboard.errors import CordboardError, Refused, Unreachable

LINES_MAX = 200
"""Calls at a time; more would wait for the machine and not for agents."""
LAST_CALLS_S_MAX = 300.0
"""How long calls may go on after the last one was made."""
ULAW_BYTES_PER_S = 8000
SPARE_S = 90.0
"""Seconds that a caller waits for the agent to hang up, beyond what was meant."""
READY_S_MAX = 15.0
"""How long nobody calls because the robots are not ready yet."""
BUSY = frozenset({"offered", "talking", "wrapping-up"})
WRITING_S_MAX = 20.0
"""How long robots may take, after the last call, to write down how it was."""
LOOK_EVERY_S = 0.1

Tell = Callable[[str], None]
OpenSession = Callable[[str], Awaitable[str]]
"""Opens a session for this login and returns its token."""


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


async def run(
    *,
    asterisk: Asterisk,
    folder: Path,
    host: str,
    port: int,
    url: str,
    per_s: float,
    agents: Sequence[str] = (),
    robots: int = 0,
    open_session: OpenSession,
    customers: Sequence[Customer] = (),
    seed: int = 1,
    minutes: float | None = None,
    calls: int | None = None,
    habits: Habits | None = None,
    tell: Tell,
) -> Counter[str]:
    """Make calls until the time is over or this is cancelled; return how many ended how. Nothing is left running.

    Args:
        asterisk: the installed program, of which the outside world runs one more.
        folder: a folder for the outside world, one a centre.
        host: address of the centre's SIP.
        port: its port.
        url: address of the centre's web server.
        per_s: calls a second, on average (`rate.calls_per_s`).
        agents: logins that robots may take, the best first; those whom a person has signed in are left alone.
        robots: how many of them are wanted.
        open_session: opens a session for one of these logins.
        customers: those the centre knows, who call most.
        seed: the same seed draws the same callers.
        minutes: how long people call; None until this is cancelled.
        calls: how many calls are made; None for any number.
        habits: how people are.
        tell: shows a sentence to the person who asked for this.

    Raises:
        RunsAlready: calls are being made already from this folder.
        Unreachable: the outside world's Asterisk, or the centre, went away.
    """
    habits = habits or Habits()
    tell("starting the outside world")
    try:
        async with outside(folder, asterisk, host=host, port=port) as world, AsyncExitStack() as desks:
            crowd = Crowd(world, customers, habits, seed=seed, tell=tell)
            found = await _hire(desks, url, agents, robots, open_session, tell)
            async with asyncio.TaskGroup() as tasks:
                robots_hired = [
                    Robot(there, world, habits, Random(f"{seed}:agent:{login}"), crowd.meet) for login, there in found
                ]
                at_work = [
                    tasks.create_task(_work(robot, login, tell))
                    for robot, (login, _) in zip(robots_hired, found, strict=True)
                ]
                await _until(lambda: all(robot.state == "ready" for robot in robots_hired), within_s=READY_S_MAX)
                until = None if minutes is None else asyncio.get_running_loop().time() + 60 * minutes
                await crowd.call(per_s, until=until, most=calls)
                await _until(lambda: not any(robot.state in BUSY for robot in robots_hired), within_s=WRITING_S_MAX)
                for task in at_work:
                    task.cancel()
            return crowd.tally
    except BaseExceptionGroup as group:
        raise _first(group) from group
    except asyncio.CancelledError:
        tell("the outside world is gone; its people have hung up and its agents are signed out")
        raise


async def _hire(
    desks: AsyncExitStack, url: str, agents: Sequence[str], wanted: int, open_session: OpenSession, tell: Tell
) -> list[tuple[str, Desk]]:
    """Return the desks of as many of these agents as are wanted and free."""
    found: list[tuple[str, Desk]] = []
    for login in agents:
        if len(found) == wanted:
            break
        try:
            there = await desks.enter_async_context(desk(url, await open_session(login)))
            if (await there.peek())["state"] != "signed-out":
                tell(f"{login} is signed in already and left alone")
            else:
                found.append((login, there))
        except Refused as refused:
            tell(f"{login} cannot work: {refused.says}")
    if len(found) < wanted:
        tell(f"only {len(found)} of the {wanted} robot agents wanted are free")
    return found


async def _work(robot: Robot, login: str, tell: Tell) -> None:
    """Let one robot work; what goes wrong with it is told and leaves the others at work."""
    tell(f"{login} goes to work")
    try:
        await robot.work()
        tell(f"{login} leaves the desk to a person")
    except* CordboardError as group:
        tell(f"{login} cannot work: {_first(group)}")


async def _either(*events: asyncio.Event, within_s: float) -> bool:
    """Wait until one of them is set, at most `within_s` seconds; whether one is."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        done, _ = await asyncio.wait(waits, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
        return bool(done)
    finally:
        for wait in waits:
            wait.cancel()


async def _until(true: Callable[[], bool], *, within_s: float) -> None:
    """Wait until it is true, at most `within_s` seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            while not true():
                await asyncio.sleep(LOOK_EVERY_S)


def _prompts(language: str) -> Prompts:
    def seconds(*names: str) -> float:
        return sum((PROMPTS / language / f"{name}.ulaw").stat().st_size for name in names) / ULAW_BYTES_PER_S

    return Prompts(greeting_s=seconds("greeting", "recorded"), menu_s=seconds("menu", "other-language"))


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return what went wrong first and can be told in a sentence, else the first of all."""
    leaves: list[BaseException] = []

    def gather(error: BaseException) -> None:
        if isinstance(error, BaseExceptionGroup):
            for each in error.exceptions:
                gather(each)
        else:
            leaves.append(error)

    gather(group)
    return next((error for error in leaves if isinstance(error, CordboardError)), leaves[0])
