"""The outside world really calls, presses, speaks and is called; and it leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path

import pytest

from cordboard.asterisk import provision
from cordboard.asterisk.install import Asterisk
from cordboard.asterisk.instance import Instance
from cordboard.asterisk.process import AsteriskProcess
from cordboard.demo.company import DEMO_ADDRESS, northwind
from cordboard.demo.line import Line
from cordboard.demo.outside import RunsAlready, outside
from tests.calls.ari import Event, connected

pytestmark = pytest.mark.calls
TRUNK = provision.trunk_objects(northwind().configuration.trunks["demo"], media_address="127.0.0.1")


async def test_a_customer_of_the_outside_calls_over_the_demo_trunk_presses_keys_and_hangs_up(
    switch: Instance, installed: Asterisk, tmp_path: Path
) -> None:
    async with connected(switch) as ari:
        await ari.put_objects(TRUNK)
        async with outside(tmp_path, installed, host="127.0.0.1", port=switch.settings.sip_port) as world:
            line = await world.call("100", caller="+74950000011", name="Мария Иванова")
            started = await ari.event("StasisStart", lambda e: e["args"] == ["in", "100"])
            assert started["channel"]["caller"] == {"number": "+74950000011", "name": "Мария Иванова"}
            channel_id = started["channel"]["id"]
            await ari.ask("POST", f"channels/{channel_id}/answer")
            async with asyncio.timeout(10):
                await line.answered.wait()
            for key in "92":
                await line.press(key)
                pressed = await ari.event("ChannelDtmfReceived", partial(_is_digit, key))
                assert pressed["channel"]["id"] == channel_id
            await line.speak(["sound:hello-world"], "ru")
            await line.hang_up()
            await ari.event("StasisEnd", lambda e: e["channel"]["id"] == channel_id)
            assert await line.over(5)
            await line.hang_up()
        await ari.delete_objects(TRUNK)


async def test_a_call_that_the_centre_refuses_or_ends_is_over_for_the_caller(
    switch: Instance, installed: Asterisk, tmp_path: Path
) -> None:
    async with (
        connected(switch) as ari,
        outside(tmp_path, installed, host="127.0.0.1", port=switch.settings.sip_port) as world,
    ):
        refused = await world.call("100", caller="+441632960101")
        stranger = await ari.event("StasisStart", lambda e: e["args"] == ["stranger"])
        await ari.ask("DELETE", f"channels/{stranger['channel']['id']}", reason_code="21")
        assert await refused.over(10)
        assert not refused.answered.is_set()
        assert refused.cause == 21
        await ari.put_objects(TRUNK)
        ended = await world.call("201", caller="+441632960101")
        started = await ari.event("StasisStart", lambda e: e["args"] == ["in", "201"])
        await ari.ask("POST", f"channels/{started['channel']['id']}/answer")
        async with asyncio.timeout(10):
            await ended.answered.wait()
        await ari.ask("DELETE", f"channels/{started['channel']['id']}")
        assert await ended.over(10)
        assert not await ended.answer()
        await ari.delete_objects(TRUNK)


async def test_a_phone_of_the_outside_registers_is_rung_and_answers(
    switch: Instance, installed: Asterisk, tmp_path: Path
) -> None:
    phones = provision.agent_phones("elena-2", switch.phone_key, media_address="127.0.0.1")
    calls: asyncio.Queue[Line] = asyncio.Queue()
    async with (
        connected(switch) as ari,
        outside(tmp_path, installed, host="127.0.0.1", port=switch.settings.sip_port) as world,
    ):
        await ari.put_objects(phones)
        await world.register(
            user="sip-elena-2",
            password=provision.phone_secret(switch.phone_key, "sip-elena-2"),
            rings=calls.put_nowait,
        )
        told = await _contacts(switch, present=True)
        assert f"sip:sip-elena-2@{DEMO_ADDRESS}:" in told
        await ari.ask("POST", "channels", endpoint="PJSIP/sip-elena-2", app="cordboard", channelId="offer.1")
        async with asyncio.timeout(10):
            line = await calls.get()
        assert await line.answer()
        await ari.event("StasisStart", lambda e: e["channel"]["id"] == "offer.1")
        await ari.ask("DELETE", "channels/offer.1")
        assert await line.over(10)
        await world.unregister("sip-elena-2")
        await _contacts(switch, present=False)
        await ari.delete_objects(phones)


async def test_one_outside_world_a_folder_and_nothing_is_left_of_it(
    switch: Instance, installed: Asterisk, tmp_path: Path
) -> None:
    port = switch.settings.sip_port
    async with outside(tmp_path, installed, host="127.0.0.1", port=port):
        started = _processes_of(tmp_path)
        assert started
        with pytest.raises(RunsAlready):
            async with outside(tmp_path, installed, host="127.0.0.1", port=port):
                pass
    assert _processes_of(tmp_path) == []
    assert [place.name for place in tmp_path.iterdir()] == ["lock"]


def _is_digit(key: str, event: Event) -> bool:
    return bool(event["digit"] == key)


async def _contacts(switch: Instance, *, present: bool) -> str:
    """Return Asterisk's list of registered phones once the phone is there, or is not."""
    told = ""
    for _ in range(100):
        told = await AsteriskProcess(switch).cli("pjsip show contacts")
        if ("sip-elena-2" in told) is present:
            return told
        await asyncio.sleep(0.1)
    raise AssertionError(told)


def _processes_of(folder: Path) -> list[int]:
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                words = (place / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(folder) in words and b"-rx" not in words:
                found.append(int(place.name))
    return found
