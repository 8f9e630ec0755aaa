"""Every fault of a flow has a stable code, and a sentence of the same gaps in each language of the screens."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from cordboard.flows.expressions import BadExpression, evaluate
from cordboard.flows.faults import SENTENCES, in_english, wrong

SCREENS = Path(__file__).parents[2] / "ui" / "src" / "i18n"


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_screens_have_every_sentence_with_the_same_gaps(language):
    told = json.loads((SCREENS / f"{language}.json").read_text("utf-8"))["flows"]["problem"]
    assert {code: set(re.findall(r"{{(\w+)}}", sentence)) for code, sentence in told.items()} == {
        code: gaps(sentence) for code, sentence in SENTENCES.items()
    }


def test_codes_are_words_with_hyphens():
    assert [code for code in SENTENCES if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []


def test_a_fault_carries_its_sentence_and_what_the_sentence_names():
    fault = wrong("next", "way-missing", way="next", node="gone")
    assert (fault.field, fault.severity, fault.names) == ("next", "error", {"way": "next", "node": "gone"})
    assert fault.says == "'next' leads to 'gone', which does not exist"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("1" * 501, "expression-long"),
        ("1 +", "expression-unreadable"),
        ("(" * 70 + "1" + ",)" * 70, "expression-deep"),
        ("2 ** 9", "expression-part"),
        ("open('x')", "expression-function"),
        ("last(1)", "expression-count"),
        ("x", "expression-name"),
        ("b'x'", "expression-value"),
        ("1 / 0", "expression-result"),
    ],
)
def test_an_expression_that_cannot_be_is_told_by_code_too(source, code):
    with pytest.raises(BadExpression) as caught:
        evaluate(source, {})
    assert caught.value.fault == code
    assert caught.value.says == in_english(code, caught.value.names)
