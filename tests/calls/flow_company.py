"""A company whose machine talks: a flow for each story of the tests of calls through flows."""

from __future__ import annotations

from cordboard.center.calendars import Calendar
from cordboard.center.center import Center
from cordboard.center.entries import Entry
from cordboard.center.people import Agent
from cordboard.center.queues import Queue, WaitingPlan
from cordboard.center.trunks import Trunk
from cordboard.flows import forms as f
from cordboard.flows import nodes as n
from cordboard.flows.language import Flow
from cordboard.flows.parts import Digits, Money, Number, Part, Text
from cordboard.runtime.configuration import Configuration
from tests.calls.office import CUSTOMERS_ADDRESS

PARTNERS_ADDRESS = "127.0.0.4"
"""Of the other end of the trunk through which numbers outside are dialled."""

LONG = (
    "This is a long text, which nobody hears to its end, because whoever calls rings off in the middle of it, "
    "and so it goes on for a while, word after word, until there is nobody left who would listen to any more of it."
)
HELLO = "Welcome to Northwind. We are open from nine to five."
CHOICES = "For your account press one, for Russian nine."
CHOICES_RU = "Чтобы узнать о счёте, нажмите один."
WAIT_HERE = "Please hold the line."
RATE = "How satisfied are you, from one to five?"
SOLVED = "Is your question solved? Press one for yes and two for no."
THANKS = "Thank you."


def words(en: str, ru: str = "") -> Text:
    """A text, in Russian too if it is given."""
    return Text(text={"en": en, **({"ru": ru} if ru else {})})


def spoken(en: str = LONG) -> tuple[Part, ...]:
    """The prompts of one text."""
    return (words(en),)


def bye(node: str = THANKS) -> n.Goodbye:
    """A served end."""
    return n.Goodbye(prompts=spoken(node))


def ask(answer: str, form: f.Form, next_id: str, text: str = LONG, **more: object) -> n.Ask:
    """A question, patient enough for a test."""
    return n.Ask(**{"prompts": spoken(text), "answer": answer, "form": form, "next": next_id, "answer_s": 30, **more})  # type: ignore[arg-type]


ROUND: dict[str, n.Node] = {
    "say": n.Say(prompts=spoken(), next="end"),
    "disclose": n.Disclose(prompts=spoken(), next="end"),
    "menu": n.Menu(prompts=spoken(), choices={"1": "end"}, answer_s=30, on_failure="end"),
    "language": n.ChooseLanguage(prompts=spoken(), choices={"1": "en", "2": "ru"}, next="end", answer_s=30),
    "digits": ask("digits", f.DigitsForm(most=4), "end"),
    "secret": ask("secret", f.SecretForm(), "end"),
    "number": ask("number", f.NumberForm(most=99), "end"),
    "yes-no": ask("yes", f.YesNoForm(), "end"),
    "choice": ask("choice", f.ChoiceForm(options=(f.Option(value="red", key="1"),)), "end"),
    "date": ask("date", f.DateForm(), "end"),
    "rating": ask("rating", f.RatingForm(), "end"),
    "free": ask("free", f.TextForm(), "end", WAIT_HERE),
    "voice": ask("voice", f.VoiceForm(), "end", WAIT_HERE),
    "order": n.Order(prompts=spoken(), table_id="catalogue", next="end", answer_s=30),
    "wait": n.SayWait(queue_id="empty", next="menu"),
    "request": n.Request(url="", next="end", limit_s=20.0, retries=0, on_error="end"),
    "queue": n.ToQueue(queue_id="empty"),
    "agent": n.ToAgent(agent="'gus'", on_timeout="end"),
    "rings": n.ToNumber(number="+442011", trunk_id="partner", next="end", on_failure="end"),
    "message": n.Voicemail(queue_id="empty", prompts=spoken(WAIT_HERE), next="end"),
    "part": n.SubFlow(flow_id="part", next="end"),
    "end": n.Goodbye(prompts=spoken()),
}
"""A node of every kind in which a customer can be, entered at a number of its own."""
ROUND_NUMBERS = {node_id: f"31{at:02}" for at, node_id in enumerate(ROUND)}
PART = Flow(
    flow_id="part",
    name="Part",
    purpose="part",
    languages=("en",),
    start="inner",
    nodes={
        "inner": n.Menu(prompts=spoken(), choices={"1": "back"}, answer_s=30, on_failure="back"),
        "back": n.Return(),
    },
)


def flow(flow_id: str, start: str, nodes: dict[str, n.Node], **more: object) -> Flow:
    """A flow in English unless it says otherwise."""
    return Flow(
        **{"flow_id": flow_id, "name": flow_id.title(), "languages": ("en",), "start": start, "nodes": nodes, **more}
    )  # type: ignore[arg-type]


