"""A small company for tests of whole calls: queues, agents with real phones, and what the screens say of it all."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cordboard.center.center import Center
from cordboard.center.entries import ANY_NUMBER, Entry
from cordboard.center.hours import Hours
from cordboard.center.people import Agent, PauseReason
from cordboard.center.permissions import Role
from cordboard.center.queues import Disposition, Queue, WaitingPlan
from cordboard.center.trunks import Trunk
from cordboard.flows.language import Flow, Menu, Say, SetLanguage, ToQueue
from cordboard.runtime.configuration import Configuration
from tests.calls.centre import Browser, Centre, account, until
from tests.calls.phones import Phone, Phones

CUSTOMERS_ADDRESS = "127.0.0.2"
"""The trunk's; everything of the machine itself may come from 127.0.0.1."""


def small_company() -> Configuration:
    """Two queues, a closed one, a menu in two languages, three agents."""
    quiet = WaitingPlan(announce_first_s=3, announce_every_s=4)
    sold = Disposition(disposition_id="sold", name="Sold")
    queues = (
        Queue(
            queue_id="sales",
            name="Sales",
            skills=frozenset({"sales"}),
            offer_s=4,
            wrap_up_s=20,
            waiting=quiet,
            dispositions=(sold,),
        ),
        Queue(
            queue_id="support", name="Support", skills=frozenset({"support"}), offer_s=20, wrap_up_s=0, waiting=quiet
        ),
        Queue(queue_id="closed", name="Closed", skills=frozenset({"sales"}), hours=Hours()),
    )
    agents = (
        Agent(agent_id="ann", name="Ann", skills=frozenset({"sales"})),
        Agent(agent_id="bob", name="Bob", skills=frozenset({"support"})),
        Agent(agent_id="eve", name="Eve", skills=frozenset({"sales", "support"})),
    )
    menu = Menu(
        prompts=("cord/menu",), choices={"1": "sales", "2": "support", "9": "russian"}, answer_s=2, on_failure="support"
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

    def open(self) -> None:
        """Set up and start."""
        self.phones = Phones(self.folder / "phones", self.centre.sip_port)
        agents = [account(agent_id) for agent_id in self.configuration.center.agents]
        self.centre.prepare(self.configuration, [*agents, account("sam", Role.SUPERVISOR)])
        self.centre.start()

    def close(self) -> None:
        """Stop all."""
        if hasattr(self, "phones"):
            self.phones.close()
        if self.centre.process is not None:
            self.centre.stop()

    @property
    def supervisor(self) -> Browser:
        """Who sees everything."""
        return self.centre.browser("sam")

    def agent(self, agent_id: str, how: str = "answers", **more: Any) -> Browser:
        """An agent signs in with a SIP phone that behaves so, and is ready and reachable."""
        desk = self.centre.browser(agent_id)
        desk.do("sign-in", phone="sip")
        sip = desk.ask("GET", "/api/desk/phone")["sip"]
        self.phones.agent(how, phone_id=sip["user"], secret=sip["password"], **more)
        desk.do("ready")
        until(lambda: self.tile(f"agent:{agent_id}")["reachable"], what=f"the phone of {agent_id} is seen")
        return desk

    def customer(self, number: str = "201", **more: Any) -> Phone:
        """A customer calls over the trunk."""
        return self.phones.customer(number, host=CUSTOMERS_ADDRESS, **more)

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

    def rows(self, count: int = 1, *, timeout_s: float = 20) -> list[dict[str, Any]]:
        """Wait for so many ended contacts in the call log; newest first."""

        def look() -> list[dict[str, Any]] | None:
            rows = self.supervisor.ask("GET", "/api/contacts?limit=200")["rows"]
            return rows if len(rows) >= count and all(row["ended_at"] for row in rows) else None

        return until(look, what=f"{count} contacts have ended", timeout_s=timeout_s)

    def recording(self, contact_id: str) -> Path:
        """Wait for the recording of the contact's last talk, and return it as a file."""

        def look() -> str | None:
            row = self.supervisor.ask("GET", f"/api/contacts/{contact_id}")["contact"]
            return row["recordings"][-1] if row["recordings"] else None

        recording_id = until(look, what=f"{contact_id} has a recording")
        file = self.folder / f"{recording_id}.wav"
        file.write_bytes(self.supervisor.ask("GET", f"/api/recordings/{recording_id}/audio", raw=True))
        return file

    def story(self, contact_id: str) -> list[str]:
        """The kinds of the lines of a contact's story."""
        return [line["kind"] for line in self.supervisor.ask("GET", f"/api/contacts/{contact_id}/story")["lines"]]

    def pause(self, seconds: float) -> None:
        """Let real time pass, as talking does."""
        time.sleep(seconds)
