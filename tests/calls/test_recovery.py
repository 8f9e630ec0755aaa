"""Nothing is lost: the centre, Asterisk, PostgreSQL and the link between them die under real calls."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cordboard.asterisk.install import Asterisk
from cordboard.asterisk.instance import Instance
from cordboard.floor import events as ev
from tests.calls.centre import Centre, until
from tests.calls.cut import Link
from tests.calls.office import Office
from tests.calls.tones import heard

pytestmark = [pytest.mark.calls, pytest.mark.slow]

OUTAGE_S = 30.0
HANGS_ON_S = 12.0


def standing(office: Office) -> dict[str, tuple[Any, ...]]:
    """Everything on the floor: who is where, since when, at which place."""
    found: dict[str, tuple[Any, ...]] = {}
    for key, tile in office.supervisor.tiles().items():
        if key.startswith("contact:"):
            what = ("state", "state_since", "queue_id", "agent_id", "arrived_at", "position", "language")
            found[key] = tuple(tile[name] for name in what)
        elif key.startswith("agent:"):
            found[key] = tuple(tile[name] for name in ("state", "state_since", "contact_id", "held"))
    return found


def assert_talk_is_whole(recording: Path, *, seconds: float) -> None:
    """Both sides of the talk are heard all the time, whatever happened meanwhile."""
    whole = heard(recording).seconds
    assert whole > seconds
    for half in range(1, int(2 * whole) - 1):
        at = half / 2
        assert heard(recording, channel=0, from_s=at, to_s=at + 0.5).customer > 0.05, f"the customer at {at} s"
        assert heard(recording, channel=1, from_s=at, to_s=at + 0.5).agent > 0.05, f"the agent at {at} s"


def test_after_kill_9_of_the_centre_every_call_is_in_its_state_and_place_and_the_audio_never_stopped(
    office: Office, installed: Asterisk
) -> None:
    fay = office.agent("fay")
    office.customer("201", leaves_after_s=0.5)
    office.in_state("fay", "wrapping-up")
    ann = office.agent("ann")
    talks, line = office.customer_on_a_line("201")
    talk = office.contact(talks, "talking")
    dan = office.agent("dan")
    is_held, held_line = office.customer_on_a_line("201")
    held = office.contact(is_held, "talking")
    dan.do("hold")
    office.agent("bob", rings_s=15)
    rings = office.customer("202")
    ringing = office.contact(rings, "offered")
    waiting = []
    for _ in range(3):
        waiting.append(office.contact(office.customer("205"), "waiting"))
    chooses, menu_line = office.customer_on_a_line("100")
    until(lambda: menu_line.was_told("menu"), what="the menu is heard")
    pids = office.centre.asterisk_pid(), office.centre.postgres_pid()
    before, killed = standing(office), time.monotonic()
    office.centre.kill()
    office.pause(0.5)
    office.centre.start()
    back = time.monotonic()
    assert standing(office) == before
    assert [office.tile(f"contact:{contact['contact_id']}")["position"] for contact in waiting] == [1, 2, 3]
    assert (office.centre.asterisk_pid(), office.centre.postgres_pid()) == pids, "both outlived the centre"
    assert line.longest_gap_s(killed, back) < 1.0
    assert line.heard(killed, back).agent > 0.1
    assert held_line.had_music(installed.music, killed, back)

    until(lambda: menu_line.was_told("menu", since=back - 1), what="the menu is said again")
    menu_line.press("1")
    chosen = office.contact(chooses, "waiting")
    assert chosen["queue_id"] == "sales"
    fay.do("wrap-up")
    assert office.in_state("fay", "talking")["contact_id"] == chosen["contact_id"]
    dan.do("resume")
    resumed = time.monotonic() + 0.3
    assert office.in_state("bob", "talking")["contact_id"] == ringing["contact_id"]
    assert office.offers(ringing["contact_id"])[0][0] == "bob"
    assert len(office.offers(ringing["contact_id"])) == 1, "it rang once, across the kill"
    office.pause(max(0.0, resumed + 1.2 - time.monotonic()))
    assert held_line.heard(resumed).agent > 0.1
    spent = time.monotonic() - killed
    for desk in (ann, dan):
        desk.do("hang-up")
    for customer in (talks, is_held):
        assert office.row(customer)["outcome"] == "served"
    assert_talk_is_whole(office.recording(talk["contact_id"]), seconds=spent)
    assert heard(office.recording(held["contact_id"])).seconds > spent
    office.journal()
    assert office.centre.metric("cordboard_input_faults") == 0


def test_what_happened_while_the_centre_was_dead_is_found_out(office: Office) -> None:
    office.agent("dan", "hangs_up", leaves_after_s=4, calls=1)
    dans_phone = office.phones.latest
    left_by_agent = office.customer("201")
    office.contact(left_by_agent, "talking")
    office.agent("ann")
    left_talk = office.customer("201", leaves_after_s=4)
    talk = office.contact(left_talk, "talking")
    left_waiting = office.customer("205", leaves_after_s=4)
    left_menu = office.customer("100", leaves_after_s=4)
    stays = office.customer("205")
    office.contact(stays, "waiting")
    office.agent("bob", rings_s=3)
    rings, line = office.customer_on_a_line("202")
    ringing = office.contact(rings, "offered")
    office.contact(left_menu, "arrived")
    office.centre.kill()
    refused, refused_line = office.customer_on_a_line("201")
    for phone in (left_talk, left_waiting, left_menu, dans_phone):
        assert phone.finished(), "it left while the centre was dead"
    assert refused.finished(), "who calls meanwhile is not left hanging"
    assert refused_line.was_told("fallback")
    office.centre.start()
    ends = {
        name: (row["outcome"], row["by"])
        for name, customer in (
            ("talk", left_talk),
            ("by agent", left_by_agent),
            ("waiting", left_waiting),
            ("menu", left_menu),
        )
        for row in [office.row(customer)]
    }
    assert ends == {
        "talk": ("served", "customer"),
        "by agent": ("served", "agent"),
        "waiting": ("abandoned", "customer"),
        "menu": ("left-in-flow", "customer"),
    }
    assert left_by_agent.finished(), "whom the agent left is let go"
    assert office.in_state("bob", "talking")["contact_id"] == ringing["contact_id"]
    answered = time.monotonic()
    until(lambda: line.heard(answered).agent > 0.1, what="the agent who answered meanwhile is heard")
    assert office.contact(stays, "waiting")["position"] == 1
    office.in_state("ann", "wrapping-up")
    assert heard(office.recording(talk["contact_id"]), from_s=0.5, to_s=2).customer > 0.1
    office.journal()


def test_a_killed_asterisk_loses_its_calls_and_the_agents_are_ready_when_their_phones_are_back(office: Office) -> None:
    office.agent("ann")
    talks = office.customer("201")
    talk = office.contact(talks, "talking")
    office.agent("bob", "rings")
    rings, waits, chooses = office.customer("202"), office.customer("205"), office.customer("100")
    office.contact(rings, "offered")
    office.contact(waits, "waiting")
    office.contact(chooses, "arrived")
    office.pause(2.5)
    dead = office.centre.asterisk_pid()
    os.kill(dead, signal.SIGKILL)
    until(lambda: not office.tile("system")["switch_up"], what="the floor learns that Asterisk is gone")
    until(lambda: office.tile("system")["switch_up"], what="Asterisk is started again and found", timeout_s=30)
    assert office.centre.asterisk_pid() != dead
    for customer in (talks, rings, waits, chooses):
        row = office.row(customer)
        assert (row["outcome"], row["by"]) == ("lost", "switch")
    office.phone("ann")
    office.phone("bob")
    for agent_id in ("ann", "bob"):
        assert office.in_state(agent_id, "ready")["reachable"]
    assert office.offers(office.row(rings)["contact_id"]) == [("bob", "withdrawn")]
    again, line = office.customer_on_a_line("201")
    office.contact(again, "talking")
    talking = time.monotonic()
    until(lambda: line.heard(talking).agent > 0.1, what="a call after it is heard")
    lost = heard(office.recording(talk["contact_id"]))
    assert lost.customer > 0.1, "what was recorded before the end is kept"
    office.journal()


def test_an_asterisk_that_hangs_is_waited_for_and_its_calls_go_on_when_it_is_back(office: Office) -> None:
    ann = office.agent("ann")
    talks, line = office.customer_on_a_line("201")
    office.contact(talks, "talking")
    waits = office.customer("205")
    office.contact(waits, "waiting")
    before, pid = standing(office), office.centre.asterisk_pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        until(lambda: not office.tile("system")["switch_up"], what="the floor learns that it hangs", timeout_s=15)
        # longer than one try to reach it takes
        office.pause(HANGS_ON_S)
        assert not office.centre.health()["parts"]["switch"]["ok"]
        ann.do("hold")
    finally:
        os.kill(pid, signal.SIGCONT)
    until(office.centre.is_ready, what="it is found again", timeout_s=20)
    ann.do("resume")
    assert standing(office) == before
    resumed = time.monotonic()
    until(lambda: line.heard(resumed).agent > 0.1, what="the agent is heard again")
    ann.do("hang-up")
    assert office.row(talks)["outcome"] == "served"
    office.journal()


def test_postgresql_gone_for_half_a_minute_leaves_calls_talking_and_everything_is_written_afterwards(
    office: Office,
) -> None:
    ann = office.agent("ann")
    talks, line = office.customer_on_a_line("201")
    talk = office.contact(talks, "talking")
    office.agent("dan")
    leaves = office.customer("201", leaves_after_s=4)
    office.contact(leaves, "talking")
    postgres = [pid for pid, words in office.centre.processes().items() if words.startswith("postgres:")]
    postgres.insert(0, office.centre.postgres_pid())
    gone = time.monotonic()
    for pid in postgres:
        os.kill(pid, signal.SIGSTOP)
    try:
        assert leaves.finished()
        comes = office.customer("205")
        unwell = until(
            lambda: parts if not (parts := office.centre.health()["parts"])["journal"]["ok"] else None,
            what="/health says that the journal waits",
            timeout_s=OUTAGE_S - 5,
        )
        assert "wait" in unwell["journal"]["says"]
        assert not unwell["database"]["ok"]
        assert unwell["switch"]["ok"]
        office.pause(max(0.0, gone + OUTAGE_S - time.monotonic()))
    finally:
        for pid in reversed(postgres):
            os.kill(pid, signal.SIGCONT)
    back = time.monotonic()
    assert line.longest_gap_s(gone, back) < 1.0
    assert line.heard(gone, back).agent > 0.1
    until(office.centre.is_ready, what="all is well again", timeout_s=20)
    row = office.row(leaves)
    assert (row["outcome"], row["by"]) == ("served", "customer")
    office.contact(comes, "waiting")
    assert office.contact(talks)["state"] == "talking"
    ann.do("hang-up")
    assert office.row(talks)["talk_s"] > OUTAGE_S
    assert_talk_is_whole(office.recording(talk["contact_id"]), seconds=OUTAGE_S)
    assert any(isinstance(entry.event, ev.LimitsExtended) for entry in office.journal())


def test_a_killed_postgresql_is_started_again_and_nothing_is_lost(office: Office) -> None:
    ann = office.agent("ann")
    talks = office.customer("201")
    office.contact(talks, "talking")
    dead = office.centre.postgres_pid()
    os.kill(dead, signal.SIGKILL)
    waits = office.customer("205")
    until(lambda: office.centre.health()["ok"] and office.centre.postgres_pid() != dead, what="it is back")
    office.contact(waits, "waiting")
    ann.do("hang-up")
    assert office.row(talks)["outcome"] == "served"
    office.journal()


@pytest.fixture
def far_office(switch: Instance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Link]]:
    """The company with an Asterisk of its own choice, reached over a link that can be cut."""
    folder = tmp_path_factory.mktemp("f")
    link = Link(switch.settings.http_port)
    further = {
        "CORDBOARD_ASTERISK_ARI_URL": link.url,
        "CORDBOARD_ASTERISK_ARI_USER": switch.settings.app,
        "CORDBOARD_ASTERISK_ARI_PASSWORD": switch.ari_password,
    }
    office = Office(Centre(home=folder / "h", sip_port=switch.settings.sip_port, further=further), folder)
    try:
        office.open()
        yield office, link
    finally:
        office.close()
        link.close()


def test_a_cut_link_to_asterisk_ends_no_call_and_what_happened_meanwhile_is_found_out(
    far_office: tuple[Office, Link],
) -> None:
    office, link = far_office
    ann = office.agent("ann")
    talks, line = office.customer_on_a_line("201")
    talk = office.contact(talks, "talking")
    leaves, stays = office.customer("205", leaves_after_s=4), office.customer("205")
    office.contact(leaves, "waiting")
    office.contact(stays, "waiting")
    before = standing(office)
    cut = time.monotonic()
    link.cut()
    until(lambda: not office.tile("system")["switch_up"], what="the floor learns of the cut")
    assert not office.centre.health()["parts"]["switch"]["ok"]
    assert standing(office) == before, "nobody is thrown out because of a cut"
    assert leaves.finished()
    link.mend()
    until(office.centre.is_ready, what="the link is back")
    back = time.monotonic()
    assert office.row(leaves)["outcome"] == "abandoned"
    assert office.contact(stays, "waiting")["position"] == 1
    assert line.longest_gap_s(cut, back) < 1.0
    assert line.heard(cut, back).agent > 0.1
    ann.do("hang-up")
    assert office.row(talks)["outcome"] == "served"
    assert_talk_is_whole(office.recording(talk["contact_id"]), seconds=back - cut)
    office.journal()
    stays.vanish()
