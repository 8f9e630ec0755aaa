"""What a centre begins with: the sample company of `--demo`, or an almost empty one that takes its first call.

Values only. Passwords are made by whoever makes the accounts, never written here. Numbers are those that nobody has:
+44 1632 960xxx is kept for drama by Ofcom, and 555 01xx within each area of +1 by NANPA; Russia keeps none, and its
numbers here begin with +7 495 000, which is not given out.
"""

from __future__ import annotations

from dataclasses import dataclass

from cordboard.center.accounts import Account
from cordboard.center.center import Center
from cordboard.center.customers import Customer
from cordboard.center.entries import ANY_NUMBER, Entry
from cordboard.center.people import Agent, PauseReason
from cordboard.center.permissions import Role
from cordboard.center.queues import Disposition, End, Exit, Queue, WaitingPlan
from cordboard.center.trunks import Trunk
from cordboard.demo import self_service
from cordboard.demo.self_service import SampleTable
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Menu, Say, SetLanguage, ToQueue
from cordboard.runtime.configuration import Configuration

DEMO_ADDRESS = "127.0.0.77"
"""The outside world's own address on loopback. A trunk is known by its address, and everything of this machine may come
from 127.0.0.1, browsers by way of the web server too: were that the trunk's, any of them could call as any number."""
RECEPTION = "100"
SALES = "201"
SUPPORT = "202"
WEB_IN_RUSSIAN = "web-ru"
"""What visitors dial from the customers' page when they read it in Russian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Everything that one company begins with."""

    name: str
    name_ru: str
    configuration: Configuration
    accounts: tuple[Account, ...] = ()
    """To be made, each with a generated password; the administrator is not among them."""
    customers: tuple[Customer, ...] = ()
    tables: tuple[SampleTable, ...] = ()


PAUSES = (
    PauseReason(reason_id="lunch", name="Lunch", name_ru="Обед"),
    PauseReason(reason_id="short-break", name="Short break", name_ru="Перерыв"),
    PauseReason(reason_id="training", name="Training", name_ru="Обучение", productive=True),
    PauseReason(reason_id="paperwork", name="Paperwork", name_ru="Документы", productive=True),
)


def starter() -> Company:
    """Return a centre for a first call: one queue, one agent without an account, and a greeting for every number."""
    agent = Agent(agent_id="agent-1", name="Agent 1")
    queue = Queue(
        queue_id="reception",
        name="Reception",
        name_ru="Приёмная",
        dispositions=(
            Disposition(disposition_id="answered", name="Question answered", name_ru="Вопрос решён"),
            Disposition(disposition_id="call-back", name="To be called back", name_ru="Перезвонить"),
            Disposition(disposition_id="wrong-number", name="Wrong number", name_ru="Ошиблись номером"),
        ),
    )
    flow = Flow(
        flow_id="welcome",
        name="Welcome",
        start="greet",
        nodes={
            "greet": Say(prompts=("cord/greeting", "cord/recorded", "cord/please-hold"), next="wait"),
            "wait": ToQueue(queue_id=queue.queue_id),
        },
    )
    center = Center(
        queues={queue.queue_id: queue},
        agents={agent.agent_id: agent},
        entries={ANY_NUMBER: Entry(number=ANY_NUMBER, flow_id=flow.flow_id)},
        pauses={pause.reason_id: pause for pause in PAUSES},
    )
    return Company(
        name="Cordboard",
        name_ru="Cordboard",
        configuration=Configuration(center=center, flows={flow.flow_id: flow}),
    )


