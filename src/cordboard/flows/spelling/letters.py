"""How single letters and signs are called in each language."""

from __future__ import annotations

from cordboard.flows.spelling.parts import row

RUSSIAN_SIGNS = {
    "*": "звёздочка",
    "#": "решётка",
    "+": "плюс",
    "№": "номер",
    "@": "собака",
    "_": "подчёркивание",
    "/": "дробь",
    "&": "и",
    "=": "равно",
}
ENGLISH_SIGNS = {
    "*": "star",
    "#": "hash",
    "+": "plus",
    "№": "number",
    "@": "at",
    "_": "underscore",
    "/": "slash",
    "&": "and",
    "=": "equals",
}
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN_LETTERS = dict(
    zip(
        _CYRILLIC,
        row(
            "а|бэ|вэ|гэ|дэ|е|ё|жэ|зэ|и|и краткое|ка|эль|эм|эн|о|пэ|эр|эс|тэ|у|эф|ха|цэ|че|ша|ща|твёрдый знак|ы"
            "|мягкий знак|э|ю|я",
            "|",
        ),
        strict=True,
    )
) | dict(
    zip(
        _LATIN,
        row("эй|би|си|ди|и|эф|джи|эйч|ай|джей|кей|эл|эм|эн|оу|пи|кью|ар|эс|ти|ю|ви|дабл ю|икс|уай|зет", "|"),
        strict=True,
    )
)
"""Latin letters by their English names: the school names of Latin are the names of other, Cyrillic letters."""
ENGLISH_LETTERS = {letter: letter.upper() for letter in _LATIN} | dict(
    zip(
        _CYRILLIC,
        row(
            "a|beh|veh|geh|deh|yeh|yo|zheh|zeh|ee|short ee|ka|el|em|en|o|peh|er|es|teh|oo|ef|kha|tseh|cheh|sha|shcha"
            "|hard sign|yeru|soft sign|eh|yu|ya",
            "|",
        ),
        strict=True,
    )
)


def spelled(letters: str, names: dict[str, str]) -> str:
    """The names of the letters, one after the other; a letter of another script stands for itself."""
    return " ".join(names.get(letter.lower(), letter) for letter in letters)
