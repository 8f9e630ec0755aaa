"""Reads spelled numbers back, knowing words only: it shares nothing with the spelling it judges."""

from __future__ import annotations

from decimal import Decimal

RUSSIAN = {
    "ноль": 0, "один": 1, "одна": 1, "одно": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13,
    "четырнадцать": 14, "пятнадцать": 15, "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18, "девятнадцать": 19,
    "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70,
    "восемьдесят": 80, "девяносто": 90, "сто": 100, "двести": 200, "триста": 300, "четыреста": 400, "пятьсот": 500,
    "шестьсот": 600, "семьсот": 700, "восемьсот": 800, "девятьсот": 900,
}  # fmt: skip
RUSSIAN_SCALES = {
    "тысяча": 10**3, "тысячи": 10**3, "тысяч": 10**3,
    "миллион": 10**6, "миллиона": 10**6, "миллионов": 10**6,
    "миллиард": 10**9, "миллиарда": 10**9, "миллиардов": 10**9,
    "триллион": 10**12, "триллиона": 10**12, "триллионов": 10**12,
}  # fmt: skip
ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
ENGLISH_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
PARTS = {"десят": 10, "сот": 100, "тысячн": 1000, "десятитысячн": 10**4, "стотысячн": 10**5, "миллионн": 10**6}


def read_russian(words: str) -> int:
    """The whole number that was spelled; fails at a word that is no number."""
    total = chunk = 0
    for word in words.split():
        if word in RUSSIAN_SCALES:
            total, chunk = total + (chunk or 1) * RUSSIAN_SCALES[word], 0
        else:
            chunk += RUSSIAN[word]
    return total + chunk


def read_english(words: str) -> int:
    """The whole number that was spelled; fails at a word that is no number."""
    total = chunk = 0
    for word in words.replace("-", " ").split():
        if word in ENGLISH_SCALES:
            total, chunk = total + chunk * ENGLISH_SCALES[word], 0
        elif word == "hundred":
            chunk *= 100
        elif word != "and":
            chunk += ENGLISH[word]
    return total + chunk


def read_russian_fraction(words: str) -> Decimal:
    """The number of "одна целая пять десятых"."""
    whole, _, rest = words.replace("целая", "целых").partition(" целых ")
    count, _, part = rest.rpartition(" ")
    return read_russian(whole) + Decimal(read_russian(count)) / PARTS[part[:-2]]


def read_english_fraction(words: str) -> Decimal:
    """The number of "one point five"."""
    whole, _, fraction = words.partition(" point ")
    return Decimal(f"{read_english(whole)}.{''.join(str(ENGLISH[word]) for word in fraction.split())}")
