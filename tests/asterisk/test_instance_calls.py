"""What Asterisk's side of the centre does by itself: fallback, refusal, recording, and how a leg's end is told."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import pytest

from cordboard.asterisk import prompts, provision
from cordboard.asterisk.instance import PROMPTS, Instance
from cordboard.asterisk.process import AsteriskProcess
from cordboard.center.trunks import Trunk
from tests.calls.ari import Ari, connected
from tests.calls.phones import Phones
from tests.calls.tones import heard

pytestmark = pytest.mark.calls
LOOPBACK = Trunk(trunk_id="loop", host="127.0.0.1", codecs=("ulaw", "alaw"))


async def ring(ari: Ari, offer_id: str, endpoint: str, *, timeout: str = "30") -> None:
    """Ring an agent's leg that is recorded from its answer on."""
    variables = {"CORD_ID": offer_id.rpartition(".")[0], "CORD_OFFER": offer_id, "CORD_ROLE": "agent"}
    await ari.ask(
        "POST",
        "channels",
        {"variables": variables},
        endpoint=endpoint,
        context="cord-agent",
        extension="record",
        priority="1",
        channelId=offer_id,
        timeout=timeout,
    )


async def test_both_sides_of_a_call_are_recorded_apart_and_nothing_before_the_answer(
    switch: Instance, phones: Phones
) -> None:
    objects = provision.trunk_objects(LOOPBACK, media_address="127.0.0.1")
    async with connected(switch) as ari:
        await ari.put_objects(objects)
        agent = phones.agent()
        customer = phones.customer("100")
        contact_id = (await ari.event("StasisStart"))["channel"]["id"]
        await ari.ask("POST", f"channels/{contact_id}/answer")
        offer_id = f"{contact_id}.o1"
        await ring(ari, offer_id, f"PJSIP/trunk-loop/sip:agent@{agent.address}")
        await ari.ask("POST", "applications/cordboard/subscription", eventSource=f"channel:{offer_id}")
        started = await ari.event("StasisStart", lambda e: e["channel"]["id"] == offer_id)
        assert started["args"] == ["agent", contact_id, offer_id]
        await ari.ask("POST", "bridges", type="mixing", bridgeId=f"{offer_id}.talk")
        await ari.ask("POST", f"bridges/{offer_id}.talk/addChannel", channel=f"{contact_id},{offer_id}")
        await asyncio.sleep(2)
        assert (await ari.ask("GET", f"bridges/{offer_id}.talk"))["technology"] == "simple_bridge"
        for channel in (offer_id, contact_id):
            await ari.ask("DELETE", f"channels/{channel}")
        assert customer.finished()
        await asyncio.sleep(0.2)
        told = [event["type"] for event in ari.seen if event.get("channel", {}).get("id") == offer_id]
        # a channel that was subscribed to by its id is heard of to its very end, each event once
        assert told[-1] == "ChannelDestroyed"
        assert [told.count(kind) for kind in ("StasisStart", "StasisEnd", "ChannelDestroyed")] == [1, 1, 1]
        said, got = (switch.folders.recordings / f"{offer_id}-{side}.wav" for side in ("in", "out"))
        assert heard(said).agent > 0.15
        assert heard(said).customer < 0.01
        assert heard(got).customer > 0.1
        assert heard(got).agent < 0.01
        assert abs(heard(said).seconds - heard(got).seconds) <= 0.04
        assert 1.5 < heard(said).seconds < 3
        assert not list(switch.folders.spool.glob("monitor/*"))
        await ari.delete_objects(objects)


@pytest.mark.parametrize(
    ("how", "cause", "dialstatus"),
    [
        ("busy", 17, "BUSY"),
        ("declines", 21, "NOANSWER"),
        ("is_away", 19, "NOANSWER"),
        ("rings", 19, None),
    ],
)
async def test_a_leg_that_is_not_answered_ends_with_its_cause(
    switch: Instance, phones: Phones, how: str, cause: int, dialstatus: str | None
) -> None:
    objects = provision.trunk_objects(LOOPBACK, media_address="127.0.0.1")
    async with connected(switch) as ari:
        await ari.put_objects(objects)
        # a leg that is refused at once is over before one can subscribe to its channel; by its endpoint it is heard
        # of, but then every event of a channel in the application comes twice
        await ari.ask("POST", "applications/cordboard/subscription", eventSource="endpoint:PJSIP/trunk-loop")
        agent = phones.agent(how)
        await ring(ari, f"c.{how}.o1", f"PJSIP/trunk-loop/sip:agent@{agent.address}", timeout="1")
        destroyed = await ari.event("ChannelDestroyed", lambda e: e["channel"]["id"] == f"c.{how}.o1")
        assert destroyed["cause"] == cause
        told = [event["dialstatus"] for event in ari.seen if event["type"] == "Dial"]
        assert dialstatus in told if dialstatus else told == ["", "RINGING"]
        await ari.ask("DELETE", "applications/cordboard/subscription", eventSource="endpoint:PJSIP/trunk-loop")
        await ari.delete_objects(objects)


