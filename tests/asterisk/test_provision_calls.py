"""Objects put by ARI, without a reload, work as those of a file would: proven by real phones."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from cordboard.asterisk import provision
from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.frames import Attribute
from cordboard.asterisk.instance import Instance
from cordboard.asterisk.process import AsteriskProcess
from cordboard.asterisk.pushing import Pushed
from cordboard.center.trunks import Trunk
from tests.asterisk.walk import ari_settings
from tests.calls.ari import connected
from tests.calls.phones import Phones

pytestmark = pytest.mark.calls
LOOPBACK = Trunk(trunk_id="loop", host="127.0.0.1", codecs=("ulaw", "alaw"))


async def test_a_customer_of_a_trunk_known_by_its_address_reaches_the_center(switch: Instance, phones: Phones) -> None:
    objects = provision.trunk_objects(LOOPBACK, media_address="127.0.0.1")
    async with connected(switch) as ari:
        await ari.put_objects(objects)
        for number in ("+78005553535", "100", "sales", "h"):
            phones.customer(number)
            if number == "h":
                continue
            started = await ari.event("StasisStart", lambda e, n=number: e["args"] == ["in", n])
            assert started["channel"]["caller"]["number"] == "+79990000001"
        phones.customer("200", caller="anonymous")
        await ari.event("StasisStart", lambda e: e["args"] == ["in", "200"])
        await ari.delete_objects(objects)
        stranger = phones.stranger(host="127.0.0.1")
        assert (await ari.event("StasisStart", lambda e: e["args"] == ["stranger"]))["channel"]["state"] == "Ring"
        await ari.ask("DELETE", f"channels/{ari.seen[-1]['channel']['id']}", reason_code="21")
        assert stranger.finished()


async def test_an_agents_phone_registers_with_its_derived_secret_and_is_called(
    switch: Instance, phones: Phones
) -> None:
    objects = provision.agent_phones("ann", switch.phone_key, media_address="127.0.0.1")
    async with connected(switch) as ari:
        await ari.put_objects(objects)
        phone = phones.agent(phone_id="sip-ann", secret=provision.phone_secret(switch.phone_key, "sip-ann"))
        told = await AsteriskProcess(switch).cli("pjsip show contacts")
        assert f"sip-ann/sip:sip-ann@{phone.address}" in told
        await ari.ask("POST", "channels", endpoint="PJSIP/sip-ann", app="cordboard", appArgs="agent", channelId="a.1")
        await ari.event("StasisStart", lambda e: e["channel"]["id"] == "a.1")
        await ari.ask("DELETE", "channels/a.1")
        await ari.delete_objects(objects)


async def test_a_trunk_registers_and_stops_when_it_is_taken_away(switch: Instance, phones: Phones) -> None:
    line = phones.registrar()
    trunk = Trunk(
        trunk_id="line", kind="registration", host=line.host, port=line.port, username="8005", password="secret"
    )
    objects = provision.trunk_objects(trunk, media_address="127.0.0.1")
    process = AsteriskProcess(switch)
    async with connected(switch) as ari:
        await ari.put_objects(objects)
        told = ""
        for _ in range(50):
            told = await process.cli("pjsip show registrations")
            if "Registered" in told:
                break
            await asyncio.sleep(0.1)
        assert "Registered" in told
        await ari.delete_objects(objects)
        assert "trunk-line" not in await process.cli("pjsip show registrations")


async def test_a_trunk_that_moves_is_called_and_known_at_its_new_place_only(switch: Instance) -> None:
    http = AriHttp(ari_settings(switch))
    trunk = Trunk(trunk_id="mover", host="127.0.0.1", port=5060, matches=("10.0.0.1", "10.0.0.2"))
    moved = replace(trunk, port=5070, matches=("10.0.0.3",))

    async def lists() -> list[set[str]]:
        aor = await http.get("asterisk/config/dynamic/res_pjsip/aor/trunk-mover", list[Attribute])
        identify = await http.get("asterisk/config/dynamic/res_pjsip/identify/trunk-mover", list[Attribute])
        contacts = {field.value for field in aor if field.attribute == "contact"}
        return [contacts, {field.value for field in identify if field.attribute == "match"}]

    try:
        # another run of ours finds what an earlier one has put
        for pushed in (Pushed(http), Pushed(http)):
            for wanted in (trunk, trunk, moved):
                await pushed.make(provision.trunk_objects(wanted))
        assert await lists() == [{"sip:127.0.0.1:5070"}, {"10.0.0.3/255.255.255.255"}]
        await Pushed(http).make(provision.trunk_objects(trunk))
        matches = ("10.0.0.1/255.255.255.255", "10.0.0.2/255.255.255.255")
        assert await lists() == [{"sip:127.0.0.1:5060"}, set(matches)]
    finally:
        for thing in reversed(provision.trunk_objects(trunk)):
            await http.ask("DELETE", thing.path)
        await http.close()
