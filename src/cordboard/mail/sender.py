"""Hands e-mail to a mail server. What is told of a failure holds no address, no word of the letter and no password."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

import aiosmtplib

from cordboard.errors import Malformed, Misunderstood, Refused, Unreachable
from cordboard.mail.addresses import read_address, read_sender
from cordboard.runtime.outside import Outgoing

LIMIT_S = 30.0
"""Seconds for one e-mail: connection, greeting, letter."""
STEP_S = 15.0
"""Seconds for each word of the server."""
FAREWELL_S = 1.0
SUBJECT_CHARS_MAX = 500
TEXT_CHARS_MAX = 200_000

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_POLICY = SMTP.clone(cte_type="7bit")
"""Every server carries seven bits, whatever extensions it has (RFC 5321, section 2.3.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRules:
    """Which mail server, and as whom."""

    host: str
    port: int = 587
    security: Literal["tls", "starttls", "none"] = "starttls"
    """`tls` from the first byte, `starttls` before anything is said of the letter, or `none`."""
    username: str = ""
    """Empty: the server takes mail without a sign-in."""
    password: str = field(default="", repr=False)
    sender: str = ""
    """`Example Ltd <info@example.com>` or the bare address."""


class MailSender:
    """The port `Sender` for e-mail. Each e-mail has a connection of its own."""

    def __init__(
        self,
        rules: MailRules,
        *,
        clock: Callable[[], float] = time.time,
        trust: ssl.SSLContext | None = None,
        limit_s: float = LIMIT_S,
    ) -> None:
        """Say through whom mail goes.

        Args:
            rules: as the company set it.
            clock: the instant now, seconds since the Unix epoch (UTC), for the date of the letter.
            trust: whose certificates are believed; those that the machine trusts if None.
            limit_s: seconds for one e-mail.

        Raises:
            Malformed: the sender is no address.
        """
        self._rules, self._clock, self._limit_s = rules, clock, limit_s
        self._trust = trust or ssl.create_default_context()
        self._sender = read_sender(rules.sender)
        self._thing = f"mail server {rules.host}"

    def check(self, message: Outgoing) -> None:
        """Return if the e-mail can be written.

        Raises:
            Malformed: the address, the subject or the text is wrong.
        """
        compose(message, sender=self._sender, to=read_address(message.to), at=0.0)

    async def send(self, message: Outgoing) -> None:
        """Return once the server has taken the e-mail.

        Raises:
            Refused: the address or the letter is wrong, or the server wants neither.
            Unreachable: the server does not answer, does not let us in, or puts us off.
            Misunderstood: it does not speak SMTP.
        """
        to = read_address(message.to)
        letter = compose(message, sender=self._sender, to=to, at=self._clock())
        client = self._client()
        try:
            async with asyncio.timeout(self._limit_s):
                await client.connect()
                await client.sendmail(self._sender.addr_spec, [to.addr_spec], letter)
            # it has been taken: whatever comes of the farewell changes nothing
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=FAREWELL_S)
        except TimeoutError:
            raise Unreachable(self._thing, f"does not answer within {self._limit_s:g} s", after_s=10.0) from None
        except aiosmtplib.SMTPException as error:
            raise self._told(error) from None
        except OSError as error:
            raise Unreachable(self._thing, error.strerror or "no connection") from None
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        rules = self._rules
        return aiosmtplib.SMTP(
            hostname=rules.host,
            port=rules.port,
            timeout=min(STEP_S, self._limit_s),
            use_tls=rules.security == "tls",
            start_tls=rules.security == "starttls",
            tls_context=None if rules.security == "none" else self._trust,
            username=rules.username or None,
            password=rules.password or None,
            local_hostname=self._sender.domain,
        )

    def _told(self, error: aiosmtplib.SMTPException) -> Refused | Unreachable | Misunderstood:
        """Say whose fault it is. The server's own words are not repeated: they name the address."""
        if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
            error = error.recipients[0]
        match error:
            case aiosmtplib.SMTPAuthenticationError(code=code):
                says = f"does not let us in ({code}): look at mail.username and mail.password"
                return Unreachable(self._thing, says, after_s=60.0)
            case aiosmtplib.SMTPRecipientRefused(code=code) if code >= 500:
                return Refused("mail-address-refused", f"the mail server does not take mail for this address ({code})")
            case aiosmtplib.SMTPSenderRefused(code=code):
                says = f"does not take mail from this sender ({code}): look at mail.sender"
                return Unreachable(self._thing, says, after_s=60.0)
            case aiosmtplib.SMTPDataError(code=code) if code >= 500:
                return Refused("mail-refused", f"the mail server does not take this e-mail ({code})")
            case aiosmtplib.SMTPResponseException(code=code) if 400 <= code < 600:
                return Unreachable(self._thing, f"puts us off ({code})", after_s=10.0)
            case aiosmtplib.SMTPTimeoutError() | aiosmtplib.SMTPServerDisconnected() | aiosmtplib.SMTPConnectError():
                return Unreachable(self._thing, "no connection, or one that broke")
            case aiosmtplib.SMTPResponseException():
                return Misunderstood(self._thing, "an answer that is not SMTP")
        # it was read, and lacks STARTTLS or a way to sign in
        says = "does not offer what the settings ask for: look at mail.security and mail.username"
        return Unreachable(self._thing, says, after_s=60.0)


def compose(message: Outgoing, *, sender: Address, to: Address, at: float) -> bytes:
    """Return the letter as it goes over the wire; the same message is the same letter but for its date.

    Raises:
        Malformed: the subject or the text cannot be sent.
    """
    subject = message.subject.strip()
    if len(subject) > SUBJECT_CHARS_MAX or _CONTROL.search(subject):
        raise Malformed(f"the subject of an e-mail is one line of at most {SUBJECT_CHARS_MAX} characters")
    if not message.text.strip() or len(message.text) > TEXT_CHARS_MAX or "\0" in message.text:
        raise Malformed(f"an e-mail has a text, of at most {TEXT_CHARS_MAX} characters")
    letter = EmailMessage(policy=_POLICY)
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"] = format_datetime(datetime.fromtimestamp(at, UTC))
    letter["Message-ID"] = letter_id(message.message_id, sender.domain)
    # RFC 3834, section 5: no machine should answer a machine
    letter["Auto-Submitted"] = "auto-generated"
    try:
        letter.set_content(message.text)
        return letter.as_bytes()
    except UnicodeEncodeError:
        raise Malformed("the text of an e-mail has a character that is half of one") from None


def letter_id(message_id: str, domain: str) -> str:
    """Return the `Message-ID` of a message: the same for every try, so that a mailbox shows it once."""
    return f"<{hashlib.sha256(message_id.encode()).hexdigest()[:40]}@{domain}>"
