"""A message is sent at least once under one id, later if need be, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from structlog.testing import capture_logs

from cordboard.errors import CordboardError, Malformed, Misunderstood, Refused, Unreachable
from cordboard.flows.nodes.outside import Channel
from cordboard.runtime.memory_outbox import MemoryOutgoing
from cordboard.runtime.memory_senders import MemorySender
from cordboard.runtime.outbox import AT_A_TIME, Due, Outbox
from cordboard.runtime.outside import Outgoing
from tests.virtual_time import play

DAY = 24 * 3600.0


class Clumsy(MemorySender):
    """Fails as it is told, call by call, and notes when it was asked."""

    def __init__(self, *failures: BaseException | None, last: BaseException | None = None) -> None:
        super().__init__()
        self.failures, self.last = list(failures), last
        self.asked_at: list[float] = []
        self.under_way = self.most = 0
        self.takes_s = 0.0

    async def send(self, message: Outgoing) -> None:
        self.asked_at.append(now())
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(self.takes_s)
            failure = self.failures.pop(0) if self.failures else self.last
            if failure is not None:
                raise failure
            await super().send(message)
        finally:
            self.under_way -= 1


class Shaky(MemoryOutgoing):
    """A store that is away for some questions."""

    away = 0

    async def claim(self, channel: Channel, *, at: float, until: float, asked_after: float, most: int) -> list[Due]:
        self._shake()
        return await super().claim(channel, at=at, until=until, asked_after=asked_after, most=most)

    async def sent(self, message_id: str, *, at: float) -> None:
        self._shake()
        await super().sent(message_id, at=at)

    def _shake(self) -> None:
        if self.away:
            self.away -= 1
            raise Unreachable("database", "is away")


def now() -> float:
    return asyncio.get_running_loop().time()


def message(n: int = 1, channel: Channel = "sms", **more: Any) -> Outgoing:
    return Outgoing(**{"message_id": f"c1.n{n}", "channel": channel, "to": "+4930777123", "text": f"word {n}", **more})


def run(sender: MemorySender, store: MemoryOutgoing, story: Coroutine[Any, Any, None] | None, *, s: float) -> Outbox:
    """Let the outbox work for so many seconds after the story."""

    async def whole() -> Outbox:
        outbox = Outbox(store, {"sms": sender}, clock=now)
        working = asyncio.create_task(outbox.run())
        if story is None:
            await outbox.put(message())
        else:
            await story
        await asyncio.sleep(s)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        return outbox

    return play(whole())


def pauses(sender: Clumsy) -> list[float]:
    return [round(b - a) for a, b in zip(sender.asked_at, sender.asked_at[1:], strict=False)]


def test_a_message_is_sent_at_once() -> None:
    sender, store = MemorySender(), MemoryOutgoing()
    outbox = run(sender, store, None, s=0.1)
    assert sender.sent == [message()]
    assert store.rows["c1.n1"].sent_at is not None
    assert outbox.trouble() == ""


def test_a_message_that_is_put_off_is_tried_again_ever_more_slowly_until_it_is_taken() -> None:
    away = Unreachable("gateway", "is away")
    sender, store = Clumsy(away, away, Misunderstood("gateway", "?"), away, ValueError(), away), MemoryOutgoing()
    run(sender, store, None, s=4 * 3600)
    assert pauses(sender) == [1, 10, 60, 600, 3600, 3600]
    assert [each.message_id for each in sender.sent] == ["c1.n1"]
    assert store.rows["c1.n1"].trouble == ""


def test_a_fault_of_ours_puts_no_address_and_no_word_into_the_log() -> None:
    sender, store = Clumsy(ValueError("+4930777123: word 1")), MemoryOutgoing()
    with capture_logs() as logs:
        run(sender, store, None, s=10)
    assert [each["error"] for each in logs if "error" in each] == ["ValueError"]
    assert "+4930777123" not in str(logs)
    assert "exc_info" not in str(logs)
    assert [each.message_id for each in sender.sent] == ["c1.n1"]


def test_whoever_asks_for_a_longer_rest_is_given_it() -> None:
    sender = Clumsy(Unreachable("gateway", "too much", after_s=90.0))
    run(sender, MemoryOutgoing(), None, s=200)
    assert pauses(sender) == [90]


def test_a_message_is_given_up_after_a_day_and_says_why() -> None:
    sender, store = Clumsy(last=Unreachable("gateway", "is away")), MemoryOutgoing()
    outbox = run(sender, store, None, s=3 * DAY)
    row = store.rows["c1.n1"]
    assert row.sent_at is None
    assert row.failed_at is not None
    assert row.failed_at - row.asked_at <= DAY
    assert row.trouble == "it could not be sent within a day: gateway: is away"
    assert sender.asked_at[-1] - sender.asked_at[0] > 22 * 3600
    assert outbox.trouble() == "gateway: is away"


def test_a_message_that_is_refused_is_not_tried_again() -> None:
    sender, store = Clumsy(last=Refused("sms-refused", "no such number")), MemoryOutgoing()
    outbox = run(sender, store, None, s=DAY)
    assert len(sender.asked_at) == 1
    assert store.rows["c1.n1"].trouble == "no such number"
    assert outbox.trouble() == "", "one wrong number is no trouble of the centre"


def test_what_an_earlier_run_left_is_sent_by_the_next_and_what_is_too_old_is_not() -> None:
    sender, store = MemorySender(), MemoryOutgoing()

    async def earlier() -> None:
        await store.put(message(1), at=now() - DAY - 1)
        await store.put(message(2), at=now() - DAY + 60)
        await store.claim("sms", at=now() - 50, until=now() + 70, asked_after=now() - DAY + 30, most=5)

    run(sender, store, earlier(), s=1300)
    assert [each.message_id for each in sender.sent] == []
    assert store.rows["c1.n1"].trouble == store.rows["c1.n2"].trouble == "it could not be sent within a day"

    async def within_the_day() -> None:
        await store.put(message(3), at=now() - 100)
        await store.claim("sms", at=now() - 50, until=now() + 70, asked_after=0.0, most=5)

    run(sender, store, within_the_day(), s=100)
    assert [each.message_id for each in sender.sent] == ["c1.n3"]


def test_only_so_many_are_sent_at_a_time_and_none_waits_for_the_next_look() -> None:
    sender, store = Clumsy(), MemoryOutgoing()
    sender.takes_s = 1.0

    async def many() -> None:
        for n in range(3 * AT_A_TIME):
            await store.put(message(n), at=now())

    run(sender, store, many(), s=40)
    assert len(sender.sent) == 3 * AT_A_TIME
    assert sender.most == AT_A_TIME
    assert sender.asked_at[-1] - sender.asked_at[0] < 3.0


def test_a_store_that_is_away_after_the_sending_does_not_have_it_sent_twice() -> None:
    store = Shaky()

    class ThenAway(MemorySender):
        async def send(self, message: Outgoing) -> None:
            await super().send(message)
            store.away = 300

    sender = ThenAway()
    run(sender, store, None, s=1000)
    assert len(sender.sent) == 1
    assert store.rows["c1.n1"].sent_at is not None


def test_words_are_erased_thirty_days_after_the_end() -> None:
    sender, store = MemorySender(), MemoryOutgoing()
    run(sender, store, None, s=29 * DAY)
    assert store.rows["c1.n1"].message.text == "word 1"
    run(sender, store, asyncio.sleep(0), s=31 * DAY)
    assert store.rows["c1.n1"].message.text == ""
    assert len(sender.sent) == 1


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (message(channel="email", to="ann@example.com"), Refused),
        (message(to="ann"), Malformed),
        (message(text=" "), Malformed),
        (message(message_id="a b"), Malformed),
        (message(message_id=""), Malformed),
    ],
)
def test_a_message_that_could_never_be_sent_is_refused_at_once(wrong: Outgoing, kind: type[CordboardError]) -> None:
    store = MemoryOutgoing()

    async def put() -> None:
        with pytest.raises(kind):
            await Outbox(store, {"sms": MemorySender()}, clock=now).put(wrong)

    play(put())
    assert store.rows == {}
