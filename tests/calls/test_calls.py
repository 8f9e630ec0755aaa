"""Whole calls through the whole centre: real SIP phones, real Asterisk, real PostgreSQL, the real process."""

from __future__ import annotations

import random
import socket
import time

import pytest

from cordboard.asterisk.install import Asterisk
from cordboard.floor import events as ev
from tests.calls.centre import until
from tests.calls.office import CUSTOMERS_ADDRESS, Office
from tests.calls.tones import heard

pytestmark = [pytest.mark.calls, pytest.mark.slow]

NOT_QUITE_SIP = (
    b"INVITE sip:201@127.0.0.1 SIP/2.0\r\n\r\n",
    b"INVITE sip:201@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2\r\nContent-Length: 99999999999\r\n\r\n",
    b"REGISTER sip:\x00 SIP/2.0\r\nFrom: <sip:" + b"a" * 5000 + b"@x>\r\n\r\n",
    b"SIP/2.0 200 OK\r\nCSeq: -1 INVITE\r\n\r\n",
    b"BYE sip:201@127.0.0.1 SIP/2.0\r\nCall-ID: \xff\xfe\r\nCSeq: 1 BYE\r\n\r\n",
)

# -- answered, and how a talk ends --


def test_a_call_is_answered_talked_recorded_on_both_sides_and_wrapped_up(office: Office) -> None:
    ann = office.agent("ann")
    customer = office.customer("201", leaves_after_s=4)
    office.in_state("ann", "talking")
    office.in_state("ann", "wrapping-up")
    row = office.row(customer)
    contact_id = row["contact_id"]
    assert (row["outcome"], row["by"], row["queue_id"], row["agent_id"]) == ("served", "customer", "sales", "ann")
    ann.do("disposition", contact_id=contact_id, disposition_id="sold")
    ann.ask("PUT", "/api/desk/note", {"contact_id": contact_id, "text": "wants two"})
    ann.do("wrap-up")
    office.in_state("ann", "ready")
    sound = office.recording(contact_id)
    customers, agents = heard(sound, channel=0), heard(sound, channel=1)
    assert customers.customer > 0.1
    assert customers.agent < 0.01
    assert agents.agent > 0.1
    assert agents.customer < 0.01
    story = office.story(contact_id)
    assert len(story) >= 5
    whole = office.supervisor.ask("GET", f"/api/contacts/{contact_id}")
    assert whole["note"] == "wants two"
    assert whole["contact"]["disposition_id"] == "sold"


def test_an_agent_hangs_up_on_the_phone_or_at_the_desk_and_the_customers_call_ends(office: Office) -> None:
    office.agent("ann", "hangs_up", leaves_after_s=0.5)
    bob = office.agent("bob")
    by_phone, by_desk = office.customer("201"), office.customer("202")
    office.in_state("bob", "talking")
    bob.do("hang-up")
    for customer in (by_phone, by_desk):
        row = office.row(customer)
        assert (row["outcome"], row["by"]) == ("served", "agent")
        assert customer.finished()
    office.in_state("bob", "ready")
    office.in_state("ann", "wrapping-up")


# -- offers that fail --


def test_a_customer_who_leaves_while_waiting_is_abandoned(office: Office) -> None:
    customer = office.customer("201", leaves_after_s=1.5)
    row = office.row(customer)
    assert (row["outcome"], row["by"], row["agent_id"], row["recordings"]) == ("abandoned", "customer", None, [])
    assert 1.0 < row["wait_s"] < 3.0


def test_a_customer_who_leaves_while_it_rings_takes_the_ring_back_and_the_agent_is_ready(office: Office) -> None:
    office.agent("ann", "rings")
    customer = office.customer("201", leaves_after_s=1.5)
    office.in_state("ann", "offered")
    row = office.row(customer)
    assert (row["outcome"], row["agent_id"]) == ("abandoned", None)
    assert office.offers(row["contact_id"]) == [("ann", "withdrawn")]
    office.in_state("ann", "ready")


