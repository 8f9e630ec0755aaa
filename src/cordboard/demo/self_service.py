"""What the sample company's machine knows: its calendar, its tables, and the lines on which it answers by itself."""

from __future__ import annotations

from dataclasses import dataclass

from cordboard.center.calendars import EMERGENCY, Calendar, Switch
from cordboard.center.entries import Entry
from cordboard.center.hours import Hours, Opening
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Goodbye, SubFlow, ToQueue
from cordboard.flows.parts import Text
from cordboard.ready_made import adapted, ready_made

SUPPORT = "support"
"""The queue to which its flows lead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTable:
    """A table as somebody would upload it."""

    table_id: str
    name: str
    csv: str


CALENDAR = Calendar(
    calendar_id="office",
    name="Office",
    name_ru="Офис",
    country="GB",
    hours=Hours(
        timezone="Europe/London",
        openings=tuple(Opening(weekday=day, opens_min=9 * 60, closes_min=18 * 60) for day in range(5)),
    ),
)
EMERGENCY_SWITCH = Switch(switch_id=EMERGENCY, name="Emergency", name_ru="Авария")

LINES = {
    "300": "reception-informer",
    "301": "order-status",
    "302": "account-information",
    "303": "nearest-branch",
    "304": "after-hours",
    "305": "telephone-questionnaire",
    "306": "help-line",
}
"""Flow by the number that is called."""
SCRIPTS = ("script-order", "script-telemarketing", "script-questionnaire")
PARTS = ("offer-callback", "after-talk-survey", "appointment-reminder")

HELP_LINE = Flow(
    flow_id="help-line",
    name="Help line with a survey",
    name_ru="Линия помощи с опросом",
    description="The customer waits for a person, and is asked three questions after the talk.",
    start="wait",
    nodes={
        "wait": ToQueue(queue_id=SUPPORT, after_talk="survey"),
        "survey": SubFlow(flow_id="after-talk-survey", next="bye"),
        "bye": Goodbye(prompts=(Text(text={"en": "Goodbye.", "ru": "До свидания."}),)),
    },
)

TABLES = (
    SampleTable(
        table_id="orders",
        name="Orders",
        csv="number,status,expected\n"
        "4711,on its way,2026-12-02\n4712,packed,2026-12-04\n4713,delivered,\n4714,waiting for payment,\n",
    ),
    SampleTable(
        table_id="accounts",
        name="Accounts",
        csv="account,pin,name,balance,due_on\n"
        "100200,1234,Oliver Reed,-152.40,2026-12-01\n100300,4321,Анна Белова,310.00,\n",
    ),
    SampleTable(
        table_id="branches",
        name="Branches",
        csv="name,address,postcode,district,phone\n"
        "Harbour,12 Harbour Street,190000,Centre,+44 1632 960101\n"
        "Lighthouse,3 Cape Road,195220,North,+44 1632 960102\n"
        "Mill,48 Mill Lane,198510,South,+44 1632 960103\n",
    ),
    SampleTable(
        table_id="catalogue",
        name="Catalogue",
        csv="code,name,price\n"
        "101,Router,2490.00\n102,Television box,3990.00\n103,Cable 10 m,350.00\n104,Static address,150.00\n",
    ),
)


def flows() -> tuple[Flow, ...]:
    """The ready-made flows, leading to the company's own queue."""
    chosen = dict.fromkeys((*LINES.values(), *SCRIPTS, *PARTS))
    return tuple(
        HELP_LINE if flow_id == HELP_LINE.flow_id else adapted(ready_made()[flow_id], queue_id=SUPPORT)
        for flow_id in chosen
    )


def entries() -> tuple[Entry, ...]:
    """The numbers of these lines."""
    return tuple(Entry(number=number, flow_id=flow_id) for number, flow_id in LINES.items())
