"""How long a message is, and that what came after it is told after it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from cordboard.asterisk.ari import AriHttp
from cordboard.asterisk.messages import is_being_recorded, seconds_of
from cordboard.errors import Unreachable
from cordboard.floor import inputs as inp
from cordboard.flows.inputs import PromptsFinished, RecordingFinished
from tests.asterisk.link import Link, arrival, linked
from tests.asterisk.stand_in import StandIn, refusing, standing_in
from tests.asterisk.test_recordings import tone

FILE = "GET recordings/stored/c1.m2/file"
ENDED = json.dumps({"type": "RecordingFinished", "recording": {"name": "c1.m2", "duration": 2, "talking_duration": 2}})
LEFT = json.dumps({"type": "StasisEnd", "channel": {"id": "c1"}})


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with standing_in() as made:
        yield made


@pytest.fixture
async def http(stand_in: StandIn) -> AsyncIterator[AriHttp]:
    made = AriHttp(stand_in.settings)
    yield made
    await made.close()


def holding(stand_in: StandIn, sound: bytes) -> None:
    async def content(request: web.Request) -> web.StreamResponse:
        return web.Response(body=sound)

    stand_in.answers[FILE] = content


@pytest.mark.parametrize(
    ("sound", "seconds"),
    [
        (b"\0" * 44 + b"\x00\x10" * 12_000, 1.5),
        (b"\0" * 44 + b"\x00\x80" * 8_000 + b"x", 1.0),
        (b"\0" * 44 + b"\x10\x00" * 8_000, 0.0),
        (b"\0" * 44, 0.0),
        (b"RIFF", 0.0),
        (b"", 0.0),
    ],
)
async def test_a_message_is_as_long_as_its_file_if_anything_is_said_in_it(
    stand_in: StandIn, http: AriHttp, sound: bytes, seconds: float
) -> None:
    holding(stand_in, sound)
    assert await seconds_of(http, "c1.m2") == seconds


async def test_a_message_that_is_not_there_is_told_from_a_switch_that_does_not_say(
    stand_in: StandIn, http: AriHttp
) -> None:
    assert await seconds_of(http, "c1.m2") is None
    assert not await is_being_recorded(http, "c1.m2")
    stand_in.answers[FILE] = refusing(500)
    with pytest.raises(Unreachable):
        await seconds_of(http, "c1.m2")


async def speaking(link: Link, stand_in: StandIn) -> None:
    """A customer leaves a message."""
    await stand_in.say(arrival(number="500"))
    await stand_in.until(lambda: "POST channels/c1/play/c1.t1" in stand_in.asked)
    link.tell(PromptsFinished(contact_id="c1", turn=1))
    await stand_in.until(lambda: "POST channels/c1/record" in stand_in.asked)


async def test_a_customer_who_rings_off_in_mid_message_has_left_it_before(stand_in: StandIn, tmp_path: Path) -> None:
    looked, sound = asyncio.Event(), tone(tmp_path / "m.wav", 440, 1.5).read_bytes()

    async def slowly(request: web.Request) -> web.StreamResponse:
        await looked.wait()
        return web.Response(body=sound)

    stand_in.answers[FILE] = slowly
    async with linked(stand_in) as link:
        await speaking(link, stand_in)
        await stand_in.say(ENDED)
        await stand_in.say(LEFT)
        await stand_in.until(lambda: FILE in stand_in.asked)
        await asyncio.sleep(0.05)
        assert link.heard(inp.CallerHungUp) == []
        looked.set()
        await stand_in.until(lambda: link.heard(inp.CallerHungUp))
        ends = [input_ for input_ in link.told if isinstance(input_, RecordingFinished | inp.CallerHungUp)]
        assert ends == [
            RecordingFinished(contact_id="c1", turn=2, seconds=1.5, rang_off=True),
            inp.CallerHungUp(contact_id="c1"),
        ]
        assert link.live.floor.contacts == {}


@pytest.mark.parametrize(("file_there", "seconds"), [(True, 0.0), (False, 2.0)])
async def test_a_message_that_cannot_be_looked_at_is_as_long_as_asterisk_says(
    stand_in: StandIn, file_there: bool, seconds: float
) -> None:
    if file_there:
        holding(stand_in, b"\0" * 16_044)
    else:
        stand_in.answers[FILE] = refusing(500)
    async with linked(stand_in) as link:
        await speaking(link, stand_in)
        await stand_in.say(ENDED)
        await stand_in.until(lambda: link.heard(RecordingFinished))
        assert link.heard(RecordingFinished) == [RecordingFinished(contact_id="c1", turn=2, seconds=seconds)]


async def test_after_a_cut_a_message_that_ended_meanwhile_is_found(stand_in: StandIn, tmp_path: Path) -> None:
    async with linked(stand_in) as link:
        await speaking(link, stand_in)
        holding(stand_in, tone(tmp_path / "m.wav", 440, 1.5).read_bytes())

        async def there(request: web.Request) -> web.StreamResponse:
            plan = {"app_name": "Stasis", "app_data": "cordboard,in,500"}
            return web.json_response([{"id": "c1", "state": "Up", "dialplan": plan}])

        stand_in.answers["GET channels"] = there
        await stand_in.sockets[-1].close()
        await stand_in.until(lambda: link.heard(RecordingFinished))
        assert link.heard(RecordingFinished) == [RecordingFinished(contact_id="c1", turn=2, seconds=1.5)]
        assert link.live.performer.performances == {}
