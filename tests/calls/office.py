"""A small company for tests of whole calls: queues, agents with real phones, and what the screens say of it all."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cordboard.center.center import Center
from cordboard.center.entries import ANY_NUMBER, Entry
from cordboard.center.hours import Hours
from cordboard.center.people import Agent, PauseReason
from cordboard.center.permissions import Role
from cordboard.center.queues import Disposition, End, Queue, WaitingPlan
from cordboard.center.trunks import Trunk
from cordboard.floor import events as ev
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Menu, Say, SetLanguage, ToQueue
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.live import LiveCenter
from cordboard.runtime.ports import Entry as JournalLine
from tests.calls.centre import Browser, Centre, account, until
from tests.calls.line import Line
from tests.calls.phones import Phone, Phones

CUSTOMERS_ADDRESS = "127.0.0.2"
"""The trunk's; everything of the machine itself may come from 127.0.0.1."""


def small_company() -> Configuration:
    """Queues of every kind, a menu in two languages, and agents of whom Gus has gone fishing."""
    gone = frozenset({"fishing"})
    quiet = WaitingPlan(announce_first_s=3, announce_every_s=4)
    sold = Disposition(disposition_id="sold", name="Sold")
    queues = (
        Queue(
            queue_id="sales",
            name="Sales",
            skills=frozenset({"sales"}),
            offer_s=4,
            wrap_up_s=60,
            waiting=quiet,
            dispositions=(sold,),
        ),
        Queue(
            queue_id="support", name="Support", skills=frozenset({"support"}), offer_s=20, wrap_up_s=0, waiting=quiet
        ),
        Queue(queue_id="closed", name="Closed", skills=frozenset({"sales"}), hours=Hours()),
        Queue(
            queue_id="hasty",
            name="Hasty",
            skills=gone,
            waiting=WaitingPlan(wait_s_max=1.5, on_wait_max=End(prompts=("cord/all-busy",))),
        ),
        Queue(queue_id="patient", name="Patient", skills=gone, waiting=quiet),
    )
    agents = (
        Agent(agent_id="ann", name="Ann", skills=frozenset({"sales"})),
        Agent(agent_id="bob", name="Bob", skills=frozenset({"support"})),
        Agent(agent_id="eve", name="Eve", skills=frozenset({"sales", "support"})),
        Agent(agent_id="dan", name="Dan", skills=frozenset({"sales"})),
        Agent(agent_id="fay", name="Fay", skills=frozenset({"sales"})),
        Agent(agent_id="gus", name="Gus", skills=gone),
    )
    menu = Menu(
        prompts=("cord/menu",),
        choices={"1": "sales", "2": "support", "9": "russian"},
        answer_s=1.5,
        tries=2,
        on_failure="support",
    )
    flow = Flow(
        flow_id="reception",
        name="Reception",
        start="hello",
        nodes={
            "hello": Say(prompts=("cord/greeting",), next="menu"),
            "menu": menu,
            "russian": SetLanguage(language="ru", next="menu"),
            "sales": ToQueue(queue_id="sales"),
            "support": ToQueue(queue_id="support"),
        },
    )
    entries = (
        Entry(number=ANY_NUMBER, flow_id="reception"),
        Entry(number="201", queue_id="sales"),
        Entry(number="202", queue_id="support"),
        Entry(number="203", queue_id="closed"),
        Entry(number="204", queue_id="hasty"),
        Entry(number="205", queue_id="patient"),
    )
    center = Center(
        queues={q.queue_id: q for q in queues},
        agents={a.agent_id: a for a in agents},
        entries={e.number: e for e in entries},
        pauses={"lunch": PauseReason(reason_id="lunch", name="Lunch")},
    )
    trunk = Trunk(trunk_id="city", host=CUSTOMERS_ADDRESS, matches=(CUSTOMERS_ADDRESS,), codecs=("ulaw",))
    return Configuration(center=center, flows={flow.flow_id: flow}, trunks={trunk.trunk_id: trunk})


