"""Codes and telephone numbers: every digit counts, zeros as well."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.center.speech import Said
from cordboard.errors import Malformed
from cordboard.flows.spelling import spoken
from cordboard.flows.spelling.characters import in_groups
from tests.flows.spelling.readers import ENGLISH, RUSSIAN


def digits(value: str, language: str = "ru") -> str:
    return spoken(Said(kind="digits", value=value), language)


def phone(value: str, language: str = "ru") -> str:
    return spoken(Said(kind="phone", value=value), language)


def test_a_leading_zero_is_not_lost() -> None:
    assert digits("045712") == "ноль четыре пять, семь один два"
    assert digits("045712", "en") == "zero four five, seven one two"


@pytest.mark.parametrize(
    ("value", "in_russian", "in_english"),
    [
        ("7", "семь", "seven"),
        ("1234", "один два три четыре", "one two three four"),
        ("12345", "один два три, четыре пять", "one two three, four five"),
        ("4276 1234 5678 9012",
         "четыре два семь шесть, один два три четыре, пять шесть семь восемь, девять ноль один два",
         "four two seven six, one two three four, five six seven eight, nine zero one two"),
        ("AB-12", "эй би, один два", "A B, one two"),
        ("ж7", "жэ, семь", "zheh, seven"),
        ("*100#", "звёздочка, один ноль ноль, решётка", "star, one zero zero, hash"),
        ("(5)", "пять", "five"),
    ],
)  # fmt: skip
def test_codes_are_said_in_groups_with_letters_and_signs_named(value: str, in_russian: str, in_english: str) -> None:
    assert digits(value) == in_russian
    assert digits(value, "en") == in_english


@given(st.text("0123456789", min_size=1, max_size=60))
def test_every_digit_is_said_once_and_in_order(value: str) -> None:
    for language, words in (("ru", RUSSIAN), ("en", ENGLISH)):
        said = digits(value, language)
        assert "".join(str(words[word]) for word in said.replace(",", "").split()) == value
        groups = [len(group.split()) for group in said.split(", ")]
        assert max(groups) <= 4
        assert len(value) == 1 or min(groups) > 1


@given(st.text("0123456789", max_size=30))
def test_groups_put_together_are_what_was_given(value: str) -> None:
    assert "".join(in_groups(value)) == value


@pytest.mark.parametrize("value", ["", " - ", "...", "1" * 65])
def test_a_code_without_anything_to_say_or_without_end_is_refused(value: str) -> None:
    with pytest.raises(Malformed, match="digits"):
        digits(value)


def test_a_russian_number_is_said_in_hundreds_and_tens_not_in_millions() -> None:
    wanted = "восемь, восемьсот, пятьсот пятьдесят пять, тридцать пять, тридцать пять"
    for value in ("8 800 555-35-35", "88005553535", "8 (800) 555 35 35", "8-800-555-35-35"):
        assert phone(value) == wanted


@pytest.mark.parametrize(
    ("value", "in_russian", "in_english"),
    [
        ("+74951234567", "плюс семь, четыреста девяносто пять, сто двадцать три, сорок пять, шестьдесят семь",
         "plus seven, four nine five, one two three, four five, six seven"),
        ("+7 900 012-05-00", "плюс семь, девятьсот, ноль двенадцать, ноль пять, ноль ноль",
         "plus seven, nine zero zero, zero one two, zero five, zero zero"),
        ("8 000 007-00-10", "восемь, ноль ноль ноль, ноль ноль семь, ноль ноль, десять",
         "eight, zero zero zero, zero zero seven, zero zero, one zero"),
        ("+442079460958", "плюс сорок четыре, двести семь, девятьсот сорок шесть, ноль девять, пятьдесят восемь",
         "plus four four, two zero seven, nine four six, zero nine, five eight"),
        ("+44 20 7946 0958", "плюс сорок четыре, двадцать, семьдесят девять, сорок шесть,"
         " ноль девять, пятьдесят восемь",
         "plus four four, two zero, seven nine four six, zero nine five eight"),
        ("+12025550123", "плюс один, двести два, пятьсот пятьдесят пять, ноль один, двадцать три",
         "plus one, two zero two, five five five, zero one two three"),
        ("+375291234567",
         "плюс триста семьдесят пять, двести девяносто один, двести тридцать четыре, пятьсот шестьдесят семь",
         "plus three seven five, two nine one, two three four, five six seven"),
        ("555-35-35", "пятьсот пятьдесят пять, тридцать пять, тридцать пять",
         "five five five, three five, three five"),
        ("112", "сто двенадцать", "one one two"),
        ("*100#", "звёздочка, один ноль ноль, решётка", "star, one zero zero, hash"),
    ],
)  # fmt: skip
def test_telephone_numbers_are_said_by_the_custom_of_the_language(value: str, in_russian: str, in_english: str) -> None:
    assert phone(value) == in_russian
    assert phone(value, "en") == in_english


@given(st.text("0123456789", min_size=1, max_size=20), st.booleans())
def test_no_digit_of_a_telephone_number_is_lost(value: str, plus: bool) -> None:
    said = phone(("+" if plus else "") + value)
    heard = ""
    for group in said.removeprefix("плюс ").split(", "):
        words = group.split()
        zeros = len(words) - len([word for word in words if word != "ноль"])
        rest = sum(RUSSIAN[word] for word in words)
        heard += "0" * zeros + (str(rest) if rest else "")
    assert heard == value
    assert said.startswith("плюс ") == plus


@pytest.mark.parametrize("value", ["", "anonymous", "+", "+7 495 CALLME", "1" * 21, "()", "7+495"])
def test_what_is_no_telephone_number_is_refused(value: str) -> None:
    with pytest.raises(Malformed, match="phone"):
        phone(value)
