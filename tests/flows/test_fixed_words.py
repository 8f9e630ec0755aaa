"""What is said to everybody alike is known before anybody calls."""

from __future__ import annotations

from cordboard.center.speech import Said
from cordboard.flows.fixed_words import fixed_words, own_words
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Goodbye, Menu, Say
from cordboard.flows.parts import Money, Text

HELLO = Text(text={"en": "Hello", "ru": "Привет"})
NAMED = Text(text={"en": "Hello, {customer.name}", "ru": "Привет"})
WRONG = Text(text={"en": "No", "ru": "Нет"})
FLOW = Flow(
    flow_id="f",
    name="F",
    start="a",
    nodes={
        "a": Say(prompts=("cord/greeting", HELLO), next="b"),
        "b": Say(prompts=(HELLO, Money(value="answers.x")), next="c"),
        "c": Say(prompts=(NAMED,), next="d"),
        "d": Menu(prompts=(HELLO,), choices={"1": "e"}, on_wrong=(WRONG,), on_failure="e"),
        "e": Goodbye(),
    },
)


def test_words_without_data_are_told_in_every_language_and_with_what_is_said_before_them() -> None:
    english = [words for words, language in fixed_words(FLOW) if language == "en"]
    assert [words for n, words in enumerate(english) if words not in english[:n]] == [
        ("cord/greeting", Said(value="Hello")),
        (Said(value="Hello"),),
        (Said(value="No"), Said(value="Hello")),
        ("cord/no-input", Said(value="Hello")),
    ]
    assert (("cord/greeting", Said(value="Привет")), "ru") in list(fixed_words(FLOW))


def test_the_machines_own_sentences_are_told_too() -> None:
    assert {language for _, language in own_words(("en", "ru"))} == {"en", "ru"}
