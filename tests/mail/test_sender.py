"""E-mail reaches the company's mail server as it was written, and what goes wrong is told by whose fault it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from cordboard.errors import CordboardError, Malformed, Misunderstood, Refused, Unreachable
from cordboard.mail.sender import MailRules, MailSender, letter_id
from cordboard.runtime.outside import Outgoing
from tests.fetch.company import talker
from tests.mail.server import LOGIN, certificate, mail_server

TO, WORD = "smith@customer.example", "parcel"


def sender(port: int, **more: Any) -> MailSender:
    rules = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "Пример <info@shop.example>"}
    kept = {name: more.pop(name) for name in ("trust", "limit_s") if name in more}
    return MailSender(MailRules(**{**rules, **more}), clock=lambda: 1_790_000_000.0, **kept)


def letter(**more: Any) -> Outgoing:
    given = {
        "message_id": "c1.n7",
        "channel": "email",
        "to": TO,
        "subject": f"Your {WORD}",
        "text": f"The {WORD} is here.",
    }
    return Outgoing(**{**given, **more})


async def told(sender: MailSender, message: Outgoing) -> CordboardError:
    """The failure, which holds nothing of the letter."""
    with pytest.raises(CordboardError) as failed:
        await sender.send(message)
    for word in (TO, "smith", WORD, LOGIN[1]):
        assert word not in str(failed.value)
    return failed.value


async def test_a_letter_arrives_as_it_was_written_in_any_language() -> None:
    text = "Здравствуйте, Анна!\n\n.\nИтого: 1\u00a0200 ₽ 👋\nFrom the start\n" + "long " * 400
    async with mail_server() as mailbox:
        await sender(mailbox.port).send(letter(subject="Ваш заказ №\u00a07 👋", text=text))
    [came] = mailbox.letters
    assert mailbox.receivers == [TO]
    assert (came["Subject"], came["To"], came["From"]) == ("Ваш заказ №\u00a07 👋", TO, "Пример <info@shop.example>")
    assert came.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
    assert came["Date"].datetime.timestamp() == 1_790_000_000.0
    assert came["Auto-Submitted"] == "auto-generated"
    assert all(byte < 128 for byte in mailbox.raw[0])


async def test_a_letter_that_is_sent_twice_can_be_known_by_its_id() -> None:
    async with mail_server() as mailbox:
        for message_id in ("c1.n7", "c1.n7", "c1.n8"):
            await sender(mailbox.port).send(letter(message_id=message_id))
    first, again, other = (each["Message-ID"] for each in mailbox.letters)
    assert first == again == letter_id("c1.n7", "shop.example")
    assert other != first


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "Hello\r\nBcc: eve@example.com"},
        {"subject": "Hello\nBcc: eve@example.com"},
        {"subject": "Hello\u2028Bcc: eve@example.com"},
        {"subject": "x" * 501},
        {"to": "ann@example.com\r\nRCPT TO:<eve@example.com>"},
        {"to": "ann@example.com, eve@example.com"},
        {"to": "+4930123456"},
        {"text": " "},
        {"text": "half a sign \ud83d"},
        {"text": "a\0b"},
        {"text": "x" * 200_001},
    ],
)
async def test_a_letter_cannot_carry_headers_or_receivers_within_its_words(more: dict[str, str]) -> None:
    async with mail_server() as mailbox:
        assert isinstance(await told(sender(mailbox.port), letter(**more)), Malformed)
    assert mailbox.letters == []


@pytest.mark.parametrize(
    ("rude", "kind", "words"),
    [
        ({"on_receiver": "550 5.1.1 <{to}> is not here"}, Refused, "550"),
        ({"on_receiver": "450 4.2.1 <{to}> is full"}, Unreachable, "450"),
        ({"on_letter": "554 5.7.1 we do not like your parcel"}, Refused, "554"),
        ({"on_letter": "451 4.3.0 later"}, Unreachable, "451"),
        ({"on_sender": "553 5.7.1 not you"}, Unreachable, "mail.sender"),
    ],
)
async def test_a_refusal_of_the_server_is_told_by_whose_fault_it_is(
    rude: dict[str, str], kind: type[CordboardError], words: str
) -> None:
    async with mail_server() as mailbox:
        for name, says in rude.items():
            setattr(mailbox, name, says)
        failed = await told(sender(mailbox.port), letter())
    assert type(failed) is kind
    assert words in str(failed)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("from_the_start", [False, True])
async def test_a_letter_goes_over_tls_after_a_sign_in(tmp_path: Path, from_the_start: bool) -> None:
    shows, trust = certificate(tmp_path, "localhost")
    given = {"host": "localhost", "security": "tls" if from_the_start else "starttls", "username": LOGIN[0]}
    async with mail_server(shows=shows, from_the_start=from_the_start) as mailbox:
        await sender(mailbox.port, password=LOGIN[1], trust=trust, **given).send(letter())
        assert mailbox.was_secret == [True]
        wrong = await told(sender(mailbox.port, password="wrong", trust=trust, **given), letter())
        assert isinstance(wrong, Unreachable)
        assert "mail.password" in wrong.says
        stranger = await told(sender(mailbox.port, password=LOGIN[1], **given), letter())
        assert isinstance(stranger, Unreachable)


async def test_a_password_is_never_said_to_a_server_that_does_not_speak_tls_though_it_should() -> None:
    async with mail_server() as mailbox:
        failed = await told(
            sender(mailbox.port, security="starttls", username=LOGIN[0], password=LOGIN[1]),
            letter(),
        )
    assert isinstance(failed, Unreachable)
    assert "mail.security" in failed.says
    assert mailbox.letters == []


async def test_a_server_that_is_not_there_or_too_slow_is_told_as_unreachable() -> None:
    async with mail_server() as mailbox:
        mailbox.delay_s = 5.0
        failed = await told(sender(mailbox.port, limit_s=0.2), letter())
        assert isinstance(failed, Unreachable)
    assert isinstance(await told(sender(mailbox.port), letter()), Unreachable)


async def test_a_server_that_speaks_something_else_is_told() -> None:
    async def other(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        return

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    failed = await told(sender(server.sockets[0].getsockname()[1], limit_s=2.0), letter())
    server.close()
    assert isinstance(failed, Misunderstood)
    async with talker(other) as port:
        assert isinstance(await told(sender(port, limit_s=0.2), letter()), Unreachable)


def test_rules_and_letters_do_not_show_what_is_secret() -> None:
    assert LOGIN[1] not in repr(MailRules(host="x", password=LOGIN[1]))
    assert WORD not in repr(letter())
    assert TO not in repr(letter())
