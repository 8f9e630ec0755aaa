"""What a flow says to everybody alike: it can be made into sound before anybody calls. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cordboard.center.speech import Said, Speech
from cordboard.flows.language import Flow
from cordboard.flows.parts import Part, Text
from cordboard.flows.talking import PHRASES, fill, gaps, phrase


def fixed_words(flow: Flow) -> Iterator[tuple[tuple[Speech, ...], str]]:
    """Yield each of them with its language: prompts of nodes, also after a wrong or a missing answer."""
    for language in flow.languages:
        for node in flow.nodes.values():
            prompts = getattr(node, "prompts", ())
            for before in ((), getattr(node, "on_wrong", ()), getattr(node, "on_silence", ())):
                # what is said in one go is one sound: the reproach and the question again are made together
                said = (*before, *prompts)
                if all(_is_fixed(part) for part in said):
                    words = fill(said, {}, language)
                    if any(isinstance(part, Said) for part in words):
                        yield words, language


def own_words(languages: Iterable[str]) -> Iterator[tuple[tuple[Speech, ...], str]]:
    """Yield the sentences of the performer itself."""
    for language in languages:
        for name in PHRASES:
            yield (phrase(name, language),), language


def _is_fixed(part: Part) -> bool:
    return isinstance(part, str) or (isinstance(part, Text) and not any(gaps(text) for text in part.text.values()))
