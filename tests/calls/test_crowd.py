"""Fifty calls at once and twenty agents: nobody is lost, and everything that was said is kept."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from cordboard.center.entries import Entry
from cordboard.center.people import Agent
from cordboard.center.queues import Queue
from cordboard.floor import events as ev
from tests.calls.centre import Centre, until
from tests.calls.office import Office, small_company
from tests.calls.phones import free_port
from tests.calls.tones import heard

pytestmark = [pytest.mark.calls, pytest.mark.slow]

CALLS, AGENTS = 50, 20
TALK_S = 3.0
CROWD = [f"agent{number:02}" for number in range(AGENTS)]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The company with a big queue and many agents."""
    company = small_company()
    center = replace(
        company.center,
        queues={"crowd": Queue(queue_id="crowd", name="Crowd", wrap_up_s=0)},
        agents={agent_id: Agent(agent_id=agent_id, name=agent_id.title()) for agent_id in CROWD},
        entries={"300": Entry(number="300", queue_id="crowd")},
    )
    folder = tmp_path_factory.mktemp("c")
    configuration = replace(company, center=center, flows={})
    office = Office(Centre(home=folder / "h"), folder, configuration)
    try:
        office.open()
        yield office
    finally:
        office.close()


def everybody_begins_work(office: Office) -> None:
    """All agents are ready; they share one telephone exchange, which answers, talks a while and hangs up."""
    port = free_port()
    for agent_id in CROWD:
        desk = office.centre.browser(agent_id)
        desk.do("sign-in", phone="sip")
        sip = desk.ask("GET", "/api/desk/phone")["sip"]
        office.phones.register(sip["user"], sip["password"], port)
        desk.do("ready")
    office.phones.agent("hangs_up", leaves_after_s=TALK_S, port=port)
    everybody_is_ready(office)


def everybody_is_ready(office: Office) -> None:
    """Wait until all agents could be offered a call."""
    until(lambda: office.tile("queue:crowd")["agents_ready"] == AGENTS, what=f"{AGENTS} agents are ready")


def test_fifty_calls_at_once_are_all_served_and_all_recorded_and_the_call_log_agrees_with_the_journal(
    crowded: Office,
) -> None:
    office = crowded
    office.clear()
    everybody_begins_work(office)
    customers = office.customer("300", calls=CALLS, rate=CALLS)
    office.waits_for(AGENTS, "talking")
    talking, waiting = office.contacts("talking"), office.contacts("waiting", "offered")
    assert len({contact["agent_id"] for contact in talking}) == len(talking), "nobody talks with two"
    assert len(talking) + len(waiting) <= CALLS
    rows = office.rows(CALLS, timeout_s=60)
    assert customers.finished(), "every customer was served and let go"
    assert len(rows) == CALLS
    assert Counter((row["outcome"], row["by"]) for row in rows) == {("served", "agent"): CALLS}
    everybody_is_ready(office)

    journal = office.journal()
    ended = {line.event.contact_id: line for line in journal if isinstance(line.event, ev.ContactEnded)}
    talked = {line.event.contact_id: line for line in journal if isinstance(line.event, ev.ContactConnected)}
    assert ended.keys() == talked.keys() == {row["contact_id"] for row in rows}
    for row in rows:
        began, end = talked[row["contact_id"]], ended[row["contact_id"]]
        assert (row["agent_id"], row["outcome"]) == (began.event.agent_id, end.event.outcome)
        assert row["talk_s"] == pytest.approx(end.at - began.at, abs=0.001)
    for row in rows:
        (file,) = office.recordings(row["contact_id"])
        assert TALK_S - 0.5 < heard(file).seconds < TALK_S + 3
        assert heard(file, channel=0, from_s=0.5).customer > 0.05, row
        assert heard(file, channel=1, from_s=0.5).agent > 0.05, row
    assert office.centre.metric("cordboard_input_faults") == 0


def test_a_centre_killed_twice_in_the_rush_serves_every_call_once(crowded: Office) -> None:
    office = crowded
    office.clear()
    everybody_begins_work(office)
    seen = {line.event.contact_id for line in office.journal() if isinstance(line.event, ev.ContactArrived)}
    customers = office.customer("300", calls=CALLS, rate=CALLS)
    until(lambda: len(office.contacts()) > AGENTS, what="the rush has begun")
    dead = []
    for _ in range(2):
        killed_at = time.time()
        office.centre.kill()
        office.centre.start()
        dead.append((killed_at, time.time()))
    assert customers.finished(60), "every customer was served and let go"
    everybody_is_ready(office)
    rows = [row for row in office.rows() if row["contact_id"] not in seen]
    # those who reached Asterisk while no centre was there heard the fallback message
    assert AGENTS < len(rows) <= CALLS
    assert Counter(row["outcome"] for row in rows) == {"served": len(rows)}
    journal = office.journal()
    assert {row["contact_id"] for row in rows} == {
        line.event.contact_id
        for line in journal
        if isinstance(line.event, ev.ContactConnected) and line.event.contact_id not in seen
    }
    for row in rows:
        (file,) = office.recordings(row["contact_id"])
        # the two are joined by the centre: an agent who answers while it is dead waits for it
        answered_at = row["ended_at"] - heard(file).seconds
        if not any(killed_at - 1 < answered_at < back_at for killed_at, back_at in dead):
            assert heard(file, from_s=0.5, to_s=2.5).customer > 0.05, row
    assert office.centre.metric("cordboard_input_faults") == 0
