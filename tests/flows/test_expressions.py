"""Expressions read data, forgive what is missing, and can do nothing else."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.errors import Malformed
from cordboard.flows.expressions import BadExpression, evaluate, in_words, names, parse
from cordboard.flows.keeping import kept, shared
from cordboard.flows.secret import Secret

DATA = {
    "answers": {"n": 5, "text": "7", "list": [1, 2], "price": "12.50", "empty": None, "secret_like": "x"},
    "contact": {"caller": "+442079460000"},
    "time": {"date": "2025-11-24", "hour": 9, "weekday": "monday"},
    "secrets": {"pin": Secret("1234"), "lost": Secret(None)},
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 + 2 * 3", 7),
        ("-answers.n", -5),
        ("7 / 2", Decimal("3.5")),
        ("7 % 4", 3),
        ("0.1 + 0.2 == 0.3", True),
        ("answers.text + 1", "71"),
        ("number(answers.text) + 1", 8),
        ("answers.text == 7", True),
        ("'7' == 7.0", True),
        ("answers.n >= '5'", True),
        ("answers.none", None),
        ("answers.none.deeper.still", None),
        ("answers.none > 1", False),
        ("answers.none == none", True),
        ("not answers.none", True),
        ("answers.list[0] + answers.list[-1]", 3),
        ("answers.list[9]", None),
        ("answers['text']", "7"),
        ("2 in answers.list", True),
        ("5 in '1,5'", True),
        ("1 in answers.none", False),
        ("1 not in answers.none", True),
        ("1 < 2 < 3 and not 3 < 2", True),
        ("'yes' if answers.n else 'no'", "yes"),
        ("answers.none or 'other'", "other"),
        ("len(answers.none)", 0),
        ("len(answers.list)", 2),
        ("upper('ab') + lower('CD')", "ABcd"),
        ("round(2.345, 2)", Decimal("2.34")),
        ("min(3, '2', 5) + max(1, 2)", "22"),
        ("starts_with(contact.caller, '+44')", True),
        ("digits('a1b2')", "12"),
        ("last(4, contact.caller)", "0000"),
        ("last(0, 'abc')", ""),
        ("days_until('2025-12-01')", 7),
        ("days_until(answers.none)", None),
        ("true and false", False),
    ],
)
def test_an_expression_is_worked_out(source, value):
    assert evaluate(source, DATA) == value


@pytest.mark.parametrize(
    "source",
    [
        "answers.n +",
        "__import__('os')",
        "answers.n.__class__.__mro__[1]()",
        "(lambda: 1)()",
        "[x for x in answers.list]",
        "2 ** 9999",
        "f'{answers}'",
        "open",
        "x",
        "answers.n if",
        "b'x'",
        "len()",
        "len(1, 2)",
        "min(1)",
        "text(value=1)",
        "{1: 2}",
        "answers := 1",
        "1" * 501,
        "-" * 80 + "1",
        "",
        "a\0",
    ],
)
def test_what_is_not_allowed_is_refused_before_it_is_worked_out(source):
    with pytest.raises(BadExpression):
        parse(source)


@pytest.mark.parametrize(
    "source",
    ["1 / 0", "answers.none + 1", "'x' * 3", "answers.list + 1", "number('x')", "number('nan')", "days_until('soon')",
     "len(5)", "-'x'", "answers.list < 3", "round(1, 'x')", "number('1e99999999')", "last('x', 'y')"],
)  # fmt: skip
def test_what_cannot_be_worked_out_says_so(source):
    with pytest.raises(BadExpression):
        evaluate(source, DATA)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@given(st.text(st.sampled_from("answers.contact'()[]{}<>=!+-*/% 0123456789,:fintrueol"), max_size=60))
def test_whatever_is_written_is_a_value_or_a_bad_expression(source):
    with contextlib.suppress(BadExpression):
        in_words(evaluate(source, DATA))


def test_the_data_that_an_expression_reads_are_named():
    assert set(names("answers.a + customer['b'] if len(time.hour) else answers.list[0].x")) == {
        ("answers", "a"),
        ("customer", "b"),
        ("time", "hour"),
        ("answers", "list"),
    }


def test_a_secret_is_kept_nowhere_and_goes_out_as_it_is():
    for source in ("secrets.pin", "[secrets.pin]", "secrets"):
        with pytest.raises(Malformed, match="secret"):
            kept(source, DATA)
    assert shared("secrets.pin", DATA).digits == "1234"
    for lost in ("secrets.lost", "secrets.never"):
        with pytest.raises(Malformed, match="asked again"):
            shared(lost, DATA)
    assert "1234" not in f"{DATA!r}" + in_words(evaluate("text(secrets.pin)", DATA))


def test_what_is_kept_is_plain_json():
    assert kept("[1.50, answers.list, 'x', none]", DATA) == ["1.5", [1, 2], "x", None]
    assert kept("contact", DATA) == {"caller": "+442079460000"}


@pytest.mark.parametrize(
    "source", ["text(secrets)", "(secrets if true else none).pin", "[secrets][0].pin", "'pin' in secrets"]
)
def test_data_that_is_read_whole_is_told_too(source: str) -> None:
    assert ("secrets", "") in names(source)
