"""The call log finds contacts by all that is known of them, and pages without a gap."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from cordboard.errors import Malformed
from cordboard.floor.events import ContactArrived
from cordboard.postgres.contacts import ContactLog
from cordboard.postgres.database import Database
from cordboard.postgres.journal import PostgresJournal
from cordboard.postgres.notes import ContactNotes
from cordboard.postgres.recordings import RecordingList
from cordboard.reporting.answers import ContactQuery, RecordingRow
from cordboard.reporting.facts import Facts
from cordboard.reporting.rows import FactRows
from cordboard.runtime.ports import Entry
from tests.day import Day


@pytest.fixture
async def day(dsn: str) -> AsyncIterator[Day]:
    """A day that is in the database."""
    day = Day(11)
    day.steps(400)
    journal = PostgresJournal(dsn)
    await journal.open()
    await journal.append(day.entries)
    yield day
    await journal.close()


@pytest.fixture
def calls(database: Database) -> ContactLog:
    return ContactLog(database)


@pytest.fixture
def facts(day: Day) -> FactRows:
    facts = Facts()
    for entry in day.entries:
        facts.apply(entry.seq, entry.at, entry.event)
    return facts.dirty()


async def listed(calls: ContactLog, **query: object) -> list[str]:
    """Ids of all contacts that a query finds, over as many pages as it takes."""
    ids: list[str] = []
    cursor = None
    while True:
        page = await calls.contacts(ContactQuery(cursor=cursor, **query))  # type: ignore[arg-type]
        ids += [row.contact_id for row in page.rows]
        if (cursor := page.next_cursor) is None:
            return ids


async def test_pages_together_are_the_whole_log_newest_first(calls: ContactLog, facts: FactRows) -> None:
    ordered = sorted(facts.contacts, key=lambda c: (c.arrived_at, c.contact_id), reverse=True)
    assert await listed(calls, limit=7) == [c.contact_id for c in ordered]
    assert await listed(calls, limit=len(ordered)) == [c.contact_id for c in ordered]


async def test_a_row_says_of_a_contact_what_the_facts_say(calls: ContactLog, facts: FactRows) -> None:
    for fact in facts.contacts:
        row = await calls.contact(fact.contact_id)
        assert row is not None
        for name in ("arrived_at", "ended_at", "outcome", "wait_s", "talk_s", "wrap_up_s", "offers", "disposition_id"):
            assert getattr(row, name) == getattr(fact, name)
        assert row.by == fact.ended_by
    assert await calls.contact("nobody") is None


@pytest.mark.parametrize("limit", [3, 200])
async def test_every_filter_finds_what_a_look_at_all_finds(calls: ContactLog, facts: FactRows, limit: int) -> None:
    async def ids(**query: object) -> set[str]:
        found = await listed(calls, limit=limit, **query)
        assert len(found) == len(set(found))
        return set(found)

    by_queue = {s.contact_id for s in facts.segments if s.queue_id == "support"}
    by_agent = {s.contact_id for s in facts.segments if s.agent_id == "bob"}
    served = {c.contact_id for c in facts.contacts if c.outcome == "served"}
    middle = sorted(c.arrived_at for c in facts.contacts)[len(facts.contacts) // 2]
    late = {c.contact_id for c in facts.contacts if c.arrived_at >= middle}
    assert by_queue
    assert by_agent
    assert served
    assert await ids(queue_id="support") == by_queue
    assert await ids(agent_id="bob") == by_agent
    assert await ids(agent_id="bob", queue_id="support") == by_agent & by_queue
    assert await ids(outcome="served") == served
    assert await ids(outcome="served", queue_id="support", since=middle) == served & by_queue & late
    assert await ids(since=middle) == late
    assert await ids(until=middle) == {c.contact_id for c in facts.contacts} - late


async def test_a_caller_is_found_by_any_spelling_and_by_the_last_digits(calls: ContactLog, facts: FactRows) -> None:
    caller = facts.contacts[0].caller
    same = {c.contact_id for c in facts.contacts if c.caller == caller}
    for spelling in (caller, caller.replace("+49", "0"), "0049 (30)/" + caller[5:], caller[-3:]):
        assert set(await listed(calls, caller=spelling)) == same
    assert await listed(calls, caller="+4999") == []
    assert await listed(calls, caller="anonymous") == []


async def test_a_caller_with_a_name_is_found_by_the_whole_name(dsn: str, calls: ContactLog) -> None:
    journal = PostgresJournal(dsn)
    await journal.open()
    for seq, caller in enumerate(("Anna", "sip-7f3a", "+49301237"), start=1):
        arrived = ContactArrived(
            contact_id=f"c{seq}", number="100", caller=caller, caller_name="", via="web", language="en"
        )
        await journal.append([Entry(seq=seq, at=float(seq), event=arrived)])
    await journal.close()
    assert await listed(calls, caller="anna") == ["c1"]
    assert await listed(calls, caller="SIP-7f3a") == ["c2"]
    assert await listed(calls, caller="nna") == []
    assert await listed(calls, caller="7") == ["c3"]
    assert await listed(calls, caller="()") == []


async def test_text_is_looked_for_in_the_name_and_in_the_note_letter_by_letter(
    calls: ContactLog, facts: FactRows, database: Database
) -> None:
    first = facts.contacts[0].contact_id
    await ContactNotes(database).keep_note(first, "Wants 100% of it_back", login="ann", at=1.0)
    assert len(await listed(calls, text="ирина")) == len(facts.contacts)
    assert await listed(calls, text="100% OF IT_") == [first]
    assert await listed(calls, text="100_ of") == []


async def test_a_cursor_that_is_none_is_refused(calls: ContactLog) -> None:
    for cursor in ("?", "YWJj", "ю"):
        with pytest.raises(Malformed):
            await calls.contacts(ContactQuery(cursor=cursor))


async def test_a_text_with_a_sign_that_cannot_be_kept_is_refused(calls: ContactLog) -> None:
    for text in ("a\0b", "\ud800"):
        with pytest.raises(Malformed):
            await calls.contacts(ContactQuery(text=text))


async def test_a_contact_tells_its_segments_its_offers_and_its_lines(
    calls: ContactLog, facts: FactRows, day: Day
) -> None:
    fact = max(facts.contacts, key=lambda c: c.segments)
    segments = [s for s in facts.segments if s.contact_id == fact.contact_id]
    assert [(s.kind, s.outcome, s.ended_at) for s in await calls.segments(fact.contact_id)] == [
        (s.kind, s.outcome, s.ended_at) for s in sorted(segments, key=lambda s: s.n)
    ]
    assert len(await calls.offers(fact.contact_id)) == fact.offers
    lines = [entry async for entry in calls.entries(fact.contact_id)]
    assert lines == [e for e in day.entries if getattr(e.event, "contact_id", None) == fact.contact_id]
    assert isinstance(lines[0].event, ContactArrived)


async def test_a_recording_is_kept_once_and_listed_with_its_contact(
    calls: ContactLog, facts: FactRows, database: Database
) -> None:
    recordings, contact_id = RecordingList(database), facts.contacts[0].contact_id
    kept = RecordingRow(
        recording_id=f"{contact_id}.o1",
        contact_id=contact_id,
        key="2025/11/21/x.wav",
        bytes=12345,
        seconds=3.5,
        started_at=7.0,
        left=(0.0, 1.0, 0.2),
        right=(0.6,),
    )
    await recordings.keep(kept)
    await recordings.keep(kept)
    assert await recordings.recording(kept.recording_id) == kept
    assert await recordings.recording("other") is None
    row = await calls.contact(contact_id)
    assert row is not None
    assert row.recordings == (kept.recording_id,)


async def test_the_last_note_is_kept(database: Database) -> None:
    notes = ContactNotes(database)
    assert await notes.note("c1") == ""
    await notes.keep_note("c1", "first", login="ann", at=1.0)
    await notes.keep_note("c1", "перезвонить 👋", login="bob", at=2.0)
    assert await notes.note("c1") == "перезвонить 👋"
