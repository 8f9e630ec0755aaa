"""The configuration as plain JSON values, and back, with every mistake named.

Read is strict: an unknown field, a key that is not the thing's own id, an id that cannot be part of an address, a time
zone that does not exist, are all told at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from cordboard.center.calendars import Calendar, Switch
from cordboard.center.center import Center
from cordboard.center.entries import ANY_NUMBER, Entry
from cordboard.center.people import Agent, PauseReason
from cordboard.center.queues import Queue
from cordboard.center.trunks import Trunk
from cordboard.flows.language import Flow
from cordboard.runtime import public_holidays
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.flow_documents import read_flow, write_flow
from cordboard.runtime.written import BadDocument, Document, strange

__all__ = ["BadDocument", "Document"]

Thing = Queue | Agent | Entry | PauseReason | Flow | Trunk | Calendar | Switch
T = TypeVar("T")

THINGS: Mapping[str, tuple[type[Any], str]] = MappingProxyType(
    {
        "queues": (Queue, "queue_id"),
        "agents": (Agent, "agent_id"),
        "entries": (Entry, "number"),
        "pauses": (PauseReason, "reason_id"),
        "flows": (Flow, "flow_id"),
        "trunks": (Trunk, "trunk_id"),
        "calendars": (Calendar, "calendar_id"),
        "switches": (Switch, "switch_id"),
    }
)
"""What there is, and which field is its key."""
MAY_LACK = frozenset({"calendars", "switches"})
"""Kinds that documents of earlier versions do not have."""
_OF_CENTER = ("queues", "agents", "entries", "pauses", "calendars", "switches")

ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,58}", re.ASCII)
"""Part of SIP names and addresses; `web-` goes before it and 64 signs are the most there."""
NUMBER = re.compile(r"\+?[A-Za-z0-9._-]{1,60}", re.ASCII)
HIDDEN = "********"
"""Stands for a password that is kept and not shown."""
THINGS_MAX = 20_000
"""Of one kind; ten thousand agents are meant to work."""


def things_of(configuration: Configuration) -> Mapping[str, Mapping[str, Thing]]:
    """Everything that is configured, by kind and key."""
    center = configuration.center
    return {
        "queues": center.queues,
        "agents": center.agents,
        "entries": center.entries,
        "pauses": center.pauses,
        "flows": configuration.flows,
        "trunks": configuration.trunks,
        "calendars": center.calendars,
        "switches": center.switches,
    }


def configuration_of(things: Mapping[str, Mapping[str, Any]]) -> Configuration:
    """The configuration of these things, unchecked; a kind that lacks is empty."""
    center = Center(**{kind: things.get(kind, {}) for kind in _OF_CENTER})
    return Configuration(center=center, flows=things.get("flows", {}), trunks=things.get("trunks", {}))


def write_document(configuration: Configuration) -> Document:
    """The whole configuration as JSON values, passwords included: `without_secrets` hides them."""
    return {
        kind: {key: write_thing(thing) for key, thing in things.items()}
        for kind, things in things_of(configuration).items()
    }


def without_secrets(document: Document) -> Document:
    """The document with every password hidden, for people's eyes."""
    trunks = {
        key: {**trunk, "password": HIDDEN if trunk["password"] else ""} for key, trunk in document["trunks"].items()
    }
    return {**document, "trunks": trunks}


def with_secrets(document: Document, configuration: Configuration) -> Document:
    """The document with each password that is still hidden as it is in `configuration`."""
    trunks = document.get("trunks")
    if not isinstance(trunks, dict):
        return document
    shown = dict(trunks)
    for key, trunk in trunks.items():
        kept = configuration.trunks.get(key)
        if isinstance(trunk, dict) and trunk.get("password") == HIDDEN:
            shown[key] = {**trunk, "password": kept.password if kept is not None else ""}
    return {**document, "trunks": shown}


def write_thing(thing: Thing) -> Document:
    """One thing as JSON values."""
    if isinstance(thing, Flow):
        return write_flow(thing)
    written: Document = msgspec.to_builtins(thing, order="deterministic")
    return written


def read_document(document: object) -> Configuration:
    """The configuration that these JSON values say.

    Raises:
        BadDocument: it cannot be read, or would keep contacts from being served.
    """
    if not isinstance(document, dict):
        raise BadDocument(["the configuration is an object"])
    problems = [f"there is nothing called {name!r}" for name in document if name not in THINGS]
    problems += [
        f"{name!r} is missing; a configuration is given whole"
        for name in THINGS
        if name not in document and name not in MAY_LACK
    ]
    read = {name: _read_all(name, document.get(name, {}), problems) for name in THINGS}
    if problems:
        raise BadDocument(problems[:100])
    configuration = configuration_of(read)
    if found := list(configuration.problems()):
        raise BadDocument(found[:100])
    return configuration


def read_thing(kind: str, written: object) -> Any:
    """One thing out of JSON values; `kind` is a name in `THINGS`.

    Raises:
        BadDocument: it cannot be read.
    """
    cls, _ = THINGS[kind]
    if not isinstance(written, dict):
        raise BadDocument(["it is an object"])
    if cls is Flow:
        return read_flow(written)
    if problems := list(strange(written)):
        raise BadDocument(problems)
    thing = _convert(written, cls)
    if isinstance(thing, Calendar) and not public_holidays.is_known(thing.country):
        raise BadDocument([f"there is no country {thing.country[:60]!r} whose holidays are known"])
    return thing


def _read_all(kind: str, things: object, problems: list[str]) -> dict[str, Any]:
    if not isinstance(things, dict) or len(things) > THINGS_MAX:
        problems.append(f"{kind} is an object with at most {THINGS_MAX} members")
        return {}
    key_field, read = THINGS[kind][1], {}
    for key, written in things.items():
        try:
            thing = read_thing(kind, written)
        except BadDocument as bad:
            problems += [f"{kind} {key[:60]!r}: {problem}" for problem in bad.problems]
            continue
        shape = NUMBER if kind == "entries" else ID
        if getattr(thing, key_field) != key:
            problems.append(f"{kind} {key[:60]!r}: its {key_field} is another")
        elif not shape.fullmatch(key) and not (kind == "entries" and key == ANY_NUMBER):
            problems.append(f"{kind} {key[:60]!r}: the {key_field} is letters, digits, dots and dashes, at most 59")
        read[key] = thing
    return read


def _convert(written: Document, cls: type[T]) -> T:
    try:
        thing = msgspec.convert(written, cls)
    except msgspec.ValidationError as error:
        raise BadDocument([str(error)]) from error
    if unknown := list(_unknown(written, msgspec.to_builtins(thing))):
        raise BadDocument([f"there is no field {name!r}" for name in unknown])
    return thing


def _unknown(written: object, known: object, within: str = "") -> Iterator[str]:
    """Fields that were written and not read: dataclasses pass over what they do not know."""
    if isinstance(written, dict) and isinstance(known, dict):
        for name, each in written.items():
            if name not in known:
                yield f"{within}{name}"[:120]
            else:
                yield from _unknown(each, known[name], f"{within}{name}.")
    elif isinstance(written, list) and isinstance(known, list | tuple) and len(written) == len(known):
        for each, read in zip(written, known, strict=True):
            yield from _unknown(each, read, within)
