"""Messages outlive the process that was asked to send them."""

from __future__ import annotations

import asyncio
import signal
import sys

import pytest

from cordboard.errors import Malformed
from cordboard.postgres.database import Database
from cordboard.postgres.outbox import StoredOutgoing
from cordboard.runtime.outbox import Outbox
from cordboard.runtime.outside import Outgoing
from cordboard.sms.sender import SmsRules, SmsSender
from tests.sms.gateway import sms_gateway

SENDS = """
import asyncio, sys, time
from cordboard.postgres.database import Database
from cordboard.postgres.outbox import StoredOutgoing
from cordboard.runtime.outbox import Outbox
from cordboard.runtime.outside import Outgoing
from cordboard.sms.sender import SmsRules, SmsSender

async def main(dsn, url):
    async with Database(dsn) as database:
        outbox = Outbox(StoredOutgoing(database), {"sms": SmsSender(SmsRules(url=url))}, clock=time.time)
        for n in range(3):
            await outbox.put(Outgoing(message_id=f"c1.n{n}", channel="sms", to="+4930777123", text=f"word {n}"))
        print("put", flush=True)
        await outbox.run()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_messages_of_a_killed_process_are_sent_by_the_next_under_the_same_ids(
    dsn: str, database: Database
) -> None:
    async with sms_gateway() as gateway:
        gateway.delay_s = 60.0
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", SENDS, dsn, gateway.url, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"put\n"
        async with asyncio.timeout(20):
            while len(gateway.posts) < 3:
                await asyncio.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        assert await database.value("SELECT count(*) FROM outgoing WHERE sent_at IS NULL AND tries = 1") == 3

        gateway.delay_s = 0.0
        sms = SmsSender(SmsRules(url=gateway.url))
        started = asyncio.get_running_loop().time()
        begins = await database.value("SELECT max(next_try_at) FROM outgoing")

        def clock() -> float:
            # it stands where the tries of the dead one have lapsed
            return float(begins) + asyncio.get_running_loop().time() - started

        outbox = Outbox(StoredOutgoing(database), {"sms": sms}, clock=clock)
        running = asyncio.create_task(outbox.run())
        async with asyncio.timeout(20):
            while await database.value("SELECT count(*) FROM outgoing WHERE sent_at IS NULL"):
                await asyncio.sleep(0.02)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await sms.close()
    assert {body["id"]: body["text"] for _, body in gateway.posts} == {f"c1.n{n}": f"word {n}" for n in range(3)}
    assert [headers["Idempotency-Key"] for headers, _ in gateway.posts].count("c1.n0") == 2


async def test_a_text_that_no_database_keeps_is_refused(database: Database) -> None:
    with pytest.raises(Malformed):
        await StoredOutgoing(database).put(
            Outgoing(message_id="c1", channel="sms", to="+4930777123", text="a\0b"), at=1.0
        )


async def test_erased_words_are_gone_from_the_table_and_who_was_sent_what_when_stays(database: Database) -> None:
    store = StoredOutgoing(database)
    await store.put(Outgoing(message_id="c1", channel="email", to="ann@example.com", subject="s", text="t"), at=1.0)
    await store.sent("c1", at=2.0)
    await store.erase(ended_before=2.0, at=3.0)
    row = await database.row("SELECT * FROM outgoing")
    assert row is not None
    assert (row["subject"], row["text"], row["recipient"], row["sent_at"]) == ("", "", "ann@example.com", 2.0)
