"""Runs what flows have done outside, beside the engine, and reports back within the time that the customer waits.

Rule: no line of a log and no sentence of a report holds a value of an errand; a secret goes out and is kept nowhere.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import structlog

from cordboard.errors import Misunderstood, Refused, Unreachable
from cordboard.flows.errands import Errand, Fetch, Post
from cordboard.flows.events import ErrandAsked
from cordboard.flows.inputs import ErrandDone, ErrandFailed
from cordboard.flows.performance import Performance
from cordboard.flows.performer import Performer
from cordboard.flows.secret import Secret
from cordboard.runtime.live import AnyInput
from cordboard.runtime.outside import Ask, Outgoing, Requests
from cordboard.runtime.plain import plain
from cordboard.runtime.ports import Entry, Letterbox, LookUps
from cordboard.values import value

AT_ONCE = 64
"""Errands that are under way side by side; others wait for their turn, within their time."""
SPARE_S = 0.05
"""Before the customer's patience ends, so that the reason is told and not only that it took too long."""

log = structlog.get_logger()


@value
class _Task:
    """One errand, and whom it is for."""

    contact_id: str
    turn: int
    errand: Errand
    until: float
    script: bool

    @property
    def key(self) -> str:
        """The same for every try of this errand and of no other, also in a later flow of the same contact."""
        mark = "s" if self.script else ""
        return f"{self.contact_id}.{mark}{self.turn}.{int(self.until * 1000)}"


class Errands:
    """Told by the engine what is asked; `run` ends what is under way when it is cancelled."""

    def __init__(
        self,
        *,
        performer: Performer,
        tell: Callable[[AnyInput], None],
        look_ups: LookUps,
        requests: Requests,
        letterbox: Letterbox,
        clock: Callable[[], float],
        at_once: int = AT_ONCE,
    ) -> None:
        """Say what errands are run with.

        Args:
            performer: knows who still waits.
            tell: takes reports; the engine's.
            look_ups: finds rows.
            requests: asks programs of the company.
            letterbox: takes messages.
            clock: the engine's: seconds since the Unix epoch (UTC).
            at_once: how many are under way side by side.
        """
        self._performer, self._tell, self._clock = performer, tell, clock
        self._look_ups, self._requests, self._letterbox = look_ups, requests, letterbox
        self._gate = asyncio.Semaphore(at_once)
        self._running: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many are under way or wait for their turn."""
        return len(self._running)

    def listen(self, entries: Sequence[Entry]) -> None:
        """Begin what was asked: an engine's listener."""
        for entry in entries:
            event = entry.event
            if type(event) is ErrandAsked:
                self._begin(
                    _Task(
                        contact_id=event.contact_id,
                        turn=event.turn,
                        errand=event.errand,
                        until=event.until,
                        script=event.script,
                    )
                )

    async def run(self) -> None:
        """Begin again what a stop cut off, and serve until cancelled."""
        for task in list(self._cut_off()):
            self._begin(task)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            running = list(self._running)
            for each in running:
                each.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def _cut_off(self) -> Iterator[_Task]:
        """What conversations wait for since before our start; nobody asks for it again."""
        for p in self._performer.records():
            if p.awaits != "errand" or p.errand is None or p.due is None:
                continue
            task = _Task(contact_id=p.contact_id, turn=p.turn, errand=p.errand, until=p.due, script=p.is_script)
            if None not in p.secrets.values():
                yield task
            elif p.is_script:
                self._fail(task, "a secret was lost and must be asked again")
            # of a caller, secrets are asked once more when the switch is found

    def _begin(self, task: _Task) -> None:
        running = asyncio.create_task(self._serve(task))
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _serve(self, task: _Task) -> None:
        left_s = task.until - self._clock() - SPARE_S
        try:
            async with asyncio.timeout(max(left_s, 0.0)), self._gate:
                # a row serves nobody who has gone; a message and a request were promised
                if task.errand.find is None or self._still_waits(task):
                    found, answer = await self._do(task)
                    self._tell(
                        ErrandDone(
                            contact_id=task.contact_id, turn=task.turn, found=found, value=answer, script=task.script
                        )
                    )
        except TimeoutError:
            self._fail(task, "it took too long")
        except Refused as refusal:
            self._fail(task, refusal.says)
        except (Unreachable, Misunderstood) as error:
            self._fail(task, str(error))
        except Exception as error:
            # its own words may hold what was asked for
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("an errand met a fault of ours", error=type(error).__name__, at=f"{place.name}:{place.lineno}")
            self._fail(task, "a fault of ours")

    async def _do(self, task: _Task) -> tuple[bool, Any]:
        """Whether something was found, and what it is."""
        errand = task.errand
        if errand.find is not None:
            row = await self._look_ups.find(errand.find)
            return row is not None, None if row is None else plain(row, source="table")
        if errand.fetch is not None:
            answer = await self._requests.fetch(self._ask(errand.fetch, task))
            if answer.status >= 300:
                # nobody is followed elsewhere: what stands there is not the answer
                raise Refused("status", f"status {answer.status}")
            return True, plain(answer.body, source="request")
        if errand.post is not None:
            await self._letterbox.put(_letter(errand.post, task.key))
        return True, None

    def _ask(self, fetch: Fetch, task: _Task) -> Ask:
        return Ask(
            method=fetch.method,
            url=fetch.url,
            headers={name: str(_open(text)) for name, text in fetch.headers.items()},
            body=None if fetch.body is None else _open(fetch.body),
            credential=fetch.credential,
            limit_s=max(task.until - self._clock() - 2 * SPARE_S, SPARE_S),
            retries=fetch.retries,
            most_bytes=fetch.most_bytes,
            idempotency_key=task.key,
        )

    def _still_waits(self, task: _Task) -> bool:
        kept: Mapping[str, Performance] = self._performer.scripts if task.script else self._performer.performances
        p = kept.get(task.contact_id)
        return p is not None and p.turn == task.turn and p.awaits == "errand"

    def _fail(self, task: _Task, why: str) -> None:
        self._tell(ErrandFailed(contact_id=task.contact_id, turn=task.turn, why=why, script=task.script))


def _letter(post: Post, key: str) -> Outgoing:
    return Outgoing(
        message_id=key,
        channel=post.channel,
        to=post.to,
        subject=post.subject,
        text=post.text,
    )


def _open(thing: Any) -> Any:
    """The thing with secrets as they go out.

    Raises:
        Refused: a secret was lost.
    """
    if isinstance(thing, Secret):
        if thing.digits is None:
            raise Refused("secret-lost", "a secret was lost and must be asked again")
        return thing.digits
    if isinstance(thing, Mapping):
        return {name: _open(each) for name, each in thing.items()}
    if isinstance(thing, list | tuple):
        return [_open(each) for each in thing]
    return thing