async def test_a_ringing_leg_is_heard_of_by_its_channel_alone(switch: Instance, phones: Phones) -> None:
    objects = provision.trunk_objects(LOOPBACK, media_address="127.0.0.1")
    async with connected(switch) as ari:
        await ari.put_objects(objects)
        agent = phones.agent("rings", calls=1)
        await ring(ari, "c.lone.o1", f"PJSIP/trunk-loop/sip:agent@{agent.address}")
        await ari.ask("POST", "applications/cordboard/subscription", eventSource="channel:c.lone.o1")
        # it may ring before the subscription stands; that it rings is asked, that it ends is heard
        async with asyncio.timeout(5):
            while (leg := await ari.ask("GET", "channels/c.lone.o1"))["state"] != "Ringing":
                await asyncio.sleep(0.02)
        assert leg["channelvars"] == {
            "CORD_ID": "c.lone",
            "CORD_ROLE": "agent",
            "CORD_OFFER": "c.lone.o1",
        }
        await ari.ask("DELETE", "channels/c.lone.o1")
        destroyed = await ari.event("ChannelDestroyed", lambda e: e["channel"]["id"] == "c.lone.o1")
        assert destroyed["cause"] == 16
        assert agent.finished()
        await ari.delete_objects(objects)


async def test_without_a_center_a_caller_hears_the_message_in_every_language_and_is_let_go(
    switch: Instance, phones: Phones
) -> None:
    objects = provision.trunk_objects(LOOPBACK, media_address="127.0.0.1")
    async with connected(switch) as ari:
        await ari.put_objects(objects)
    began = time.monotonic()
    customer = phones.customer("+78005553535")
    assert await asyncio.to_thread(customer.finished)
    assert time.monotonic() - began > sum(
        (PROMPTS / lang / "fallback.ulaw").stat().st_size / 8000 for lang in ("en", "ru")
    )
    stranger = phones.stranger()
    assert await asyncio.to_thread(stranger.finished)


async def test_prompts_and_numbers_are_heard_in_the_language_of_the_play(switch: Instance, phones: Phones) -> None:
    objects = provision.trunk_objects(LOOPBACK, media_address="127.0.0.1")
    async with connected(switch) as ari:
        await ari.put_objects(objects)
        phones.customer("100")
        contact_id = (await ari.event("StasisStart"))["channel"]["id"]
        await ari.ask("POST", f"channels/{contact_id}/answer")
        began = {}
        for lang in ("en", "ru"):
            media = ",".join((prompts.prompt("recorded"), *prompts.position_media(2)))
            await ari.ask("POST", f"channels/{contact_id}/play", media=media, lang=lang, playbackId=f"say.{lang}")
            ended = await ari.event("PlaybackFinished", lambda e, n=lang: e["playback"]["id"] == f"say.{n}")
            assert (ended["playback"]["state"], ended["playback"]["language"]) == ("done", lang)
            began[lang] = [e for e in ari.seen if e.get("playback", {}).get("id") == f"say.{lang}"]
        # each of the three addresses starts; one end for all
        assert Counter(event["type"] for event in began["ru"]) == {
            "PlaybackStarted": 3,
            "PlaybackContinuing": 2,
            "PlaybackFinished": 1,
        }
        await ari.delete_objects(objects)


async def test_a_caller_who_waits_for_music_and_keys_them_in_is_understood(switch: Instance, phones: Phones) -> None:
    objects = provision.trunk_objects(LOOPBACK, media_address="127.0.0.1")
    async with connected(switch) as ari:
        await ari.put_objects(objects)
        phones.customer("100", keys=[(0.5, "2"), (0.8, "9"), (0.8, "#")])
        contact_id = (await ari.event("StasisStart"))["channel"]["id"]
        await ari.ask("POST", f"channels/{contact_id}/answer")
        await ari.ask("POST", f"channels/{contact_id}/moh")
        await ari.event("ChannelDtmfReceived", lambda e: e["digit"] == "#")
        assert [e["digit"] for e in ari.seen if e["type"] == "ChannelDtmfReceived"] == ["2", "9", "#"]
        told = await AsteriskProcess(switch).cli(
            f"core show channel {(await ari.ask('GET', f'channels/{contact_id}'))['name']}"
        )
        assert "WriteTranscode: No" in told
        await ari.delete_objects(objects)
