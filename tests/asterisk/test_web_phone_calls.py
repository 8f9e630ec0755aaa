"""A browser's phone, put by ARI: it registers over the WebSocket and is rung with what a browser understands."""

from __future__ import annotations

import aiohttp
import pytest

from cordboard.asterisk import provision
from cordboard.asterisk.instance import Instance
from cordboard.asterisk.process import AsteriskProcess
from cordboard.center.trunks import Trunk
from tests.calls.ari import connected
from tests.calls.web_phone import WebPhone

pytestmark = pytest.mark.calls

SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n"
INVITE = (
    "INVITE sip:100@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/WS phone.invalid;branch=z9hG4bKforged\r\nMax-Forwards: 70\r\n"
    "From: <sip:+15550001111@phone.invalid>;tag=f\r\nTo: <sip:100@127.0.0.1>\r\nCall-ID: forged\r\nCSeq: 1 INVITE\r\n"
    "Contact: <sip:x@phone.invalid;transport=ws>\r\nContent-Type: application/sdp\r\n"
    f"Content-Length: {len(SDP)}\r\n\r\n{SDP}"
)
"""A call of a number that the browser made up."""


async def test_a_browsers_phone_registers_and_is_rung_and_a_second_tab_takes_its_place(switch: Instance) -> None:
    objects = provision.agent_phones("eve", switch.phone_key, media_address="127.0.0.1")
    secret = provision.phone_secret(switch.phone_key, "web-eve")
    async with connected(switch) as ari, aiohttp.ClientSession() as http:
        await ari.put_objects(objects)
        address = f"{switch.ari_url}/ws"
        async with (
            http.ws_connect(address, protocols=("sip",)) as one,
            http.ws_connect(address, protocols=("sip",)) as two,
        ):
            stranger = WebPhone(one, "web-eve", "guessed")
            assert " 401 " in (await stranger.register()).splitlines()[0]
            first, second = WebPhone(one, "web-eve", secret), WebPhone(two, "web-eve", secret)
            for phone in (first, second):
                assert " 200 " in (await phone.register()).splitlines()[0]
            contacts = await AsteriskProcess(switch).cli("pjsip show contacts")
            assert contacts.count("web-eve/sip:") == 1

            variables = {"CORD_ID": "w", "CORD_OFFER": "w.o1"}
            await ari.ask(
                "POST",
                "channels",
                {"variables": variables},
                endpoint="PJSIP/web-eve",
                context="cord-agent",
                extension="record",
                priority="1",
                channelId="w.o1",
                formats="opus,ulaw",
            )
            await ari.ask("POST", "applications/cordboard/subscription", eventSource="channel:w.o1")
            invite = await second.heard()
            assert invite.startswith("INVITE sip:web-eve@")
            for wanted in (
                "UDP/TLS/RTP/SAVPF",
                "opus/48000",
                "a=fingerprint:",
                "a=ice-ufrag:",
                "a=candidate:",
                "a=rtcp-mux",
            ):
                assert wanted in invite
            await second.answer(invite, "486 Busy Here")
            destroyed = await ari.event("ChannelDestroyed", lambda e: e["channel"]["id"] == "w.o1")
            assert destroyed["cause"] == 17
        await ari.delete_objects(objects)


async def test_a_browser_does_not_pass_for_a_trunk_at_the_web_servers_address(switch: Instance) -> None:
    objects = provision.trunk_objects(Trunk(trunk_id="sbc", host="127.0.0.1"), media_address="127.0.0.1")
    async with connected(switch) as ari, aiohttp.ClientSession() as http:
        await ari.put_objects(objects)
        async with http.ws_connect(f"{switch.ari_url}/ws", protocols=("sip",)) as socket:
            await socket.send_str(INVITE)
            came = await ari.event("StasisStart", lambda e: e["channel"]["caller"]["number"] == "+15550001111")
            assert came["args"] == ["stranger"]
            await ari.ask("DELETE", f"channels/{came['channel']['id']}")
        await ari.delete_objects(objects)
