"""Calls through flows, with the whole centre: a real voice speaks, real phones press keys, leave messages, ring off."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from cordboard.asterisk.install import Asterisk
from cordboard.flows import events as fev
from cordboard.speech.sound_cache import memory_folder
from tests.calls.centre import until
from tests.calls.flow_company import CHOICES, CHOICES_RU, HELLO, RATE, ROUND_NUMBERS, SOLVED, THANKS
from tests.calls.flow_office import FlowOffice
from tests.calls.tones import heard
from tests.calls.web_phone import WebPhone

pytestmark = [pytest.mark.calls, pytest.mark.slow]

# -- customers who ring off, whichever node they are at --

LEAVES_S = 6.0
END_AT = {
    "queue": ("abandoned", "customer", "queue", "queue"),
    "agent": ("abandoned", "customer", "agent", "agent"),
    "end": ("turned-away", "center", "goodbye", "end"),
    "message": ("left-in-flow", "customer", "message", "message"),
    "part": ("left-in-flow", "customer", "left", "part/inner"),
}
"""How contact and conversation end where it is not that the customer just left."""


def test_whoever_rings_off_at_any_node_is_in_the_log_with_that_node_and_leaves_nothing_behind(talk: FlowOffice) -> None:
    talk.agent("gus", "rings")
    talk.partner("rings")
    callers = {
        node_id: talk.customer(number, leaves_after_s=1.2 if node_id == "wait" else LEAVES_S)
        for node_id, number in ROUND_NUMBERS.items()
    }
    stand = {n: 1 for n in ROUND_NUMBERS if n not in ("wait", "queue", "agent", "end", "part")}
    seen: dict[str, int] = {}

    def all_there() -> bool:
        seen.clear()
        seen.update(talk.places("round"))
        return seen == stand

    until(all_there, what="everybody is at a node of its own", timeout_s=LEAVES_S)
    ended, contact_ids = {}, {}
    for node_id, customer in callers.items():
        assert customer.finished()
        row = talk.row(customer)
        run = talk.run(row["contact_id"])
        contact_ids[node_id] = row["contact_id"]
        ended[node_id] = (row["outcome"], row["by"], run["outcome"], run["last_node"])
    assert ended == {node_id: END_AT.get(node_id, ("left-in-flow", "customer", "left", node_id)) for node_id in ended}
    assert talk.centre.legs() == []
    assert talk.contacts() == []
    assert talk.places("round") == {}
    for node_id in ("free", "voice"):
        spoken = talk.answers(contact_ids[node_id])[node_id]
        assert spoken["seconds"] > 1
    report = talk.report("round")
    (figures,) = report["flows"]
    counts = {
        name: figures[name] for name in ("entered", "handed_over", "messages", "completed", "contained", "failed")
    }
    assert counts == {"entered": 22, "handed_over": 2, "messages": 1, "completed": 4, "contained": 1, "failed": 0}
    left = {node["node_id"]: node["left_here"] for node in report["nodes"] if node["left_here"]}
    there = set(callers) - {"queue", "agent", "end", "message", "part"} | {"part/inner"}
    assert left == dict.fromkeys(there, 1)
    talk.journal()
    assert talk.centre.metric("cordboard_input_faults") == 0


# -- keys and words --


def test_right_keys_keys_pressed_ahead_silence_and_wrong_keys_each_come_to_their_end(talk: FlowOffice) -> None:
    right, knows = talk.customer_on_a_line("300")
    ahead, hurries = talk.customer_on_a_line("300")
    _, reads = talk.customer_on_a_line("300")
    wrong, errs = talk.customer_on_a_line("300")
    silent, _ = talk.customer_on_a_line("300")
    person, asks = talk.customer_on_a_line("300")
    hello, choices, by_language = talk.words(HELLO), talk.words(CHOICES), talk.words(CHOICES_RU, language="ru")
    talk.contact(ahead)
    hurries.dial("14711#2")
    until(lambda: knows.had_words(hello), what="the greeting is heard")
    # a key ends the greeting, and means what it means in the menu that follows
    reads.dial("9")
    asks.dial("0")
    talk.at(right, "menu")
    errs.dial("7")
    pressed = time.monotonic()
    knows.dial("1")
    talk.at(right, "contract")
    talk.pause(0.7)
    assert knows.heard(time.monotonic() - 0.3).rms > 0.01, "the question is heard"
    knows.dial("4")
    hushed = time.monotonic() + 0.4
    talk.pause(0.9)
    assert knows.heard(hushed).rms < 0.005, "a key silences the words at once"
    assert not knows.had_words(choices, since=pressed + 0.5)
    knows.dial("711#")
    talk.at(right, "count")
    knows.dial("3")
    until(lambda: reads.had_words(by_language), what="the Russian menu is heard")
    assert not reads.had_words(choices)
    until(lambda: errs.was_told("invalid"), what="a wrong key is told")
    errs.dial("8")
    rows = {customer.caller: talk.row(customer) for customer in (right, ahead)}
    assert talk.answers(rows[right.caller]["contact_id"]) == {"contract": "4711", "count": 3}
    assert talk.answers(rows[ahead.caller]["contact_id"]) == {"contract": "4711", "count": 2}
    assert knows.had_words(talk.words("You have three bills"))
    assert hurries.had_words(talk.words("You have two bills"))
    for customer in (wrong, silent, person):
        assert talk.contact(customer, "waiting")["queue_id"] == "empty"
    jingle = talk.jingle()
    for line in (knows, hurries):
        assert line.had_words(jingle, like=0.999), "the uploaded prompt is heard as it is"
        assert line.had_words(talk.words(THANKS))
    assert talk.centre.metric("cordboard_input_faults") == 0


def test_an_order_is_taken_by_keys_as_quickly_as_they_are_pressed(talk: FlowOffice) -> None:
    quick, hurries = talk.customer_on_a_line(ROUND_NUMBERS["order"])
    slow, listens = talk.customer_on_a_line(ROUND_NUMBERS["order"])
    talk.at(quick, "order")
    hurries.dial("11#2#12#1##")
    taken = talk.at(slow, "order")
    listens.dial("99#")
    until(lambda: listens.was_told("invalid"), what="there is no such item")
    listens.dial("12#")
    price = {"kind": "money", "value": "'45.00'"}
    asked = talk.words("Chair", price, "Enter the quantity, then press hash.")
    until(lambda: listens.had_words(asked), what="the quantity is asked")
    listens.dial("3##")
    bought = talk.at(quick, "end")
    answers = talk.answers(bought["contact_id"])
    assert [(line["code"], line["quantity"]) for line in answers["order"]] == [("11", 2), ("12", 1)]
    assert answers["order_total"] == "84.80"
    talk.at(slow, "end")
    assert talk.answers(taken["contact_id"])["order_total"] == "135.00"
    for customer in (quick, slow):
        customer.vanish()


# -- secrets --


def test_a_pin_opens_an_account_and_is_found_nowhere_afterwards(talk: FlowOffice) -> None:
    in_table, in_request, wrong = "73519264", "90817263", "64482915"
    talk.ada.ask("PUT", "/api/tables/accounts?name=Accounts", f"contract,pin,balance\n4711,{in_table},12.50\n".encode())
    by_table, rich = talk.customer_on_a_line("301")
    by_request, _ = talk.customer_on_a_line("302")
    errs, poor = talk.customer_on_a_line("301")
    seen = []
    for customer, line, pin in (
        (by_table, rich, in_table),
        (by_request, talk.lines[1], in_request),
        (errs, poor, wrong),
    ):
        talk.at(customer, "contract")
        line.dial("4711")
        talk.at(customer, "pin")
        line.dial(pin[:5])
        talk.pause(0.3)
        seen.append(json.dumps(talk.supervisor.tiles()))
        line.dial(pin[5:])
    rows = [talk.row(customer) for customer in (by_table, by_request, errs)]
    assert talk.program.asked[-1] == ("/fine", {"pin": in_request})
    assert rich.had_words(talk.words("Your balance is", {"kind": "money", "value": "'12.50'"}))
    assert poor.had_words(talk.words("That does not fit."))
    for row in rows:
        contact_id = row["contact_id"]
        told = [f"/api/contacts/{contact_id}", f"/api/contacts/{contact_id}/story", "/api/messages"]
        seen += [json.dumps(talk.supervisor.ask("GET", path)) for path in told]
    assert "balance" in json.dumps(talk.runs(rows[0]["contact_id"]))
    traces = Traces(talk, in_table, in_request, wrong)
    traces.look("the screens", "\n".join(seen).encode())
    traces.look("the log", talk.centre.log().encode())
    # the table itself stands in the database and in its log of changes
    traces.look_at_rows(without="lookup_row")
    traces.look_at_files(talk.centre.home, own=in_table)
    traces.look_at_files(memory_folder(talk.centre.home))
    assert traces.looked > 50
    assert traces.found == []


@dataclass
class Traces:
    """Where secrets were found."""

    talk: FlowOffice
    secrets: tuple[str, ...]
    found: list[tuple[str, str]]
    looked: int

    def __init__(self, talk: FlowOffice, *secrets: str) -> None:
        self.talk, self.secrets, self.found, self.looked = talk, secrets, [], 0

    def look(self, where: str, content: bytes, own: str = "") -> None:
        """Look for all secrets but the `own` one."""
        self.looked += 1
        self.found += [(where, each) for each in self.secrets if each != own and each.encode() in content]

    def look_at_rows(self, *, without: str) -> None:
        """Look in every row of every table but one."""
        names = [
            row["tablename"]
            for row in self.talk.centre.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        for name in set(names) - {without}:
            for row in self.talk.centre.query(f'SELECT * FROM "{name}"'):
                values = [value if isinstance(value, bytes) else str(value).encode() for value in row.values()]
                self.look(name, b"\0".join(values))

    def look_at_files(self, folder: Path, own: str = "") -> None:
        """Look in names and contents of all files; in those of the database not for the `own` secret."""
        for file in folder.rglob("*"):
            if file.is_file():
                self.look(str(file), str(file).encode() + file.read_bytes(), own if "postgres" in file.parts else "")


# -- the world outside --


def test_a_request_is_told_and_its_failure_its_time_limit_and_a_barred_host_take_the_way_of_errors(
    talk: FlowOffice, installed: Asterisk
) -> None:
    _, fine = talk.customer_on_a_line("310")
    broken = talk.customer("311")
    slow, waits = talk.customer_on_a_line("312")
    barred = talk.customer("313")
    contact = talk.at(slow, "slow")
    began = time.monotonic()
    talk.at(slow, "sorry")
    ended = time.monotonic()
    assert ended - began < 4.0
    assert waits.longest_gap_s(began + 1.2, ended) < 0.5, "whoever waits hears music"
    assert waits.had_music(installed.music, began + 1.5, ended - 0.5)
    for customer in (broken, slow, barred):
        assert talk.run(talk.row(customer)["contact_id"])["outcome"] == "goodbye"
    until(lambda: fine.had_words(talk.words("Your parcels: three")), what="the answer is said")
    assert waits.had_words(talk.words("We cannot say now."))
    nodes = {node["node_id"]: node for node in talk.report("outside")["nodes"]}
    assert [nodes[name]["errors"] for name in ("fine", "broken", "slow", "barred")] == [0, 1, 1, 1]
    assert contact["contact_id"]


# -- messages --


def test_a_message_is_kept_and_heard_also_of_who_rings_off_and_none_of_who_is_silent(talk: FlowOffice) -> None:
    speaks, line = talk.customer_on_a_line("320")
    leaves = talk.customer("320", leaves_after_s=6)
    silent, _ = talk.customer_on_a_line("320", speaks=False)
    talk.pause(4.5)
    line.dial("#")
    rows = {name: talk.row(who) for name, who in (("speaks", speaks), ("leaves", leaves), ("silent", silent))}
    assert [(row["outcome"], row["by"]) for row in rows.values()] == [
        ("turned-away", "center"),
        ("left-in-flow", "customer"),
        ("turned-away", "center"),
    ]
    messages = {each["contact_id"]: each for each in talk.supervisor.ask("GET", "/api/messages")}
    for name in ("speaks", "leaves"):
        kept = messages[rows[name]["contact_id"]]
        assert (kept["kind"], kept["queue_id"]) == ("voicemail", "empty")
        assert kept["seconds"] > 1
        file = talk.folder / f"{name}.wav"
        path = f"/api/messages/{kept['message_id']}/sound"
        file.write_bytes(
            until(lambda path=path: _there(talk, path), what="the message is kept")  # type: ignore[misc]
        )
        assert heard(file, from_s=0.5, to_s=1.5).customer > 0.1
    assert rows["silent"]["contact_id"] not in messages
    assert talk.run(rows["silent"]["contact_id"])["last_node"] == "nothing"
    assert talk.report("message")["flows"][0]["messages"] == 2


def _there(talk: FlowOffice, path: str) -> bytes | None:
    status, sound = talk.supervisor.try_("GET", path)
    return sound if status == 200 else None


def test_a_callback_to_another_number_is_read_back_corrected_confirmed_and_booked(talk: FlowOffice) -> None:
    customer, line = talk.customer_on_a_line("321")
    contact = talk.at(customer, "number")
    line.dial("4420794")
    digits = {"kind": "digits", "value": "'4420794'"}
    read_back = talk.words("You entered", digits, "If this is right, press 1. To enter it again, press 2.")
    until(lambda: line.had_words(read_back), what="it is read back")
    line.dial("2")
    until(lambda: talk.events(contact["contact_id"], fev.AnswerMissed), what="the first number is not meant")
    line.dial("4420795")
    until(
        lambda: len(talk.events(contact["contact_id"], fev.ConfirmationAsked)) == 2, what="the other one is read back"
    )
    line.dial("1")
    talk.row(customer)
    (booked,) = [m for m in talk.supervisor.ask("GET", "/api/messages") if m["contact_id"] == contact["contact_id"]]
    assert (booked["kind"], booked["number"], booked["seconds"]) == ("callback", "4420795", None)
    talk.supervisor.ask("POST", f"/api/messages/{booked['message_id']}/done")
    assert booked["message_id"] not in [m["message_id"] for m in talk.supervisor.ask("GET", "/api/messages")]
    assert talk.run(contact["contact_id"])["contained"] is False


# -- people --


def test_a_customer_who_stays_after_the_agent_is_asked_and_the_agent_serves_others_meanwhile(talk: FlowOffice) -> None:
    bob = talk.agent("bob", calls=2)
    first, line = talk.customer_on_a_line("330")
    contact_id = talk.in_state("bob", "talking")["contact_id"]
    bob.do("hang-up")
    talk.in_state("bob", "wrapping-up")
    until(lambda: line.had_words(talk.words(RATE)), what="the question is heard")
    bob.do("wrap-up")
    second = talk.customer("330")
    assert talk.in_state("bob", "talking")["contact_id"] == talk.contact(second)["contact_id"]
    line.dial("4")
    until(lambda: line.had_words(talk.words(SOLVED)), what="the second question is heard")
    line.dial("1")
    row = talk.row(first)
    assert (row["outcome"], row["agent_id"]) == ("served", "bob")
    assert talk.answers(contact_id) == {"rate": 4, "solved": True}
    talk.recording(contact_id)
    bob.do("hang-up")
    talk.at(second, "rate")
    second.vanish()


def test_a_flow_leads_to_an_agent_to_a_number_outside_and_back_when_nobody_answers(talk: FlowOffice) -> None:
    talk.partner("hangs_up", leaves_after_s=1.5)
    outside, far = talk.customer_on_a_line("351")
    absent, line = talk.customer_on_a_line("350")
    barred, times_out = talk.customer("352"), talk.customer("353")
    until(lambda: line.had_words(talk.words("Nobody is there.")), what="the absence is told")
    talk.at(barred, "absent")
    talk.at(times_out, "absent")
    line.dial("1")
    assert talk.row(absent)["outcome"] == "turned-away"
    dan = talk.agent("dan")
    present = talk.customer("350")
    assert talk.in_state("dan", "talking")["contact_id"] == talk.contact(present)["contact_id"]
    dan.do("hang-up")
    assert talk.row(present)["outcome"] == "served"
    until(lambda: far.heard().agent > 0.05, what="the number outside is heard")
    until(lambda: far.had_words(talk.words("Anything else?")), what="the flow goes on after the talk")
    run = talk.run(talk.row(outside)["contact_id"])
    assert (run["last_node"], run["contained"]) == ("bye", False)
    assert talk.centre.metric("cordboard_input_faults") == 0


# -- who configures --


def test_the_emergency_switch_changes_what_the_next_caller_hears(talk: FlowOffice) -> None:
    for on, text in ((True, "There is a power cut. We work on it."), (False, HELLO)):
        talk.supervisor.ask("PUT", "/api/switches/emergency", {"on": on})
        _, line = talk.customer_on_a_line("340")
        until(lambda text=text, line=line: line.had_words(talk.words(text)), what=text)  # type: ignore[misc]
    ways = {node["node_id"]: node["ways"] for node in talk.report("news")["nodes"]}
    assert ways["hours"] == {"emergency": 1, "open": 1}


def test_callers_end_on_the_version_they_began_with_and_the_earlier_one_is_back_at_once(talk: FlowOffice) -> None:
    stays, old = talk.customer_on_a_line("360")
    talk.at(stays, "menu")
    opened = talk.ada.ask("GET", "/api/flows/versions")
    document = opened["document"]
    document["nodes"]["menu"]["prompts"] = [{"kind": "text", "text": {"en": "The new menu."}}]
    document["nodes"]["menu"]["choices"] = {"1": "bye"}
    document["nodes"].pop("old")
    kept = talk.ada.ask("PUT", "/api/flows/versions/draft", {"document": document, "rev": opened["rev"]})
    assert kept["problems"] == []
    version = talk.ada.ask("POST", "/api/flows/versions/publish", {"rev": kept["rev"], "note": "shorter"})["version"]
    assert version == 2
    comes, new = talk.customer_on_a_line("360")
    until(lambda: new.had_words(talk.words("The new menu.")), what="the new menu is heard")
    old.dial("1")
    until(lambda: old.had_words(talk.words("Still the old one.")), what="the old flow goes on")
    assert talk.ada.ask("POST", "/api/flows/versions/versions/1/restore", {"note": ""})["version"] == 3
    late, last = talk.customer_on_a_line("360")
    until(lambda: last.had_words(talk.words("The old menu.")), what="the old menu is back")
    for line in (old, new, last):
        line.dial("1")
    talk.at(late, "old")
    last.dial("1")
    versions = [talk.run(talk.row(customer)["contact_id"])["version"] for customer in (stays, comes, late)]
    assert versions == [1, 2, 3]
    assert {each["version"]: each["entered"] for each in talk.report("versions")["flows"]} == {1: 1, 2: 1, 3: 1}


def test_a_draft_is_called_from_the_browser_and_counts_in_no_report(talk: FlowOffice) -> None:
    document = talk.ada.ask("GET", "/api/flows/news")["document"]
    document["nodes"] = {"hours": {"kind": "goodbye", "prompts": ["cord/goodbye"]}}
    offered = talk.ada.ask("POST", "/api/flows/news/test-call", {"document": document})
    before = talk.report("news")["flows"]

    async def called() -> tuple[str, str]:
        url = f"http://127.0.0.1:{talk.centre.web_port}{offered['socket']}"
        async with aiohttp.ClientSession() as http, http.ws_connect(url, protocols=("sip",)) as socket:
            phone = WebPhone(socket, offered["user"], offered["password"])
            return await phone.call(offered["target"]), await phone.heard()

    answered, ended = asyncio.run(called())
    assert answered.startswith("SIP/2.0 200")
    assert ended.startswith("BYE")
    row = talk.rows()[0]
    assert row["number"] == offered["number"]
    (started,) = talk.events(row["contact_id"], fev.FlowStarted)
    assert started.flow_id.startswith("try.")
    assert talk.report("news")["flows"] == before
