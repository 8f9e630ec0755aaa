"""What callers and robots are going to do: the same for the same seed, and what the sample company can serve."""

from __future__ import annotations

from random import Random

from cordboard.demo.company import RECEPTION, northwind
from cordboard.demo.people import Caller, Habits, Prompts, draw_caller, draw_talk
from cordboard.flows import inputs as inp
from cordboard.flows.events import FlowLeft, LanguageSet
from cordboard.flows.performer import Performer
from cordboard.flows.stage import Stage

COMPANY = northwind()
PROMPTS = {"en": Prompts(greeting_s=3.5, menu_s=5.0), "ru": Prompts(greeting_s=3.6, menu_s=4.9)}
STEADY = Habits(wrong_key=0.0, no_key=0.0, in_a_hurry=0.0)


def draw(seed: int, busy: frozenset[str] = frozenset(), habits: Habits = STEADY) -> Caller:
    caller = draw_caller(Random(seed), COMPANY.customers, busy, habits, PROMPTS)
    assert caller is not None
    return caller


def test_the_same_seed_draws_the_same_caller() -> None:
    assert [draw(seed) for seed in range(50)] == [draw(seed) for seed in range(50)]
    assert len({draw(seed) for seed in range(50)}) > 40


def test_the_keys_of_a_caller_lead_to_a_queue_in_the_callers_language() -> None:
    flow_id = COMPANY.configuration.center.entries[RECEPTION].flow_id
    for seed in range(300):
        caller = draw(seed)
        if caller.number != RECEPTION:
            assert caller.keys == ()
            continue
        performer = Performer(Stage(flows=COMPANY.configuration.flows))
        language, left = "en", None
        told: list[inp.FlowInput] = [inp.StartFlow(contact_id="c", flow_id=flow_id or "", language="en")]
        # the greeting ends before anybody presses a key
        told += [inp.PromptsFinished(contact_id="c", turn=1)]
        told += [inp.KeyPressed(contact_id="c", key=key) for _, key in caller.keys]
        for now, input_ in enumerate(told):
            for event in performer.decide(input_, float(now)):
                performer.apply(event, float(now))
                language = event.language if isinstance(event, LanguageSet) else language
                left = event if isinstance(event, FlowLeft) else left
        assert left is not None
        assert left.queue_id in COMPANY.configuration.center.queues
        assert left.language == language == caller.language


def test_no_key_is_pressed_before_the_menu_has_begun() -> None:
    for seed in range(300):
        caller = draw(seed, habits=Habits())
        if caller.keys:
            assert caller.keys[0][0] > PROMPTS["en"].greeting_s
            assert all(wait_s > 1.0 for wait_s, _ in caller.keys)


def test_nobody_calls_twice_at_a_time_and_when_all_are_on_the_line_nobody_calls() -> None:
    busy: set[str] = set()
    for seed in range(2000):
        caller = draw_caller(Random(seed), COMPANY.customers, busy, Habits(), PROMPTS)
        if caller is None:
            break
        assert caller.caller not in busy
        busy.add(caller.caller)
    assert caller is None
    assert busy >= {number for customer in COMPANY.customers for number in customer.numbers}


def test_most_callers_are_customers_and_the_others_have_numbers_of_nobody() -> None:
    numbers = {number for customer in COMPANY.customers for number in customer.numbers}
    callers = [draw(seed) for seed in range(1000)]
    known = [caller for caller in callers if caller.caller in numbers]
    assert 0.6 < len(known) / len(callers) < 0.8
    assert all(c.caller.startswith("+441632960") and not c.name for c in callers if c.caller not in numbers)


def test_patience_is_as_long_on_average_as_wanted_and_never_shorter_than_the_least() -> None:
    habits = Habits(patience_s=90.0, patience_s_min=8.0)
    drawn = [draw(seed, habits=habits).patience_s for seed in range(2000)]
    assert min(drawn) >= 8.0
    assert 80 < sum(drawn) / len(drawn) < 100


def test_robots_talk_within_their_habits_and_miss_a_few_offers() -> None:
    talks = [draw_talk(Random(seed), Habits()) for seed in range(1000)]
    assert all(15 <= talk.seconds <= 60 for talk in talks)
    heard = [talk for talk in talks if talk.answers_after_s < float("inf")]
    assert all(1 <= talk.answers_after_s <= 6 for talk in heard)
    assert 0.02 < 1 - len(heard) / len(talks) < 0.12
    assert 0.5 < sum(talk.caller_ends for talk in talks) / len(talks) < 0.7
