"""The company of these tests: the small one, with time to answer, dispositions and a customer whom it knows."""

from __future__ import annotations

from dataclasses import replace

from cordboard.center.customers import Customer
from cordboard.center.entries import Entry
from cordboard.center.people import Agent
from cordboard.center.permissions import Role
from cordboard.center.queues import Disposition, Queue, WaitingPlan
from cordboard.ready_made import ready_made
from cordboard.runtime.configuration import Configuration
from tests.calls.centre import account
from tests.calls.office import Office, small_company
from tests.calls.phones import Phones

OLIVIA = Customer(
    customer_id="c01",
    name="Olivia Grant",
    numbers=("+441632960101",),
    company="Grant & Daughters",
    note="Asks for invoices on paper.",
)


ORDERS = Queue(
    queue_id="orders",
    name="Orders",
    name_ru="Заказы",
    skills=frozenset({"orders"}),
    offer_s=60,
    wrap_up_s=300,
    waiting=WaitingPlan(announce_every_s=0),
    script_flow_id="script-order",
)
"""Its agents read a script beside the call."""


def patient_company() -> Configuration:
    """The small company, whose sales agents have a whole minute to accept and to wrap up, and a queue with a script."""
    made = small_company()
    dispositions = (
        Disposition(disposition_id="sold", name="Sold", name_ru="Продажа"),
        Disposition(disposition_id="offer-sent", name="Offer sent", name_ru="Отправлено предложение"),
    )
    sales = replace(made.center.queues["sales"], offer_s=60, wrap_up_s=60, dispositions=dispositions)
    ivy = Agent(agent_id="ivy", name="Ivy", skills=ORDERS.skills)
    center = replace(
        made.center,
        queues={**made.center.queues, "sales": sales, "orders": ORDERS},
        agents={**made.center.agents, "ivy": ivy},
        entries={**made.center.entries, "206": Entry(number="206", queue_id="orders")},
    )
    script = ready_made()["script-order"]
    return replace(made, center=center, flows={**made.flows, script.flow_id: script})


class Company(Office):
    """A running centre with accounts that people sign in to."""

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.centre.web_port}"

    def open(self) -> None:
        """Set up and start."""
        self.configuration = patient_company()
        self.centre.further = {"CORDBOARD_WEB_SIGN_IN_TRIES_PER_MINUTE": "1000"}
        self.phones = Phones(self.folder / "phones", self.centre.sip_port)
        agents = [account(agent_id) for agent_id in self.configuration.center.agents]
        others = [
            account("sam", Role.SUPERVISOR),
            account("root", Role.ADMINISTRATOR),
            account("ada", Role.ADMINISTRATOR),
        ]
        self.centre.prepare(self.configuration, [*agents, *others], [OLIVIA])
        self.centre.start()