def test_an_unanswered_offer_lapses_and_the_call_keeps_its_place_and_rings_the_next_agent(office: Office) -> None:
    office.agent("ann", "rings")
    first = office.customer("201")
    contact = office.contact(first, "offered")
    second = office.customer("201")
    assert office.contact(second, "waiting")["position"] == 2
    assert office.in_state("ann", "paused")["reason_id"] == "did-not-answer"
    assert office.contact(first, "waiting")["position"] == 1
    eve = office.agent("eve")
    assert office.in_state("eve", "talking")["contact_id"] == contact["contact_id"]
    eve.do("hang-up")
    assert office.offers(office.row(first)["contact_id"]) == [("ann", "lapsed"), ("eve", "accepted")]
    assert "offer-lapsed" in office.story(contact["contact_id"])


@pytest.mark.parametrize(
    ("how", "end", "reason"),
    [
        ("declines", "declined", "declined"),
        ("is_away", "lapsed", "did-not-answer"),
        ("is_gone", "unreachable", "phone-unreachable"),
    ],
)
def test_a_phone_that_refuses_pauses_its_agent_and_rings_the_next(
    office: Office, how: str, end: str, reason: str
) -> None:
    office.agent("ann", how)
    customer = office.customer("201")
    assert office.in_state("ann", "paused")["reason_id"] == reason
    eve = office.agent("eve")
    office.in_state("eve", "talking")
    eve.do("hang-up")
    assert office.offers(office.row(customer)["contact_id"]) == [("ann", end), ("eve", "accepted")]


def test_an_offer_declined_at_the_desk_stops_ringing_and_rings_the_next(office: Office) -> None:
    ann = office.agent("ann", "rings", calls=1)
    ringing = office.phones.latest
    customer = office.customer("201")
    office.in_state("ann", "offered")
    ann.do("decline")
    assert office.in_state("ann", "paused")["reason_id"] == "declined"
    assert ringing.finished(), "the phone was told to stop"
    office.agent("eve")
    office.in_state("eve", "talking")
    contact = office.contact(customer)
    assert office.offers(contact["contact_id"])[0] == ("ann", "declined")


def test_an_agent_whose_phone_is_not_there_is_ready_but_is_not_offered_anything(office: Office) -> None:
    desk = office.centre.browser("dan")
    desk.do("sign-in", phone="sip")
    desk.do("ready")
    until(lambda: not office.tile("agent:dan")["reachable"], what="the phone is missed")
    customer = office.customer("201")
    office.contact(customer, "waiting")
    office.agent("eve")
    assert office.in_state("eve", "talking")["contact_id"] == office.contact(customer)["contact_id"]
    assert office.offers(office.contact(customer)["contact_id"])[0][0] == "eve"
    office.in_state("dan", "ready")
    office.phone("dan")
    until(lambda: office.tile("agent:dan")["reachable"], what="the phone is seen")


# -- the menu --


def test_every_way_through_the_menu_ends_in_the_right_queue_in_the_right_language(office: Office) -> None:
    chooses, chooser = office.customer_on_a_line("100")
    asks_russian, russian = office.customer_on_a_line("100")
    errs, erring = office.customer_on_a_line("100")
    floods, flooding = office.customer_on_a_line("100")
    is_silent, silent = office.customer_on_a_line("100")
    until(lambda: silent.was_told("greeting"), what="the greeting is heard")
    flooding.press("0123456789*#ABCD" * 4)
    until(lambda: chooser.was_told("menu"), what="the menu is heard")
    chooser.press("1")
    russian.press("9")
    erring.press("7")
    assert office.contact(chooses, "waiting")["queue_id"] == "sales"
    until(lambda: russian.was_told("menu", "ru"), what="the Russian menu is heard")
    russian.press("2")
    until(lambda: erring.was_told("invalid"), what="a wrong key is told")
    erring.press("#")
    until(lambda: silent.was_told("no-input"), what="a missing key is told")
    found = {
        customer.caller: (contact["queue_id"], contact["language"])
        for customer in (chooses, asks_russian, errs, is_silent, floods)
        for contact in [office.contact(customer, "waiting")]
    }
    assert found[floods.caller][0] in ("sales", "support")
    del found[floods.caller]
    assert found == {
        chooses.caller: ("sales", "en"),
        asks_russian.caller: ("support", "ru"),
        errs.caller: ("support", "en"),
        is_silent.caller: ("support", "en"),
    }
    assert {"wrong-key", "queued"} <= set(office.story(office.contact(errs)["contact_id"]))
    assert "no-answer" in office.story(office.contact(is_silent)["contact_id"])
    assert office.centre.metric("cordboard_input_faults") == 0


