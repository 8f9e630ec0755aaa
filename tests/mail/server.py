"""A mail server on this machine, which keeps what it takes and is as rude as it is told to be."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LOGIN = ("cordboard", "s3cr3t")


@dataclass
class Mailbox:
    """What the server took, and what it says instead of taking it."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    on_sender: str = ""
    on_receiver: str = ""
    on_letter: str = ""
    delay_s: float = 0.0
    was_secret: list[bool] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, sender: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.delay_s)
        if self.on_sender:
            return self.on_sender
        envelope.mail_from = sender
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]) -> str:
        if self.on_receiver:
            return self.on_receiver.format(to=to)
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.on_letter:
            return self.on_letter
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.raw.append(envelope.content)
        self.receivers += envelope.rcpt_tos
        assert server.transport is not None
        self.was_secret.append(bool(session.ssl or server.transport.get_extra_info("ssl_object")))
        return "250 taken"


def _let_in(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    assert isinstance(given, LoginPassword)
    return AuthResult(success=(given.login.decode(), given.password.decode()) == LOGIN, handled=False)


@asynccontextmanager
async def mail_server(*, shows: ssl.SSLContext | None = None, from_the_start: bool = False) -> AsyncIterator[Mailbox]:
    """A server on a free port; with a certificate it wants a sign-in, over TLS only."""
    mailbox = Mailbox()

    loop = asyncio.get_running_loop()

    def meet() -> SMTP:
        return SMTP(
            mailbox,
            hostname="mail.test",
            tls_context=None if from_the_start else shows,
            require_starttls=shows is not None and not from_the_start,
            authenticator=_let_in,
            auth_required=shows is not None,
            auth_require_tls=not from_the_start,
            loop=loop,
        )

    server = await loop.create_server(meet, "127.0.0.1", 0, ssl=shows if from_the_start else None)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server of this name shows, and what a client needs to believe it."""
    if shutil.which("openssl") is None:
        pytest.skip("a certificate for the test wants openssl: sudo apt-get install -y openssl")
    cert, key = folder / "cert.pem", folder / "key.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    more = ["-addext", f"subjectAltName=DNS:{name}", "-out", str(cert), "-keyout", str(key)]
    subprocess.run([*words, *more], check=True, capture_output=True)
    shows = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shows.load_cert_chain(cert, key)
    return shows, ssl.create_default_context(cafile=str(cert))
