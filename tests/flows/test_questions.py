"""Questions: every form of answer, by keys, by voice, in writing; confirmation; orders."""

from __future__ import annotations

from typing import Any

import pytest

from cordboard.flows import events as ev
from cordboard.flows import inputs as inp
from cordboard.flows.forms import (
    ChoiceForm,
    DateForm,
    DigitsForm,
    Form,
    NumberForm,
    Option,
    RatingForm,
    SecretForm,
    TextForm,
    VoiceForm,
    YesNoForm,
)
from cordboard.flows.nodes import Ask, LookUp, Menu, Order, Request, Say
from tests.flows.conversation import C, Conversation, flow_of, kinds, left

COLORS = ChoiceForm(options=(Option(value="red", key="1", label={"en": "Red"}), Option(value="blue", key="2")))


def asking(form: Form, **more: Any) -> Conversation:
    ask = Ask(prompts=("q",), answer="a", form=form, next="then", answer_s=6, digit_s=3, **more)
    return Conversation({"ask": ask, "then": Say(prompts=("then",), next="bye")})


@pytest.mark.parametrize(
    ("form", "keys", "answer"),
    [
        (DigitsForm(least=2, most=4), "0123", "0123"),
        (DigitsForm(least=2, most=4), "01#", "01"),
        (NumberForm(least=1, most=500), "42#", 42),
        (NumberForm(least=1, most=500), "500", 500),
        (NumberForm(least=1, most=9), "7", 7),
        (YesNoForm(), "1", True),
        (YesNoForm(), "2", False),
        (COLORS, "2", "blue"),
        (DateForm(), "24112025", "2025-11-24"),
        (RatingForm(scale="csat"), "4", 4),
        (RatingForm(scale="ces"), "7", 7),
        (RatingForm(scale="nps"), "10", 10),
        (RatingForm(scale="nps"), "1#", 1),
        (RatingForm(scale="nps"), "0", 0),
        (RatingForm(scale="nps"), "9", 9),
    ],
)
def test_an_answer_by_keys_is_taken_as_soon_as_it_is_whole(form, keys, answer):
    talk = asking(form)
    talk.heard()
    talk.press(keys)
    assert (talk.said, talk.p.answers) == ("[then]", {"a": answer})


def test_a_ten_and_a_one_begin_alike_and_a_pause_tells_them_apart():
    talk = asking(RatingForm(scale="nps"))
    talk.press("1")
    assert talk.p.answers == {}
    talk.silent()
    assert talk.p.answers == {"a": 1}


def test_a_pause_between_two_digits_ends_the_answer():
    talk = asking(DigitsForm(least=2, most=9))
    talk.press("12")
    began = talk.now
    talk.silent()
    assert (talk.now - began, talk.p.answers) == (3.0, {"a": "12"})


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        (DigitsForm(least=3, most=9), "12#"),
        (NumberForm(least=10, most=99), "05"),
        (NumberForm(least=0, most=50), "77"),
        (DateForm(), "31022025"),
        (DateForm(), "2411#"),
        (DateForm(earliest_days=0), "23112025"),
        (DateForm(latest_days=7), "24122025"),
        (RatingForm(scale="csat"), "6"),
        (COLORS, "9"),
        (YesNoForm(), "3"),
    ],
)
def test_an_answer_that_does_not_fit_is_told_and_asked_again(form, keys):
    talk = asking(form)
    talk.press(keys)
    assert (talk.at, talk.said, talk.p.tries, talk.p.keys) == ("ask", "[cord/invalid] [q]", 1, "")


def test_digits_are_whole_at_the_most_that_are_allowed():
    talk = asking(DigitsForm(least=1, most=3))
    talk.press("123")
    assert talk.p.answers == {"a": "123"}