# -- waiting --


def test_a_closed_queue_says_so_and_ends_the_call(office: Office) -> None:
    customer, line = office.customer_on_a_line("203")
    row = office.row(customer)
    assert (row["outcome"], row["by"]) == ("turned-away", "center")
    assert line.was_told("closed")
    assert line.was_told("goodbye")
    assert customer.finished()
    assert "turned-away" in office.story(row["contact_id"])


def test_whoever_has_waited_as_long_as_is_allowed_comes_to_the_configured_end(office: Office) -> None:
    customer, line = office.customer_on_a_line("204")
    row = office.row(customer)
    assert (row["outcome"], row["by"], row["queue_id"]) == ("turned-away", "center", "hasty")
    assert line.was_told("all-busy")
    assert customer.finished()


def test_who_waits_hears_music_and_now_and_then_the_place_in_the_queue(office: Office, installed: Asterisk) -> None:
    first, line = office.customer_on_a_line("205")
    began = time.monotonic()
    office.contact(first, "waiting")
    second, behind = office.customer_on_a_line("205", shown="Next")
    assert office.contact(second, "waiting")["position"] == 2
    until(lambda: line.was_told("next"), what="the first hears that it is next")
    until(lambda: behind.was_told("position"), what="the second hears its position")
    told = time.monotonic()
    assert not line.was_told("position")
    assert not behind.was_told("next")
    assert line.had_music(installed.music, began, began + 2)
    until(lambda: line.had_music(installed.music, told + 1), what="music goes on")


# -- transfer and hold --


def test_a_transferred_call_keeps_its_age_and_gives_two_recordings(office: Office) -> None:
    ann = office.agent("ann")
    customer = office.customer("201")
    contact = office.contact(customer, "talking")
    earlier = office.customer("205")
    office.contact(earlier, "waiting")
    office.pause(1.5)
    ann.do("transfer", queue_id="support")
    assert office.contact(customer, "waiting")["queue_id"] == "support"
    office.in_state("ann", "wrapping-up")
    bob = office.agent("bob")
    office.in_state("bob", "talking")
    office.pause(1.5)
    bob.do("hang-up")
    row = office.row(customer)
    assert (row["outcome"], row["agent_id"], row["transfers"], row["queue_id"]) == ("served", "bob", 1, "support")
    queued = [e.event for e in office.journal(contact["contact_id"]) if isinstance(e.event, ev.ContactQueued)]
    assert queued[0].aged_from == queued[1].aged_from
    for file in office.recordings(contact["contact_id"], 2):
        assert heard(file, channel=0).customer > 0.1
        assert heard(file, channel=1).agent > 0.1
    assert office.offers(contact["contact_id"]) == [("ann", "accepted"), ("bob", "accepted")]


def test_a_customer_on_hold_hears_music_and_the_agent_nothing_until_the_desk_resumes(
    office: Office, installed: Asterisk
) -> None:
    ann = office.agent("ann")
    customer, line = office.customer_on_a_line("201")
    contact = office.contact(customer, "talking")
    talks = time.monotonic()
    until(lambda: line.heard(talks + 0.5).agent > 0.1, what="the agent is heard")
    ann.do("hold")
    until(lambda: office.tile("agent:ann")["held"], what="the screens show the hold")
    held = time.monotonic() + 0.3
    office.pause(2.3)
    assert line.had_music(installed.music, held)
    assert line.heard(held).agent < 0.01
    ann.do("resume")
    resumed = time.monotonic() + 0.3
    office.pause(1.8)
    assert line.heard(resumed).agent > 0.1
    ann.do("hang-up")
    row = office.row(customer)
    assert 2.0 < row["hold_s"] < 4.0
    recording = office.recording(contact["contact_id"])
    whole = heard(recording).seconds
    per_half = [heard(recording, from_s=at / 2, to_s=at / 2 + 0.5) for at in range(int(2 * whole))]
    assert sum(half.customer < 0.01 for half in per_half) >= 3, "on hold nothing of the customer is recorded"
    assert per_half[-1].customer > 0.1
    assert {"held", "resumed"} <= set(office.story(contact["contact_id"]))


