"""What Asterisk says by ARI, as far as we listen: each kind of frame and resource in one lean form.

Fields that we do not use are passed over while decoding, so a newer Asterisk that says more is understood too.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import Struct

from cordboard.errors import Misunderstood

HEARD = (
    "StasisStart",
    "StasisEnd",
    "ChannelDestroyed",
    "ChannelDtmfReceived",
    "ChannelHold",
    "ChannelUnhold",
    "PlaybackFinished",
    "RecordingFinished",
    "RecordingFailed",
    "ContactStatusChange",
)
"""Kinds of frames that we ask for; all others, two thirds of the traffic, stay in Asterisk."""

T = TypeVar("T")


class Party(Struct, frozen=True, gc=False):
    """A caller's number and name."""

    name: str | None = None
    number: str | None = None


class Dialplan(Struct, frozen=True, gc=False):
    """Where a channel is in the dialplan."""

    exten: str | None = None
    app_name: str | None = None
    app_data: str | None = None


class Channel(Struct):
    """One leg of a call."""

    id: str
    state: str = ""
    caller: Party = Party()
    dialplan: Dialplan = Dialplan()
    channelvars: dict[str, str | None] = {}


class Bridge(Struct):
    """Legs that hear each other."""

    id: str
    name: str = ""
    channels: list[str] = []


class Playback(Struct, gc=False):
    """Prompts being said, or said."""

    id: str
    state: str = ""
    media_uri: str = ""
    """Of several media the last that was tried; `state` is the fate of that one alone."""


class LiveRecording(Struct, gc=False):
    """What is being recorded, or was."""

    name: str
    duration: int | None = None
    """Whole seconds, once it has ended."""
    talking_duration: int | None = None
    """Whole seconds that were not silent, if silence was listened for."""


class Endpoint(Struct, gc=False):
    """A phone or a trunk."""

    resource: str
    state: str | None = None


class Attribute(Struct, frozen=True, gc=False):
    """One field of an object of the dynamic configuration."""

    attribute: str
    value: str = ""


class StoredRecording(Struct, gc=False):
    """A file in Asterisk's folder of recordings."""

    name: str


class SwitchStatus(Struct, gc=False):
    """Since when Asterisk runs."""

    startup_time: str


class SwitchAnswer(Struct, gc=False):
    """What Asterisk tells of itself."""

    status: SwitchStatus


class Frame(Struct):
    """One event."""

    type: str
    args: list[str] = []
    channel: Channel | None = None
    playback: Playback | None = None
    recording: LiveRecording | None = None
    endpoint: Endpoint | None = None
    digit: str | None = None
    cause: int | None = None


_frames = msgspec.json.Decoder(Frame)


def frame(said: bytes | str) -> Frame:
    """Return the frame that these words are.

    Raises:
        Misunderstood: they are none.
    """
    try:
        return _frames.decode(said)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Misunderstood("Asterisk", _start_of(said)) from error


def answer(said: bytes, kind: type[T]) -> T:
    """Return the answer to a request as this kind.

    Raises:
        Misunderstood: it is none.
    """
    try:
        return msgspec.json.decode(said, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise Misunderstood("Asterisk", _start_of(said)) from error


def _start_of(said: bytes | str) -> str:
    return said[:500].decode(errors="replace") if isinstance(said, bytes) else said[:500]
