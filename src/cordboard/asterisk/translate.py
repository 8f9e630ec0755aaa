"""Frames of Asterisk become our inputs, in one pure function that takes any frame and never fails.

It remembers nothing. Where a frame can mean two things it says both, in the order that is harmless: the floor passes
over what does not apply. A leg's end is told by StasisEnd or by ChannelDestroyed, whichever comes, or by both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from cordboard.asterisk import legs
from cordboard.asterisk.frames import Channel, Frame
from cordboard.floor import inputs as inp
from cordboard.flows import inputs as finp
from cordboard.flows.misuse import KEYS
from cordboard.runtime.live import AnyInput

NUMBER_MAX = 40
"""Characters of a number that are kept; E.164 has 15, a SIP name may have more."""
NAME_MAX = 64
"""Characters of a caller's name that are kept."""
MEDIA_MAX = 200
FAILED = "failed"
"""State of a playback whose last medium was not played to its end: it cannot be, or the caller has gone."""
UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)
"""Control characters, overrides of the writing direction and halves of characters: they deceive readers or break logs.
Letters that are written from right to left, emoji and their joiners stay."""

CALLS = MappingProxyType({"in": "trunk", "web": "web"})
"""First word of the dialplan's arguments for a customer's call, and how it came."""
STRANGER = "stranger"
AGENT = "agent"
OUTSIDE = "outside"

FAILURE_BY_CAUSE: Mapping[int, inp.LegFailure] = MappingProxyType(
    {
        16: inp.LegFailure.DECLINED,
        17: inp.LegFailure.DECLINED,
        21: inp.LegFailure.DECLINED,
        18: inp.LegFailure.RANG_OUT,
        19: inp.LegFailure.RANG_OUT,
    }
)
"""Normal clearing before we knew of an answer: it was picked up and put down. Busy and rejected: the agent said no.
No answer: it rang. All else (3, 20, 27, 38, 127 ...) could not be rung. Source: ITU-T Q.850 and Asterisk's causes.h."""
END_BY_CAUSE: Mapping[int, finp.NumberEnd] = MappingProxyType(
    {17: "busy", 21: "busy", 18: "no-answer", 19: "no-answer", 16: "no-answer"}
)
"""Why a number outside did not answer; all else is a failure. Who rejects a call is busy to the caller; 16 is our own
end of the ringing. Source: as above."""
UP = "Up"
"""State of an answered channel."""

Inputs = tuple[AnyInput, ...]


def translate(frame: Frame) -> Inputs:
    """Return what this frame reports; nothing if it says nothing to the floor."""
    rule = _RULES.get(frame.type)
    return () if rule is None else rule(frame)


def call_arrived(channel: Channel, way: str, number: str) -> inp.CallArrived:
    """Return the report of a customer's call; `way` is one of CALLS."""
    return inp.CallArrived(
        contact_id=channel.id,
        number=clean(number, NUMBER_MAX),
        caller=clean(channel.caller.number, NUMBER_MAX),
        caller_name=clean(channel.caller.name, NAME_MAX),
        via=CALLS[way],
    )


def clean(text: str | None, length: int) -> str:
    """Return what may be shown and kept of a text from outside."""
    if not text:
        return ""
    if len(text) <= length and text.isascii() and text.isprintable():
        return text
    return UNWANTED.sub("", text[: 4 * length]).strip()[:length]


def _started(frame: Frame) -> Inputs:
    channel, args = frame.channel, frame.args
    if channel is None or not args or not _named(channel):
        return ()
    if args[0] in CALLS:
        return (call_arrived(channel, args[0], args[1] if len(args) > 1 else ""),)
    if args[0] == AGENT and legs.is_agents_leg(channel.id):
        return (inp.AgentAnswered(offer_id=channel.id),)
    if args[0] == OUTSIDE and (dialed := legs.turn_of_outside_leg(channel.id)) is not None:
        return (finp.NumberAnswered(contact_id=dialed[0], turn=dialed[1]),)
    return ()


def _ended(frame: Frame) -> Inputs:
    channel = frame.channel
    if channel is None or not _named(channel):
        return ()
    cause = frame.cause
    if (dialed := legs.turn_of_outside_leg(channel.id)) is not None:
        # only a leg that was answered is in Stasis and can leave it
        is_over = cause is None or channel.state == UP
        why = "ended" if is_over else END_BY_CAUSE.get(cause or 0, "failed")
        return (finp.NumberGone(contact_id=dialed[0], turn=dialed[1], why=why),)
    if not legs.is_agents_leg(channel.id):
        return (inp.CallerHungUp(contact_id=channel.id, cause="" if cause is None else str(cause)),)
    if cause is None:
        # only a leg that was answered is in Stasis and can leave it
        return (inp.AgentHungUp(offer_id=channel.id),)
    failure = FAILURE_BY_CAUSE.get(cause, inp.LegFailure.UNREACHABLE)
    return (inp.OfferFailed(offer_id=channel.id, failure=failure), inp.AgentHungUp(offer_id=channel.id))


def _key(frame: Frame) -> Inputs:
    channel, key = frame.channel, frame.digit
    if channel is None or key is None or key not in KEYS or not _is_callers(channel):
        return ()
    return (finp.KeyPressed(contact_id=channel.id, key=key),)


def _held(frame: Frame) -> Inputs:
    channel = frame.channel
    if channel is None or not legs.is_agents_leg(channel.id):
        return ()
    return (inp.AgentPhoneHeld(offer_id=channel.id),)


def _resumed(frame: Frame) -> Inputs:
    channel = frame.channel
    if channel is None or not legs.is_agents_leg(channel.id):
        return ()
    return (inp.AgentPhoneResumed(offer_id=channel.id),)


def _played(frame: Frame) -> Inputs:
    playback = frame.playback
    said = legs.turn_of_playback(playback.id) if playback is not None else None
    if playback is None or said is None:
        return ()
    if playback.state == FAILED:
        why = f"Asterisk could not play {clean(playback.media_uri, MEDIA_MAX)}"
        return (finp.PromptsFailed(contact_id=said[0], turn=said[1], why=why),)
    return (finp.PromptsFinished(contact_id=said[0], turn=said[1]),)


def _recorded(frame: Frame) -> Inputs:
    recording = frame.recording
    asked = legs.turn_of_message(recording.name) if recording is not None else None
    if recording is None or asked is None:
        return ()
    seconds = recording.duration or 0
    if frame.type != "RecordingFinished" or recording.talking_duration == 0:
        seconds = 0
    return (finp.RecordingFinished(contact_id=asked[0], turn=asked[1], seconds=float(max(0, seconds))),)


def _is_callers(channel: Channel) -> bool:
    is_other = legs.is_agents_leg(channel.id) or legs.turn_of_outside_leg(channel.id) is not None
    return not is_other and _named(channel)


def _named(channel: Channel) -> bool:
    return 0 < len(channel.id) <= legs.ID_MAX and UNWANTED.search(channel.id) is None


_RULES: dict[str, Callable[[Frame], Inputs]] = {
    "StasisStart": _started,
    "StasisEnd": _ended,
    "ChannelDestroyed": _ended,
    "ChannelDtmfReceived": _key,
    "ChannelHold": _held,
    "ChannelUnhold": _resumed,
    "PlaybackFinished": _played,
    "RecordingFinished": _recorded,
    "RecordingFailed": _recorded,
}
