"""A centre that dies in mid-call, and a switch that dies: what was true is true again, and what ended is known."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.frames import Channel
from cordboard.asterisk.install import Asterisk
from cordboard.asterisk.instance import Instance, write
from cordboard.asterisk.process import AsteriskProcess
from cordboard.asterisk.recorded_files import FarFiles
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.events import OfferEnd, Outcome
from cordboard.floor.states import AgentState, ContactState
from cordboard.flows import events as fev
from cordboard.runtime.memory import Memory
from tests.asterisk.walk import swept, walking
from tests.calls.phones import Phones
from tests.calls.switch import settings_of
from tests.calls.tones import heard

pytestmark = pytest.mark.calls


@pytest.fixture
async def http(switch: Instance) -> AsyncIterator[AriHttp]:
    for left in switch.folders.recordings.glob("*.wav"):
        left.unlink()
    async with swept(switch) as asked:
        yield asked


async def test_after_a_kill_every_call_is_on_the_floor_again_in_its_state(
    switch: Instance, phones: Phones, http: AriHttp, tmp_path: Path
) -> None:
    memory = Memory()
    async with walking(switch, phones, tmp_path, memory=memory) as walk:
        await walk.agent("ann")
        phones.customer("100")
        talk = await walk.event(ev.ContactConnected)
        await walk.agent("bob", "rings")
        phones.customer("100")
        ringing = await walk.event(ev.ContactOffered, lambda e: e.agent_id == "bob")
        phones.customer("300")
        waiting = await walk.event(ev.ContactQueued, lambda e: e.queue_id == "patient")
        phones.customer("200")
        menu = await walk.event(fev.PromptsSaid, lambda e: e.node_id == "menu")
        await asyncio.sleep(0.5)
    await asyncio.sleep(0.5)
    async with walking(switch, phones, tmp_path, memory=memory, files=FarFiles) as walk:
        states = {contact.contact_id: contact.state for contact in walk.floor.contacts.values()}
        assert states[talk.contact_id] is ContactState.TALKING
        assert states[ringing.contact_id] in (ContactState.OFFERED, ContactState.WAITING)
        assert states[waiting.contact_id] is ContactState.WAITING
        assert states[menu.contact_id] is ContactState.ARRIVED
        assert walk.floor.contacts[waiting.contact_id].aged_from == waiting.aged_from
        assert walk.events(ev.ContactEnded) == []
        await walk.event(fev.PromptsSaid, lambda e: e.turn == menu.turn + 1)
        assert walk.floor.agents["ann"].state is AgentState.TALKING
        await asyncio.sleep(1)
        await walk.ask(inp.HangUp(agent_id="ann"))
        row, file = await walk.recording()
        assert row.recording_id == talk.offer_id
        # the talk was heard all the time, without the centre too
        for second in range(1, int(row.seconds) - 1):
            assert heard(file, channel=0, from_s=second, to_s=second + 1).customer > 0.1
            assert heard(file, channel=1, from_s=second, to_s=second + 1).agent > 0.1
        connected = [event.offer_id for event in walk.events(ev.ContactConnected)]
        assert len(connected) == len(set(connected))


async def test_what_happened_while_the_centre_was_dead_is_found_out(
    switch: Instance, phones: Phones, http: AriHttp, tmp_path: Path
) -> None:
    memory = Memory()
    async with walking(switch, phones, tmp_path, memory=memory) as walk:
        await walk.agent("ann")
        left_talk = phones.customer("100", leaves_after_s=2.5)
        talk = await walk.event(ev.ContactConnected)
        left_waiting = phones.customer("300", leaves_after_s=2)
        waiting = await walk.event(ev.ContactQueued, lambda e: e.queue_id == "patient")
        await walk.agent("bob", "rings")
        phones.customer("100")
        ringing = await walk.event(ev.ContactOffered, lambda e: e.agent_id == "bob")
    assert await asyncio.to_thread(left_talk.finished)
    assert await asyncio.to_thread(left_waiting.finished)
    await http.ask("DELETE", f"channels/{ringing.offer_id}")
    # Asterisk answers before the leg is gone, and its end must not be heard by the next centre
    async with asyncio.timeout(5):
        while any(channel.id == ringing.offer_id for channel in await http.get("channels", list[Channel])):
            await asyncio.sleep(0.02)
    async with walking(switch, phones, tmp_path, memory=memory) as walk:
        served = await walk.event(ev.ContactEnded, lambda e: e.contact_id == talk.contact_id)
        assert (served.outcome, served.by) == (Outcome.SERVED, "customer")
        abandoned = await walk.event(ev.ContactEnded, lambda e: e.contact_id == waiting.contact_id)
        assert abandoned.outcome is Outcome.ABANDONED
        withdrawn = await walk.event(ev.OfferEnded)
        assert (withdrawn.offer_id, withdrawn.end) == (ringing.offer_id, OfferEnd.WITHDRAWN)
        again = await walk.event(ev.ContactOffered, lambda e: e.contact_id == ringing.contact_id and e != ringing)
        assert again.offer_id != ringing.offer_id
        row, _ = await walk.recording()
        assert row.recording_id == talk.offer_id


async def test_a_killed_asterisk_loses_its_calls_and_the_agents_are_ready_when_it_is_back(
    installed: Asterisk, tmp_path: Path
) -> None:
    instance = write(settings_of(tmp_path / "own"), installed)
    process = AsteriskProcess(instance)
    await process.start()
    phones = Phones(tmp_path / "phones", instance.settings.sip_port)
    try:
        async with walking(instance, phones, tmp_path) as walk:
            await walk.agent("ann")
            phones.customer("100")
            talk = await walk.event(ev.ContactConnected)
            # Asterisk writes a recording in pieces of two seconds; the last one dies with it
            await asyncio.sleep(3)
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            await walk.event(ev.SwitchWentAway)
            await process.watch()
            assert not walk.switch.up
            assert walk.switch.trouble
            await process.start()
            ended = await walk.event(ev.ContactEnded, timeout_s=20)
            assert (ended.outcome, ended.by) == (Outcome.LOST, "switch")
            await walk.until(lambda: walk.floor.switch_up, "the switch is back")
            assert walk.floor.agents["ann"].state is AgentState.READY
            row, file = await walk.recording()
            assert row.recording_id == talk.offer_id
            assert heard(file, channel=0).customer > 0.1
            phones.customer("100", leaves_after_s=1)
            await walk.event(ev.ContactConnected, lambda e: e.contact_id != talk.contact_id, 20)
    finally:
        phones.close()
        await process.stop()