def northwind() -> Company:
    """Return the sample company, Northwind Telecom: two queues, six agents, a menu in two languages."""
    queues = (_sales(), _support())
    receptions = (_reception("en"), _reception("ru"))
    flows = (*receptions, *self_service.flows())
    english, russian = (flow.flow_id for flow in receptions)
    entries = (
        Entry(number=ANY_NUMBER, flow_id=english),
        Entry(number=RECEPTION, flow_id=english),
        Entry(number=WEB_IN_RUSSIAN, flow_id=russian, language="ru"),
        Entry(number=SALES, queue_id="sales"),
        Entry(number=SUPPORT, queue_id="support"),
        *self_service.entries(),
    )
    center = Center(
        queues={queue.queue_id: queue for queue in queues},
        agents={agent.agent_id: agent for agent in AGENTS},
        entries={entry.number: entry for entry in entries},
        pauses={pause.reason_id: pause for pause in PAUSES},
        calendars={self_service.CALENDAR.calendar_id: self_service.CALENDAR},
        switches={self_service.EMERGENCY_SWITCH.switch_id: self_service.EMERGENCY_SWITCH},
    )
    trunk = Trunk(trunk_id="demo", name="Demo: the outside world", host=DEMO_ADDRESS, matches=(DEMO_ADDRESS,))
    return Company(
        name="Northwind Telecom",
        name_ru="Северный Телеком",
        configuration=Configuration(
            center=center, flows={flow.flow_id: flow for flow in flows}, trunks={trunk.trunk_id: trunk}
        ),
        accounts=_accounts(),
        customers=CUSTOMERS,
        tables=self_service.TABLES,
    )


AGENTS = (
    Agent(agent_id="ann", name="Ann Baker", skills=frozenset({"sales"}), team="Harbour"),
    Agent(agent_id="boris", name="Boris Orlov", skills=frozenset({"sales", "support"}), team="Harbour"),
    Agent(agent_id="clara", name="Clara Hughes", skills=frozenset({"support"}), team="Harbour"),
    Agent(agent_id="dmitri", name="Дмитрий Волков", skills=frozenset({"sales", "support"}), team="Lighthouse"),
    Agent(agent_id="elena", name="Elena Smirnova", skills=frozenset({"support"}), team="Lighthouse"),
    Agent(agent_id="frank", name="Frank Miller", skills=frozenset({"sales"}), team="Lighthouse"),
)
RUSSIAN_SPEAKING = frozenset({"boris", "dmitri", "elena"})


def _accounts() -> tuple[Account, ...]:
    agents = tuple(
        Account(
            login=agent.agent_id,
            name=agent.name,
            roles=frozenset({Role.AGENT}),
            agent_id=agent.agent_id,
            language="ru" if agent.agent_id in RUSSIAN_SPEAKING else "en",
        )
        for agent in AGENTS
    )
    return (
        *agents,
        Account(login="sofia", name="Sofia Lindgren", roles=frozenset({Role.SUPERVISOR})),
        Account(login="max", name="Max Turner", roles=frozenset({Role.MANAGER})),
    )


def _sales() -> Queue:
    return Queue(
        queue_id="sales",
        name="Sales",
        name_ru="Продажи",
        skills=frozenset({"sales"}),
        priority=1,
        service_target_s=20.0,
        script_flow_id="script-order",
        waiting=WaitingPlan(
            announce_first_s=10.0,
            announce_every_s=30.0,
            wait_s_max=600.0,
            # after ten minutes anyone who can speak for the company is better than nobody
            on_wait_max=End(exit=Exit.QUEUE, prompts=("cord/all-busy",), queue_id="support"),
        ),
        dispositions=(
            Disposition(disposition_id="sold", name="Sold", name_ru="Продажа"),
            Disposition(disposition_id="offer-sent", name="Offer sent", name_ru="Отправлено предложение"),
            Disposition(disposition_id="thinking", name="Customer thinks it over", name_ru="Клиент думает"),
            Disposition(disposition_id="not-interested", name="Not interested", name_ru="Не заинтересован"),
            Disposition(disposition_id="wrong-number", name="Wrong number", name_ru="Ошиблись номером"),
        ),
    )


