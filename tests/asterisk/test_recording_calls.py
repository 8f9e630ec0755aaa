"""Recordings of agents' legs whose codec is not the line's."""

from __future__ import annotations

import asyncio

import pytest

from cordboard.asterisk import provision
from cordboard.asterisk.instance import Instance
from cordboard.center.trunks import Trunk
from tests.calls.ari import connected
from tests.calls.phones import Phones
from tests.calls.tones import heard

pytestmark = pytest.mark.calls


@pytest.mark.parametrize("codec", ["opus", "g722"])
async def test_a_wideband_agent_is_recorded_with_both_sides_apart(switch: Instance, phones: Phones, codec: str) -> None:
    """The agent's phone is this same Asterisk at the other end of a loop, because SIPp speaks no wideband codec."""
    loop = Trunk(trunk_id="wide", host="127.0.0.1", port=switch.settings.sip_port, codecs=(codec, "ulaw"))
    objects = provision.trunk_objects(loop, media_address="127.0.0.1")
    async with connected(switch) as ari:
        await ari.put_objects(objects)
        phones.customer("100")
        contact_id = (await ari.event("StasisStart", lambda e: e["args"] == ["in", "100"]))["channel"]["id"]
        await ari.ask("POST", f"channels/{contact_id}/answer")
        offer_id = f"{contact_id}.o1"
        await ari.ask(
            "POST",
            "channels",
            {"variables": {"CORD_ID": contact_id, "CORD_OFFER": offer_id}},
            endpoint="PJSIP/agent@trunk-wide",
            context="cord-agent",
            extension="record",
            priority="1",
            channelId=offer_id,
            formats=codec,
        )
        far_id = (await ari.event("StasisStart", lambda e: e["args"] == ["in", "agent"]))["channel"]["id"]
        await ari.ask("POST", f"channels/{far_id}/answer")
        await ari.event("StasisStart", lambda e: e["channel"]["id"] == offer_id)
        codecs = await ari.ask("GET", f"channels/{offer_id}/variable", variable="CHANNEL(audionativeformat)")
        assert codecs["value"] == f"({codec})"
        await ari.ask("POST", f"channels/{far_id}/play", media="tone:1000")
        await ari.ask("POST", "bridges", type="mixing", bridgeId=f"{offer_id}.talk")
        await ari.ask("POST", f"bridges/{offer_id}.talk/addChannel", channel=f"{contact_id},{offer_id}")
        await asyncio.sleep(2)
        assert (await ari.ask("GET", f"bridges/{offer_id}.talk"))["technology"] == "simple_bridge"
        for channel in (offer_id, contact_id):
            await ari.ask("DELETE", f"channels/{channel}")
        await asyncio.sleep(0.2)
        said, got = (heard(switch.folders.recordings / f"{offer_id}-{side}.wav") for side in ("in", "out"))
        assert said.agent > 0.05
        assert said.customer < 0.01
        assert got.customer > 0.1
        assert got.agent < 0.01
        assert abs(said.seconds - got.seconds) <= 0.04
        await ari.delete_objects(objects)
