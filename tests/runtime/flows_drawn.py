"""Flows drawn at random: every kind of node, part and form, well formed and without sense."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from cordboard.flows.language import Case, Flow
from cordboard.flows.nodes import Node

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=12)
IDS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(IDS, inner, max_size=2),
    max_leaves=4,
)
_SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(0, 100),
    float: st.integers(0, 9999).map(lambda quarters: quarters / 4),
    bool: st.booleans(),
    type(None): st.none(),
    Any: JSON,
}


@cache
def of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of this type."""
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if dataclasses.is_dataclass(hint):
        return _of_dataclass(hint)
    origin, within = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return st.one_of(*(of(each) for each in within))
    if origin is Literal:
        return st.sampled_from(within)
    if origin is tuple and within[-1] is Ellipsis:
        return st.lists(of(within[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(of(each) for each in within))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(IDS, of(within[1]), max_size=2)
    raise AssertionError(hint)


def _of_dataclass(cls: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(cls)
    required = {f.name: of(hints[f.name]) for f in dataclasses.fields(cls) if _is_required(f)}
    optional = {f.name: of(hints[f.name]) for f in dataclasses.fields(cls) if not _is_required(f)}
    return st.fixed_dictionaries(required, optional=optional).map(lambda given: cls(**given))


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Flows with any nodes."""
    return Flow(
        flow_id=draw(IDS),
        name=draw(TEXTS),
        start=draw(IDS),
        nodes=draw(st.dictionaries(IDS, of(Node), max_size=4)),
        cases=tuple(draw(st.lists(of(Case), max_size=1))),
        layout=draw(st.dictionaries(IDS, st.tuples(_SIMPLE[float], _SIMPLE[float]), max_size=2)),
        languages=tuple(draw(st.lists(IDS, max_size=2))),
        on_error=draw(TEXTS),
    )