def test_a_phone_that_holds_by_itself_is_seen_and_the_customer_hears_music(office: Office, installed: Asterisk) -> None:
    ann = office.agent("ann", "holds", leaves_after_s=2.5)
    customer, line = office.customer_on_a_line("201")
    office.contact(customer, "talking")
    until(lambda: office.tile("agent:ann")["held"], what="the phone's hold is seen")
    held = time.monotonic() + 0.3
    office.pause(1.5)
    assert line.had_music(installed.music, held, held + 1.2)
    until(lambda: not office.tile("agent:ann")["held"], what="the phone resumes")
    resumed = time.monotonic() + 0.3
    office.pause(1.3)
    assert line.heard(resumed).agent > 0.1
    ann.do("hang-up")
    assert office.row(customer)["hold_s"] > 1.5


# -- strange callers --


def test_a_stranger_is_refused_with_403_and_counted(office: Office) -> None:
    counted = 'cordboard_switch_total{what="strangers"}'
    before = office.centre.metric(counted)
    assert office.phones.stranger("201", host="127.0.0.3").finished()
    until(lambda: office.centre.metric(counted) == before + 1, what="the stranger is counted")
    assert office.contacts() == []


@pytest.mark.parametrize(
    ("caller", "shown", "kept_caller", "kept_name"),
    [
        ("7" * 300, "x" * 300, "7" * 40, "x" * 64),
        ("+78005550001", "Zoë 👩‍🚒🎺", "+78005550001", "Zoë 👩‍🚒🎺"),
        ("+78005550002", "\u202eevil\u2066 שלום مرحبا", "+78005550002", "evil שלום مرحبا"),
    ],
    ids=["300 characters", "emoji", "right to left"],
)
def test_a_strange_caller_arrives_cleaned_and_is_served(
    office: Office, caller: str, shown: str, kept_caller: str, kept_name: str
) -> None:
    ann = office.agent("ann")
    office.customer("201", caller=caller, shown=shown)
    contact_id = office.in_state("ann", "talking")["contact_id"]
    ann.do("hang-up")
    row = until(
        lambda: office.supervisor.ask("GET", f"/api/contacts/{contact_id}")["contact"], what="the call log has it"
    )
    assert (row["caller"], row["caller_name"]) == (kept_caller, kept_name)


def test_noise_at_the_sip_port_and_floods_of_keys_disturb_nobody(office: Office) -> None:
    ann = office.agent("ann")
    customer, line = office.customer_on_a_line("201")
    office.contact(customer, "talking")
    draw = random.Random(7)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as noise:
        noise.bind((CUSTOMERS_ADDRESS, 0))
        for size in range(1, 1400, 7):
            noise.sendto(draw.randbytes(size), ("127.0.0.1", office.centre.sip_port))
        for broken in NOT_QUITE_SIP:
            noise.sendto(broken, ("127.0.0.1", office.centre.sip_port))
    line.press("0123456789*#ABCD" * 8)
    office.pause(1)
    began = time.monotonic()
    until(lambda: line.heard(began).agent > 0.1, what="the talk goes on")
    ann.do("hang-up")
    assert office.row(customer)["outcome"] == "served"
    ann.do("wrap-up")
    again = office.customer("201")
    office.contact(again, "talking")
    assert office.centre.metric("cordboard_input_faults") == 0


def test_a_changed_trunk_takes_effect_at_once_and_still_tells_who_calls(office: Office) -> None:
    ada = office.centre.browser("ada")
    document = ada.ask("GET", "/api/configuration")
    trunk = document["trunks"]["city"]
    trunk["codecs"] = ["alaw"]
    ada.ask("PUT", "/api/configuration", document)
    try:
        refused = office.customer("205")
        assert refused.process.wait(10) != 0, "mu-law is not spoken any more"
    finally:
        trunk["codecs"] = ["ulaw"]
        ada.ask("PUT", "/api/configuration", document)
    customer = office.customer("205", shown="Zoë")
    assert office.contact(customer, "waiting")["caller_name"] == "Zoë"