@dataclass
class Office:
    """The company, its running centre and everybody's phones."""

    centre: Centre
    folder: Path
    configuration: Configuration = field(default_factory=small_company)
    phones: Phones = field(init=False)
    lines: list[Line] = field(default_factory=list)
    numbers: int = 0
    """Customers so far; each has a number of its own."""

    def open(self) -> None:
        """Set up and start."""
        self.phones = Phones(self.folder / "phones", self.centre.sip_port)
        agents = [account(agent_id) for agent_id in self.configuration.center.agents]
        self.centre.prepare(
            self.configuration, [*agents, account("sam", Role.SUPERVISOR), account("ada", Role.ADMINISTRATOR)]
        )
        self.centre.start()

    def clear(self) -> None:
        """End every call and send everybody home, as it was before the first test."""
        self._put_phones_away()
        if not self.centre.is_running:
            self.centre.start()
        self.centre.end_calls()
        until(lambda: not self.contacts(), what="the floor is empty")
        for key, tile in self.supervisor.tiles().items():
            if key.startswith("agent:") and tile["state"] != "signed-out":
                self.centre.browser(tile["agent_id"]).do("sign-out")
        self.phones = Phones(self.folder / "phones", self.centre.sip_port)

    def close(self) -> None:
        """Stop all."""
        self._put_phones_away()
        if self.centre.process is not None:
            self.centre.stop()

    def _put_phones_away(self) -> None:
        if hasattr(self, "phones"):
            self.phones.close()
        for line in self.lines:
            line.close()
        self.lines.clear()

    @property
    def supervisor(self) -> Browser:
        """Who sees everything."""
        return self.centre.browser("sam")

    def agent(self, agent_id: str, how: str = "answers", **more: Any) -> Browser:
        """An agent signs in with a SIP phone that behaves so, and is ready and reachable."""
        desk = self.centre.browser(agent_id)
        desk.do("sign-in", phone="sip")
        self.phone(agent_id, how, **more)
        desk.do("ready")
        until(lambda: self.tile(f"agent:{agent_id}")["reachable"], what=f"the phone of {agent_id} is seen")
        return desk

    def phone(self, agent_id: str, how: str = "answers", **more: Any) -> Phone:
        """The SIP phone of an agent, registered as the desk says."""
        sip = self.centre.browser(agent_id).ask("GET", "/api/desk/phone")["sip"]
        return self.phones.agent(how, phone_id=sip["user"], secret=sip["password"], **more)

    def customer(self, number: str = "201", **more: Any) -> Phone:
        """A customer calls over the trunk, from a number of its own."""
        self.numbers += 1
        told = {"caller": f"+7999{self.numbers:07}", "host": CUSTOMERS_ADDRESS}
        return self.phones.customer(number, **(told | more))

    def customer_on_a_line(self, number: str = "201", *, speaks: bool = True, **more: Any) -> tuple[Phone, Line]:
        """A customer calls, and everything that Asterisk sends is heard."""
        line = Line(CUSTOMERS_ADDRESS, speaks=speaks)
        self.lines.append(line)
        return self.customer(number, line=line, **more), line

    def tile(self, key: str) -> dict[str, Any]:
        """One tile of the live floor; empty if it is not there."""
        tile: dict[str, Any] = self.supervisor.tiles().get(key) or {}
        return tile

    def in_state(self, agent_id: str, state: str, *, timeout_s: float = 15) -> dict[str, Any]:
        """Wait until an agent is in this state."""
        key = f"agent:{agent_id}"
        return until(
            lambda: tile if (tile := self.tile(key)).get("state") == state else None,
            what=f"{agent_id} is {state}",
            timeout_s=timeout_s,
        )

    def contacts(self, *states: str) -> list[dict[str, Any]]:
        """Contacts on the floor, oldest first; of these states if any are named."""
        tiles = self.supervisor.tiles()
        found = [tile for key, tile in tiles.items() if key.startswith("contact:")]
        return sorted((c for c in found if not states or c["state"] in states), key=lambda c: c["arrived_at"])

    def waits_for(self, count: int, *states: str, timeout_s: float = 20) -> list[dict[str, Any]]:
        """Wait until so many contacts are in these states."""
        return until(
            lambda: found if len(found := self.contacts(*states)) == count else None,
            what=f"{count} contacts are {' or '.join(states)}",
            timeout_s=timeout_s,
        )

    def contact(
        self, customer: Phone, *states: str, where: Callable[[dict[str, Any]], bool] = lambda _: True
    ) -> dict[str, Any]:
        """Wait until this customer's contact is on the floor, in one of these states if any are named."""

        def look() -> dict[str, Any] | None:
            return next((c for c in self.contacts(*states) if c["caller"] == customer.caller and where(c)), None)

        return until(look, what=f"the contact of {customer.caller} is {' or '.join(states) or 'there'}")

    def row(self, customer: Phone, *, timeout_s: float = 20) -> dict[str, Any]:
        """Wait until this customer's contact has ended, and return its row of the call log."""

        def look() -> dict[str, Any] | None:
            rows = self.supervisor.ask("GET", f"/api/contacts?caller={customer.caller.removeprefix('+')}")["rows"]
            return rows[0] if rows and rows[0]["ended_at"] else None

        return until(look, what=f"the contact of {customer.caller} has ended", timeout_s=timeout_s)

    def offers(self, contact_id: str) -> list[tuple[str, str]]:
        """At whom a contact rang, and what came of it."""
        found = self.supervisor.ask("GET", f"/api/contacts/{contact_id}")["offers"]
        return [(offer["agent_id"], offer["outcome"]) for offer in found]

    def journal(self, contact_id: str | None = None) -> list[JournalLine]:
        """What is durable, all of it or what is about one contact; it must be a story that can have happened."""
        lines = self.centre.journal()
        assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
        LiveCenter(self.configuration).replay(lines)
        once = Counter(
            (type(line.event), getattr(line.event, "offer_id", None) or line.event.contact_id)
            for line in lines
            if isinstance(line.event, (ev.ContactArrived, ev.ContactOffered, ev.ContactConnected))
        )
        ends = Counter(line.event.contact_id for line in lines if isinstance(line.event, ev.ContactEnded))
        assert set(once.values()) | set(ends.values()) <= {1}, "nothing happens twice"
        return [line for line in lines if contact_id in (None, getattr(line.event, "contact_id", None))]

    def rows(self, count: int = 1, *, timeout_s: float = 20) -> list[dict[str, Any]]:
        """Wait for so many ended contacts in the call log; newest first."""

        def look() -> list[dict[str, Any]] | None:
            rows = self.supervisor.ask("GET", "/api/contacts?limit=200")["rows"]
            return rows if len(rows) >= count and all(row["ended_at"] for row in rows) else None

        return until(look, what=f"{count} contacts have ended", timeout_s=timeout_s)

    def recordings(self, contact_id: str, count: int = 1) -> list[Path]:
        """Wait for so many recordings of a contact, and return them as files, oldest first."""

        def look() -> list[str] | None:
            row = self.supervisor.ask("GET", f"/api/contacts/{contact_id}")["contact"]
            return row["recordings"] if len(row["recordings"]) >= count else None

        files = []
        for recording_id in until(look, what=f"{contact_id} has {count} recordings"):
            file = self.folder / f"{recording_id}.wav"
            file.write_bytes(self.supervisor.ask("GET", f"/api/recordings/{recording_id}/audio", raw=True))
            files.append(file)
        return files

    def recording(self, contact_id: str) -> Path:
        """Wait for the recording of the contact's last talk, and return it as a file."""
        return self.recordings(contact_id)[-1]

    def story(self, contact_id: str) -> list[str]:
        """The kinds of the lines of a contact's story."""
        return [line["kind"] for line in self.supervisor.ask("GET", f"/api/contacts/{contact_id}/story")["lines"]]

    def pause(self, seconds: float) -> None:
        """Let real time pass, as talking does."""
        time.sleep(seconds)