def _support() -> Queue:
    return Queue(
        queue_id="support",
        name="Support",
        name_ru="Поддержка",
        skills=frozenset({"support"}),
        service_target_s=20.0,
        waiting=WaitingPlan(announce_first_s=10.0, announce_every_s=45.0, wait_s_max=1200.0),
        dispositions=(
            Disposition(disposition_id="solved", name="Solved", name_ru="Решено"),
            Disposition(disposition_id="technician", name="Technician will come", name_ru="Вызван мастер"),
            Disposition(disposition_id="call-back", name="To be called back", name_ru="Перезвонить"),
            Disposition(disposition_id="complaint", name="Complaint taken", name_ru="Принята жалоба"),
            Disposition(disposition_id="wrong-number", name="Wrong number", name_ru="Ошиблись номером"),
        ),
    )


def _reception(first: str) -> Flow:
    """Greeting in the language `first`, then the menu; 9 leads to the same menu in the other, said by its own voice."""
    choices = {"1": "to-sales", "2": "to-support"}
    menu = ("cord/menu", "cord/other-language")
    return Flow(
        flow_id=f"reception-{first}",
        name={"en": "Reception", "ru": "Reception, Russian first"}[first],
        start="greeting",
        nodes={
            "greeting": Say(prompts=("cord/greeting", "cord/recorded"), next=f"menu-{first}"),
            "menu-en": _menu(menu, {**choices, "9": "in-russian"}),
            "in-russian": SetLanguage(language="ru", next="menu-ru"),
            "menu-ru": _menu(menu, {**choices, "9": "in-english"}),
            "in-english": SetLanguage(language="en", next="menu-en"),
            "to-sales": ToQueue(queue_id="sales"),
            "to-support": ToQueue(queue_id="support"),
        },
    )


def _menu(prompts: tuple[str, ...], choices: dict[str, str]) -> Menu:
    # who cannot press keys, as with an old telephone, is served all the same
    return Menu(prompts=prompts, choices=choices, on_wrong=("cord/invalid",), on_failure="to-support")


CUSTOMERS = (
    Customer(
        customer_id="c01",
        name="Olivia Grant",
        numbers=("+441632960101",),
        company="Grant & Daughters",
        note="Six office lines. Asks for invoices on paper.",
    ),
    Customer(
        customer_id="c02",
        name="Harry Webb",
        numbers=("+441632960102",),
        note="Fibre since March. The technician was late twice: be quick.",
    ),
    Customer(
        customer_id="c03",
        name="Priya Nair",
        numbers=("+441632960103", "+441632960113"),
        company="Nair Dental",
        note="Two practices; the second number is the one in Kings Road.",
    ),
    Customer(customer_id="c04", name="Tom Whitfield", numbers=("+441632960104",), note="Prefers short answers."),
    Customer(
        customer_id="c05",
        name="Grace Okafor",
        numbers=("+12025550100",),
        company="Okafor Logistics",
        note="Interested in a line to the warehouse; offer of May is open.",
    ),
    Customer(customer_id="c06", name="Luis Ortega", numbers=("+12025550123",), note="Moves house in autumn."),
    Customer(customer_id="c07", name="Hannah Cole", numbers=("+12025550147",), company="Cole Bakery"),
    Customer(
        customer_id="c08",
        name="Мария Иванова",
        numbers=("+74950000011",),
        language="ru",
        note="Интернет и телефон. Просила не звонить до десяти.",
    ),
    Customer(
        customer_id="c09",
        name="Сергей Козлов",
        numbers=("+74950000012",),
        language="ru",
        company="ООО «Маяк»",
        note="Двенадцать номеров, ждёт расчёт на ещё четыре.",
    ),
    Customer(customer_id="c10", name="Анна Белова", numbers=("+74950000013",), language="ru"),
    Customer(
        customer_id="c11",
        name="Павел Никитин",
        numbers=("+74950000014",),
        language="ru",
        company="Кафе «Причал»",
        note="Роутер меняли дважды, при обрыве сразу вызвать мастера.",
    ),
    Customer(customer_id="c12", name="Тимур Ахметов", numbers=("+74950000015",), language="ru"),
)
