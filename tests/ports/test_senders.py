"""What every sender does, whoever delivers for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from cordboard.errors import Refused, Unreachable
from cordboard.flows.nodes.outside import Channel
from cordboard.mail.sender import MailRules, MailSender
from cordboard.runtime.memory_senders import MemorySender
from cordboard.runtime.outside import Outgoing, Sender
from cordboard.sms.sender import SmsRules, SmsSender
from tests.mail.server import mail_server
from tests.sms.gateway import sms_gateway

TO: dict[Channel, str] = {"sms": "+4930777123", "email": "smith@customer.example"}


@dataclass(slots=True)
class Line:
    """A sender, what reached the other side, and how to make that side rude."""

    sender: Sender
    channel: Channel
    arrived: Callable[[], list[str]]
    refuse: Callable[[], None]
    put_off: Callable[[], None]

    def message(self, text: str = "Your parcel is here", message_id: str = "c1.n7", to: str = "") -> Outgoing:
        return Outgoing(message_id=message_id, channel=self.channel, to=to or TO[self.channel], text=text)


@pytest.fixture(params=["memory", "email", "sms"])
async def line(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    async with AsyncExitStack() as stack:
        match request.param:
            case "memory":
                memory = MemorySender()
                yield Line(
                    sender=memory,
                    channel="sms",
                    arrived=lambda: [message.text for message in memory.sent],
                    refuse=lambda: setattr(memory, "failure", Refused("no", "never")),
                    put_off=lambda: setattr(memory, "failure", Unreachable("memory", "later")),
                )
            case "email":
                mailbox = await stack.enter_async_context(mail_server())
                rules = MailRules(host="127.0.0.1", port=mailbox.port, security="none", sender="info@shop.example")
                yield Line(
                    sender=MailSender(rules),
                    channel="email",
                    arrived=lambda: [letter.get_content().strip() for letter in mailbox.letters],
                    refuse=lambda: setattr(mailbox, "on_receiver", "550 no"),
                    put_off=lambda: setattr(mailbox, "on_receiver", "450 later"),
                )
            case "sms":
                gateway = await stack.enter_async_context(sms_gateway())
                sms = SmsSender(SmsRules(url=gateway.url))
                stack.push_async_callback(sms.close)
                yield Line(
                    sender=sms,
                    channel="sms",
                    arrived=lambda: [body["text"] for _, body in gateway.posts if gateway.status < 300],
                    refuse=lambda: setattr(gateway, "status", 422),
                    put_off=lambda: setattr(gateway, "status", 503),
                )


async def test_a_message_is_with_the_other_side_once_it_is_sent(line: Line) -> None:
    await line.sender.send(line.message("Ваш заказ готов"))
    assert line.arrived() == ["Ваш заказ готов"]


async def test_messages_keep_their_order_and_their_words(line: Line) -> None:
    for n in range(3):
        await line.sender.send(line.message(f"number {n}", f"c1.n{n}"))
    assert line.arrived() == ["number 0", "number 1", "number 2"]


async def test_a_message_that_nobody_will_ever_take_is_refused(line: Line) -> None:
    line.refuse()
    with pytest.raises(Refused):
        await line.sender.send(line.message())
    assert line.arrived() == []


async def test_an_address_that_is_none_is_refused(line: Line) -> None:
    for to in ("nobody", "+", "@", "+49 30", "ann@example.com\r\n"):
        with pytest.raises(Refused) as refused:
            await line.sender.send(line.message(to=to))
        with pytest.raises(Refused):
            line.sender.check(line.message(to=to))
        assert len(to) < 3 or to not in refused.value.says
    assert line.arrived() == []


async def test_an_empty_message_is_refused(line: Line) -> None:
    with pytest.raises(Refused):
        await line.sender.send(line.message(text="  "))
    with pytest.raises(Refused):
        line.sender.check(line.message(text="  "))
    line.sender.check(line.message())


async def test_a_message_that_is_put_off_may_be_sent_again(line: Line) -> None:
    line.put_off()
    with pytest.raises(Unreachable) as failed:
        await line.sender.send(line.message("a parcel"))
    assert "parcel" not in str(failed.value)
    assert TO[line.channel] not in str(failed.value)
    assert failed.value.after_s > 0
