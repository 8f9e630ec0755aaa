"""What every journal does, whatever it is kept in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from cordboard.errors import Refused
from cordboard.floor.events import ContactArrived
from cordboard.postgres.journal import PostgresJournal
from cordboard.reporting.facts import Facts
from cordboard.reporting.rows import FactRows
from cordboard.runtime.live import LiveCenter
from cordboard.runtime.memory import Memory, MemoryJournal
from cordboard.runtime.ports import Checkpoint, Entry, Journal
from tests.day import CONFIGURATION, Day

Make = Callable[[Callable[[FactRows], None]], Journal]


@pytest.fixture(params=["memory", "postgres"])
def address(request: pytest.FixtureRequest) -> str | None:
    """Address of the database; None for memory."""
    return request.getfixturevalue("dsn") if request.param == "postgres" else None


@pytest.fixture
async def make(address: str | None) -> AsyncIterator[Make]:
    """Makes journals over one store, as each process that is started would."""
    made: list[Journal] = []
    memory = Memory()

    def one(tell: Callable[[FactRows], None] = lambda rows: None) -> Journal:
        journal: Journal = (
            MemoryJournal(memory, tell_facts=tell) if address is None else PostgresJournal(address, tell_facts=tell)
        )
        made.append(journal)
        return journal

    yield one
    for journal in made:
        await journal.close()


async def all_of(journal: Journal, after: int = 0) -> list[Entry]:
    return [entry async for entry in journal.entries_after(after)]


async def test_a_journal_begins_empty(make: Make) -> None:
    journal = make()
    assert await journal.open() == Checkpoint()
    assert await all_of(journal) == []
    assert journal.trouble() == ""


async def test_lines_are_read_as_they_were_written_in_their_order(make: Make) -> None:
    journal, day = make(), Day(1)
    await journal.open()
    for start in range(0, len(day.entries), 2):
        await journal.append(day.entries[start : start + 2])
    more = day.steps(60)
    await journal.append(more)
    assert await all_of(journal) == day.entries
    assert await all_of(journal, more[0].seq) == more[1:]


async def test_lines_given_twice_are_kept_once(make: Make) -> None:
    journal, day = make(), Day(2)
    await journal.open()
    await journal.append(day.entries)
    more = day.steps(20)
    await journal.append(day.entries)
    await journal.append(more)
    assert await all_of(journal) == day.entries


async def test_more_lines_than_a_page_are_read_without_a_gap(make: Make) -> None:
    journal, day = make(), Day(3)
    await journal.open()
    day.steps(1500)
    assert len(day.entries) > 2000
    await journal.append(day.entries)
    assert await all_of(journal) == day.entries


async def test_a_checkpoint_and_the_lines_after_it_rebuild_the_live_center(make: Make) -> None:
    journal, day = make(), Day(4)
    await journal.open()
    day.steps(200)
    await journal.append(day.entries)
    for _ in range(3):
        await journal.keep(day.live.checkpoint())
        await journal.append(day.steps(40))
    await journal.close()

    again = make()
    checkpoint = await again.open()
    assert 0 < checkpoint.seq < day.live.seq
    live = LiveCenter(CONFIGURATION, checkpoint)
    live.replay(await all_of(again, checkpoint.seq))

    assert live.checkpoint() == day.live.checkpoint()


async def test_a_second_owner_is_refused_until_the_first_lets_go(make: Make) -> None:
    first, second = make(), make()
    await first.open()
    with pytest.raises(Refused, match="owne"):
        await second.open()
    await first.close()
    assert await second.open() == Checkpoint()


async def test_facts_are_told_once_they_are_durable_and_go_on_after_a_restart(make: Make) -> None:
    told: list[FactRows] = []
    day = Day(5)
    for _ in range(4):
        journal = make(told.append)
        await journal.open()
        day.steps(50)
        await journal.append(day.entries)
        await journal.close()

    once = Facts()
    for entry in day.entries:
        once.apply(entry.seq, entry.at, entry.event)
    expected = once.dirty()
    contacts = {c.contact_id: c for rows in told for c in rows.contacts}
    for rows in told:
        for contact_id, disposition_id in rows.dispositions.items():
            contacts[contact_id].disposition_id = disposition_id
    assert contacts == {c.contact_id: c for c in expected.contacts}
    assert {(s.contact_id, s.n): s for rows in told for s in rows.segments} == {
        (s.contact_id, s.n): s for s in expected.segments
    }
    assert {o.offer_id: o for rows in told for o in rows.offers} == {o.offer_id: o for o in expected.offers}
    assert {s.seq: s for rows in told for s in rows.agent_states} == {s.seq: s for s in expected.agent_states}


async def test_text_that_no_database_keeps_is_kept_as_a_replacement_sign(make: Make) -> None:
    journal, day = make(), Day(6)
    await journal.open()
    event = day.entries[0].event
    hostile = ContactArrived(
        contact_id="c1", number="100\0", caller="\ud800", caller_name="שלום 👋" * 40, via="trunk", language="en"
    )
    await journal.append([Entry(seq=1, at=1.0, event=hostile), Entry(seq=2, at=2.0, event=event)])
    first, second = await all_of(journal)
    assert second.event == event
    assert isinstance(first.event, ContactArrived)
    assert first.event.caller_name == hostile.caller_name
