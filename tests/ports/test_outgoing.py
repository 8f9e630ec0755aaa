"""What every store of outgoing messages does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from cordboard.flows.nodes.outside import Channel
from cordboard.postgres.database import Database
from cordboard.postgres.outbox import StoredOutgoing
from cordboard.runtime.memory_outbox import MemoryOutgoing
from cordboard.runtime.outbox import OutgoingStore
from cordboard.runtime.outside import Outgoing


@pytest.fixture(params=["memory", "postgres"])
def address(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("dsn") if request.param == "postgres" else None


@pytest.fixture
async def store(address: str | None) -> AsyncIterator[OutgoingStore]:
    if address is None:
        yield MemoryOutgoing()
    else:
        async with Database(address) as database:
            yield StoredOutgoing(database)


def message(n: int = 1, channel: Channel = "sms") -> Outgoing:
    return Outgoing(message_id=f"c{n}", channel=channel, to="+4930777123", subject=f"№ {n}", text="Ваш заказ 👋")


async def claimed(store: OutgoingStore, at: float, channel: Channel = "sms", most: int = 10) -> list[str]:
    due = await store.claim(channel, at=at, until=at + 100, asked_after=at - 1000, most=most)
    return [each.message.message_id for each in due]


async def test_a_message_is_due_at_once_and_comes_back_as_it_was_put(store: OutgoingStore) -> None:
    assert await store.next_at("sms") is None
    assert await store.put(message(), at=10.0)
    assert await store.next_at("sms") == 10.0
    [due] = await store.claim("sms", at=10.0, until=110.0, asked_after=0.0, most=5)
    assert (due.message, due.asked_at, due.tries) == (message(), 10.0, 1)


async def test_a_message_put_twice_is_one_and_the_first(store: OutgoingStore) -> None:
    assert await store.put(message(), at=10.0)
    other = Outgoing(message_id="c1", channel="sms", to="+4930777123", text="other")
    assert not await store.put(other, at=11.0)
    [due] = await store.claim("sms", at=12.0, until=110.0, asked_after=0.0, most=5)
    assert due.message == message()


async def test_what_is_claimed_is_due_again_only_when_the_try_must_be_dead(store: OutgoingStore) -> None:
    await store.put(message(), at=10.0)
    assert await claimed(store, 10.0) == ["c1"]
    assert await claimed(store, 109.0) == []
    assert await store.next_at("sms") == 110.0
    assert await claimed(store, 110.0) == ["c1"]


async def test_the_longest_due_come_first_and_channels_do_not_mix(store: OutgoingStore) -> None:
    for n in (3, 1, 2):
        await store.put(message(n), at=float(n))
    await store.put(message(4, "email"), at=4.0)
    assert await claimed(store, 10.0, most=2) == ["c1", "c2"]
    assert await claimed(store, 10.0, "email") == ["c4"]
    assert await claimed(store, 10.0) == ["c3"]


async def test_two_who_claim_at_a_time_never_get_the_same(store: OutgoingStore) -> None:
    for n in range(40):
        await store.put(message(n), at=1.0)
    lots = await asyncio.gather(*(claimed(store, 10.0) for _ in range(4)))
    assert sorted(each for lot in lots for each in lot) == sorted(f"c{n}" for n in range(40))


async def test_what_was_sent_or_failed_is_due_no_more_and_what_was_put_off_is(store: OutgoingStore) -> None:
    for n in (1, 2, 3):
        await store.put(message(n), at=1.0)
    await claimed(store, 1.0)
    await store.sent("c1", at=2.0)
    await store.failed("c2", at=2.0, trouble="no such number")
    await store.put_off("c3", until=5.0, trouble="busy")
    assert await store.next_at("sms") == 5.0
    [due] = await store.claim("sms", at=900.0, until=1000.0, asked_after=0.0, most=5)
    assert (due.message.message_id, due.tries) == ("c3", 2)


async def test_what_is_too_old_is_not_claimed_and_can_be_given_up(store: OutgoingStore) -> None:
    await store.put(message(1), at=1.0)
    await store.put(message(2, "email"), at=1.0)
    await store.put(message(3), at=500.0)
    assert await claimed(store, 1001.0) == ["c3"]
    assert await store.give_up(asked_before=1.0, at=1001.0, trouble="late") == 2
    assert await store.next_at("email") is None


async def test_a_try_that_is_under_way_is_not_given_up_and_its_success_counts(store: OutgoingStore) -> None:
    await store.put(message(), at=1.0)
    await claimed(store, 990.0)
    assert await store.give_up(asked_before=1.0, at=1001.0, trouble="late") == 0
    assert await store.give_up(asked_before=1.0, at=1090.0, trouble="late") == 1
    await store.sent("c1", at=1091.0)
    assert await store.erase(ended_before=1090.5, at=2000.0) == 0
    assert await store.erase(ended_before=1091.0, at=2000.0) == 1


async def test_the_words_of_what_ended_can_be_erased_and_of_nothing_else(store: OutgoingStore) -> None:
    for n in (1, 2, 3, 4):
        await store.put(message(n), at=1.0)
    await store.sent("c1", at=10.0)
    await store.failed("c2", at=10.0, trouble="no")
    await store.sent("c3", at=20.0)
    assert await store.erase(ended_before=15.0, at=30.0) == 2
    assert await store.erase(ended_before=15.0, at=31.0) == 0
    assert not await store.put(message(1), at=40.0), "its id is known for good"
    [due] = await store.claim("sms", at=50.0, until=60.0, asked_after=0.0, most=5)
    assert due.message == message(4)
