"""Nodes that choose, look outside or let go, and every way out of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cordboard.center.calendars import EMERGENCY, Calendar, Switch
from cordboard.center.hours import Hours as OpenHours
from cordboard.flows import events as ev
from cordboard.flows import inputs as inp
from cordboard.flows.nodes import (
    Assign,
    BookCallback,
    Branch,
    Decide,
    Hours,
    LookUp,
    LoopGuard,
    Mark,
    Menu,
    Node,
    Request,
    Return,
    Say,
    SayWait,
    Send,
    SetLanguage,
    SubFlow,
    ToAgent,
    ToNumber,
    ToQueue,
    Voicemail,
)
from cordboard.flows.parts import Text
from cordboard.flows.stage import QueueNow
from tests.flows.conversation import CENTER, NOON, C, Conversation, flow_of, kinds, left

HERE = Say(prompts=("here",), next="bye")
THERE = Say(prompts=("there",), next="bye")


def performed(node: Node, **more: Any) -> Conversation:
    """A conversation that begins at this node; `here` and `there` say so, errors go to `wrong`."""
    wrong = Say(prompts=("wrong",), next="bye")
    return Conversation(flow_of({"it": node, "here": HERE, "there": THERE, "wrong": wrong}, on_error="wrong"), **more)


def test_a_decision_takes_its_first_branch_that_is_true_or_the_other_way():
    by = Decide(branches=(Branch(when="contact.number == 100", next="here"),), otherwise="there")
    assert performed(by).said == "[here]"
    assert performed(by, contact={"number": "200"}).said == "[there]"


def test_a_decision_that_cannot_be_worked_out_takes_the_way_for_errors():
    broken = Decide(branches=(Branch(when="1 / 0 > 2", next="here"),), otherwise="there")
    talk = performed(broken)
    assert talk.said == "[wrong]"
    assert next(e for e in talk.begun if type(e) is ev.NodePassed).way == "error"
    assert performed(replace(broken, on_error="there")).said == "[there]"


@pytest.mark.parametrize(
    ("state", "more", "emergency", "said"),
    [
        ("open", {}, False, "here"),
        ("closed", {}, False, "there"),
        ("holiday", {}, False, "there"),
        ("holiday", {"holiday": "here"}, False, "here"),
        ("open", {"emergency": "wrong"}, True, "wrong"),
        ("open", {}, True, "here"),
        ("gone", {}, False, "here"),
    ],
)
def test_hours_lead_where_the_calendar_says_and_an_emergency_comes_before(state, more, emergency, said):
    hours = OpenHours(always=True) if state == "open" else OpenHours()
    calendar = Calendar(calendar_id="shop", name="Shop", hours=hours)
    if state == "holiday":
        calendar = replace(calendar, hours=OpenHours(always=True), closed_on=("2025-11-24",))
    switches = {EMERGENCY: Switch(switch_id=EMERGENCY, name="!", on=emergency)}
    center = replace(CENTER, calendars={} if state == "gone" else {"shop": calendar}, switches=switches)
    node = Hours(calendar_id="shop", open="here", closed="there", **more)
    assert performed(node, center=center).said == f"[{said}]"


def test_a_guard_lets_pass_so_many_times():
    nodes = {"guard": LoopGuard(most=2, next="say", on_too_many="queue"), "say": Say(prompts=("x",), next="guard")}
    talk = Conversation(nodes)
    talk.heard()
    assert left(talk.heard()).queue_id == "sales"


def test_a_milestone_is_noted_and_may_say_that_the_customer_was_helped():
    talk = performed(Mark(mark="told", next="here", served=True))
    assert (talk.p.marks, talk.p.served) == (["told"], True)


def test_answers_are_set_as_values_that_can_be_kept():
    values = {"n": "-1", "price": "2.50 * 2", "list": "[1.5, 'x']", "who": "contact", "none": "answers.nothing"}
    talk = performed(Assign(values=values, next="here"))
    who = {"id": C, **talk.about, "language": "en"}
    assert talk.p.answers == {"n": -1, "price": 5, "list": ["1.5", "x"], "who": who, "none": None}


@pytest.mark.parametrize("source", ["answers.x + 1", "-" * 490 + "1", "number('1e999999')"])
def test_a_value_that_is_none_takes_the_way_for_errors(source):
    talk = Conversation(flow_of({"it": Assign(values={"x": source}, next="here"), "here": HERE}, on_error="queue"))
    assert left(talk.begun).queue_id == "sales"


@pytest.mark.parametrize("source", ["answers", "[answers.a, answers.a]", "text(answers.a) + text(answers.a) + 'x'"])
def test_a_flow_that_puts_its_answers_into_an_answer_again_and_again_comes_to_an_end_soon(source):
    assign = Assign(values={"a": source, "b": source}, next="it")
    events = Conversation(flow_of({"it": assign}, on_error="queue")).begun
    assert left(events).queue_id == "sales"
    assert all(len(str(event)) < 1_000_000 for event in events)


def test_a_language_that_leads_to_itself_ends():
    assert left(Conversation({"it": SetLanguage(language="en", next="it")}).begun).failed


def test_the_place_and_the_wait_are_said_as_far_as_they_are_known():
    node = SayWait(queue_id="sales", next="here")
    known = QueueNow(waiting=2, expected_wait_s=61, agents=1)
    told = performed(node, queues={"sales": known})
    assert told.said == "Your place in the queue would be 3rd The expected wait is 2 min"
    half = performed(node, queues={"sales": QueueNow(waiting=0, expected_wait_s=None, agents=0)})
    assert half.said == "Your place in the queue would be 1st"
    assert performed(node).said == "[here]"


# -- parts --


def test_a_part_is_performed_up_to_its_return_and_shares_its_answers():
    part = flow_of({"set": Assign(values={"x": "1"}, next="say"), "say": HERE, "bye": Return()}, "part")
    talk = Conversation({"it": SubFlow(flow_id="part", next="there"), "there": THERE}, part)
    assert (talk.said, talk.p.flow_id, talk.p.stack) == ("[here]", "part", [("main", 0, "it")])
    talk.heard()
    assert (talk.said, talk.p.flow_id, talk.p.stack, talk.p.answers) == ("[there]", "main", [], {"x": 1})


def test_parts_within_parts_come_back_one_after_another():
    inner = flow_of({"say": HERE, "bye": Return()}, "inner")
    outer = flow_of({"in": SubFlow(flow_id="inner", next="bye"), "bye": Return()}, "outer")
    talk = Conversation({"it": SubFlow(flow_id="outer", next="there"), "there": THERE}, inner, outer)
    assert kinds(talk.heard()) == ["SubFlowLeft", "SubFlowLeft", "PromptsSaid"]


def test_a_return_of_a_flow_of_its_own_ends_it():
    assert left(Conversation({"it": Return()}).begun).prompts == ()


def test_a_part_that_is_part_of_itself_goes_wrong_when_it_is_too_deep():
    part = flow_of({"again": SubFlow(flow_id="part", next="bye")}, "part")
    flow = flow_of({"it": SubFlow(flow_id="part", next="bye", on_error="queue")})
    events = Conversation(flow, part).begun
    assert kinds(events).count("SubFlowEntered") == 10
    assert left(events).queue_id == "sales"


def test_a_part_that_does_not_exist_takes_the_way_for_errors():
    assert performed(SubFlow(flow_id="nowhere", next="here")).said == "[wrong]"


def test_a_part_that_goes_wrong_takes_the_way_of_the_node_that_entered_it():
    part = flow_of({"it": Decide(branches=(Branch(when="1/0", next="bye"),), otherwise="bye")}, "part")
    talk = Conversation({"it": SubFlow(flow_id="part", next="bye", on_error="there"), "there": THERE}, part)
    assert (talk.said, talk.p.flow_id) == ("[there]", "main")


# -- outside --

LOOK = LookUp(source="table", table_id="t", by={"code": "contact.number"}, answer="row", found="here",
              not_found="there", limit_s=3)  # fmt: skip


def test_a_row_is_found_or_not():
    talk = performed(LOOK)
    assert talk.p.errand.find.by == {"code": "100"}
    talk.found({"name": "Tea"})
    assert (talk.said, talk.p.answers) == ("[here]", {"row": {"name": "Tea"}})
    talk = performed(LOOK)
    talk.found(None, found=False)
    assert (talk.said, talk.p.answers) == ("[there]", {"row": None})


def test_a_look_up_that_fails_or_takes_too_long_takes_the_way_for_errors():
    talk = performed(LOOK)
    talk.failed()
    assert talk.said == "[wrong]"
    talk = performed(LOOK)
    began = talk.now
    assert talk.silent()[0].why == "it took too long"
    assert (talk.now - began, talk.said) == (3, "[wrong]")


def test_a_customer_is_looked_up_by_the_caller_s_number():
    talk = performed(LookUp(source="customer", found="here", not_found="there"))
    assert talk.p.errand.find.by == {"number": "+442079460000"}
    talk.found({"name": "Ms Low"})
    assert talk.p.answers["customer"] == {"name": "Ms Low"}


def test_what_goes_into_an_address_is_quoted():
    request = Request(url="https://crm.example/c/{contact.caller_name}?x={contact.caller}", next="here")
    talk = performed(request, contact={"caller_name": "../a b?&x=1/ж"})
    assert talk.p.errand.fetch.url == "https://crm.example/c/..%2Fa%20b%3F%26x%3D1%2F%D0%B6?x=%2B442079460000"


@pytest.mark.parametrize("name", [".", ".."])
def test_nothing_that_is_filled_in_leads_to_another_address(name: str):
    for url in ("https://crm.example/c/{contact.caller_name}", "https://crm.example/c/{contact.caller_name}/pin?x=1"):
        assert performed(Request(url=url, next="here"), contact={"caller_name": name}).said == "[wrong]"
    into = Request(url="https://crm.example/c/a{contact.caller_name}?x={contact.caller_name}", next="here")
    assert performed(into, contact={"caller_name": name}).p.awaits == "errand"


def test_the_answer_of_a_request_is_kept_and_its_failure_is_a_way():
    talk = performed(Request(url="https://crm.example/", next="here", answer="crm"))
    talk.found({"balance": 5})
    assert (talk.said, talk.p.answers) == ("[here]", {"crm": {"balance": 5}})
    talk = performed(Request(url="https://crm.example/", next="here", on_error="there"))
    talk.failed("status 500")
    assert talk.said == "[there]"


def test_a_message_is_handed_over_and_one_to_nobody_goes_wrong():
    send = Send(channel="sms", to="contact.caller", text={"en": "Hello {contact.number}"}, next="here")
    talk = performed(send)
    assert (talk.p.errand.post.to, talk.p.errand.post.text) == ("+442079460000", "Hello 100")
    talk.found(None)
    assert talk.said == "[here]"
    assert performed(replace(send, to="answers.nobody")).said == "[wrong]"


def test_who_goes_in_a_circle_is_sent_no_more_than_a_few_messages():
    send = Send(channel="sms", to="contact.caller", text={"en": "Hello"}, next="more")
    more = Menu(prompts=("more",), choices={"1": "it"}, on_failure="bye")
    talk = Conversation({"it": replace(send, on_error="bye"), "more": more})
    sent = 0
    while C in talk.performer.performances:
        sent += 1
        talk.found(None)
        talk.press("1")
    assert sent == 5


def test_who_goes_in_a_circle_is_promised_few_calls_back():
    book = BookCallback(queue_id="sales", next="it", on_error="bye")
    assert kinds(Conversation({"it": book}).begun).count("CallbackBooked") == 5


def test_a_report_that_comes_too_late_twice_or_for_another_turn_changes_nothing():
    talk = performed(LOOK)
    turn = talk.p.turn
    talk.found({"name": "Tea"})
    for report in (
        inp.ErrandDone(contact_id=C, turn=turn, found=True),
        inp.ErrandFailed(contact_id=C, turn=turn, why="late"),
        inp.ErrandDone(contact_id=C, turn=99, found=True),
        inp.ErrandDone(contact_id="nobody", turn=turn, found=True),
        inp.RecordingFinished(contact_id=C, turn=turn, seconds=3),
        inp.NumberAnswered(contact_id=C, turn=turn),
        inp.NumberGone(contact_id=C, turn=turn, why="busy"),
        inp.CameBack(contact_id=C, why="talked"),
    ):
        assert talk.take(report) == []


# -- letting go --

WAIT = ToQueue(queue_id="sales", wait_s=60, on_timeout="here", on_closed="there", after_talk="wrong")


@pytest.mark.parametrize(("why", "said"), [("timeout", "here"), ("closed", "there"), ("talked", "wrong")])
def test_a_contact_comes_back_from_its_queue_by_a_way_for_each_reason(why, said):
    talk = performed(WAIT)
    assert left(talk.begun).returns == ("timeout", "closed", "talked")
    talk.back(why, 60)
    assert talk.said == f"[{said}]"


def test_a_contact_that_is_not_to_come_back_is_forgotten():
    talk = Conversation({"it": ToQueue(queue_id="sales")})
    assert not talk.here
    assert talk.back("talked") == []


def test_a_queue_that_is_always_closed_does_not_turn_a_caller_for_ever():
    talk = Conversation({"it": ToQueue(queue_id="sales", on_closed="it")})
    for _ in range(200):
        if talk.here:
            last = talk.back("closed")
    assert left(last).returns == ()
    assert not talk.here


def test_who_waits_again_and_again_is_no_circle():
    talk = Conversation({"it": ToQueue(queue_id="sales", on_timeout="say"), "say": Say(prompts=("x",), next="it")})
    for _ in range(300):
        talk.back("timeout", 60)
        talk.heard()
    assert talk.here


def test_an_agent_is_waited_for_and_one_who_does_not_exist_is_not_at_work():
    node = ToAgent(agent="'ann'", on_timeout="there", after_talk="here", wait_s=20)
    talk = performed(node)
    assert (left(talk.begun).agent_id, left(talk.begun).wait_s) == ("ann", 20)
    talk.back("closed")
    assert talk.said == "[there]"
    talk = performed(node)
    talk.back("talked", 100)
    assert talk.said == "[here]"
    assert performed(replace(node, agent="answers.nobody")).said == "[there]"


NUMBER = ToNumber(number="+44 20 {contact.number}", trunk_id="line", next="here", on_failure="there", ring_s=20)


def test_a_number_outside_is_dialed_talked_with_and_left():
    talk = performed(NUMBER)
    dialed = talk.begun[-1]
    assert (dialed.number, dialed.until) == ("+4420100", NOON + 20)
    talk.take(inp.NumberAnswered(contact_id=C, turn=talk.p.turn))
    assert talk.performer.next_deadline() is None
    talk.take(inp.NumberGone(contact_id=C, turn=talk.p.turn, why="ended"))
    assert talk.said == "[here]"


@pytest.mark.parametrize("why", ["busy", "no-answer", "failed"])
def test_a_number_that_does_not_answer_is_a_failure(why):
    talk = performed(NUMBER)
    talk.take(inp.NumberGone(contact_id=C, turn=talk.p.turn, why=why))
    assert talk.said == "[there]"


def test_a_number_that_nobody_reports_of_is_given_up():
    talk = performed(NUMBER)
    talk.silent()
    assert talk.said == "[there]"


@pytest.mark.parametrize("number", ["+33123456", "abc", "{answers.none}", "+44" + "1" * 30])
def test_a_number_that_may_not_be_dialed_is_a_failure(number):
    talk = performed(replace(NUMBER, number=number))
    assert talk.said == "[there]"


def test_a_number_that_cannot_be_worked_out_after_the_words_takes_the_way_for_errors():
    talk = performed(replace(NUMBER, number="{1/0}", prompts=("connecting",)))
    talk.heard()
    assert talk.said == "[wrong]"


MAIL = Voicemail(queue_id="sales", prompts=("after the tone",), next="here", most_s=60)


def test_a_message_is_left_and_is_work_for_the_queue():
    talk = performed(MAIL)
    talk.heard()
    kept = talk.speak(9)[0]
    assert (kept.queue_id, kept.recording, kept.seconds) == ("sales", "c1.m2", 9)
    assert talk.said == "[here]"


def test_silence_after_the_tone_is_no_message():
    talk = performed(MAIL)
    talk.heard()
    talk.speak(0)
    assert talk.said == "[wrong]"


def test_who_rings_off_in_the_middle_of_a_message_has_left_it():
    talk = performed(MAIL)
    talk.now += 30
    assert list(talk.performer.ending(C, talk.now)) == []
    talk.heard()
    assert list(talk.performer.ending(C, talk.now + 0.4)) == []
    (kept,) = talk.performer.ending(C, talk.now + 8)
    assert (type(kept), kept.seconds) == (ev.MessageLeft, 8)


def test_a_call_back_is_promised_to_a_number_and_not_to_a_name():
    book = BookCallback(queue_id="sales", next="here", number="answers.phone")
    assign = Assign(values={"phone": "'+44 (20) 7946-0000'"}, next="book")
    talk = Conversation({"set": assign, "book": book, "here": HERE})
    assert next(e for e in talk.begun if type(e) is ev.CallbackBooked).number == "+442079460000"
    bad = Conversation({"set": Assign(values={"phone": "'Ann'"}, next="book"),
                        "book": replace(book, on_error="here"), "here": HERE})  # fmt: skip
    assert "CallbackBooked" not in kinds(bad.begun)
    assert bad.said == "[here]"


# -- what goes wrong under way --


def test_words_that_cannot_be_said_take_the_way_for_errors():
    talk = performed(Say(prompts=("x",), next="here"))
    passed = talk.take(inp.PromptsFailed(contact_id=C, turn=1, why="no voice"))[0]
    assert (passed.way, passed.why, talk.said) == ("error", "no voice", "[wrong]")


def test_words_with_nothing_in_them_are_passed_over():
    empty = Text(text={"en": "{answers.none}"})
    assert performed(Say(prompts=(empty,), next="here")).said == "[here]"


def test_a_node_that_is_gone_leads_to_a_person_or_else_to_an_apology():
    for person, queue_id in (("queue", "sales"), ("", None)):
        talk = Conversation(flow_of({"it": Say(prompts=("x",), next="menu"), "menu": HERE}, person=person))
        talk.remove("menu")
        assert left(talk.heard()).queue_id == queue_id


def test_a_flow_that_is_gone_says_sorry_and_ends():
    talk = performed(Say(prompts=("x",), next="here"))
    talk.stage.flows = {}
    gone = left(talk.heard())
    assert (gone.failed, gone.served) == (True, False)
    assert gone.prompts == ("cord/fallback",)


def test_after_a_restart_what_was_said_last_is_said_again():
    talk = performed(Menu(prompts=("m",), choices={"1": "here"}, on_failure="there"))
    turn = talk.p.turn
    talk.take(inp.RepeatPrompts(contact_id=C))
    assert (talk.said, talk.p.turn) == ("[m]", turn + 1)
    assert talk.take(inp.RepeatPrompts(contact_id="nobody")) == []


# -- versions --


def test_a_contact_finishes_on_the_version_it_began_with_and_so_do_the_parts():
    part = flow_of({"say": HERE, "bye": Return()}, "part", version=3)
    flow = flow_of({"hello": Say(prompts=("old",), next="it"), "it": SubFlow(flow_id="part", next="bye")}, version=7)
    talk = Conversation(flow, part)
    assert (talk.p.version, talk.p.versions) == (7, {"part": 3})
    talk.publish(flow_of({"hello": Say(prompts=("new",), next="bye")}, version=8))
    talk.publish(flow_of({"say": THERE, "bye": Return()}, "part", version=4))
    talk.heard()
    assert (talk.said, talk.p.version) == ("[here]", 3)
    assert left(talk.heard()).failed is False
    assert talk.take(inp.StartFlow(contact_id=C, flow_id="main", language="en"))[0].version == 8


def test_a_version_that_was_asked_for_is_performed_while_another_is_published():
    talk = Conversation(flow_of({"say": HERE}, version=1))
    talk.publish(flow_of({"say": THERE}, version=2))
    talk.take(inp.StartFlow(contact_id="c2", flow_id="main", language="en", version=1))
    assert talk.performer.performances["c2"].prompts == ("here",)


def test_a_contact_is_in_one_flow_at_a_time():
    talk = performed(Say(prompts=("x",), next="here"))
    assert talk.take(inp.StartFlow(contact_id=C, flow_id="main", language="en")) == []


def test_a_contact_that_was_let_go_may_begin_another_flow():
    talk = performed(WAIT)
    assert kinds(talk.take(inp.StartFlow(contact_id=C, flow_id="main", language="en")))[0] == "FlowStarted"
