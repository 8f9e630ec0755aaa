"""Recordings: the sound, audited before the first byte leaves, and its waveform."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from litestar import Request, get
from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream

from cordboard.center.accounts import AuditLine
from cordboard.center.permissions import Permission
from cordboard.errors import Unknown
from cordboard.reporting.answers import RecordingRow
from cordboard.web.api.session import address_of
from cordboard.web.errors import BadRange
from cordboard.web.kinds import IdInPath
from cordboard.web.parts import Parts, PartsGiven
from cordboard.web.rights import Asker, AskerGiven, asks

CHUNK = 256 * 1024
"""Bytes read at once."""
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
SAME_LISTENING_S = 600.0
"""A player asks for many ranges; those that go on within this time belong to the listening that was audited."""
LISTENINGS_MAX = 10_000
AUDIO_PART = ResponseSpec(bytes, description="A part of the sound", media_type="audio/wav", generate_examples=False)


class Waveform(msgspec.Struct, frozen=True, kw_only=True):
    """Loudness over time, 0 to 1, of both sides."""

    seconds: float
    left: list[float]
    """The customer."""
    right: list[float]
    """The agent."""


class Listenings:
    """Which listenings were audited lately."""

    def __init__(self) -> None:
        self._heard: OrderedDict[tuple[bytes, str], float] = OrderedDict()

    async def audit(self, parts: Parts, asker: Asker, recording: RecordingRow, start: int, address: str) -> None:
        """Return once this listening is accounted for. A listening that begins anew is another one."""
        now, key = parts.clock(), (asker.session.token_sha256, recording.recording_id)
        if start > 0 and now - self._heard.get(key, -SAME_LISTENING_S) < SAME_LISTENING_S:
            return
        await parts.audit.note(
            AuditLine(
                at=now, login=asker.login, act="recording-played", subject=recording.recording_id, address=address
            )
        )
        self._heard[key] = now
        self._heard.move_to_end(key)
        if len(self._heard) > LISTENINGS_MAX:
            self._heard.popitem(last=False)


AUDIO: dict[str, Any] = {
    "responses": {206: AUDIO_PART},
    "media_type": "audio/wav",
    "response_headers": [ResponseHeader(name="Accept-Ranges", value="bytes")],
}
"""How a route that plays a recording answers."""


@get("/api/recordings/{recording_id:str}/audio", **asks(Permission.HEAR_RECORDINGS, 404, 416, **AUDIO))
async def audio(
    request: Request[Any, Any, Any], recording_id: IdInPath, asker: AskerGiven, parts: PartsGiven
) -> Stream:
    """The sound, stereo: left the customer, right the agent. A range may be asked for."""
    return await played(request, recording_id, asker, parts)


async def played(request: Request[Any, Any, Any], recording_id: str, asker: Asker, parts: Parts) -> Stream:
    """The sound of a recording, once it is audited that the asker hears it."""
    recording = await _recording(parts, recording_id)
    start, end = range_of(request.headers.get("range"), recording.bytes)
    listenings: Listenings = request.app.state.listenings
    await listenings.audit(parts, asker, recording, start, address_of(request))
    headers = {"Content-Length": str(end - start), "Cache-Control": "private, no-store"}
    is_part = request.headers.get("range") is not None and (start, end) != (0, 0)
    if is_part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{recording.bytes}"
    return Stream(
        _read(parts, recording.key, start, end),
        status_code=206 if is_part else 200,
        media_type="audio/wav",
        headers=headers,
    )


@get("/api/recordings/{recording_id:str}/waveform", **asks(Permission.HEAR_RECORDINGS, 404))
async def waveform(recording_id: IdInPath, parts: PartsGiven) -> Waveform:
    """How loud each side was, to draw and to jump by."""
    recording = await _recording(parts, recording_id)
    return Waveform(seconds=recording.seconds, left=list(recording.left), right=list(recording.right))


def range_of(header: str | None, size: int) -> tuple[int, int]:
    """First byte and the one after the last that are asked for; several ranges at once are answered with everything.

    Raises:
        BadRange: it lies beyond the end.
    """
    asked = RANGE.fullmatch(header.strip()) if header is not None else None
    if asked is None or not (asked[1] or asked[2]):
        return 0, size
    if not asked[1]:
        start, end = max(0, size - int(asked[2])), size
    else:
        start, end = int(asked[1]), min(size, int(asked[2]) + 1) if asked[2] else size
    if start >= end:
        raise BadRange(size)
    return start, end


async def _recording(parts: Parts, recording_id: str) -> RecordingRow:
    recording = await parts.recordings.recording(recording_id)
    if recording is None:
        raise Unknown("recording", recording_id)
    return recording


async def _read(parts: Parts, key: str, start: int, end: int) -> AsyncIterator[bytes]:
    while start < end:
        chunk = await parts.sound.read(key, start, min(start + CHUNK, end))
        if not chunk:
            return
        start += len(chunk)
        yield chunk


ROUTES = [audio, waveform]
