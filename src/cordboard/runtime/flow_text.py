"""Flows as text that people read and edit: YAML, a careful part of it.

Every value is as JSON knows it, keys are always text, and what hides meaning or grows without bound (anchors, aliases,
tags) is refused. The words `yes`, `no`, `on` and `off` are text, as in YAML 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from cordboard.errors import Malformed
from cordboard.runtime.written import DEPTH_MAX, Document

TEXT_MAX = 1_000_000
"""Signs."""
WIDTH = 110
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FRACTION = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


class BadText(Malformed):
    """The text is no flow. It says in which line."""

    def __init__(self, says: str, line: int = 1, column: int = 1) -> None:
        self.line, self.column = line, column
        super().__init__(f"line {line}, column {column}: {says}")


def print_text(document: Document) -> str:
    """The document as YAML."""
    return yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=False
    )


def parse_text(text: str) -> Document:
    """The document that this YAML (or JSON, which is YAML too) says.

    Raises:
        BadText: it cannot be read, or is no object.
    """
    if len(text) > TEXT_MAX:
        raise BadText(f"a flow has at most {TEXT_MAX} signs")
    try:
        document = _built(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        says = error.problem or error.context or "it cannot be read"
        raise BadText(says, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise BadText(_unreadable(error)) from error
    if not isinstance(document, dict):
        raise BadText("a flow is an object: `flow_id: …` on a line of its own, then the rest")
    return document


def _unreadable(error: yaml.YAMLError) -> str:
    return "there is a sign that no text has" if isinstance(error, yaml.reader.ReaderError) else str(error)


_OTHER_BREAKS = frozenset("\r\x85\u2028\u2029")
"""Ends of lines to YAML 1.1 that would come back as another one."""
_NOTHING = object()


def _built(events: Iterator[Any]) -> Any:
    """The value that these events of the reader say; it is built level by level, so depth costs no stack."""
    whole: Any = _NOTHING
    open_: list[Any] = []
    keys: list[Any] = []
    for event in events:
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            open_.pop()
            keys.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.DocumentStartEvent) and whole is not _NOTHING:
                _refuse(event, "one document is one flow")
            continue
        _demand_plain(event)
        if open_ and isinstance(open_[-1], dict) and keys[-1] is _NOTHING:
            keys[-1] = _key(event, open_[-1])
            continue
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        else:
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        if not open_:
            whole = value
        elif isinstance(open_[-1], dict):
            open_[-1][keys[-1]] = value
            keys[-1] = _NOTHING
        else:
            open_[-1].append(value)
        if not isinstance(event, yaml.ScalarEvent):
            open_.append(value)
            keys.append(_NOTHING)
            if len(open_) > DEPTH_MAX:
                _refuse(event, "it is nested too deeply")
    return None if whole is _NOTHING else whole


def _demand_plain(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        _refuse(event, "anchors and aliases (& and *) are not taken; write it out")
    if getattr(event, "tag", None) not in (None, "!"):
        _refuse(event, "tags (!) are not taken")


def _key(event: Any, within: dict[str, Any]) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        _refuse(event, "a name is a text")
    if event.value in within:
        _refuse(event, f"{event.value!r} is there twice")
    return str(event.value)


def _scalar(event: Any) -> Any:
    written: str = event.value
    if not event.implicit[0]:
        return written
    if written.lower() in _WORDS and written in (written.lower(), written.upper(), written.capitalize()):
        return _WORDS[written.lower()]
    if _INTEGER.fullmatch(written):
        return int(written) if len(written) < 20 else float(written)
    return float(written) if _FRACTION.fullmatch(written) else written


def _refuse(event: Any, says: str) -> None:
    raise BadText(says, event.start_mark.line + 1, event.start_mark.column + 1)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and points as `[x, y]`."""

    def ignore_aliases(self, data: Any) -> bool:
        """What stands twice is written twice."""
        return True


def _text(dumper: _Dumper, text: str) -> Any:
    node = dumper.represent_str(text)
    if _OTHER_BREAKS & set(text):
        node.style = '"'
    elif "\n" in text:
        node.style = "|"
    elif _is_read_otherwise(text):
        # 1.2 and 1.1 differ in what they take for a number
        node.style = "'"
    return node


def _is_read_otherwise(text: str) -> bool:
    return text.lower() in _WORDS or bool(_INTEGER.fullmatch(text) or _FRACTION.fullmatch(text))


def _list(dumper: _Dumper, values: list[Any]) -> Any:
    numbers = bool(values) and all(isinstance(value, int | float) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=numbers)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
