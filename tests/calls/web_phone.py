"""A phone that speaks SIP over a WebSocket as a browser does, without audio: enough to register, ring and call."""

from __future__ import annotations

import hashlib
import itertools
import re
import secrets
from dataclasses import dataclass, field

import aiohttp

PROXY = "phone.invalid"
OFFER = "\r\n".join(
    (
        "v=0",
        "o=- 1 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 0 101",
        "c=IN IP4 127.0.0.1",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:101 telephone-event/8000",
        "a=ice-ufrag:cord",
        "a=ice-pwd:cordcordcordcordcordcord",
        "a=fingerprint:sha-256 " + ":".join(["AB"] * 32),
        "a=setup:actpass",
        "a=rtcp-mux",
        "a=sendrecv",
        "",
    )
)
"""What a browser would offer, of audio that never comes."""


@dataclass
class WebPhone:
    """One WebSocket to Asterisk's /ws and the phone at its near end."""

    socket: aiohttp.ClientWebSocketResponse
    phone_id: str
    secret: str
    _call: str = field(default_factory=lambda: secrets.token_hex(8))
    """Names its requests: two phones must not share a transaction."""
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def register(self) -> str:
        """Register, answering the challenge; return the last answer."""
        answer = await self._request("REGISTER", "sip:127.0.0.1", "")
        if " 401 " in answer.splitlines()[0]:
            answer = await self._request("REGISTER", "sip:127.0.0.1", self._proof("REGISTER", "sip:127.0.0.1", answer))
        return answer

    async def call(self, target: str) -> str:
        """Call this address; returns what was answered in the end, which is acknowledged if it is yes."""
        challenge = await self._request("INVITE", target, "", body=OFFER)
        while challenge.startswith("SIP/2.0 1"):
            challenge = await self.heard()
        proof = self._proof("INVITE", target, challenge)
        answer = await self._request("INVITE", target, proof, body=OFFER)
        while answer.startswith("SIP/2.0 1"):
            answer = await self.heard()
        if answer.startswith("SIP/2.0 200"):
            await self.acknowledge(target, answer)
        return answer

    async def acknowledge(self, target: str, answer: str) -> None:
        """ACK."""
        kept = [line for line in answer.splitlines() if re.match("(?i)(from|to|call-id):", line)]
        number = re.search(r"(?im)^cseq:\s*(\d+)", answer)[1]  # type: ignore[index]
        lines = [
            f"ACK {target} SIP/2.0",
            f"Via: SIP/2.0/WS {PROXY};branch=z9hG4bK{self._call}ack",
            *kept,
            f"CSeq: {number} ACK",
            "Max-Forwards: 70",
            "Content-Length: 0",
            "",
            "",
        ]
        await self.socket.send_str("\r\n".join(lines))

    async def heard(self) -> str:
        """Return the next message."""
        message = await self.socket.receive(timeout=5)
        assert isinstance(message.data, str), message
        return message.data

    async def answer(self, request: str, status: str) -> None:
        """Answer a request with a status line such as `486 Busy Here`."""
        kept = [
            line for line in request.split("\r\n\r\n")[0].splitlines() if re.match("(?i)(via|from|call-id|cseq):", line)
        ]
        (to,) = re.findall(r"(?im)^to:.*$", request)
        lines = [f"SIP/2.0 {status}", *kept, f"{to.strip()};tag=web", "Content-Length: 0", "", ""]
        await self.socket.send_str("\r\n".join(lines))

    async def _request(self, method: str, uri: str, proof: str, body: str = "") -> str:
        number = next(self._numbers)
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/WS {PROXY};branch=z9hG4bK{self._call}{number}",
            f"From: <sip:{self.phone_id}@127.0.0.1>;tag=t{number}",
            f"To: <{uri}>" if method == "INVITE" else f"To: <sip:{self.phone_id}@127.0.0.1>",
            f"Call-ID: {self._call}@{PROXY}",
            f"CSeq: {number} {method}",
            f"Contact: <sip:{self.phone_id}@{PROXY};transport=ws>",
            "Max-Forwards: 70",
            "Expires: 600",
            *([proof] if proof else []),
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
            "",
            body,
        ]
        await self.socket.send_str("\r\n".join(lines))
        return await self.heard()

    def _proof(self, method: str, uri: str, challenge: str) -> str:
        """Return the Authorization header. Source: RFC 2617, with qop=auth."""
        asked = dict(re.findall(r'(\w+)="([^"]*)"', re.search(r"(?im)^www-authenticate:.*$", challenge)[0]))  # type: ignore[index]

        def md5(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()

        who, what = md5(f"{self.phone_id}:{asked['realm']}:{self.secret}"), md5(f"{method}:{uri}")
        response = md5(f"{who}:{asked['nonce']}:00000001:cafe:auth:{what}")
        words = {"username": self.phone_id, "realm": asked["realm"], "nonce": asked["nonce"], "uri": uri}
        words |= {"response": response, "cnonce": "cafe", "opaque": asked.get("opaque", "")}
        told = ", ".join(f'{name}="{value}"' for name, value in words.items())
        return f"Authorization: Digest {told}, algorithm=MD5, qop=auth, nc=00000001"
