"""A rate of calls is read as people write it, and what cannot be read is told in one sentence."""

from __future__ import annotations

import pytest

from cordboard.demo.rate import UnreadableRate, calls_per_s


@pytest.mark.parametrize(
    ("text", "per_s"),
    [
        ("6/min", 0.1),
        ("1/s", 1.0),
        ("200/h", 200 / 3600),
        (" 1.5 / min ", 0.025),
        ("20/S", 20.0),
        ("0.5/h", 0.5 / 3600),
    ],
)
def test_a_rate_is_a_number_a_slash_and_a_unit(text: str, per_s: float) -> None:
    assert calls_per_s(text) == pytest.approx(per_s)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("6", "not a number, a slash"),
        ("", "not a number, a slash"),
        ("fast", "not a number, a slash"),
        ("-3/min", "not a number, a slash"),
        ("1e9/s", "not a number, a slash"),
        ("٣/min", "not a number, a slash"),
        ("6/day", "one of s, min, h"),
        ("0/min", "nobody would call"),
        ("21/s", "20 a second is the most"),
    ],
)
def test_what_is_no_rate_is_refused_with_what_would_be(text: str, why: str) -> None:
    with pytest.raises(UnreadableRate) as refused:
        calls_per_s(text)
    assert why in refused.value.says
    assert "6/min, 1/s or 200/h" in refused.value.says
