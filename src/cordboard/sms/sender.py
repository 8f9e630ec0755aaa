"""Hands SMS to an HTTP gateway. What is told of a failure holds no number, no word of the message and no token.

The gateway is asked with `POST` and `{"id", "from", "to", "text"}`; any 2xx means that it took the message, and the
same id, which is also the `Idempotency-Key`, means the same message.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

import aiohttp
import msgspec
from yarl import URL

from cordboard.errors import Malformed, Refused, Unreachable
from cordboard.runtime.outside import Outgoing

LIMIT_S = 20.0
"""Seconds for one SMS."""
CONNECT_S_MAX = 5.0
CONNECTIONS = 8
TEXT_CHARS_MAX = 1600
"""About ten parts of 160 characters: what gateways take."""
REST_S_MAX = 3600.0

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
"""Source: ITU-T E.164, section 6: at most 15 digits, the country's code first."""

LATER = frozenset({408, 409, 425, 429})
"""Refusals that pass: too slow, the same id is being sent just now, too early, too much."""
OURS = {
    401: "does not let us in: look at sms.token",
    403: "does not let us in: look at sms.token and sms.sender",
    404: "has nothing at this address: look at sms.url",
    405: "has nothing at this address: look at sms.url",
    402: "wants to be paid first",
}
"""Refusals for which no message is to blame, so that it waits until the settings are right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsRules:
    """Which gateway, and as whom."""

    url: str
    token: str = field(default="", repr=False)
    """Sent as `Authorization: Bearer`; empty: none."""
    sender: str = ""
    """The name or number that the receiver sees; the gateway's own choice if empty."""


class SmsSender:
    """The port `Sender` for SMS. Make it within a running loop; close it in the end."""

    def __init__(self, rules: SmsRules, *, limit_s: float = LIMIT_S) -> None:
        """Say through whom SMS go; each has `limit_s` seconds."""
        self._rules, self._limit_s = rules, limit_s
        self._thing = f"SMS gateway {URL(rules.url).host}"
        headers = {"Content-Type": "application/json", "User-Agent": "Cordboard", "Accept-Encoding": "identity"}
        if rules.token:
            headers["Authorization"] = f"Bearer {rules.token}"
        self._session = aiohttp.ClientSession(
            headers=headers,
            connector=aiohttp.TCPConnector(limit=CONNECTIONS),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S_MAX),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        )

    def check(self, message: Outgoing) -> None:
        """Return if the SMS can be written.

        Raises:
            Malformed: the number or the text is wrong.
        """
        written(message, self._rules.sender)

    async def send(self, message: Outgoing) -> None:
        """Return once the gateway has taken the SMS.

        Raises:
            Refused: the number or the text is wrong, or the gateway wants neither.
            Unreachable: the gateway does not answer, does not let us in, or puts us off.
        """
        body = written(message, self._rules.sender)
        try:
            async with asyncio.timeout(self._limit_s):
                status, rest_s = await self._post(message.message_id, body)
        except TimeoutError:
            raise Unreachable(self._thing, f"does not answer within {self._limit_s:g} s", after_s=10.0) from None
        except aiohttp.ClientConnectorCertificateError:
            raise Unreachable(self._thing, "its certificate cannot be trusted", after_s=60.0) from None
        except (aiohttp.ClientError, OSError):
            # the words of the error may hold the address with its query
            raise Unreachable(self._thing, "no connection, or one that broke") from None
        if not 200 <= status < 300:
            raise self._told(status, rest_s)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._session.close()

    async def _post(self, message_id: str, body: bytes) -> tuple[int, float]:
        """Return the status, and for how many seconds the gateway asks to be left alone."""
        key = {"Idempotency-Key": message_id}
        async with self._session.post(self._rules.url, data=body, headers=key, allow_redirects=False) as reply:
            # the status says all; a body that is not read costs the connection
            await reply.content.read(4096)
            rest = reply.headers.get("Retry-After", "")
            return reply.status, min(float(rest), REST_S_MAX) if re.fullmatch("[0-9]{1,6}", rest) else 1.0

    def _told(self, status: int, rest_s: float) -> Refused | Unreachable:
        if status in OURS:
            return Unreachable(self._thing, f"{OURS[status]} ({status})", after_s=60.0)
        if 300 <= status < 400:
            return Unreachable(self._thing, f"sends us elsewhere ({status}): look at sms.url", after_s=60.0)
        if 400 <= status < 500 and status not in LATER:
            return Refused("sms-refused", f"the SMS gateway does not take this message ({status})")
        return Unreachable(self._thing, f"puts us off ({status})", after_s=rest_s)


def written(message: Outgoing, sender: str) -> bytes:
    """Return what is posted.

    Raises:
        Malformed: the number or the text cannot be sent.
    """
    if not E164.fullmatch(message.to):
        raise Malformed("an SMS goes to a telephone number with its country's code, such as +4930123456")
    if not message.text.strip() or len(message.text) > TEXT_CHARS_MAX:
        raise Malformed(f"an SMS has a text, of at most {TEXT_CHARS_MAX} characters")
    if not re.fullmatch(r"[\x21-\x7e]{1,255}", message.message_id):
        raise Malformed("the id of a message is up to 255 characters of ASCII without spaces")
    try:
        return msgspec.json.encode({"id": message.message_id, "from": sender, "to": message.to, "text": message.text})
    except UnicodeEncodeError:
        raise Malformed("the text of an SMS has a character that is half of one") from None
