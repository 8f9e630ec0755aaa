"""Numbers and the nouns they count."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.center.speech import Said
from cordboard.errors import Malformed
from cordboard.flows.spelling import russian, spoken
from tests.flows.spelling.readers import (
    read_english,
    read_english_fraction,
    read_russian,
    read_russian_fraction,
)

MINUTE = ("минута", "минуты", "минут")
ORDER = ("заказ", "заказа", "заказов")
LETTER = ("письмо", "письма", "писем")


def counted(value: int | str, noun: tuple[str, ...] = (), gender: str = "m", language: str = "ru") -> str:
    return spoken(Said(kind="number", value=str(value), noun=noun, gender=gender), language)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "nominative", "after_through", "after_about"),
    [
        (1, "одна минута", "одну минуту", "одной минуты"),
        (2, "две минуты", "две минуты", "двух минут"),
        (11, "одиннадцать минут", "одиннадцать минут", "одиннадцати минут"),
        (21, "двадцать одна минута", "двадцать одну минуту", "двадцати одной минуты"),
        (112, "сто двенадцать минут", "сто двенадцать минут", "ста двенадцати минут"),
        (1000, "тысяча минут", "тысячу минут", "тысячи минут"),
        (2343, "две тысячи триста сорок три минуты", "две тысячи триста сорок три минуты",
         "двух тысяч трёхсот сорока трёх минут"),
    ],
)  # fmt: skip
def test_minutes_stand_in_the_case_that_is_asked_for(
    count: int, nominative: str, after_through: str, after_about: str
) -> None:
    assert counted(count, MINUTE, "f") == nominative
    assert russian.counted(count, MINUTE, "f") == nominative
    assert russian.counted(count, MINUTE, "f", "accusative") == after_through
    assert russian.counted(count, MINUTE, "f", "genitive") == after_about


def test_two_minutes_are_feminine_which_rhvoice_alone_gets_wrong() -> None:
    assert counted(2, MINUTE, "f") == "две минуты"


def test_two_minutes_from_now_are_no_living_beings_as_num2words_takes_them_to_be() -> None:
    assert russian.counted(2, MINUTE, "f", "accusative") == "две минуты"


def test_one_minute_is_left_by_a_template_of_ours() -> None:
    assert f"осталась {counted(1, MINUTE, 'f')}" == "осталась одна минута"


@pytest.mark.parametrize("count", range(122))
def test_from_0_to_121_the_noun_obeys_the_last_word_of_its_number(count: int) -> None:
    for forms, gender, one, two in (
        (MINUTE, "f", "одна", "две"),
        (ORDER, "m", "один", "два"),
        (LETTER, "n", "одно", "два"),
    ):
        number, noun = counted(count, forms, gender).rsplit(" ", 1)
        last = number.split()[-1]
        wanted = {one: forms[0], two: forms[1], "три": forms[1], "четыре": forms[1]}.get(last, forms[2])
        assert noun == wanted
        assert read_russian(number) == count
        assert {"один", "одна", "одно"} & set(number.split()) <= {one}
        assert {"два", "две"} & set(number.split()) <= {two}


@given(st.integers(0, 10**6) | st.integers(0, 10**15 - 1))
def test_every_number_is_read_back_and_ends_in_the_noun_of_its_class(count: int) -> None:
    said = counted(count, MINUTE, "f")
    number, noun = said.rsplit(" ", 1)
    assert not any(character.isdigit() for character in said)
    assert read_russian(number) == count
    ending = str(count)[-2:]
    if len(ending) == 2 and ending[0] == "1":
        assert noun == "минут"
    else:
        assert noun == {"1": "минута", "2": "минуты", "3": "минуты", "4": "минуты"}.get(ending[-1], "минут")

    said = counted(count, ("minute", "minutes"), language="en")
    number, noun = said.rsplit(" ", 1)
    assert not any(character.isdigit() for character in said)
    assert read_english(number) == count
    assert noun == ("minute" if count == 1 else "minutes")


@given(st.integers(0, 10**6), st.integers(1, 10**6 - 1))
def test_every_fraction_is_read_back(whole: int, fraction: int) -> None:
    value = f"{whole}.{fraction:06}"
    assert read_russian_fraction(counted(value)) == Decimal(value)
    assert read_english_fraction(counted(value, language="en")) == Decimal(value)


@pytest.mark.parametrize(
    ("value", "in_russian", "in_english"),
    [
        ("0", "ноль минут", "zero minutes"),
        ("-3", "минус три минуты", "minus three minutes"),
        ("−1", "минус одна минута", "minus one minute"),
        ("+5", "пять минут", "five minutes"),
        ("-0", "ноль минут", "zero minutes"),
        ("2.0", "две минуты", "two minutes"),
        ("1.5", "одна целая пять десятых минуты", "one point five minutes"),
        ("0.02", "ноль целых две сотых минуты", "zero point zero two minutes"),
        ("21.001", "двадцать одна целая одна тысячная минуты", "twenty-one point zero zero one minutes"),
        ("1.0000001", "один запятая ноль ноль ноль ноль ноль ноль один минуты",
         "one point zero zero zero zero zero zero one minutes"),
        ("1001000", "один миллион одна тысяча минут", "one million one thousand minutes"),
        ("1005", "тысяча пять минут", "one thousand and five minutes"),
    ],
)  # fmt: skip
def test_signs_and_fractions_are_said(value: str, in_russian: str, in_english: str) -> None:
    assert counted(value, MINUTE, "f") == in_russian
    assert counted(value, ("minute", "minutes"), language="en") == in_english


def test_a_number_without_a_noun_takes_the_gender_that_is_given() -> None:
    assert [counted(21, gender=gender) for gender in "mfn"] == ["двадцать один", "двадцать одна", "двадцать одно"]


def test_a_noun_of_one_form_stays_as_it_is() -> None:
    assert counted(5, ("кофе",)) == "пять кофе"
    assert counted(5, ("sheep",), language="en") == "five sheep"


def test_the_language_of_the_words_outweighs_that_of_the_conversation() -> None:
    assert spoken(Said(kind="number", value="2", language="en"), "ru") == "two"
    assert spoken(Said(kind="number", value="2", language="ru-RU"), "en") == "два"


def test_a_language_without_tables_is_spelled_in_english() -> None:
    assert spoken(Said(kind="number", value="2"), "de") == "two"


@pytest.mark.parametrize(
    "value", ["", "many", "1,5", "1 000", "1e5", "--1", "1.", "٣", "NaN", "1" * 16, "0." + "1" * 21]
)
def test_what_is_no_number_is_refused_by_kind_and_value(value: str) -> None:
    with pytest.raises(Malformed) as refused:
        counted(value)
    assert refused.value.says.startswith("number ")
    assert repr(value) in refused.value.says
    assert "1234.56" in refused.value.says


def test_a_private_value_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(Malformed) as refused:
        spoken(Said(kind="number", value="secret words", private=True), "ru")
    assert "secret" not in refused.value.says


FIRST_RUSSIAN = (
    "первый второй третий четвёртый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый тринадцатый"
    " четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый"
)
TENS_RUSSIAN = {
    20: ("двадцать", "двадцатый"), 30: ("тридцать", "тридцатый"), 40: ("сорок", "сороковой"),
    50: ("пятьдесят", "пятидесятый"), 60: ("шестьдесят", "шестидесятый"), 70: ("семьдесят", "семидесятый"),
    80: ("восемьдесят", "восьмидесятый"), 90: ("девяносто", "девяностый"),
}  # fmt: skip
FIRST_ENGLISH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
)
TENS_ENGLISH = {
    20: ("twenty", "twentieth"), 30: ("thirty", "thirtieth"), 40: ("forty", "fortieth"), 50: ("fifty", "fiftieth"),
    60: ("sixty", "sixtieth"), 70: ("seventy", "seventieth"), 80: ("eighty", "eightieth"), 90: ("ninety", "ninetieth"),
}  # fmt: skip


def ordinals(first: str, tens: dict[int, tuple[str, str]], joint: str) -> list[str]:
    """The places from 1 to 99."""
    below = first.split()
    for ten, ordinal in tens.values():
        below += [ordinal, *(f"{ten}{joint}{unit}" for unit in first.split()[:9])]
    return below


def placed(value: int | str, gender: str = "m", language: str = "ru") -> str:
    return spoken(Said(kind="ordinal", value=str(value), gender=gender), language)  # type: ignore[arg-type]


def test_russian_places_from_1_to_200_are_those_of_the_list() -> None:
    below = ordinals(FIRST_RUSSIAN, TENS_RUSSIAN, " ")
    wanted = [*below, "сотый", *(f"сто {place}" for place in below), "двухсотый"]
    assert len(wanted) == 200
    assert [placed(place) for place in range(1, 201)] == wanted


def test_english_places_from_1_to_200_are_those_of_the_list() -> None:
    below = ordinals(FIRST_ENGLISH, TENS_ENGLISH, "-")
    hundred = [f"one hundred and {place}" for place in below]
    wanted = [*below, "one hundredth", *hundred, "two hundredth"]
    assert [placed(place, language="en") for place in range(1, 201)] == wanted


def test_third_in_line_is_understood_as_rhvoice_does_not() -> None:
    assert f"вы {placed(3)} в очереди" == "вы третий в очереди"


def test_places_agree_in_gender() -> None:
    endings = {"m": {"ый", "ий", "ой"}, "f": {"ая", "ья"}, "n": {"ое", "ье"}}
    for gender, wanted in endings.items():
        assert {placed(place, gender)[-2:] for place in range(1, 201)} == wanted
    assert [placed(23, gender) for gender in "mfn"] == ["двадцать третий", "двадцать третья", "двадцать третье"]


@pytest.mark.parametrize(
    ("place", "in_russian", "in_english"),
    [
        (0, "нулевой", "zeroth"),
        (500, "пятисотый", "five hundredth"),
        (1000, "тысячный", "one thousandth"),
        (1001, "тысяча первый", "one thousand and first"),
        (2000, "двухтысячный", "two thousandth"),
        (21_000, "двадцатиоднотысячный", "twenty-one thousandth"),
        (40_000, "сорокатысячный", "forty thousandth"),
        (190_000, "стодевяностотысячный", "one hundred and ninety thousandth"),
        (345_000, "трёхсотсорокапятитысячный", "three hundred and forty-five thousandth"),
        (1_000_000, "миллионный", "one millionth"),
        (5_000_007, "пять миллионов седьмой", "five million and seventh"),
    ],
)
def test_large_places_are_joined_as_they_are_written(place: int, in_russian: str, in_english: str) -> None:
    assert placed(place) == in_russian
    assert placed(place, language="en") == in_english


@pytest.mark.parametrize("value", ["-1", "1.5", "third", "1000000000"])
def test_what_is_no_place_is_refused(value: str) -> None:
    with pytest.raises(Malformed, match="ordinal"):
        placed(value)
