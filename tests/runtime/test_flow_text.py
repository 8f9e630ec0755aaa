"""Flows as text: what is printed is read back, and what is no flow is refused with its line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordboard.flows.language import Flow
from cordboard.runtime.flow_documents import read_flow, write_flow
from cordboard.runtime.flow_text import BadText, parse_text, print_text
from tests.runtime.flows_drawn import flows

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(flows())
def test_a_printed_flow_is_read_back(flow: Flow) -> None:
    assert read_flow(parse_text(print_text(json.loads(json.dumps(write_flow(flow)))))) == flow


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(ANY_TEXT, ANY_JSON, max_size=3))
def test_whatever_json_can_say_comes_back(document: dict[str, Any]) -> None:
    assert parse_text(print_text(document)) == document


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    try:
        read: object = parse_text(text)
    except BadText as bad:
        read = bad
    assert isinstance(read, dict) or (isinstance(read, BadText) and read.line >= 1)


def test_a_flow_is_printed_as_people_write_it() -> None:
    document = {
        "flow_id": "hours",
        "nodes": {
            "ask": {
                "kind": "menu",
                "choices": {"1": "bye", "*": "ask"},
                "labels": {"1": {"en": "yes"}},
                "answer_s": 4.0,
            },
            "bye": {"kind": "goodbye", "prompts": [{"kind": "text", "text": {"ru": "Спасибо!\nДо свидания."}}]},
        },
        "layout": {"ask": [0.0, 12.5]},
    }
    assert (
        print_text(document)
        == """\
flow_id: hours
nodes:
  ask:
    kind: menu
    choices:
      '1': bye
      '*': ask
    labels:
      '1':
        en: 'yes'
    answer_s: 4.0
  bye:
    kind: goodbye
    prompts:
    - kind: text
      text:
        ru: |-
          Спасибо!
          До свидания.
layout:
  ask: [0.0, 12.5]
"""
    )


def test_keys_are_text_and_words_mean_what_they_say() -> None:
    text = "{1: a, yes: no, on: off, d: 2026-11-23, t: 11:30, n: 012, h: 0x1F, b: true, z: ~, f: 1.5, e: 1e3, i: -7}"
    assert parse_text(text) == {
        "1": "a", "yes": "no", "on": "off", "d": "2026-11-23", "t": "11:30", "n": "012", "h": "0x1F", "b": True,
        "z": None, "f": 1.5, "e": 1000.0, "i": -7,
    }  # fmt: skip


def test_json_is_read_too() -> None:
    assert parse_text('{"a": [1, {"b": "c"}], "d": null}') == {"a": [1, {"b": "c"}], "d": None}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: b: c", 1, "mapping values are not allowed"),
        ("a: 1\nb: [1, 2", 3, "expected"),
        ("a:\n- 1\n b: 2", 3, "mapping values are not allowed"),
        ("a: 1\nb: &x [1]", 2, "anchors and aliases"),
        ("a: 1\nb: *x", 2, "anchors and aliases"),
        ("a: 1\n\nb: !!python/object/apply:os.system [x]", 3, "tags (!) are not taken"),
        ("a: !!binary aGVsbG8=", 1, "tags (!) are not taken"),
        ("a: 1\na: 2", 2, "'a' is there twice"),
        ("a: 1\n---\nb: 2", 2, "one document is one flow"),
        ("- 1", 1, "a flow is an object"),
        ("", 1, "a flow is an object"),
        ("a: \0", 1, "a sign that no text has"),
        ("? [a]\n: 1", 1, "a name is a text"),
        ("a: " + "[" * 5_000, 1, "nested too deeply"),
        ("a: " + "x" * 1_000_001, 1, "at most 1000000 signs"),
    ],
)
def test_what_cannot_be_a_flow_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(BadText) as refused:
        parse_text(text)
    assert says in refused.value.says
    assert refused.value.line == line


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    bomb = "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    with pytest.raises(BadText, match="anchors and aliases"):
        parse_text(bomb)
