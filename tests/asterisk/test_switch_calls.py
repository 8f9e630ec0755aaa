"""The switch with a real Asterisk and real phones: every way of a call through the floor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.instance import Instance
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.floor.events import OfferEnd, Outcome
from cordboard.flows import events as fev
from tests.asterisk.walk import Walk, nothing_left, swept, walking
from tests.calls.phones import Phones
from tests.calls.tones import heard

pytestmark = pytest.mark.calls


@pytest.fixture
async def http(switch: Instance) -> AsyncIterator[AriHttp]:
    async with swept(switch) as asked:
        yield asked


@pytest.fixture
async def walk(switch: Instance, phones: Phones, http: AriHttp, tmp_path: Path) -> AsyncIterator[Walk]:
    for left in switch.folders.recordings.glob("*.wav"):
        left.unlink()
    async with walking(switch, phones, tmp_path) as made:
        yield made


async def test_a_customer_is_connected_with_an_agent_and_both_sides_are_recorded(walk: Walk, http: AriHttp) -> None:
    await walk.agent("ann")
    customer = walk.phones.customer("100", leaves_after_s=4)
    talk = await walk.event(ev.ContactConnected)
    ended = await walk.event(ev.ContactEnded)
    assert (ended.outcome, ended.by, ended.offer_id) == (Outcome.SERVED, "customer", talk.offer_id)
    assert await asyncio.to_thread(customer.finished)
    row, file = await walk.recording()
    assert (row.recording_id, row.contact_id) == (talk.offer_id, talk.contact_id)
    assert row.bytes == file.stat().st_size
    left, right = heard(file, channel=0, from_s=0.5), heard(file, channel=1, from_s=0.5)
    assert left.customer > 0.1
    assert left.agent < 0.01
    assert right.agent > 0.1
    assert right.customer < 0.01
    assert row.seconds == pytest.approx(left.seconds + 0.5, abs=0.02)
    assert len(row.left) == len(row.right) == 800
    assert not list(walk.instance.folders.recordings.glob(f"{talk.offer_id}*"))
    await nothing_left(walk, http)
    arrived = walk.events(ev.ContactArrived)[0]
    assert (arrived.caller, arrived.caller_name, arrived.via) == ("+79990000001", "Customer", "trunk")


async def test_an_agent_who_hangs_up_ends_the_call(walk: Walk, http: AriHttp) -> None:
    await walk.agent("ann", "hangs_up", leaves_after_s=1)
    customer = walk.phones.customer("100")
    ended = await walk.event(ev.ContactEnded)
    assert (ended.outcome, ended.by) == (Outcome.SERVED, "agent")
    assert await asyncio.to_thread(customer.finished)
    await nothing_left(walk, http)


async def test_the_desk_hangs_up_and_an_unrecorded_talk_leaves_no_file(walk: Walk, http: AriHttp) -> None:
    await walk.agent("ann")
    customer = walk.phones.customer("101")
    await walk.event(ev.ContactConnected)
    await asyncio.sleep(0.5)
    await walk.ask(inp.HangUp(agent_id="ann"))
    assert await asyncio.to_thread(customer.finished)
    await nothing_left(walk, http)
    await walk.until(lambda: len(walk.recorder) == 0, "the recorder is done")
    assert walk.recordings == []


@pytest.mark.parametrize("how", ["declines", "is_away", "busy"])
async def test_a_missed_offer_rings_the_next_agent(walk: Walk, http: AriHttp, how: str) -> None:
    await walk.agent("ann", how)
    customer = walk.phones.customer("100")
    ended = await walk.event(ev.OfferEnded)
    assert ended.end is (OfferEnd.LAPSED if how == "is_away" else OfferEnd.DECLINED)
    await walk.agent("bob")
    talk = await walk.event(ev.ContactConnected)
    assert talk.agent_id == "bob"
    await walk.ask(inp.HangUp(agent_id="bob"))
    assert await asyncio.to_thread(customer.finished)
    await nothing_left(walk, http)


async def test_an_offer_that_rings_out_stops_ringing(walk: Walk, http: AriHttp) -> None:
    await walk.agent("ann", "rings")
    walk.phones.customer("100", leaves_after_s=6)
    ended = await walk.event(ev.OfferEnded)
    assert ended.end is OfferEnd.LAPSED
    await walk.until(lambda: walk.floor.agents["ann"].reason_id == "did-not-answer", "ann is paused")
    ended_all = await walk.event(ev.ContactEnded)
    assert ended_all.outcome is Outcome.ABANDONED
    await nothing_left(walk, http)


async def test_an_agent_whose_phone_went_away_is_unreachable(walk: Walk, http: AriHttp) -> None:
    phone = await walk.agent("ann")
    phone.vanish()
    await walk.engine.ask(inp.PauseAgent(agent_id="ann", reason_id="declined"))
    await http.ask("DELETE", "asterisk/config/dynamic/res_pjsip/endpoint/sip-ann")
    await walk.until(lambda: not walk.floor.agents["ann"].reachable, "the phone is not seen any more")


async def test_a_menu_is_heard_and_a_key_chooses_the_queue(walk: Walk, http: AriHttp) -> None:
    await walk.agent("bob")
    customer = walk.phones.customer("200", keys=[(4.0, "5"), (1.0, "9"), (1.0, "2")], leaves_after_s=9)
    said = await walk.event(fev.PromptsSaid, lambda e: e.node_id == "menu")
    assert said.turn == 2
    missed = await walk.event(fev.AnswerMissed)
    assert missed.key == "5"
    again = await walk.event(fev.PromptsSaid, lambda e: e.turn == 3)
    assert again.prompts[0] == "cord/invalid"
    russian = await walk.event(fev.PromptsSaid, lambda e: e.language == "ru")
    assert russian.node_id == "menu"
    queued = await walk.event(ev.ContactQueued)
    assert (queued.queue_id, queued.language) == ("support", "ru")
    await walk.event(ev.ContactConnected)
    assert await asyncio.to_thread(customer.finished)
    await nothing_left(walk, http)


async def test_silence_in_a_menu_ends_in_a_goodbye_that_hangs_up(walk: Walk, http: AriHttp) -> None:
    customer = walk.phones.customer("200")
    away = await walk.event(ev.ContactTurnedAway, timeout_s=40)
    assert away.prompts == ("cord/goodbye",)
    ended = await walk.event(ev.ContactEnded)
    assert (ended.outcome, ended.by) == (Outcome.TURNED_AWAY, "center")
    assert await asyncio.to_thread(customer.finished)
    await nothing_left(walk, http)


async def test_a_waiting_customer_is_told_the_place_and_hears_music_again(walk: Walk, http: AriHttp) -> None:
    walk.phones.customer("300")
    told = await walk.event(ev.WaitAnnounced)
    assert told.position == 1
    contact_id = told.contact_id
    first, later = await asyncio.gather(overheard(walk, http, contact_id, 1), overheard(walk, http, contact_id, 8))
    assert first > 0.01
    assert later > 0.01
    assert walk.switch.counts["acts_refused"] == 0
    await http.ask("DELETE", f"channels/{contact_id}")
    ended = await walk.event(ev.ContactEnded)
    assert ended.outcome is Outcome.ABANDONED
    await nothing_left(walk, http)


async def overheard(walk: Walk, http: AriHttp, contact_id: str, after_s: float) -> float:
    """Return how loud it is for the customer, in one second after so many."""
    await asyncio.sleep(after_s)
    name = f"overheard-{after_s:.0f}"
    path = f"channels/{contact_id}/snoop/{name}?spy=out&app=cordboard&appArgs=agent"
    await http.ask("POST", path)
    await asyncio.sleep(0.1)
    await http.ask("POST", f"channels/{name}/record?name={name}&format=wav")
    await asyncio.sleep(1)
    await http.ask("DELETE", f"channels/{name}")
    await asyncio.sleep(0.2)
    return heard(walk.instance.folders.recordings / f"{name}.wav").rms


async def test_the_longest_wait_ends_politely(walk: Walk, http: AriHttp) -> None:
    customer = walk.phones.customer("400")
    away = await walk.event(ev.ContactTurnedAway)
    assert away.reason is ev.TurnedAway.WAITED_TOO_LONG
    assert await asyncio.to_thread(customer.finished)
    await walk.event(ev.ContactEnded)
    await nothing_left(walk, http)


async def test_hold_is_music_for_the_customer_and_silence_for_the_agent(walk: Walk, http: AriHttp) -> None:
    await walk.agent("ann")
    customer = walk.phones.customer("100")
    await walk.event(ev.ContactConnected)
    await asyncio.sleep(1.5)
    await walk.ask(inp.HoldContact(agent_id="ann"))
    await asyncio.sleep(2)
    await walk.ask(inp.ResumeContact(agent_id="ann"))
    await asyncio.sleep(1.5)
    await walk.ask(inp.HangUp(agent_id="ann"))
    assert await asyncio.to_thread(customer.finished)
    _, file = await walk.recording()
    assert heard(file, channel=0, from_s=0.5, to_s=1.3).customer > 0.1
    assert heard(file, channel=0, from_s=2, to_s=3.3).customer < 0.01
    assert heard(file, channel=0, from_s=4, to_s=4.8).customer > 0.1
    await nothing_left(walk, http)


async def test_a_transferred_customer_goes_on_with_another_agent(walk: Walk, http: AriHttp) -> None:
    await walk.agent("ann")
    customer = walk.phones.customer("100")
    first = await walk.event(ev.ContactConnected)
    await asyncio.sleep(0.7)
    await walk.agent("bob")
    await walk.ask(inp.TransferContact(agent_id="ann", queue_id="support"))
    second = await walk.event(ev.ContactConnected, lambda e: e.agent_id == "bob")
    assert second.offer_id != first.offer_id
    await asyncio.sleep(1)
    await walk.ask(inp.HangUp(agent_id="bob"))
    assert await asyncio.to_thread(customer.finished)
    await walk.until(lambda: len(walk.recordings) == 2, "both talks are kept")
    assert {row.recording_id for row in walk.recordings} == {first.offer_id, second.offer_id}
    await nothing_left(walk, http)


async def test_a_stranger_is_refused_and_counted(walk: Walk, http: AriHttp) -> None:
    stranger = walk.phones.stranger()
    assert await asyncio.to_thread(stranger.finished)
    assert walk.switch.counts["strangers"] == 1
    assert walk.events(ev.ContactArrived) == []


async def test_strange_names_and_very_long_numbers_arrive_shortened(walk: Walk, http: AriHttp) -> None:
    await walk.agent("ann")
    walk.phones.customer("100", caller="9" * 300, shown="مرحبا 😀 \u202e \\ x", leaves_after_s=2)
    arrived = await walk.event(ev.ContactArrived)
    assert arrived.caller == "9" * 40
    assert arrived.caller_name.startswith("مرحبا 😀")
    assert "\u202e" not in arrived.caller_name
    await walk.event(ev.ContactConnected)
    await walk.event(ev.ContactEnded)
    await nothing_left(walk, http)