def flows(program: str) -> dict[str, Flow]:
    """All of them; `program` is the address of the company's program."""
    ways = tuple(n.Branch(when=f"contact.number == '{number}'", next=at) for at, number in ROUND_NUMBERS.items())
    asks = n.Request(url=f"{program}/slow", method="POST", next="end", limit_s=20.0, retries=0, on_error="end")
    every = {"by-number": n.Decide(branches=ways, otherwise="end"), **ROUND, "request": asks}
    desk: dict[str, n.Node] = {
        "hello": n.Say(prompts=(words(HELLO, "Здравствуйте."),), next="menu"),
        "menu": n.Menu(
            prompts=(words(CHOICES, CHOICES_RU),),
            choices={"1": "contract", "9": "russian"},
            answer_s=1,
            tries=2,
            on_failure="helper",
        ),
        "russian": n.SetLanguage(language="ru", next="menu"),
        "contract": ask("contract", f.DigitsForm(least=4, most=6), "count", "Your contract, please.", digit_s=2),
        "count": ask("count", f.NumberForm(least=1, most=9), "found", "How many?", tries=2, on_failure="helper"),
        "found": n.Say(
            prompts=(words("You have"), Number(value="answers.count", noun={"en": ("bill", "bills")})), next="bye"
        ),
        "bye": n.Goodbye(prompts=("jingle", words(THANKS, "Спасибо."))),
        "helper": n.ToQueue(queue_id="empty"),
    }
    account: dict[str, n.Node] = {
        "contract": ask("contract", f.DigitsForm(least=4, most=4), "pin", "Your contract, please."),
        "pin": ask("pin", f.SecretForm(least=4, most=8), "which", "Now your PIN, please."),
        "which": n.Decide(branches=(n.Branch(when="contact.number == '302'", next="check"),), otherwise="find"),
        "find": n.LookUp(
            source="table",
            table_id="accounts",
            by={"contract": "answers.contract", "pin": "secrets.pin"},
            answer="account",
            found="balance",
            not_found="no",
        ),
        "check": n.Request(
            url=f"{program}/fine", method="POST", body={"pin": "secrets.pin"}, next="balance-unknown", on_error="no"
        ),
        "balance": n.Say(prompts=(words("Your balance is"), Money(value="answers.account.balance")), next="told"),
        "told": n.Mark(mark="balance", served=True, next="bye"),
        "balance-unknown": n.Say(prompts=spoken("It is all right."), next="bye"),
        "no": n.Goodbye(prompts=spoken("That does not fit."), served=False),
        "bye": bye(),
    }
    outside: dict[str, n.Node] = {
        "which": n.Decide(
            branches=(
                n.Branch(when="contact.number == '311'", next="broken"),
                n.Branch(when="contact.number == '312'", next="slow"),
                n.Branch(when="contact.number == '313'", next="barred"),
            ),
            otherwise="fine",
        ),
        "fine": n.Request(url=f"{program}/fine", next="sent", on_error="sorry"),
        "broken": n.Request(url=f"{program}/broken", next="sent", retries=0, on_error="sorry"),
        "slow": n.Request(url=f"{program}/slow", next="sent", limit_s=3.0, retries=0, on_error="sorry"),
        "barred": n.Request(url="http://127.0.0.1:1/", next="sent", retries=0, on_error="sorry"),
        "sent": n.Say(prompts=(words("Your parcels:"), Digits(value="answers.response.parcels")), next="bye"),
        "sorry": n.Say(prompts=spoken("We cannot say now."), next="bye"),
        "bye": bye(),
    }
    message: dict[str, n.Node] = {
        "speak": n.Voicemail(queue_id="empty", prompts=spoken(WAIT_HERE), next="bye", silence_s=2, on_error="nothing"),
        "nothing": n.Goodbye(prompts=spoken("That does not fit."), served=False),
        "bye": bye(),
    }
    callback: dict[str, n.Node] = {
        "number": ask(
            "number", f.DigitsForm(least=7, most=15), "book", "Your number, please.", confirm=True, digit_s=1.5
        ),
        "book": n.BookCallback(queue_id="empty", number="answers.number", next="bye"),
        "bye": bye(),
    }
    survey: dict[str, n.Node] = {
        "people": n.ToQueue(queue_id="support", after_talk="rate"),
        "rate": ask("rate", f.RatingForm(), "solved", RATE),
        "solved": ask("solved", f.YesNoForm(), "bye", SOLVED),
        "bye": bye(),
    }
    after: dict[str, n.Node] = {"rate": ask("rate", f.RatingForm(scale="nps"), "bye", RATE), "bye": bye()}
    people: dict[str, n.Node] = {
        "which": n.Decide(
            branches=(
                n.Branch(when="contact.number == '351'", next="partner"),
                n.Branch(when="contact.number == '352'", next="barred"),
                n.Branch(when="contact.number == '353'", next="queue"),
            ),
            otherwise="dan",
        ),
        "dan": n.ToAgent(agent="'dan'", wait_s=8, on_timeout="absent"),
        "partner": n.ToNumber(number="+442012", trunk_id="partner", next="back", on_failure="absent", ring_s=10),
        "barred": n.ToNumber(number="+442012", trunk_id="city", next="back", on_failure="absent"),
        "queue": n.ToQueue(queue_id="empty", wait_s=2, on_timeout="absent"),
        "back": n.Menu(prompts=spoken("Anything else?"), choices={"1": "bye"}, answer_s=2, tries=1, on_failure="bye"),
        "absent": n.Menu(prompts=spoken("Nobody is there."), choices={"1": "bye"}, answer_s=20, on_failure="bye"),
        "bye": bye(),
    }
    news: dict[str, n.Node] = {
        "hours": n.Hours(calendar_id="days", open="open", closed="bye", emergency="emergency"),
        "open": n.Say(prompts=spoken(HELLO), next="bye"),
        "emergency": n.Say(prompts=spoken("There is a power cut. We work on it."), next="bye"),
        "bye": bye(),
    }
    versions: dict[str, n.Node] = {
        "menu": n.Menu(prompts=spoken("The old menu."), choices={"1": "old"}, answer_s=30, on_failure="bye"),
        "old": n.Menu(prompts=spoken("Still the old one."), choices={"1": "bye"}, answer_s=30, on_failure="bye"),
        "bye": bye(),
    }
    sale: dict[str, n.Node] = {
        "hello": n.Say(prompts=spoken("Good day, {contact.caller}."), next="consent"),
        "consent": n.Disclose(prompts=spoken("This call is recorded."), next="wants"),
        "wants": n.Menu(
            prompts=spoken("Would you like to order?"),
            choices={"1": "order", "2": "why"},
            labels={"1": {"en": "Yes"}, "2": {"en": "No"}},
            on_failure="why",
        ),
        "order": n.Order(prompts=spoken("What may it be?"), table_id="catalogue", next="when"),
        "when": ask("days", f.NumberForm(least=1, most=30), "check", "In how many days?"),
        "check": n.LookUp(
            source="table", table_id="catalogue", by={"code": "'11'"}, answer="gift", found="total", not_found="total"
        ),
        "total": n.Say(prompts=(words("Together"), Money(value="answers.order_total")), next="done"),
        "why": ask("why", f.TextForm(), "done", "Why not?"),
        "done": n.Goodbye(prompts=spoken(THANKS)),
    }
    made = (
        flow("round", "by-number", every),
        PART,
        flow("desk", "hello", desk, languages=("en", "ru"), person="helper"),
        flow("account", "contract", account),
        flow("outside", "which", outside),
        flow("message", "speak", message),
        flow("callback", "number", callback),
        flow("survey", "people", survey),
        flow("after", "rate", after),
        flow("people", "which", people),
        flow("news", "hours", news),
        flow("versions", "menu", versions),
        flow("sale", "hello", sale, purpose="script"),
    )
    return {each.flow_id: each for each in made}


