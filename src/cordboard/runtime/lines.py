"""How journal lines and checkpoints are written down as JSON, and read again.

The kind of a line is the name of its event. A field that an older line lacks takes its default; one that is not known
is passed over. So every journal ever written can be read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

import msgspec

from cordboard.errors import Misunderstood
from cordboard.floor.events import Event
from cordboard.flows.events import FlowEvent
from cordboard.flows.secret import Secret
from cordboard.runtime.ports import AnyEvent, Checkpoint

KINDS: Mapping[str, type] = MappingProxyType({cls.__name__: cls for cls in (*get_args(Event), *get_args(FlowEvent))})
"""Every event by its kind."""


def _unwritten(thing: Any) -> None:
    """A secret is written nowhere."""
    if not isinstance(thing, Secret):
        raise NotImplementedError(type(thing).__name__)


def _unread(cls: type, written: Any) -> Any:
    raise NotImplementedError(cls.__name__)


_READERS: dict[str, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(cls, dec_hook=_unread) for kind, cls in KINDS.items()
}
_WRITER = msgspec.json.Encoder(enc_hook=_unwritten)
_CHECKPOINT = msgspec.json.Decoder(Checkpoint, dec_hook=_unread)


def write_event(event: AnyEvent) -> tuple[AnyEvent, str]:
    """Return the event as it can be stored, which is nearly always itself, and its body.

    Callers send any text; a NUL or half a surrogate pair cannot be stored and becomes U+FFFD.
    """
    try:
        body = _WRITER.encode(event).decode()
        if "\\u0000" not in body:
            return event, body
    except UnicodeEncodeError:
        pass
    event = _storable_all(event)
    return event, _WRITER.encode(event).decode()


def read_event(kind: str, body: str | bytes) -> AnyEvent:
    """Return the event of one journal line.

    Raises:
        Misunderstood: the kind is unknown, or the body is not of that kind.
    """
    reader = _READERS.get(kind)
    if reader is None:
        raise Misunderstood("journal", f"an event of kind {kind!r}, which this version does not know")
    try:
        event: AnyEvent = reader.decode(body)
    except msgspec.MsgspecError as error:
        raise Misunderstood("journal", f"a {kind} that cannot be read: {error}") from error
    return event


def write_checkpoint(checkpoint: Checkpoint) -> bytes:
    """Return the checkpoint as JSON."""
    try:
        return _WRITER.encode(checkpoint)
    except UnicodeEncodeError:
        return _WRITER.encode(_storable_all(msgspec.to_builtins(checkpoint, enc_hook=_unwritten)))


def read_checkpoint(body: bytes) -> Checkpoint:
    """Return the checkpoint written so.

    Raises:
        Misunderstood: it was written by a version whose floor is of another shape.
    """
    try:
        return _CHECKPOINT.decode(body)
    except msgspec.MsgspecError as error:
        raise Misunderstood("journal", f"a checkpoint that cannot be read: {error}") from error


def _storable(text: str) -> str:
    return "".join("\ufffd" if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in text)


def _storable_all(thing: Any) -> Any:
    if isinstance(thing, str):
        return _storable(thing)
    if isinstance(thing, dict):
        return {_storable_all(key): _storable_all(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_storable_all(each) for each in thing]
    if isinstance(thing, tuple):
        return tuple(_storable_all(each) for each in thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return dataclasses.replace(
            thing, **{field.name: _storable_all(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
        )
    return thing
