"""SMS reach the company's gateway as they were written, and what goes wrong is told by whose fault it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from cordboard.errors import CordboardError, Malformed, Refused, Unreachable
from cordboard.runtime.outside import Outgoing
from cordboard.sms.sender import SmsRules, SmsSender
from tests.sms.gateway import TOKEN, sms_gateway

TO, WORD = "+4930777123", "parcel"


@asynccontextmanager
async def sender(url: str, *, limit_s: float = 5.0) -> AsyncIterator[SmsSender]:
    made = SmsSender(SmsRules(url=url, token=TOKEN, sender="Shop"), limit_s=limit_s)
    try:
        yield made
    finally:
        await made.close()


def message(**more: Any) -> Outgoing:
    return Outgoing(**{"message_id": "c1.n7", "channel": "sms", "to": TO, "text": f"Your {WORD} is here", **more})


async def told(sender: SmsSender, asked: Outgoing) -> CordboardError:
    """The failure, which holds nothing of the message."""
    with pytest.raises(CordboardError) as failed:
        await sender.send(asked)
    for word in (TO[1:], WORD, TOKEN, "account"):
        assert word not in str(failed.value)
    return failed.value


async def test_a_message_reaches_the_gateway_with_its_id_and_the_token() -> None:
    async with sms_gateway() as gateway, sender(gateway.url) as sms:
        await sms.send(message(text="Ваш заказ 👋"))
    [(headers, body)] = gateway.posts
    assert body == {"id": "c1.n7", "from": "Shop", "to": TO, "text": "Ваш заказ 👋"}
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Idempotency-Key"] == "c1.n7"
    assert headers["Content-Type"] == "application/json"


async def test_a_message_that_is_sent_twice_is_one_to_a_gateway_that_looks_at_the_id() -> None:
    async with sms_gateway() as gateway, sender(gateway.url) as sms:
        await sms.send(message())
        await sms.send(message())
    assert len(gateway.posts) == 2
    assert len(gateway.taken) == 1


@pytest.mark.parametrize(
    "more",
    [
        *(
            {"to": to}
            for to in ("4930777123", "+0123456789", "+49 30 123456", "+49307771237890123", "+4930\n123456", "ann", "")
        ),
        *({"text": text} for text in ("", " \n", "x" * 1601, "half \ud83d")),
        {"message_id": "c1\r\nX: y"},
        {"message_id": ""},
    ],
)
async def test_a_wrong_number_or_text_is_refused_before_it_is_sent(more: dict[str, str]) -> None:
    async with sms_gateway() as gateway, sender(gateway.url) as sms:
        assert isinstance(await told(sms, message(**more)), Malformed)
    assert gateway.posts == []


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (400, Refused, "400"),
        (422, Refused, "422"),
        (401, Unreachable, "sms.token"),
        (403, Unreachable, "sms.token"),
        (404, Unreachable, "sms.url"),
        (302, Unreachable, "sms.url"),
        (409, Unreachable, "puts us off"),
        (429, Unreachable, "puts us off"),
        (500, Unreachable, "puts us off"),
        (503, Unreachable, "puts us off"),
    ],
)
async def test_a_refusal_of_the_gateway_is_told_by_whose_fault_it_is(
    status: int, kind: type[CordboardError], words: str
) -> None:
    async with sms_gateway() as gateway, sender(gateway.url) as sms:
        gateway.status, gateway.headers = status, {"Location": gateway.url, "Retry-After": "90"}
        failed = await told(sms, message())
    assert type(failed) is kind
    assert words in str(failed)
    assert len(gateway.posts) == 1, "nothing is followed"
    if isinstance(failed, Unreachable) and "puts us off" in words:
        assert failed.after_s == 90.0


async def test_a_gateway_that_is_not_there_or_too_slow_is_told_as_unreachable() -> None:
    async with sms_gateway() as gateway:
        gateway.delay_s = 2.0
        async with sender(gateway.url, limit_s=0.2) as sms:
            assert isinstance(await told(sms, message()), Unreachable)
    async with sender(gateway.url) as sms:
        assert isinstance(await told(sms, message()), Unreachable)
    async with sender("https://absent.invalid/") as sms:
        assert isinstance(await told(sms, message()), Unreachable)


def test_rules_and_messages_do_not_show_what_is_secret() -> None:
    assert TOKEN not in repr(SmsRules(url="https://x/", token=TOKEN))
    assert WORD not in repr(message())
    assert TO not in repr(message())
