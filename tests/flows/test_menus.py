"""Menus, keys pressed ahead, and the keys that have a meaning everywhere."""

from __future__ import annotations

import pytest

from cordboard.flows import events as ev
from cordboard.flows import inputs as inp
from cordboard.flows.forms import DigitsForm, NumberForm, SecretForm, YesNoForm
from cordboard.flows.nodes import (
    Ask,
    Assign,
    ChooseLanguage,
    Disclose,
    Goodbye,
    LookUp,
    Menu,
    Say,
    SayWait,
    SubFlow,
    ToQueue,
)
from cordboard.flows.parts import Number, Text
from tests.flows.conversation import C, Conversation, flow_of, kinds, left

MAIN = Menu(prompts=("main",), choices={"1": "more", "2": "bye"}, on_failure="queue", tries=2)
MORE = Menu(prompts=("more",), choices={"1": "bye", "2": "queue"}, answer="chosen", on_failure="queue")
SHOP = {"hello": Say(prompts=("hello",), next="main"), "main": MAIN, "more": MORE}


def test_a_caller_hears_the_greeting_and_the_menu_and_chooses():
    talk = Conversation(SHOP)
    assert talk.said == "[hello]"
    talk.heard()
    assert talk.said == "[main]"
    talk.press("1")
    assert (talk.at, talk.said) == ("more", "[more]")
    assert left(talk.press("2")).queue_id == "sales"
    assert not talk.here


def test_the_key_of_a_menu_is_kept_where_it_has_a_name():
    talk = Conversation({"more": MORE, "next": Say(prompts=("x",), next="bye")})
    assert [e.value for e in talk.press("1") if type(e) is ev.AnswerTaken] == ["1"]


def test_who_knows_the_menus_presses_through_all_of_them_without_hearing_any():
    talk = Conversation({"law": Disclose(prompts=("law",), next="hello"), **SHOP})
    assert kinds(talk.press("12")) == ["KeyHeard", "KeyHeard"]
    assert talk.said == "[law]"
    events = talk.heard()
    assert left(events).queue_id == "sales"
    assert "PromptsSaid" not in kinds(events)


def test_a_key_during_the_greeting_is_an_answer_to_the_menu_after_it():
    talk = Conversation(SHOP)
    talk.press("1")
    assert talk.said == "[more]"


def test_a_key_that_means_nothing_in_the_menu_after_a_greeting_ends_no_greeting():
    talk = Conversation(SHOP)
    assert talk.press("5") == []
    assert talk.said == "[hello]"


def test_words_that_may_not_be_interrupted_are_said_to_their_end_and_the_key_is_kept():
    talk = Conversation({**SHOP, "hello": Say(prompts=("hello",), next="main", barge_in=False)})
    talk.press("1")
    assert talk.said == "[hello]"
    talk.heard()
    assert talk.said == "[more]"


@pytest.mark.parametrize("speaker", [Disclose(prompts=("law",), next="bye"), Menu(
    prompts=("law",), choices={"1": "bye"}, on_failure="queue", barge_in=False
)])  # fmt: skip
def test_what_must_be_heard_is_heard_whatever_is_pressed(speaker):
    talk = Conversation({"law": speaker})
    talk.press("111")
    assert (talk.at, talk.said) == ("law", "[law]")
    assert left(talk.heard()).prompts == ("cord/goodbye",)


def test_a_menu_that_must_be_heard_is_said_also_to_who_pressed_ahead():
    talk = Conversation({**SHOP, "main": Menu(prompts=("m",), choices={"1": "bye"}, on_failure="bye", barge_in=False)})
    talk.press("1")
    assert talk.said == "[m]"
    assert not left(talk.heard()).failed


def test_keys_pressed_ahead_for_hours_are_not_written_down_for_hours():
    talk = Conversation({"read": Disclose(prompts=("read",), next="main"), "main": MAIN, "more": MORE})
    written = len(talk.journal)
    for _ in range(100):
        talk.press("1")
    assert len(talk.journal) - written == 20
    talk.heard()
    assert not talk.here


def test_a_text_that_nobody_would_listen_to_takes_the_way_for_errors():
    doubled = {f"n{i}": Assign(values={"a": "answers.a + answers.a"}, next=f"n{i + 1}") for i in range(10)}
    said = Say(prompts=(Text(text={"en": "{answers.a} {answers.a} {answers.a}"}),), next="bye", on_error="sorry")
    begin = Assign(values={"a": "'words '"}, next="n0")
    talk = Conversation({"begin": begin, **doubled, "n10": said, "sorry": Say(prompts=("sorry",), next="bye")})
    assert talk.said == "[sorry]"


def test_a_key_during_a_place_in_the_queue_goes_on_to_the_menu():
    talk = Conversation({"place": SayWait(queue_id="none", next="x"), "x": MORE}, queues={})
    assert talk.said == "[more]"


def test_wrong_keys_and_silence_are_told_apart_and_after_the_last_try_a_person_comes():
    talk = Conversation({"main": MAIN, "more": MORE})
    talk.press("7")
    assert talk.said == "[cord/invalid] [main]"
    assert left(talk.silent()).queue_id == "sales"


def test_silence_is_asked_again():
    talk = Conversation({"main": MAIN, "more": MORE})
    talk.silent()
    assert talk.said == "[cord/no-input] [main]"


def test_a_wrong_key_pressed_ahead_forgets_the_keys_after_it():
    talk = Conversation({"law": Disclose(prompts=("law",), next="main"), "main": MAIN, "more": MORE})
    talk.press("1921")
    talk.heard()
    assert (talk.at, talk.said) == ("more", "[cord/invalid] [more]")