NUMBERS = {
    "300": "desk",
    "301": "account",
    "302": "account",
    **dict.fromkeys(("310", "311", "312", "313"), "outside"),
    "320": "message",
    "321": "callback",
    "330": "survey",
    "340": "news",
    **dict.fromkeys(("350", "351", "352", "353"), "people"),
    "360": "versions",
    **dict.fromkeys(ROUND_NUMBERS.values(), "round"),
}
"""Flow by number."""


def talking_company(program: str, partners_port: int) -> Configuration:
    """Queues that only some serve, agents, a trunk that may dial and one that may not, and all flows."""
    silent = WaitingPlan(announce_every_s=0)
    queues = (
        Queue(queue_id="support", name="Support", skills=frozenset({"support"}), wrap_up_s=60, waiting=silent),
        Queue(queue_id="empty", name="Empty", skills=frozenset({"fishing"}), waiting=silent),
        Queue(
            queue_id="sales",
            name="Sales",
            skills=frozenset({"sales"}),
            wrap_up_s=60,
            waiting=silent,
            script_flow_id="sale",
            after_talk_flow_id="after",
        ),
        Queue(queue_id="second", name="Second", skills=frozenset({"second"}), waiting=silent, script_flow_id="sale"),
    )
    agents = (
        Agent(agent_id="ann", name="Ann", skills=frozenset({"sales"})),
        Agent(agent_id="bob", name="Bob", skills=frozenset({"support"})),
        Agent(agent_id="eve", name="Eve", skills=frozenset({"second"})),
        Agent(agent_id="dan", name="Dan"),
        Agent(agent_id="gus", name="Gus", skills=frozenset({"fishing"})),
    )
    entries = [Entry(number=number, flow_id=flow_id) for number, flow_id in NUMBERS.items()]
    entries.append(Entry(number="201", queue_id="sales"))
    center = Center(
        queues={q.queue_id: q for q in queues},
        agents={a.agent_id: a for a in agents},
        entries={e.number: e for e in entries},
        calendars={"days": Calendar(calendar_id="days", name="Days")},
    )
    city = Trunk(trunk_id="city", host=CUSTOMERS_ADDRESS, matches=(CUSTOMERS_ADDRESS,), codecs=("ulaw",))
    partner = Trunk(trunk_id="partner", host=PARTNERS_ADDRESS, port=partners_port, codecs=("ulaw",), dials=("+4420",))
    return Configuration(center=center, flows=flows(program), trunks={"city": city, "partner": partner})
