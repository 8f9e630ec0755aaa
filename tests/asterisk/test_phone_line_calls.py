"""The way from a browser's phone to Asterisk."""

from __future__ import annotations

import asyncio

import pytest

from cordboard.asterisk.instance import Instance
from cordboard.asterisk.phone_line import phone_line, phone_line_url
from cordboard.errors import Unreachable

pytestmark = pytest.mark.calls

REGISTER = "\r\n".join(
    [
        "REGISTER sip:127.0.0.1 SIP/2.0",
        "Via: SIP/2.0/WS phone.invalid;branch=z9hG4bK1",
        "From: <sip:nobody@127.0.0.1>;tag=1",
        "To: <sip:nobody@127.0.0.1>",
        "Call-ID: 1@phone.invalid",
        "CSeq: 1 REGISTER",
        "Contact: <sip:nobody@phone.invalid;transport=ws>",
        "Max-Forwards: 70",
        "Content-Length: 0",
        "",
        "",
    ]
)


async def test_messages_go_to_asterisk_and_its_answers_come_back(switch: Instance) -> None:
    url = phone_line_url(switch.ari_url)
    assert url == f"ws://127.0.0.1:{switch.settings.http_port}/ws"
    async with phone_line(url) as line, asyncio.timeout(5):
        await line.send(REGISTER)
        async for message in line:
            assert message.startswith("SIP/2.0 403 ")
            assert "Call-ID: 1@phone.invalid" in message
            break


async def test_a_line_to_nowhere_is_told_so() -> None:
    with pytest.raises(Unreachable, match="no line for a phone"):
        async with phone_line("ws://127.0.0.1:9/ws"):
            pass
