"""What callers and robot agents are going to do, drawn from chance that is passed in. Pure: nobody calls here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from random import Random

from cordboard.center.customers import Customer
from cordboard.demo.company import RECEPTION, SALES, SUPPORT

Span = tuple[float, float]
"""Least and most seconds."""

NUMBERS = {RECEPTION: 0.75, SALES: 0.15, SUPPORT: 0.10}
"""What is dialled, and its share of all calls."""
LANGUAGE_KEY = "9"
CHOICES = ("1", "2")
WRONG_KEY = "7"
STRANGERS = 800
KNOWN_SHARE = 0.7
"""Of all callers, those who are customers already, as long as one of them is free."""
SOUNDS_AT_ONCE = 60
"""About three minutes of speech."""

SPEECH = (
    *("hello-world", "demo-congrats", "demo-thanks", "demo-moreinfo", "demo-abouttotry", "demo-echotest"),
    *("vm-options", "vm-instructions", "vm-intro", "vm-msginstruct", "dir-intro", "dir-instr", "tt-weasels"),
    *("pls-hold-while-try", "something-terribly-wrong", "sorry-youre-having-problems", "info-about-last-call"),
    *("to-listen-to-it", "vm-youhave", "vm-nobodyavail", "tt-somethingwrong", "cannot-complete-as-dialed"),
)
"""Sounds that Asterisk brings in both languages, long enough to pass for sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How people are on average. Shares are of 0..1."""

    patience_s: float = 90.0
    """Mean patience of who waits. It is drawn from an exponential distribution, as in the Erlang A model
    (Garnett, Mandelbaum, Reiman: Designing a call center with impatient customers, 2002)."""
    patience_s_min: float = 8.0
    in_a_hurry: float = 0.03
    """Share of callers who hang up in the menu."""
    wrong_key: float = 0.05
    no_key: float = 0.03
    talk_s: Span = (15.0, 60.0)
    caller_ends: float = 0.6
    """Share of talks that the caller ends; the agent ends the others."""
    answers_s: Span = (1.0, 6.0)
    """Seconds until an agent takes the ringing phone."""
    misses: float = 0.06
    """Share of offers that an agent does not hear."""
    writes_s: Span = (3.0, 12.0)
    """Seconds of wrap-up."""
    returns_s: Span = (5.0, 20.0)
    """Seconds until an agent who was paused is ready again."""
    takes_a_break: float = 0.08
    """Share of wrap-ups that are followed by a pause."""
    break_s: Span = (20.0, 60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """How long the reception speaks in one language, seconds."""

    greeting_s: float
    menu_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """One call that will be made, and how its person behaves."""

    number: str
    """What is dialled."""
    caller: str
    """The person's own number."""
    name: str = ""
    language: str = "en"
    keys: tuple[tuple[float, str], ...] = ()
    """Seconds of waiting, then the key; one after another."""
    leaves_menu_after_s: float | None = None
    """When a caller in a hurry hangs up; None to stay."""
    patience_s: float = 60.0
    """Longest wait for an agent, after the last key."""
    speech: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """How one talk goes."""

    answers_after_s: float
    """Seconds of ringing before the agent answers; infinite if the ringing is not heard."""
    seconds: float
    caller_ends: bool
    speech: tuple[str, ...] = field(default=(), repr=False)


def draw_caller(
    chance: Random, customers: Sequence[Customer], busy: Collection[str], habits: Habits, prompts: dict[str, Prompts]
) -> Caller | None:
    """Return the next caller; None if everybody is on the line.

    Args:
        chance: where everything is drawn from.
        customers: those the centre knows.
        busy: numbers that are on the line.
        habits: how people are.
        prompts: the reception's, by language; the first is the one it begins with.
    """
    person = _draw_person(chance, customers, busy)
    if person is None:
        return None
    caller, name, language = person
    number = chance.choices(list(NUMBERS), list(NUMBERS.values()))[0]
    keys: tuple[tuple[float, str], ...] = ()
    hurry = None
    if number == RECEPTION:
        keys = _draw_keys(chance, language, habits, prompts)
        if chance.random() < habits.in_a_hurry:
            hurry = chance.uniform(1.0, prompts[next(iter(prompts))].greeting_s + 4.0)
    return Caller(
        number=number,
        caller=caller,
        name=name,
        language=language,
        keys=keys,
        leaves_menu_after_s=hurry,
        patience_s=max(habits.patience_s_min, chance.expovariate(1 / habits.patience_s)),
        speech=draw_speech(chance),
    )


def draw_talk(chance: Random, habits: Habits) -> Talk:
    """Return how an agent takes the next offer."""
    misses = chance.random() < habits.misses
    return Talk(
        answers_after_s=float("inf") if misses else chance.uniform(*habits.answers_s),
        seconds=chance.uniform(*habits.talk_s),
        caller_ends=chance.random() < habits.caller_ends,
        speech=draw_speech(chance),
    )


def draw_speech(chance: Random) -> tuple[str, ...]:
    """Return what somebody says, as ARI media addresses."""
    return tuple(f"sound:{chance.choice(SPEECH)}" for _ in range(SOUNDS_AT_ONCE))


def _draw_person(chance: Random, customers: Sequence[Customer], busy: Collection[str]) -> tuple[str, str, str] | None:
    """Return somebody's number, name and language."""
    known = [(number, c.name, c.language) for c in customers for number in c.numbers if number not in busy]
    strangers = [n for n in range(STRANGERS) if _stranger(n) not in busy]
    if known and (not strangers or chance.random() < KNOWN_SHARE):
        return chance.choice(known)
    return (_stranger(chance.choice(strangers)), "", "en") if strangers else None


def _stranger(n: int) -> str:
    """Return a number kept for drama by Ofcom, of those that no sample customer has."""
    return f"+441632960{200 + n:03}"


def _draw_keys(
    chance: Random, language: str, habits: Habits, prompts: dict[str, Prompts]
) -> tuple[tuple[float, str], ...]:
    """Return the keys that lead from the reception's menu to a queue; a key is heard once the menu has begun."""
    if chance.random() < habits.no_key:
        return ()
    first = next(iter(prompts))
    spoken, keys = prompts[first], []
    wait_s = spoken.greeting_s + chance.uniform(1.5, spoken.menu_s)
    if language != first and language in prompts:
        keys.append((wait_s, LANGUAGE_KEY))
        spoken = prompts[language]
        wait_s = chance.uniform(1.5, spoken.menu_s)
    if chance.random() < habits.wrong_key:
        keys.append((wait_s, WRONG_KEY))
        wait_s = chance.uniform(3.0, spoken.menu_s + 2.0)
    keys.append((wait_s, chance.choice(CHOICES)))
    return tuple(keys)