def test_what_is_said_before_a_question_may_fail_and_the_question_is_asked_all_the_same():
    broken = Menu(prompts=("m",), choices={"1": "bye"}, on_wrong=(Number(value="answers.none"),), on_failure="bye")
    talk = Conversation({"menu": broken})
    talk.press("7")
    assert talk.said == "[m]"


def test_the_repeat_key_says_a_question_again_and_uses_up_no_try():
    talk = Conversation({"main": MAIN, "more": MORE})
    for _ in range(5):
        talk.press("*")
        assert talk.said == "[main]"
    assert talk.p.tries == 0


def test_the_repeat_key_has_its_own_meaning_where_the_menu_gives_it_one():
    talk = Conversation({"menu": Menu(prompts=("m",), choices={"*": "queue"}, on_failure="bye")})
    assert left(talk.press("*")).queue_id == "sales"


def test_hash_during_a_question_ends_the_answer_before_and_means_nothing_here():
    ask = Ask(prompts=("code",), answer="code", form=DigitsForm(least=3, most=3), next="main")
    talk = Conversation({"ask": ask, "main": MAIN, "more": MORE})
    talk.press("123#")
    assert (talk.said, talk.p.tries) == ("[main]", 0)


def test_hash_pressed_ahead_after_an_answer_is_passed_over():
    ask = Ask(prompts=("code",), answer="code", form=DigitsForm(least=3, most=3), next="main")
    law = Disclose(prompts=("law",), next="ask")
    talk = Conversation({"law": law, "ask": ask, "main": MAIN, "more": MORE})
    talk.press("123#1")
    talk.heard()
    assert (talk.at, talk.p.answers) == ("more", {"code": "123"})


PEOPLE = flow_of({"main": MAIN, "more": MORE, "people": ToQueue(queue_id="sales")}, person="people")


def test_zero_is_for_a_person_wherever_it_has_no_other_meaning():
    talk = Conversation(PEOPLE)
    assert kinds(talk.press("0")) == ["PersonAsked", "FlowLeft"]


def test_zero_is_wrong_where_there_is_nobody():
    talk = Conversation({"main": MAIN, "more": MORE})
    talk.press("0")
    assert talk.said == "[cord/invalid] [main]"


def test_zero_is_a_digit_of_a_number_and_asks_for_a_person_where_one_key_is_wanted_that_is_not_it():
    nodes = {"ask": Ask(prompts=("q",), answer="a", form=YesNoForm(), next="number"),
             "number": Ask(prompts=("n",), answer="n", form=NumberForm(most=100), next="bye")}  # fmt: skip
    talk = Conversation(flow_of(nodes, person="queue"))
    assert left(talk.press("0")).queue_id == "sales"
    talk = Conversation(flow_of(nodes, person="queue"))
    talk.press("10")
    assert (talk.at, talk.p.keys) == ("number", "0")


def test_zero_in_a_part_leads_to_the_people_of_the_flow_that_it_is_part_of():
    part = flow_of({"menu": Menu(prompts=("p",), choices={"1": "bye"}, on_failure="bye")}, "part")
    whole = flow_of({"part": SubFlow(flow_id="part", next="bye"), "people": ToQueue(queue_id="sales")}, person="people")
    events = Conversation(whole, part).press("0")
    assert kinds(events) == ["PersonAsked", "SubFlowLeft", "FlowLeft"]
    assert left(events).queue_id == "sales"


def test_keys_pressed_while_something_is_looked_up_are_not_lost():
    look = LookUp(source="customer", found="main", not_found="main")
    talk = Conversation({"look": look, "main": MAIN, "more": MORE})
    talk.press("1")
    talk.found({})
    assert talk.said == "[more]"


def test_nothing_that_was_pressed_ahead_is_written_down_as_it_may_be_a_secret():
    pin = Ask(prompts=("pin",), answer="pin", form=SecretForm(least=4, most=4), next="bye")
    talk = Conversation({"law": Disclose(prompts=("law",), next="pin"), "pin": pin}, secret="7391")
    talk.press("7391")
    events = talk.heard()
    assert [e.secret.digits for e in events if type(e) is ev.AnswerTaken] == ["7391"]
    assert not any('"7"' in body or '"9"' in body for _, _, body in talk.journal)


def test_a_language_is_chosen_by_key_and_without_an_answer_stays_as_it_is():
    choose = ChooseLanguage(prompts=("which",), choices={"1": "en", "2": "ru"}, next="say", tries=1)
    nodes = {"choose": choose, "say": Say(prompts=(Text(text={"en": "Hello", "ru": "Привет"}),), next="bye")}
    talk = Conversation(nodes)
    talk.press("2")
    assert (talk.p.language, talk.said) == ("ru", "Привет")
    quiet = Conversation(nodes)
    quiet.silent()
    assert (quiet.p.language, quiet.said) == ("en", "Hello")


def test_keys_of_nobody_and_late_words_change_nothing():
    talk = Conversation(SHOP)
    assert talk.take(inp.KeyPressed(contact_id="nobody", key="1")) == []
    assert talk.take(inp.PromptsFinished(contact_id=C, turn=0)) == []
    talk.heard()
    assert talk.take(inp.PromptsFinished(contact_id=C, turn=1)) == []
    assert talk.take(inp.PromptsFailed(contact_id=C, turn=1)) == []


def test_a_caller_who_only_ever_presses_wrong_keys_comes_to_an_end():
    talk = Conversation({"menu": Menu(prompts=("m",), choices={"1": "bye"}, on_failure="menu")})
    for _ in range(5_000):
        talk.press("7")
    assert not talk.here


def test_a_goodbye_says_what_it_has_to_and_tells_whether_it_helped():
    events = Conversation({"end": Goodbye(prompts=("bye",), served=False)}).begun
    assert (left(events).prompts, left(events).served, left(events).failed) == (("bye",), False, False)
