"""A robot agent: it has a SIP phone at the outside world and a desk by the web API, as a person would."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from random import Random
from typing import Any

from cordboard.center.people import SYSTEM_PAUSES
from cordboard.demo.desk import Desk, Tile
from cordboard.demo.line import Line
from cordboard.demo.outside import Outside
from cordboard.demo.people import Habits, Talk, draw_talk
from cordboard.errors import Refused, Unreachable

AGAIN_S = 2.0
SIGNED_IN = "signed-in"
"""Reason of the pause with which work begins."""
FRESH_S = (0.3, 2.0)
"""Seconds from signing in to being ready."""
REACHABLE_S_MAX = 5.0
"""How long the first registration may take to be noticed."""
SEEN_S_MAX = 10.0
"""How long an answered call may take to be seen on the desk."""
CALLER_SPARE_S = 20.0
"""Seconds that a caller who meant to hang up first may take longer."""
LEAVING_S = 5.0
WRITES_NOTE = 0.4
"""Share of contacts about which something is written down."""

Meet = Callable[[str, Talk], None]
"""Is told that the person with this number talks with an agent now."""


class Robot:
    """One agent who works until it is cancelled, or until a person takes the desk."""

    def __init__(self, desk: Desk, outside: Outside, habits: Habits, chance: Random, meet: Meet) -> None:
        self._desk, self._outside, self._habits, self._chance, self._meet = desk, outside, habits, chance, meet
        self._card: Tile = {}
        self._talking = asyncio.Event()
        self._line: Line | None = None
        self._takes: set[asyncio.Task[None]] = set()
        self._user = ""
        self.state = ""
        """What the agent does now, as the desk shows it; empty before and after work."""

    async def work(self) -> None:
        """Sign in, take calls, wrap them up and be ready again."""
        try:
            center = await self._desk.get("center")
            async with asyncio.TaskGroup() as tasks:
                await self._sign_in(tasks)
                reaction: asyncio.Task[None] | None = None
                seen: object = None
                async for tile in self._desk.tiles():
                    self._look(tile)
                    if tile["state"] == "signed-out":
                        break
                    now = (tile["state"], tile["contact_id"], tile["reason_id"], tile["reachable"])
                    if now != seen:
                        seen = now
                        if reaction is not None:
                            reaction.cancel()
                        reaction = tasks.create_task(self._react(tile, center))
                for task in (reaction, *self._takes):
                    if task is not None:
                        task.cancel()
        finally:
            self.state = ""
            await self._leave()

    async def _sign_in(self, tasks: asyncio.TaskGroup) -> None:
        def rings(line: Line) -> None:
            take = tasks.create_task(self._take(line))
            self._takes.add(take)
            take.add_done_callback(self._takes.discard)

        phone = (await self._desk.get("desk/phone"))["sip"]
        self._user = phone["user"]
        await self._outside.register(user=self._user, password=phone["password"], rings=rings)
        await self._desk.post("desk/sign-in", {"phone": "sip"})

    def _look(self, tile: Tile) -> None:
        self.state, self._card = tile["state"], tile.get("contact") or {}
        if tile["state"] == "talking":
            self._talking.set()
        else:
            self._talking.clear()

    # -- the desk --

    async def _react(self, tile: Tile, center: Any) -> None:
        """Do what this state asks for; a no is asked again, as long as nothing changes."""
        while True:
            try:
                match tile["state"]:
                    case "paused":
                        await self._return(tile)
                    case "wrapping-up":
                        await self._wrap_up(center)
                return
            except (Refused, Unreachable):
                await asyncio.sleep(AGAIN_S)

    async def _return(self, tile: Tile) -> None:
        reason = tile["reason_id"]
        if reason == SIGNED_IN:
            await asyncio.sleep(self._chance.uniform(*FRESH_S) if tile["reachable"] else REACHABLE_S_MAX)
        elif reason in SYSTEM_PAUSES:
            await asyncio.sleep(self._chance.uniform(*self._habits.returns_s))
        else:
            await asyncio.sleep(self._chance.uniform(*self._habits.break_s))
        await self._desk.post("desk/ready")

    async def _wrap_up(self, center: Any) -> None:
        contact_id, queue_id = self._card.get("contact_id"), self._card.get("queue_id")
        ends: list[Tile] = next((q["dispositions"] for q in center["queues"] if q["queue_id"] == queue_id), [])
        await asyncio.sleep(self._chance.uniform(*self._habits.writes_s))
        if contact_id and ends:
            # the first of the list are the most frequent
            chosen = self._chance.choices(ends, range(len(ends), 0, -1))[0]
            about = {"contact_id": contact_id, "disposition_id": chosen["disposition_id"]}
            await self._desk.post("desk/disposition", about)
            if self._chance.random() < WRITES_NOTE:
                await self._desk.put("desk/note", {"contact_id": contact_id, "text": chosen["name"] + "."})
        if center["pauses"] and self._chance.random() < self._habits.takes_a_break:
            pause = self._chance.choice(center["pauses"])
            await self._desk.post("desk/pause", {"reason_id": pause["reason_id"]})
        await self._desk.post("desk/wrap-up")

    # -- the phone --

    async def _take(self, line: Line) -> None:
        """Answer a ringing call, talk, and hang up if it is for the agent to do so."""
        self._line, talk = line, draw_talk(self._chance, self._habits)
        if await line.over(talk.answers_after_s if talk.answers_after_s < float("inf") else None):
            return
        if not await line.answer():
            return
        await line.speak(talk.speech, self._card.get("language") or "en")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SEEN_S_MAX):
                await self._talking.wait()
            self._meet(self._card.get("caller") or "", talk)
        if not await line.over(talk.seconds + CALLER_SPARE_S if talk.caller_ends else talk.seconds):
            with contextlib.suppress(Refused, Unreachable):
                await self._desk.post("desk/hang-up")
            await line.hang_up()

    # -- the end --

    async def _leave(self) -> None:
        """Hang up, sign out and be no phone any more."""
        with contextlib.suppress(Unreachable, TimeoutError):
            async with asyncio.timeout(LEAVING_S):
                if self._line is not None:
                    await self._line.hang_up()
                await self._sign_out()
        with contextlib.suppress(Unreachable):
            await self._outside.unregister(self._user)

    async def _sign_out(self) -> None:
        while True:
            try:
                await self._desk.post("desk/sign-out")
                return
            except Refused as refused:
                if refused.code == "signed-out":
                    return
                # an agent who still talks or is rung cannot: it takes a moment until the floor has heard of the end
                await asyncio.sleep(0.3)
