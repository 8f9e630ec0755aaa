"""Numbers that people write into free text."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cordboard.center.speech import Said
from cordboard.flows.spelling import spoken


def read(text: str, language: str = "ru") -> str:
    return spoken(Said(value=text), language)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("через 2 минуты", "через две минуты"),
        ("3-й в очереди", "третий в очереди"),
        ("$1,234.56", "тысяча двести тридцать четыре доллара пятьдесят шесть центов"),
        ("в 14:30", "в четырнадцать часов тридцать минут"),
        ("с 9:00", "с девяти часов"),
        ("договор 045712", "договор ноль четыре пять, семь один два"),
        ("8 800 555-35-35", "восемь, восемьсот, пятьсот пятьдесят пять, тридцать пять, тридцать пять"),
    ],
)
def test_what_ready_made_normalizers_got_wrong_is_read_right(text: str, wanted: str) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1234,56 руб.", "тысяча двести тридцать четыре рубля пятьдесят шесть копеек."),
        ("21 минута", "двадцать одна минута"),
        ("до 3 минут", "до трёх минут"),
        ("1,5%", "одна целая пять десятых процента"),
        ("+7 495 123-45-67", "плюс семь, четыреста девяносто пять, сто двадцать три, сорок пять, шестьдесят семь"),
        ("22.11.2026", "двадцать второе ноября две тысячи двадцать шестого года"),
    ],
)
def test_what_ready_made_normalizers_got_right_is_read_right_as_well(text: str, wanted: str) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("через 1 минуту", "через одну минуту"),
        ("через 1 час", "через один час"),
        ("около 21 минуты", "около двадцати одной минуты"),
        ("от 1 часа до 2 часов", "от одного часа до двух часов"),
        ("2 новых заказа, 2 новые заявки", "два новых заказа, две новые заявки"),
        ("1 место", "одно место"),
        ("1 время", "одно время"),
        ("в 5 отделениях", "в пяти отделениях"),
        ("через 1000 минут", "через тысячу минут"),
        ("Нажмите 1 для связи, 2 или 3", "Нажмите один для связи, два или три"),
        ("Нажмите 1 оплата", "Нажмите один оплата"),
        ("до 500 руб. Потом", "до пятисот рублей. Потом"),
        ("5 мин. ожидания", "пять минут ожидания"),
        ("через 1 мин", "через одну минуту"),
        ("5 млн руб. в год", "пять миллионов рублей в год"),
        ("цена 1 234,50 ₽", "цена тысяча двести тридцать четыре рубля пятьдесят копеек"),
        ("1 234 567 заявок", "один миллион двести тридцать четыре тысячи пятьсот шестьдесят семь заявок"),
        ("20 EUR", "двадцать евро"),
        ("доставим 22 ноября 2026 г. утром", "доставим двадцать второго ноября две тысячи двадцать шестого года утром"),
        ("перенесли на 3 мая", "перенесли на третье мая"),
        ("с 1 по 5 января", "с первого по пятое января"),
        ("в 2026 году", "в две тысячи двадцать шестом году"),
        ("на 3-м этаже, 2-я дверь", "на третьем этаже, вторая дверь"),
        ("10-15 минут", "десять - пятнадцать минут"),
        ("9:00-18:00", "девять часов - восемнадцать часов"),
        ("-5 градусов", "минус пять градусов"),
        ("№5", "номер пять"),
        ("карта 4276 1234 5678 9012",
         "карта четыре два семь шесть, один два три четыре, пять шесть семь восемь, девять ноль один два"),
        ("код 12345678", "код один два три, четыре пять шесть, семь восемь"),
        ("192.168.0.1", "сто девяносто два точка сто шестьдесят восемь точка ноль точка один"),
        ("5G, A4, COVID-19", "пять G, A четыре, COVID-девятнадцать"),
        ("Здравствуйте!", "Здравствуйте!"),
        ("", ""),
    ],
)  # fmt: skip
def test_russian_text_is_read_as_a_person_would(text: str, wanted: str) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("You are 3rd in line", "You are third in line"),
        ("$1,234.56", "one thousand two hundred and thirty-four dollars and fifty-six cents"),
        ("It is 14:30.", "It is two thirty p.m."),
        ("at 2:30 pm.", "at two thirty p.m."),
        ("9:00-17:00", "nine a.m. to five p.m."),
        ("1.5%", "one point five percent"),
        ("10-15 minutes", "ten to fifteen minutes"),
        ("5 min", "five minutes"),
        ("$5 million", "five million dollars"),
        ("-$5", "minus five dollars"),
        ("20 EUR", "twenty euros"),
        ("10,000 people", "ten thousand people"),
        ("order #12", "order number twelve"),
        ("PIN 0042", "PIN zero zero four two"),
        ("id 12345678", "id one two three, four five six, seven eight"),
        ("1000000 times", "one million times"),
        ("on November 22, 2026", "on the twenty-second of November, twenty twenty-six"),
        ("the 3rd of May 2026", "the third of May, twenty twenty-six"),
        ("2026-11-22", "the twenty-second of November, twenty twenty-six"),
        ("call 1-800-555-0199", "call one, eight zero zero, five five five, zero one nine nine"),
        ("call (202) 555-0123", "call two zero two, five five five, zero one two three"),
        ("version 1.2.3", "version one dot two dot three"),
        ("10:75 and 2026-99-99", "ten:seventy-five and two zero two six, nine nine, nine nine"),
        ("24/7", "twenty-four/seven"),
    ],
)
def test_english_text_is_read_as_a_person_would(text: str, wanted: str) -> None:
    assert read(text, "en") == wanted


FRAGMENTS = st.sampled_from(
    ["0", "1", "12", "045", "2026", "123456789", " ", " ", ",", ".", ":", "-", "–", "+", "$", "₽", "%", "руб.", "p.m.",
     "мая", "May", "года", "минуты", "#", "№", "/", "(", ")", "й", "th", "млн", "€", "\u00a0", "до", "\n", "٣"]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=25).map("".join) | st.text(max_size=60), st.sampled_from(["ru", "en"]))
@example("+1 23 45 67 89 01 23", "ru")
@example("99.99.9999", "ru")
@example("0-й", "ru")
@example("¥1.5 млн", "ru")
def test_any_text_is_read_and_no_digit_is_left(text: str, language: str) -> None:
    said = read(text, language)
    assert not set(said) & set("0123456789")
    assert read(said, language) == said


@pytest.mark.parametrize("piece", ["1", "123 ", "1.", "123,", "1-", "1234-", "12:30", "+1 23 45", "$1 ", "5 мая "])
def test_a_long_text_is_read_in_time_that_grows_with_it(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    began = time.process_time()
    read(text)
    read(text, "en")
    assert time.process_time() - began < 2.0
