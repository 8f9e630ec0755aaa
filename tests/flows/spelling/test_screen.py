"""What screens and chats show."""

from __future__ import annotations

from typing import Any

import pytest

from cordboard.center.speech import Said
from cordboard.errors import Malformed
from cordboard.flows.spelling import printed


@pytest.mark.parametrize(
    ("said", "in_russian", "in_english"),
    [
        ({"value": "Позвоните в 14:30"}, "Позвоните в 14:30", "Позвоните в 14:30"),
        ({"kind": "number", "value": "1234567.50"}, "1 234 567,5", "1,234,567.5"),
        ({"kind": "number", "value": "-20"}, "-20", "-20"),
        ({"kind": "money", "value": "1234.56", "currency": "RUB"}, "1 234,56 ₽", "1,234.56 RUB"),
        ({"kind": "money", "value": "1234.5", "currency": "USD"}, "1 234,50 $", "$1,234.50"),
        ({"kind": "money", "value": "100.00", "currency": "USD"}, "100 $", "$100"),
        ({"kind": "money", "value": "-7", "currency": "EUR"}, "-7 €", "-€7"),
        ({"kind": "money", "value": "7.25", "currency": "XYZ"}, "7,25 XYZ", "7.25 XYZ"),
        ({"kind": "date", "value": "2026-11-22"}, "22 ноября 2026", "22 November 2026"),
        ({"kind": "time", "value": "9:05"}, "09:05", "09:05"),
        ({"kind": "time", "value": "14:30"}, "14:30", "14:30"),
        ({"kind": "duration", "value": "125"}, "2 мин 5 с", "2 min 5 s"),
        ({"kind": "duration", "value": "0"}, "0 с", "0 s"),
        ({"kind": "duration", "value": "90000"}, "1 дн 1 ч", "1 d 1 h"),
        ({"kind": "digits", "value": " 045712 "}, "045712", "045712"),
        ({"kind": "phone", "value": "88005553535"}, "8 800 555-35-35", "8 800 555-35-35"),
        ({"kind": "phone", "value": "+74951234567"}, "+7 495 123-45-67", "+7 495 123-45-67"),
        ({"kind": "phone", "value": "+12025550123"}, "+1 202 555 0123", "+1 202 555 0123"),
        ({"kind": "phone", "value": "+44 20 7946 0958"}, "+44 20 7946 0958", "+44 20 7946 0958"),
        ({"kind": "phone", "value": "5553535"}, "555-35-35", "555-35-35"),
        ({"kind": "phone", "value": "*100#"}, "*100#", "*100#"),
    ],
)
def test_each_kind_is_shown_by_the_custom_of_the_language(
    said: dict[str, Any], in_russian: str, in_english: str
) -> None:
    assert printed(Said(**said), "ru") == in_russian
    assert printed(Said(**said), "en") == in_english


def test_nouns_agree_on_screens_too() -> None:
    forms = ("заказ", "заказа", "заказов")
    shown = [printed(Said(kind="number", value=value, noun=forms), "ru") for value in ("21", "3", "11", "1.5")]
    assert shown == ["21 заказ", "3 заказа", "11 заказов", "1,5 заказа"]
    assert printed(Said(kind="number", value="1", noun=("order", "orders")), "en") == "1 order"


def test_places_are_shown_with_their_endings() -> None:
    assert [printed(Said(kind="ordinal", value="3", gender=gender), "ru") for gender in ("m", "f", "n")] == [
        "3-й",
        "3-я",
        "3-е",
    ]
    places = [printed(Said(kind="ordinal", value=str(place)), "en") for place in (1, 2, 3, 4, 11, 12, 13, 21, 111, 122)]
    assert places == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th", "122nd"]


@pytest.mark.parametrize("kind", ["number", "ordinal", "money", "date", "time", "duration", "phone"])
def test_a_screen_refuses_what_a_voice_refuses(kind: str) -> None:
    with pytest.raises(Malformed, match=kind):
        printed(Said(kind=kind, value="nonsense", currency="RUB"), "en")  # type: ignore[arg-type]
