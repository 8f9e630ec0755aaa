"""Conversations with a machine outlive the centre: it is killed at each of them, and callers go on where they were."""

from __future__ import annotations

import os
import signal
import time

import pytest

from cordboard.flows import events as fev
from tests.calls.centre import until
from tests.calls.flow_company import HELLO, ROUND_NUMBERS, SOLVED, WAIT_HERE
from tests.calls.flow_office import FlowOffice
from tests.calls.tones import heard

pytestmark = [pytest.mark.calls, pytest.mark.slow]


def test_after_kill_9_everybody_goes_on_at_the_same_question_and_nothing_is_lost(talk: FlowOffice) -> None:
    bob = talk.agent("bob", calls=1)
    surveyed, in_survey = talk.customer_on_a_line("330")
    served_id = talk.in_state("bob", "talking")["contact_id"]
    bob.do("hang-up")
    talk.stands(talk.contact(surveyed), "rate")
    in_survey.dial("5")
    chooses, in_menu = talk.customer_on_a_line("360")
    types, in_question = talk.customer_on_a_line("301")
    hides, in_secret = talk.customer_on_a_line("301")
    waits, in_request = talk.customer_on_a_line(ROUND_NUMBERS["request"])
    speaks, in_message = talk.customer_on_a_line("320")
    talk.at(types, "contract")
    in_question.dial("47")
    hidden = talk.at(hides, "contract")
    in_secret.dial("4711")
    talk.stands(hidden, "pin")
    in_secret.dial("735")
    orders, in_order = talk.customer_on_a_line(ROUND_NUMBERS["order"])
    ordered = talk.at(orders, "order")
    in_order.dial("11#")
    until(lambda: talk.events(ordered["contact_id"], fev.LineAdded), what="the item is found")
    for customer, node_id in ((surveyed, "solved"), (chooses, "menu"), (waits, "request")):
        talk.at(customer, node_id)
    message = talk.at(speaks, "speak")
    until(lambda: talk.events(message["contact_id"], fev.RecordingAsked), what="the message is recorded")
    talk.pause(1.0)
    in_line = talk.customer("353")
    talk.contact(in_line, "waiting")
    before = {each["caller"]: each["contact_id"] for each in talk.contacts()}
    asked = len([path for path, _ in talk.program.asked if path == "/slow"])

    killed = time.monotonic()
    talk.centre.kill()
    talk.pause(0.5)
    talk.centre.start()
    back = time.monotonic()

    again = back - 1.5
    assert {each["caller"]: each["contact_id"] for each in talk.contacts()} == before
    price = {"kind": "money", "value": "'19.90'"}
    for line, texts in (
        (in_menu, ("The old menu.",)),
        (in_question, ("Your contract, please.",)),
        (in_secret, ("Now your PIN, please.",)),
        (in_survey, (SOLVED,)),
        (in_order, ("Lamp", price, "Enter the quantity, then press hash.")),
    ):
        until(lambda line=line, texts=texts: line.had_words(talk.words(*texts), since=again), what=f"{texts} again")  # type: ignore[misc]
    assert not in_message.had_words(talk.words(WAIT_HERE), since=again), "the message goes on"
    in_menu.dial("1")
    in_survey.dial("2")
    in_question.dial("4711")
    in_secret.dial("73519264")
    in_message.dial("#")
    in_order.dial("4##")
    assert talk.row(surveyed)["outcome"] == "served"
    assert talk.answers(served_id) == {"rate": 5, "solved": False}
    talk.at(chooses, "old")
    talk.at(types, "pin")
    assert talk.answers(before[types.caller]) == {"contract": "4711"}
    talk.at(in_line, "absent")
    talk.at(orders, "end")
    assert talk.answers(before[orders.caller])["order_total"] == "79.60"
    row = talk.row(speaks)
    assert (row["outcome"], row["by"]) == ("turned-away", "center")
    (kept,) = [m for m in talk.supervisor.ask("GET", "/api/messages") if m["contact_id"] == message["contact_id"]]
    assert kept["seconds"] > back - killed
    file = talk.folder / "message.wav"
    sound = f"/api/messages/{kept['message_id']}/sound"
    until(lambda: talk.supervisor.try_("GET", sound)[0] == 200, what="the message is kept")
    file.write_bytes(talk.supervisor.ask("GET", sound, raw=True))
    assert heard(file, from_s=0.5, to_s=back - killed).customer > 0.1
    talk.pause(max(0.0, back + 1.5 - time.monotonic()))
    assert len([path for path, _ in talk.program.asked if path == "/slow"]) == asked + 1, "it is asked again, once"
    assert talk.contact(waits)["contact_id"] == before[waits.caller]
    assert in_request.longest_gap_s(killed, time.monotonic()) < 25
    for customer in (chooses, types, hides, waits, in_line, orders):
        customer.vanish()
    talk.journal()
    assert talk.centre.metric("cordboard_input_faults") == 0


def test_a_killed_postgresql_delays_a_menu_and_takes_nothing_away(talk: FlowOffice) -> None:
    customer, line = talk.customer_on_a_line("300")
    contact = talk.at(customer, "menu")
    dead = talk.centre.postgres_pid()
    os.kill(dead, signal.SIGKILL)
    line.dial("1")
    talk.pause(0.5)
    line.dial("4711#")
    until(lambda: talk.centre.health()["ok"] and talk.centre.postgres_pid() != dead, what="it is back", timeout_s=30)
    talk.stands(contact, "count")
    assert talk.answers(contact["contact_id"]) == {"contract": "4711"}
    assert line.had_words(talk.words(HELLO))
    line.dial("2")
    run = talk.run(talk.row(customer)["contact_id"])
    assert run["outcome"] == "goodbye"
    talk.journal()