def test_after_the_last_try_the_way_of_failure_is_taken_or_else_that_of_errors():
    assert left(asking(YesNoForm(), tries=1, on_failure="queue").silent()).queue_id == "sales"
    flow = flow_of({"ask": Ask(prompts=("q",), answer="a", form=YesNoForm(), next="bye", tries=1)}, on_error="queue")
    assert left(Conversation(flow).silent()).queue_id == "sales"


def test_an_answer_is_read_back_and_kept_once_it_is_confirmed():
    talk = asking(DigitsForm(least=3, most=3), confirm=True)
    talk.press("123")
    assert talk.said == "You entered 123 If this is right, press 1. To enter it again, press 2."
    assert talk.p.answers == {}
    talk.heard()
    talk.press("1")
    assert (talk.said, talk.p.answers) == ("[then]", {"a": "123"})


def test_an_answer_that_is_not_right_is_asked_again():
    talk = asking(DigitsForm(least=3, most=3), confirm=True)
    talk.press("1232")
    assert (talk.at, talk.p.answers, talk.p.value) == ("ask", {}, None)
    talk.press("4561")
    assert talk.p.answers == {"a": "456"}


def test_an_answer_that_nobody_confirms_is_none():
    talk = asking(DigitsForm(least=3, most=3), confirm=True, tries=2)
    talk.press("123")
    talk.silent()
    assert (talk.at, talk.said, talk.p.answers) == ("ask", "[cord/no-input] [q]", {})


def test_what_is_read_back_is_heard_before_a_key_confirms_it():
    ask = Ask(prompts=("q",), answer="a", form=DigitsForm(least=3, most=3), next="bye", confirm=True)
    talk = Conversation({"hello": Say(prompts=("h",), next="ask", barge_in=False), "ask": ask})
    talk.press("12311")
    talk.heard()
    assert (talk.p.awaits, talk.p.ahead, talk.p.answers) == ("confirmation", None, {})


def test_after_a_restart_in_a_confirmation_the_question_is_asked_again_and_not_confirmed():
    talk = asking(DigitsForm(least=1, most=3), confirm=True)
    talk.press("123")
    talk.take(inp.RepeatPrompts(contact_id=C))
    assert (talk.said, talk.p.value) == ("[q]", None)
    talk.heard()
    assert talk.p.awaits == "answer"
    talk.press("1")
    assert talk.p.answers == {}


def test_what_cannot_be_read_back_takes_the_way_for_errors():
    talk = asking(DigitsForm(least=1, most=3), confirm=True, on_error="queue")
    talk.press("123")
    assert left(talk.take(inp.PromptsFailed(contact_id=C, turn=talk.p.turn, why="no voice"))).queue_id == "sales"


def test_yes_is_read_back_as_a_word():
    talk = asking(YesNoForm(), confirm=True)
    talk.press("1")
    assert talk.said.startswith("You entered yes")


def test_a_secret_is_nowhere_and_goes_into_the_body_of_a_request():
    pin = Ask(prompts=("pin",), answer="pin", form=SecretForm(least=4, most=6), next="check", confirm=True)
    request = Request(url="https://crm.example/pin", method="POST", body={"pin": "secrets.pin"}, next="bye")
    talk = Conversation({"pin": pin, "check": request}, secret="2468")
    talk.press("2468")
    assert talk.p.keys == ""
    asked = talk.silent()[-1]
    assert type(asked) is ev.ErrandAsked
    assert asked.errand.fetch is not None
    assert asked.errand.fetch.body is not None
    assert asked.errand.fetch.body["pin"].digits == "2468"
    assert talk.p.answers == {}
    assert talk.shadow.performances[C].secrets == {"pin": None}


