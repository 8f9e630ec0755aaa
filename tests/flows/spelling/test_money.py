"""Money, exact to the last minor unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.center.speech import Said
from cordboard.errors import Malformed
from cordboard.flows.spelling import spoken
from cordboard.flows.spelling.currencies import CURRENCIES
from tests.flows.spelling.readers import read_english, read_russian


def money(value: str, currency: str, language: str = "ru") -> str:
    return spoken(Said(kind="money", value=value, currency=currency), language)


def test_twenty_one_rubles_are_whole_units_and_not_kopecks() -> None:
    assert money("21", "RUB") == "двадцать один рубль"
    assert money("1000000", "RUB") == "один миллион рублей"


def test_no_cents_are_not_mentioned() -> None:
    assert money("100.00", "USD", "en") == "one hundred dollars"
    assert money("100.00", "USD") == "сто долларов"


def test_cents_are_joined_without_pauses() -> None:
    assert money("1234.56", "USD", "en") == ("one thousand two hundred and thirty-four dollars and fifty-six cents")
    assert money("1234.56", "USD") == "тысяча двести тридцать четыре доллара пятьдесят шесть центов"


@pytest.mark.parametrize(
    ("value", "currency", "in_russian", "in_english"),
    [
        ("0", "RUB", "ноль рублей", "zero rubles"),
        ("0.01", "RUB", "одна копейка", "one kopeck"),
        ("2.02", "RUB", "два рубля две копейки", "two rubles and two kopecks"),
        ("-5.5", "EUR", "минус пять евро пятьдесят центов", "minus five euros and fifty cents"),
        ("-0.05", "GBP", "минус пять пенсов", "minus five pence"),
        ("1.01", "GBP", "один фунт стерлингов один пенс", "one pound and one penny"),
        ("22", "UAH", "двадцать две гривны", "twenty-two hryvnias"),
        ("5", "BYN", "пять белорусских рублей", "five Belarusian rubles"),
        ("3", "KZT", "три тенге", "three tenge"),
        ("4.21", "CNY", "четыре юаня двадцать один фэнь", "four yuan and twenty-one fen"),
        ("1234.5", "JPY", "тысяча двести тридцать пять иен", "one thousand two hundred and thirty-five yen"),
        ("1.005", "RUB", "один рубль одна копейка", "one ruble and one kopeck"),
        ("0.999", "RUB", "один рубль", "one ruble"),
        ("-0.001", "RUB", "ноль рублей", "zero rubles"),
        ("10.5", "XYZ", "десять целых пять десятых X Y Z", "ten point five X Y Z"),
        ("7", "rub", "семь рублей", "seven rubles"),
    ],
)
def test_each_currency_has_its_own_words(value: str, currency: str, in_russian: str, in_english: str) -> None:
    assert money(value, currency) == in_russian
    assert money(value, currency, "en") == in_english


@given(st.decimals(0, 10**12, places=2), st.sampled_from(["RUB", "USD", "UAH"]))
def test_every_amount_is_read_back(amount: Decimal, code: str) -> None:
    currency = CURRENCIES[code]
    said = money(str(amount), code)
    whole, minor = _parted(said, currency.russian, currency.russian_minor)
    assert read_russian(whole) + Decimal(read_russian(minor)) / 100 == amount

    said = money(str(amount), code, "en")
    whole, minor = _parted(said, currency.english, currency.english_minor)
    assert read_english(whole) + Decimal(read_english(minor)) / 100 == amount


def _parted(said: str, units: tuple[str, ...], minor_units: tuple[str, ...]) -> tuple[str, str]:
    """The words before the unit and those before the minor unit."""
    words = said.split()
    at = next((index + 1 for index, word in enumerate(words) if word in units), 0)
    return " ".join(words[: max(0, at - 1)]), " ".join(word for word in words[at:] if word not in minor_units)


def test_every_currency_has_all_its_forms() -> None:
    for code, currency in CURRENCIES.items():
        assert code == currency.code
        assert len(currency.russian) == len(currency.russian_minor) == 3
        assert len(currency.english) == len(currency.english_minor) == 2
        assert all(form == form.strip() and form for form in currency.russian + currency.english)
        for language in ("ru", "en"):
            assert "-" not in money("5.07", code, language)


@pytest.mark.parametrize("value", ["abc", "", "$5", "1,234.56"])
def test_what_is_no_amount_is_refused(value: str) -> None:
    with pytest.raises(Malformed, match="money"):
        money(value, "USD")


@pytest.mark.parametrize("currency", ["", "RU", "rubles", "₽"])
def test_money_without_a_code_of_three_letters_is_refused(currency: str) -> None:
    with pytest.raises(Malformed, match="RUB"):
        money("5", currency)
