"""The form of a flow as JSON, drawn from the dataclasses of the language: strict to read, and its schema.

Each dataclass is mirrored by a msgspec struct. Classes of which a field takes one of several carry a `kind`.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import textwrap
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from cordboard.flows.forms import Form
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Node
from cordboard.flows.parts import Part

TAG = "kind"
_TAGGED: tuple[type, ...] = tuple(
    cls for union in (Node, Part, Form) for cls in get_args(union) if isinstance(cls, type) and cls is not str
)
SCHEMA_ID = "https://cordboard.invalid/flow.schema.json"
"""Names the schema; nothing is looked up there. Source: RFC 2606, .invalid."""


def kind_of(cls: type) -> str:
    """What a node, part or form of this class is called: its name in kebab-case, `Form` left out."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__.removesuffix("Form")).lower()


NODES: Mapping[str, type] = types.MappingProxyType({kind_of(cls): cls for cls in get_args(Node)})
"""Nodes of flows by their kind."""


@cache
def shape_of(cls: type) -> type[msgspec.Struct]:
    """The struct that reads JSON as strictly as the dataclass `cls` is written."""
    hints = get_type_hints(cls)
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for field in dataclasses.fields(cls):
        kind = _mirrored(hints[field.name])
        if field.default is not dataclasses.MISSING:
            fields.append((field.name, kind, field.default))
        elif field.default_factory is not dataclasses.MISSING:
            fields.append((field.name, kind, msgspec.field(default_factory=field.default_factory)))
        else:
            fields.append((field.name, kind))
    tag = kind_of(cls) if cls in _TAGGED else None
    return msgspec.defstruct(
        cls.__name__,
        fields,
        namespace={"__doc__": cls.__doc__},
        module=cls.__module__,
        kw_only=True,
        forbid_unknown_fields=True,
        tag_field=TAG if tag else None,
        tag=tag,
    )


def _mirrored(hint: Any) -> Any:
    """The type of a field with every dataclass in it replaced by its mirror."""
    if dataclasses.is_dataclass(hint):
        return shape_of(hint)  # type: ignore[arg-type]
    origin, within = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return Union[tuple(_mirrored(each) for each in within)]  # noqa: UP007
    if origin is tuple:
        return tuple[tuple(each if each is Ellipsis else _mirrored(each) for each in within)]  # type: ignore[misc]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return dict[within[0], _mirrored(within[1])]  # type: ignore[valid-type,misc]
    return hint


@cache
def _dataclass_of(shape: type) -> type:
    return next(cls for cls in _all_classes(Flow) if shape_of(cls) is shape)


@cache
def _all_classes(cls: type) -> tuple[type, ...]:
    """This dataclass and all within it."""
    found, open_ = dict[type, None](), [cls]
    while open_:
        one = open_.pop()
        if dataclasses.is_dataclass(one) and one not in found:
            found[one] = None
            open_ += get_type_hints(one).values()
        else:
            open_ += [each for each in get_args(one) if each is not Ellipsis]
    return tuple(found)


def read(written: object, cls: type) -> Any:
    """The value of `cls` that these JSON values say.

    Raises:
        msgspec.ValidationError: they say none.
    """
    return _made(msgspec.convert(written, shape_of(cls)))


def _made(read: Any) -> Any:
    """The dataclass of this struct, all the way down."""
    if isinstance(read, msgspec.Struct):
        cls = _dataclass_of(type(read))
        return cls(**{name: _made(getattr(read, name)) for name in read.__struct_fields__})
    if isinstance(read, tuple):
        return tuple(_made(each) for each in read)
    if isinstance(read, dict):
        return {key: _made(each) for key, each in read.items()}
    return read


def write(value: Any) -> Any:
    """The value as JSON values: its kind first, then the fields as declared, without those that are as by default."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        written: dict[str, Any] = {TAG: kind_of(type(value))} if type(value) in _TAGGED else {}
        for field in dataclasses.fields(value):
            each = getattr(value, field.name)
            if not _is_default(field, each):
                written[field.name] = write(each)
        return written
    if isinstance(value, list | tuple):
        return [write(each) for each in value]
    if isinstance(value, Mapping):
        return {key: write(each) for key, each in value.items()}
    return value


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    if field.default is not dataclasses.MISSING:
        return bool(value == field.default and type(value) is type(field.default))
    return field.default_factory is not dataclasses.MISSING and bool(value == field.default_factory())


@cache
def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a flow, with the words of the language."""
    described: dict[str, Any] = msgspec.json.schema(shape_of(Flow))
    words = {cls.__name__: _words(cls) for cls in _all_classes(Flow)}
    for name, definition in described["$defs"].items():
        for field, property_ in definition.get("properties", {}).items():
            if said := words[name].get(field):
                property_["description"] = said
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, "title": "Flow", **described}


def _words(cls: type) -> dict[str, str]:
    """What stands under each field of a class."""
    (written,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    said: dict[str, str] = {}
    if isinstance(written, ast.ClassDef):
        for field, below in zip(written.body, written.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                said[field.target.id] = inspect.cleandoc(str(below.value.value))
    return said