def test_a_secret_that_is_found_or_echoed_is_not_kept_with_the_answers():
    pin = Ask(prompts=("pin",), answer="pin", form=SecretForm(least=4, most=4), next="find")
    find = LookUp(source="table", table_id="t", by={"PIN": "secrets.pin"}, answer="row", found="check", not_found="bye")
    request = Request(url="https://crm.example/pin", method="POST", body={"pin": "secrets.pin"}, next="bye")
    talk = Conversation({"pin": pin, "find": find, "check": request}, secret="2468")
    talk.press("2468")
    talk.found({"pin": "2468 ", "balance": "12.50"})
    assert talk.p.answers == {"row": {"balance": "12.50"}}
    happened = talk.found({"asked": [{"pin": 2468}, "2468"], "fine": True})
    (passed,) = (event for event in happened if isinstance(event, ev.NodePassed))
    assert passed.answers == {"response": {"asked": [{}], "fine": True}}


def test_a_secret_that_a_restart_has_lost_is_asked_again():
    pin = Ask(prompts=("pin",), answer="pin", form=SecretForm(least=4, most=4), next="check")
    request = Request(url="https://crm.example/pin", method="POST", body={"pin": "secrets.pin"}, next="bye")
    talk = Conversation({"pin": pin, "check": request}, secret="2468")
    talk.press("2468")
    again = next(iter(talk.shadow.decide(inp.RepeatPrompts(contact_id=C), talk.now)))
    assert (type(again), again.node_id) == (ev.PromptsSaid, "pin")


@pytest.mark.parametrize("form", [VoiceForm(most_s=60, silence_s=4), TextForm(most_s=60, silence_s=4)])
def test_a_spoken_answer_is_recorded_and_its_name_is_kept(form):
    talk = asking(form)
    asked = talk.heard()[-1]
    assert (asked.most_s, asked.silence_s, asked.name) == (60, 4, "c1.m2")
    talk.speak(7.5)
    assert talk.p.answers == {"a": {"recording": "c1.m2", "seconds": 7.5}}


def test_who_says_nothing_after_the_tone_is_asked_again():
    talk = asking(VoiceForm())
    talk.heard()
    talk.speak(0)
    assert talk.said == "[cord/no-input] [q]"


def test_a_switch_that_never_reports_the_recording_is_waited_for_so_long_and_no_longer():
    talk = asking(VoiceForm(most_s=60))
    talk.heard()
    began = talk.now
    talk.silent()
    assert (talk.now - began, talk.said) == (75.0, "[cord/no-input] [q]")


def test_who_rings_off_while_speaking_has_answered():
    talk = asking(VoiceForm(most_s=60))
    talk.heard()
    talk.now += 12.34
    (kept,) = talk.performer.ending(C, talk.now)
    assert kept.value == {"recording": "c1.m2", "seconds": 12.3}


@pytest.mark.parametrize(
    ("form", "text", "answer"),
    [
        (DigitsForm(), "0042", "0042"),
        (DigitsForm(), "abc", None),
        (NumberForm(least=-5, most=5), "-5", -5),
        (NumberForm(), "1e3", None),
        (YesNoForm(), "да", True),
        (YesNoForm(), "No", False),
        (YesNoForm(), "perhaps", None),
        (COLORS, "RED", "red"),
        (COLORS, "2", "blue"),
        (DateForm(), "2025-11-24", "2025-11-24"),
        (DateForm(), "tomorrow", None),
        (TextForm(), " it was fine ", "it was fine"),
        (TextForm(), "", None),
        (VoiceForm(), "fine", "fine"),
        (RatingForm(scale="nps"), "11", None),
    ],
)
def test_an_answer_in_writing(form, text, answer):
    talk = Conversation({"ask": Ask(prompts=("q",), answer="a", form=form, next="then"),
                         "then": Say(prompts=("then",), next="bye")}, medium="text")  # fmt: skip
    talk.fill(text)
    assert (talk.p.answers.get("a"), talk.at) == (answer, "then" if answer is not None else "ask")


def test_a_menu_in_writing_is_answered_by_key_or_label():
    menu = Menu(prompts=("m",), choices={"1": "queue"}, labels={"1": {"en": "Sales"}}, on_failure="bye")
    assert left(Conversation({"menu": menu}, medium="text").fill("sales")).queue_id == "sales"
    assert left(Conversation({"menu": menu}, medium="text").fill("1")).queue_id == "sales"


