"""Messages are durable with the journal line that tells of them, and people mark them."""

from __future__ import annotations

import json

import pytest

from cordboard.errors import Unknown
from cordboard.postgres.database import Database
from cordboard.postgres.journal import PostgresJournal
from cordboard.postgres.messages import MessageList
from cordboard.runtime.ports import AnyEvent, Entry
from tests.reporting.test_left_work import BOOKED, LEFT, ORDERED


async def wrote(dsn: str, *events: AnyEvent) -> None:
    journal = PostgresJournal(dsn)
    await journal.open()
    await journal.append([Entry(seq=seq, at=100.0 + seq, event=event) for seq, event in enumerate(events, 1)])
    await journal.close()


async def test_what_is_left_is_there_with_its_journal_line(dsn: str, database: Database) -> None:
    await wrote(dsn, LEFT, BOOKED, ORDERED, LEFT)
    messages = await MessageList(database).messages(done=False)
    assert [(m.message_id, m.kind, m.left_at) for m in messages] == [
        ("c1.m3", "voicemail", 101.0),
        ("c1.b2", "callback", 102.0),
    ]
    order = await database.row("SELECT * FROM customer_order")
    assert order is not None
    assert (order["contact_id"], str(order["total"]), order["status"]) == ("c1", "3.00", "taken")
    assert json.loads(order["lines"])[0]["quantity"] == 2


async def test_whoever_did_the_work_is_named_until_it_is_reopened(dsn: str, database: Database) -> None:
    await wrote(dsn, LEFT, BOOKED)
    book = MessageList(database)
    assert await book.mark_done("c1.m3", login="ann", at=200.0)
    assert not await book.mark_done("c1.m3", login="bob", at=201.0)
    (done,) = await book.messages(done=True)
    assert (done.message_id, done.done_by, done.done_at) == ("c1.m3", "ann", 200.0)
    assert [m.message_id for m in await book.messages(done=False)] == ["c1.b2"]
    assert await book.reopen("c1.m3")
    assert len(await book.messages(done=False)) == 2
    assert not await book.messages(done=False, queues=["support"])
    assert len(await book.messages(done=False, queues=["sales", "support"])) == 2
    with pytest.raises(Unknown):
        await book.mark_done("none", login="ann", at=1.0)
