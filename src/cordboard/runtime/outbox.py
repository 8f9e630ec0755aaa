"""Messages to customers, written down before they are sent, so that no kill and no lost link loses one.

A message is sent at least once and always under the same id. Before a try begins, the store is told when the next one
may begin: who is killed in the middle of a try leaves a message that is due again a little later. Whoever delivers
knows a repetition by its id.
"""

from __future__ import annotations

import asyncio
import re
import traceback
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import structlog

from cordboard.errors import Malformed, Misunderstood, Refused, Unreachable
from cordboard.flows.nodes.outside import Channel
from cordboard.runtime.outside import Outgoing, Sender
from cordboard.values import value

BACKOFF_S = (1.0, 10.0, 60.0, 600.0, 3600.0)
"""Seconds after the first, second, ... failed try; the last goes on."""
GIVE_UP_S = 24 * 3600.0
"""Seconds after which a message has lost its sense: who is told a day later that it is his turn is not served."""
TRY_S_MAX = 120.0
"""After so many seconds a try that nobody told the end of is held for dead; every sender ends far sooner."""
AT_A_TIME = 8
"""Messages of one channel that are sent side by side."""
LOOK_EVERY_S = 30.0
"""Another process of ours may have put a message there, which tells nobody here."""
SWEEP_EVERY_S = 600.0
ERASE_AFTER_S = 30 * 24 * 3600.0
"""Seconds after its end for which the words of a message are kept, for questions about it."""
STORE_AWAY_S = 1.0

TOO_OLD = "it could not be sent within a day"

_ID = re.compile(r"[\x21-\x7e]{1,255}")

log = structlog.get_logger()


@value
class Due:
    """A message whose turn it is."""

    message: Outgoing
    asked_at: float
    """Instant at which it was put there, seconds since the Unix epoch (UTC)."""
    tries: int
    """How often it was tried, this one counted."""


class OutgoingStore(Protocol):
    """What the outbox needs of a store. Instants are seconds since the Unix epoch (UTC)."""

    async def put(self, message: Outgoing, *, at: float) -> bool:
        """Keep the message; False if there is one of this id already, which stays as it is."""
        ...

    async def claim(self, channel: Channel, *, at: float, until: float, asked_after: float, most: int) -> list[Due]:
        """Those that are due at `at`, the longest due first; none of them is due again before `until`."""
        ...

    async def next_at(self, channel: Channel) -> float | None:
        """When the next one is due; None if none waits."""
        ...

    async def sent(self, message_id: str, *, at: float) -> None:
        """It was taken."""
        ...

    async def put_off(self, message_id: str, *, until: float, trouble: str) -> None:
        """It is due again then."""
        ...

    async def failed(self, message_id: str, *, at: float, trouble: str) -> None:
        """It will not be tried again."""
        ...

    async def give_up(self, *, asked_before: float, at: float, trouble: str) -> int:
        """End all that are due and were asked for before that instant; return how many."""
        ...

    async def erase(self, *, ended_before: float, at: float) -> int:
        """Empty subject and text of all that ended before that instant; return of how many."""
        ...


