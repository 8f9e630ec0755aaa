"""The engine, in virtual time, over a journal in memory that can be slow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from cordboard.errors import CordboardError, Refused
from cordboard.floor import inputs as inp
from cordboard.floor.states import ContactState
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.engine import Engine
from cordboard.runtime.memory import MemoryJournal
from cordboard.runtime.ports import Entry
from tests.floor.story import CENTER, SALES
from tests.flows.test_performer import RECEPTION
from tests.virtual_time import play

CONFIGURATION = Configuration(center=CENTER, flows={"menu": RECEPTION})


class SlowJournal(MemoryJournal):
    """Writes only while it is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()
        self.batches: list[int] = []

    async def append(self, entries: Sequence[Entry]) -> None:
        await self.gate.wait()
        self.batches.append(len(entries))
        await super().append(entries)


@asynccontextmanager
async def a_center(journal: MemoryJournal) -> AsyncIterator[tuple[Engine, list[tuple[float, str]]]]:
    """An engine that runs, its switch up, and what its listeners heard, at seconds from the start."""
    loop = asyncio.get_running_loop()
    engine = await Engine.open(journal, CONFIGURATION, loop.time)
    heard: list[tuple[float, str]] = []
    began = loop.time()
    engine.listeners.append(
        lambda entries: heard.extend((round(e.at - began, 3), type(e.event).__name__) for e in entries)
    )
    task = asyncio.ensure_future(engine.run())
    engine.tell(inp.SwitchFound())
    try:
        yield engine, heard
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def ann_is_ready(engine: Engine) -> None:
    await engine.ask(inp.SignIn(agent_id="ann"))
    await engine.ask(inp.PhonesSeen(reachable=frozenset({"ann"})))
    await engine.ask(inp.MakeReady(agent_id="ann"))


def test_the_engine_wakes_itself_when_an_offer_is_due():
    async def story():
        async with a_center(MemoryJournal()) as (engine, heard):
            await ann_is_ready(engine)
            await engine.ask(inp.CallArrived(contact_id="c1", number="100"))
            await asyncio.sleep(SALES.offer_s + 1)
            return heard[-3:]

    assert play(story()) == [(0, "ContactOffered"), (20, "OfferEnded"), (20, "AgentPaused")]


def test_nobody_is_told_before_it_is_durable_and_then_all_is_written():
    async def story():
        journal = SlowJournal()
        async with a_center(journal) as (engine, heard):
            await ann_is_ready(engine)
            before = len(heard)
            journal.gate.clear()
            engine.tell(inp.CallArrived(contact_id="c1", number="100"))
            asking = asyncio.ensure_future(engine.ask(inp.PauseAgent(agent_id="bob", reason_id="lunch")))
            await asyncio.sleep(30)
            assert len(heard) == before
            assert not asking.done()
            journal.gate.set()
            with pytest.raises(Refused):
                await asking
            return [name for _, name in heard[before:]]

    assert play(story()) == ["ContactArrived", "ContactQueued", "ContactOffered", "LimitsExtended"]


def test_inputs_that_arrive_during_a_write_share_the_next_one():
    async def story():
        journal = SlowJournal()
        async with a_center(journal) as (engine, _):
            await asyncio.sleep(0)
            await ann_is_ready(engine)
            journal.gate.clear()
            for n in range(50):
                engine.tell(inp.CallArrived(contact_id=f"c{n}", number="100"))
                await asyncio.sleep(0.001)
            journal.batches.clear()
            journal.gate.set()
            await engine.ask(inp.TimePassed())
            return len(journal.batches)

    assert play(story()) <= 2


def test_a_started_engine_stands_where_the_last_one_stopped():
    async def story():
        journal = MemoryJournal()
        async with a_center(journal) as (engine, _):
            await ann_is_ready(engine)
            await engine.ask(inp.CallArrived(contact_id="menu", number="7"))
            await engine.keep()
            await engine.ask(inp.CallArrived(contact_id="ringing", number="100"))
            await engine.ask(inp.CallArrived(contact_id="waiting", number="100"))
        again = await Engine.open(journal, CONFIGURATION, asyncio.get_running_loop().time)
        assert again.live.checkpoint() == engine.live.checkpoint()
        return {c.contact_id: c.state for c in again.live.floor.contacts.values()}

    assert play(story()) == {
        "menu": ContactState.ARRIVED,
        "ringing": ContactState.OFFERED,
        "waiting": ContactState.WAITING,
    }


def test_a_bug_in_one_input_is_told_to_its_asker_and_the_centre_goes_on():
    async def story():
        async with a_center(MemoryJournal()) as (engine, _):
            with pytest.raises(CordboardError):
                await engine.ask("nonsense")  # type: ignore[arg-type]
            await ann_is_ready(engine)
            return engine.bugs

    assert play(story()) == 1


def test_a_bug_in_what_is_due_does_not_keep_the_centre_from_all_else():
    async def story():
        async with a_center(MemoryJournal()) as (engine, _):
            engine.live.floor.deadlines.set("cnobody", 0.0)
            await ann_is_ready(engine)
            await asyncio.sleep(10)
            await engine.ask(inp.CallArrived(contact_id="c1", number="100"))
            return engine.bugs, engine.live.floor.contacts["c1"].state

    bugs, state = play(story())
    assert 5 <= bugs <= 12
    assert state is ContactState.OFFERED


def test_a_flow_leads_into_a_queue_in_one_step():
    async def story():
        async with a_center(MemoryJournal()) as (engine, heard):
            from cordboard.flows import inputs as finp

            await engine.ask(inp.CallArrived(contact_id="c1", number="7"))
            await engine.ask(finp.PromptsFinished(contact_id="c1", turn=1))
            await engine.ask(finp.KeyPressed(contact_id="c1", key="1"))
            return [name for _, name in heard]

    assert play(story())[1:] == [
        "ContactArrived",
        "FlowStarted",
        "PromptsSaid",
        "PromptsSaid",
        "KeyTaken",
        "FlowLeft",
        "ContactQueued",
    ]
