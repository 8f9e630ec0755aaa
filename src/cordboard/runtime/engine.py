"""One inbox, one owner of the floor, and nothing told to the world before it is durable.

Inputs that arrive while a batch is being written make the next batch, so one commit serves all of them and the engine
runs at its own pace.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from time import perf_counter

import structlog

from cordboard.errors import CordboardError, Refused, Unreachable
from cordboard.floor.inputs import StoreStalled, TimePassed
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.live import AnyInput, LiveCenter
from cordboard.runtime.ports import Entry, Journal, Listener

BATCH_MAX = 256
"""Inputs decided before their events are written."""
INBOX_MAX = 100_000
"""Inputs that may wait while the store is away: hours of a large centre."""
CHECKPOINT_EVERY = 20_000
"""Journal lines between checkpoints: a replay of so many takes about a second."""

STALL_S_MIN = 2.0
"""A write that takes longer stalls the centre; its time counts against nobody's limit."""
BUG_PAUSE_S = 1.0
"""Between two tries at something due that met a bug: it would be due again at once, and nothing else be served."""

log = structlog.get_logger()

_Item = tuple[AnyInput, "asyncio.Future[list[Entry]] | None"]


class Engine:
    """Feeds inputs to the live center one at a time; journals, then tells the listeners, what it decides."""

    def __init__(self, *, live: LiveCenter, journal: Journal, clock: Callable[[], float]) -> None:
        self.live = live
        self.listeners: list[Listener] = []
        self.bugs = 0
        """Inputs that met a bug of ours."""
        self.inputs = 0
        """Inputs decided so far."""
        self.batches = 0
        """Journal batches written so far."""
        self.decide_s = 0.0
        """Seconds spent deciding so far."""
        self._journal = journal
        self._clock = clock
        self._inbox: deque[_Item] = deque()
        self._news = asyncio.Event()
        self._kept_seq = live.seq
        self._due_again_at = 0.0
        """What is due is not looked at before this instant."""

    @classmethod
    async def open(
        cls, journal: Journal, configuration: Configuration, clock: Callable[[], float], *, timezone: str = "UTC"
    ) -> Engine:
        """Rebuild the live center from the journal; nobody is told of what was true before."""
        live = LiveCenter(configuration, await journal.open(), timezone=timezone)
        kept_seq = live.seq
        async for entry in journal.entries_after(live.seq):
            live.replay((entry,))
        engine = cls(live=live, journal=journal, clock=clock)
        engine._kept_seq = kept_seq
        return engine

    @property
    def waiting(self) -> int:
        """Inputs in the inbox."""
        return len(self._inbox)

    def tell(self, report: AnyInput) -> None:
        """Post a report; it will be decided in turn."""
        self._inbox.append((report, None))
        self._news.set()

    async def ask(self, command: AnyInput) -> list[Entry]:
        """Post a command and return what became true, once that is durable.

        Raises:
            Refused: a rule says no.
            Unreachable: too much waits for the store already.
        """
        if len(self._inbox) >= INBOX_MAX:
            raise Unreachable("journal", "too many inputs wait to be written")
        answer: asyncio.Future[list[Entry]] = asyncio.get_running_loop().create_future()
        self._inbox.append((command, answer))
        self._news.set()
        return await answer

    async def run(self) -> None:
        """Serve until cancelled."""
        while True:
            await self._wait()
            await self._serve_batch()
            if self.live.seq - self._kept_seq >= CHECKPOINT_EVERY:
                await self.keep()

    async def keep(self) -> None:
        """Write a checkpoint of the live center."""
        checkpoint = self.live.checkpoint()
        if checkpoint.seq > self._kept_seq:
            await self._journal.keep(checkpoint)
            self._kept_seq = checkpoint.seq

    async def _wait(self) -> None:
        """Return when there is an input, or when a deadline has become one."""
        if not self._inbox:
            self._news.clear()
            due = self._next_due()
            if due is None:
                await self._news.wait()
            elif (wait_s := due - self._clock()) > 0:
                try:
                    async with asyncio.timeout(wait_s):
                        await self._news.wait()
                except TimeoutError:
                    pass
        due = self._next_due()
        if due is not None and due <= self._clock():
            self._inbox.append((TimePassed(), None))

    def _next_due(self) -> float | None:
        due = self.live.next_deadline()
        return None if due is None else max(due, self._due_again_at)

    async def _serve_batch(self) -> None:
        entries: list[Entry] = []
        answers: list[tuple[asyncio.Future[list[Entry]], int, int, CordboardError | None]] = []
        began = perf_counter()
        for _ in range(min(len(self._inbox), BATCH_MAX)):
            self.inputs += 1
            input_, answer = self._inbox.popleft()
            before = len(entries)
            refusal = self._decide(entries, input_)
            if answer is not None:
                answers.append((answer, before, len(entries), refusal))
        self.decide_s += perf_counter() - began
        if entries:
            self.batches += 1
            began = self._clock()
            await self._journal.append(entries)
            if (stalled_s := self._clock() - began) > STALL_S_MIN:
                self._inbox.appendleft((StoreStalled(seconds=stalled_s), None))
            for listener in self.listeners:
                listener(entries)
        for answer, begin, end, refusal in answers:
            if answer.done():
                continue
            if refusal is not None:
                answer.set_exception(refusal)
            else:
                answer.set_result(entries[begin:end])

    def _decide(self, entries: list[Entry], input_: AnyInput) -> CordboardError | None:
        """Decide one input into `entries`; return the error that its asker must hear."""
        try:
            self.live.step_into(entries, input_, self._clock())
        except Refused as refusal:
            return refusal
        except Exception:
            self.bugs += 1
            if type(input_) is TimePassed:
                self._due_again_at = self._clock() + BUG_PAUSE_S
            log.exception("an input met a bug", input=type(input_).__name__)
            return CordboardError("the centre met a fault of its own; it was logged")
        return None