# -- orders --

ORDER = Order(prompts=("codes",), table_id="goods", next="then", currency="EUR", lines_max=2, on_failure="queue")
TEA = {"code": "7", "name": "Tea", "price": "2.50"}


def ordering() -> Conversation:
    return Conversation({"order": ORDER, "then": Say(prompts=("then",), next="bye")})


def test_an_order_is_codes_and_quantities_until_hash_alone():
    talk = ordering()
    asked = talk.press("7#")[-1]
    assert asked.errand.find.by == {"code": "7"}
    talk.found(TEA)
    assert talk.said == "Tea €2.50 Enter the quantity, then press hash."
    talk.press("3#")
    assert talk.said == "Added. Enter the next code, or press hash to finish."
    talk.press("#")
    assert talk.said == "[then]"
    assert talk.p.answers == {
        "order": [{"code": "7", "name": "Tea", "price": "2.50", "quantity": 3}],
        "order_total": "7.50",
    }


def test_an_order_of_as_many_lines_as_allowed_is_complete():
    talk = ordering()
    for _ in range(2):
        talk.press("7#")
        talk.found(TEA)
        talk.press("1#")
    assert (talk.said, talk.p.answers["order_total"]) == ("[then]", "5.00")


def test_an_unknown_code_and_a_row_without_a_price_are_asked_again():
    talk = ordering()
    for row in (None, {"code": "7"}, {"code": "7", "price": "free"}, {"code": "7", "price": "-1"}):
        talk.press("7#")
        talk.found(row, found=row is not None)
        if not talk.here:
            break
        assert talk.said == "[cord/invalid] [codes]"
    assert not talk.here


@pytest.mark.parametrize("keys", ["0#", "#", "10000#"])
def test_a_quantity_of_nothing_or_too_much_is_asked_again_and_the_item_is_kept(keys):
    talk = ordering()
    talk.press("7#")
    talk.found(TEA)
    talk.press(keys)
    assert talk.said == "[cord/invalid] Tea €2.50 Enter the quantity, then press hash."
    talk.press("2##")
    assert talk.p.answers["order_total"] == "5.00"


def test_silence_at_a_quantity_asks_for_the_quantity_again():
    talk = ordering()
    talk.press("7#")
    talk.found(TEA)
    talk.silent()
    assert talk.said == "[cord/no-input] Tea €2.50 Enter the quantity, then press hash."
    talk.take(inp.RepeatPrompts(contact_id=C))
    assert talk.said == "Tea €2.50 Enter the quantity, then press hash."


def test_hash_alone_at_the_beginning_is_no_order():
    talk = ordering()
    assert kinds(talk.press("#")) == ["AnswerMissed", "PromptsSaid"]


def test_a_pause_ends_a_code_too():
    talk = ordering()
    talk.press("7")
    assert talk.silent()[-1].errand.find.by == {"code": "7"}


def test_a_quantity_may_be_pressed_before_the_item_is_found():
    talk = ordering()
    talk.press("7#4#")
    talk.found(TEA)
    assert talk.p.lines == [{"code": "7", "name": "Tea", "price": "2.50", "quantity": 4}]


def test_a_table_that_does_not_answer_takes_the_way_for_errors():
    talk = Conversation(flow_of({"order": ORDER, "then": Say(prompts=("x",), next="bye")}, on_error="queue"))
    talk.press("7#")
    assert left(talk.silent()).queue_id == "sales"


def test_an_order_that_leads_to_itself_begins_empty():
    talk = Conversation({"order": Order(prompts=("codes",), table_id="goods", next="order", on_failure="bye")})
    talk.press("7#")
    talk.found(TEA)
    talk.press("1##")
    assert (talk.at, talk.p.lines, talk.p.answers["order_total"]) == ("order", [], "2.50")
