"""A contact's story reads as what happened, and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest

from cordboard.center.queues import WaitingPlan
from cordboard.floor import events as ev
from cordboard.floor import inputs as inp
from cordboard.flows.inputs import KeyPressed
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Menu, ToQueue
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.live import AnyInput, LiveCenter
from cordboard.runtime.ports import Entry
from cordboard.runtime.story import OFFER_ENDS, OUTCOMES, TURNED_AWAY, StoryLine, story
from tests.floor.story import CENTER, SALES

MENU = Flow(
    flow_id="menu",
    name="Main menu",
    start="ask",
    nodes={
        "ask": Menu(prompts=("cord/menu",), choices={"1": "sales"}, on_failure="sales"),
        "sales": ToQueue(queue_id="sales"),
    },
)
SPOKEN = replace(SALES, name_ru="Продажи", waiting=WaitingPlan(announce_first_s=10, announce_every_s=30))
CONFIGURATION = Configuration(center=replace(CENTER, queues={**CENTER.queues, "sales": SPOKEN}), flows={"menu": MENU})


def told(*steps: tuple[float, AnyInput]) -> list[StoryLine]:
    live = LiveCenter(CONFIGURATION)
    journal: list[Entry] = []
    for second, input_ in [(0.0, inp.SwitchFound()), *steps]:
        journal += live.step(input_, 1000.0 + second)
    return story([line for line in journal if getattr(line.event, "contact_id", None) == "c1"], CONFIGURATION)


def at_work(second: float, agent_id: str) -> Sequence[tuple[float, AnyInput]]:
    return (
        (second, inp.SignIn(agent_id=agent_id)),
        (second, inp.PhonesSeen(reachable=frozenset({"ann", "bob"}))),
        (second, inp.MakeReady(agent_id=agent_id)),
    )


def test_a_whole_call_reads_from_its_arrival_to_its_end() -> None:
    lines = told(
        *at_work(0, "bob"),
        *at_work(60, "ann"),
        (100, inp.CallArrived(contact_id="c1", number="7", caller="+4420")),
        (103, KeyPressed(contact_id="c1", key="9")),
        (105, KeyPressed(contact_id="c1", key="1")),
        (110, inp.DeclineOffer(agent_id="bob")),
        (115, inp.AgentAnswered(offer_id="c1.o2")),
        (130, inp.HoldContact(agent_id="ann")),
        (140, inp.ResumeContact(agent_id="ann")),
        (175, inp.CallerHungUp(contact_id="c1")),
        (180, inp.SetDisposition(agent_id="ann", contact_id="c1", disposition_id="sold")),
    )
    assert [line.text_en for line in lines] == [
        "A call arrived from +4420 at 7.",
        "The flow “Main menu” began.",
        "The customer pressed 9, which leads nowhere.",
        "The customer pressed 1.",
        "It began to wait in “Sales”.",
        "It rang at Bob: of the ready agents of “Sales”, Bob had been idle longest (1 min 45 s).",
        "Bob declined the contact and was paused; the contact kept its place.",
        "It rang at Ann: its turn had come, and Ann had been idle longest (50 s); tried before: Bob.",
        "Ann answered after the customer had waited 10 s.",
        "Ann put the customer on hold.",
        "Ann took the customer back.",
        "Ended by the customer: it had been served, after 1 min 0 s of talk.",
        "Ann worked after the contact.",
        "Ann noted how it ended: Sold.",
    ]
    assert "Вызов поступает: Bob. Причина: из готовых операторов («Продажи») Bob ждёт дольше всех (1 мин 45 с)." in [
        line.text_ru for line in lines
    ]


def test_a_wait_is_explained_when_nobody_was_free() -> None:
    lines = told(
        (0, inp.CallArrived(contact_id="c1", number="100")),
        (10, inp.TimePassed()),
        *at_work(30, "ann"),
    )
    assert [line.text_en for line in lines[1:]] == [
        "It began to wait in “Sales”.",
        "The customer was told that the place in the queue was 1.",
        "It rang at Ann: nobody who serves “Sales” was free for 30 s, Ann became free now, "
        "and no contact that this agent serves came before it.",
    ]


def test_a_customer_who_gives_up_is_said_to() -> None:
    lines = told((0, inp.CallArrived(contact_id="c1", number="100")), (75, inp.CallerHungUp(contact_id="c1")))
    assert lines[-1].text_en == "Ended by the customer: the customer left while waiting for 1 min 15 s."
    assert lines[-1].text_ru == "Завершение (клиент): клиент не дождался ответа (1 мин 15 с)."


def test_a_transfer_keeps_the_age_and_says_so() -> None:
    lines = told(
        *at_work(0, "ann"),
        (10, inp.CallArrived(contact_id="c1", number="100")),
        (20, inp.AgentAnswered(offer_id="c1.o1")),
        (50, inp.TransferContact(agent_id="ann", queue_id="support")),
    )
    assert [line.text_en for line in lines[-3:]] == [
        "Ann passed the contact on to “Support”.",
        "Ann worked after the contact.",
        "It began to wait in “Support” after a transfer, keeping the place of one who has waited for 40 s.",
    ]


@pytest.mark.parametrize("kind", [kind for kind in get_args(ev.Event) if "contact_id" in kind.__annotations__])
def test_every_event_of_a_contact_has_words(kind: type) -> None:
    samples = {
        "at": 1.0, "end": ev.OfferEnd.LAPSED, "reason": "transfer", "outcome": ev.Outcome.SERVED, "position": 2,
        "expected_wait_s": 30.0, "aged_from": 1.0, "idle_since": 1.0,
    }  # fmt: skip
    if kind is ev.ContactTurnedAway:
        samples["reason"] = ev.TurnedAway.CLOSED
    event = kind(**{name: samples.get(name, "x") for name in kind.__annotations__})
    (line,) = story([Entry(seq=1, at=5.0, event=event)], CONFIGURATION)
    assert line.text_en.endswith(".")
    assert line.text_ru.endswith(".")


def test_every_way_to_end_has_words() -> None:
    assert set(OUTCOMES) == set(ev.Outcome)
    assert set(TURNED_AWAY) == set(ev.TurnedAway)
    assert {*OFFER_ENDS, ev.OfferEnd.WITHDRAWN} == set(ev.OfferEnd)
