"""Sample calls: people call the centre at a rate, robot agents answer, and in the end nothing of it is left running."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from random import Random

from cordboard.asterisk.install import Asterisk
from cordboard.center.customers import Customer
from cordboard.demo.crowd import Crowd, Tell
from cordboard.demo.desk import Desk, desk
from cordboard.demo.outside import outside
from cordboard.demo.people import Habits
from cordboard.demo.robot import Robot
from cordboard.errors import CordboardError, Refused

READY_S_MAX = 15.0
"""How long nobody calls because the robots are not ready yet."""
BUSY = frozenset({"offered", "talking", "wrapping-up"})
WRITING_S_MAX = 20.0
"""How long robots may take, after the last call, to write down how it was."""
LOOK_EVERY_S = 0.1
AT_WORK = "at-work"
"""File with the logins of the robots, for the run after one that was killed."""

OpenSession = Callable[[str], Awaitable[str]]
"""Opens a session for this login and returns its token."""


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
            with _noted(folder / AT_WORK) as (left, note):
                found = await _hire(desks, url, agents, robots, left, open_session, tell)
                note([login for login, _ in found])
                hired = {
                    login: Robot(there, world, habits, Random(f"{seed}:agent:{login}"), crowd.meet)
                    for login, there in found
                }
                async with asyncio.TaskGroup() as tasks:
                    working = [tasks.create_task(_work(robot, login, tell)) for login, robot in hired.items()]
                    await _until(lambda: all(r.state == "ready" for r in hired.values()), within_s=READY_S_MAX)
                    until = None if minutes is None else asyncio.get_running_loop().time() + 60 * minutes
                    await crowd.call(per_s, until=until, most=calls)
                    await _until(lambda: not any(r.state in BUSY for r in hired.values()), within_s=WRITING_S_MAX)
                    for task in working:
                        task.cancel()
            return crowd.tally
    except BaseExceptionGroup as group:
        raise _first(group) from group
    except asyncio.CancelledError:
        tell("the outside world is gone; its people have hung up and its agents are signed out")
        raise


async def _hire(
    desks: AsyncExitStack,
    url: str,
    agents: Sequence[str],
    wanted: int,
    left: Sequence[str],
    open_session: OpenSession,
    tell: Tell,
) -> list[tuple[str, Desk]]:
    """Return the desks of as many of these agents as are wanted and free; `left` worked in a run that was killed."""
    found: list[tuple[str, Desk]] = []
    for login in agents:
        if len(found) == wanted:
            break
        try:
            there = await desks.enter_async_context(desk(url, await open_session(login)))
            tile = await there.peek()
            if tile["state"] == "signed-out" or (login in left and tile["phone"] == "sip"):
                found.append((login, there))
            else:
                tell(f"{login} is signed in already and left alone")
        except Refused as refused:
            tell(f"{login} cannot work: {refused.says}")
    if len(found) < wanted:
        tell(f"only {len(found)} of the {wanted} robot agents wanted are free")
    return found


@contextmanager
def _noted(file: Path) -> Iterator[tuple[list[str], Callable[[list[str]], None]]]:
    """Yield who was noted as at work by a run that was killed, and what notes who is now; the note goes in the end."""
    left = file.read_text().split() if file.exists() else []

    def note(logins: list[str]) -> None:
        file.write_text(" ".join(logins))

    try:
        yield left, note
    finally:
        file.unlink(missing_ok=True)


async def _work(robot: Robot, login: str, tell: Tell) -> None:
    """Let one robot work; what goes wrong with it is told and leaves the others at work."""
    tell(f"{login} goes to work")
    try:
        await robot.work()
        tell(f"{login} leaves the desk to a person")
    except* CordboardError as group:
        tell(f"{login} cannot work: {_first(group)}")


async def _until(true: Callable[[], bool], *, within_s: float) -> None:
    """Wait until it is true, at most `within_s` seconds."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            while not true():
                await asyncio.sleep(LOOK_EVERY_S)


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