class Outbox:
    """Keeps messages and sends them. `put` may be called at any time, `run` does the work."""

    def __init__(self, store: OutgoingStore, senders: Mapping[Channel, Sender], *, clock: Callable[[], float]) -> None:
        """Say what the outbox works with.

        Args:
            store: where messages wait.
            senders: the channels that are set up.
            clock: the instant now, seconds since the Unix epoch (UTC).
        """
        self._store, self._senders, self._clock = store, senders, clock
        self._news = {channel: asyncio.Event() for channel in senders}
        self._troubles: dict[str, str] = {}

    def trouble(self) -> str:
        """Why messages wait, in words; empty when all is well."""
        return "; ".join(dict.fromkeys(self._troubles.values()))

    async def put(self, message: Outgoing) -> None:
        """Return once the message is durable; put twice under one id, it is sent as one.

        Raises:
            Refused: its channel is not set up, or its address or its words are wrong.
            Unreachable: the store does not answer.
        """
        sender = self._senders.get(message.channel)
        if sender is None:
            raise Refused("channel-not-set-up", f"the settings name nobody who sends {message.channel}")
        if not _ID.fullmatch(message.message_id):
            raise Malformed("the id of a message is up to 255 characters of ASCII without spaces")
        sender.check(message)
        if await self._store.put(message, at=self._clock()):
            self._news[message.channel].set()

    async def run(self) -> None:
        """Send what is due until cancelled; first what an earlier run left."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._sweep())
            for channel in self._senders:
                group.create_task(self._lane(channel))

    async def _lane(self, channel: Channel) -> None:
        news = self._news[channel]
        while True:
            news.clear()
            now = self._clock()
            try:
                due = await self._store.claim(
                    channel, at=now, until=now + TRY_S_MAX, asked_after=now - GIVE_UP_S, most=AT_A_TIME
                )
                next_at = None if due else await self._store.next_at(channel)
            except Unreachable as error:
                self._complain("store", str(error))
                await asyncio.sleep(max(error.after_s, STORE_AWAY_S))
                continue
            self._troubles.pop("store", None)
            if due:
                await asyncio.gather(*(self._try(channel, each) for each in due))
                continue
            wait_s = LOOK_EVERY_S if next_at is None else min(max(next_at - self._clock(), 0.05), LOOK_EVERY_S)
            try:
                async with asyncio.timeout(wait_s):
                    await news.wait()
            except TimeoutError:
                pass

    async def _try(self, channel: Channel, due: Due) -> None:
        message_id = due.message.message_id
        rest_s = 0.0
        try:
            await self._senders[channel].send(due.message)
        except Refused as refusal:
            await self._fail(channel, message_id, refusal.says)
            return
        except (Unreachable, Misunderstood) as error:
            trouble = str(error)
            rest_s = error.after_s if isinstance(error, Unreachable) else 0.0
        except Exception as error:
            # one message must not end the sending of all others; the error may hold its words or its address
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error(
                "sending a message met a fault of ours",
                channel=channel,
                message_id=message_id,
                error=type(error).__name__,
                at=f"{place.name}:{place.lineno}",
            )
            trouble = "a fault of ours"
        else:
            self._troubles.pop(channel, None)
            await self._record(lambda: self._store.sent(message_id, at=self._clock()))
            return
        self._complain(channel, trouble)
        until = self._clock() + max(BACKOFF_S[min(due.tries, len(BACKOFF_S)) - 1], rest_s)
        if until > due.asked_at + GIVE_UP_S:
            await self._fail(channel, message_id, f"{TOO_OLD}: {trouble}")
        else:
            await self._record(lambda: self._store.put_off(message_id, until=until, trouble=trouble))

    async def _fail(self, channel: Channel, message_id: str, trouble: str) -> None:
        log.warning("a message was not sent", channel=channel, message_id=message_id, why=trouble)
        await self._record(lambda: self._store.failed(message_id, at=self._clock(), trouble=trouble))

    async def _record(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write what became of a message, however long the store is away: else it would be sent once more."""
        while True:
            try:
                await write()
            except Unreachable as error:
                self._complain("store", str(error))
                await asyncio.sleep(max(error.after_s, STORE_AWAY_S))
            else:
                return

    async def _sweep(self) -> None:
        while True:
            now = self._clock()
            try:
                late = await self._store.give_up(asked_before=now - GIVE_UP_S, at=now, trouble=TOO_OLD)
                await self._store.erase(ended_before=now - ERASE_AFTER_S, at=now)
            except Unreachable as error:
                self._complain("store", str(error))
                await asyncio.sleep(max(error.after_s, LOOK_EVERY_S))
                continue
            if late:
                log.warning("messages were not sent", count=late, why=TOO_OLD)
            await asyncio.sleep(SWEEP_EVERY_S)

    def _complain(self, about: str, trouble: str) -> None:
        if self._troubles.get(about) != trouble:
            self._troubles[about] = trouble
            log.warning("messages wait", about=about, why=trouble)
