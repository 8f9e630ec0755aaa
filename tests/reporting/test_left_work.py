"""Messages, promises and orders become rows, each once."""

from __future__ import annotations

import json
from decimal import Decimal

from cordboard.floor import events as ev
from cordboard.flows import events as fev
from cordboard.reporting.facts import Facts
from cordboard.reporting.left_work import order_number
from cordboard.reporting.rows import FactRows

LEFT = fev.MessageLeft(contact_id="c1", node_id="n", queue_id="sales", recording="c1.m3", seconds=4.5)
BOOKED = fev.CallbackBooked(contact_id="c1", node_id="n", queue_id="sales", number="+4420")
ORDERED = fev.OrderTaken(
    contact_id="c1",
    node_id="n",
    lines=({"code": "7", "name": "Чай", "price": "1.50", "quantity": 2},),
    total="3.00",
    currency="EUR",
    answer="order",
)


def rows_of(*events: object, begin: int = 10) -> FactRows:
    facts = Facts()
    arrived = ev.ContactArrived(
        contact_id="c1", number="100", caller="+44123", caller_name="Ann", via="sip", language="en"
    )
    facts.apply(1, 1.0, arrived)
    for seq, event in enumerate(events, begin):
        facts.apply(seq, 100.0 + seq, event)
    return facts.dirty()


def test_a_message_is_work_for_its_queue_under_the_name_of_its_recording() -> None:
    (message,) = rows_of(LEFT).messages
    assert (message.message_id, message.kind, message.queue_id) == ("c1.m3", "voicemail", "sales")
    assert (message.number, message.caller_name, message.seconds, message.left_at) == ("+44123", "Ann", 4.5, 110.0)


def test_two_promises_of_one_contact_are_two_pieces_of_work() -> None:
    first, second = rows_of(BOOKED, BOOKED).messages
    assert first.message_id != second.message_id
    assert (first.kind, first.number, first.recording) == ("callback", "+4420", None)


def test_an_order_has_lines_and_a_number_that_a_replay_gives_again() -> None:
    (order,) = rows_of(ORDERED).orders
    assert json.loads(order.lines)[0]["name"] == "Чай"
    assert (order.total, order.currency, order.status, order.customer_number) == (
        Decimal("3.00"),
        "EUR",
        "taken",
        "+44123",
    )
    assert order.number == rows_of(ORDERED).orders[0].number == order_number(10, "c1")
    assert order.number.isdecimal()


def test_no_two_orders_have_one_number() -> None:
    numbers = {order_number(seq, f"c{seq % 7}") for seq in range(1, 20_000)}
    assert len(numbers) == 19_999


def test_rows_are_handed_over_once() -> None:
    facts = Facts()
    facts.apply(1, 1.0, LEFT)
    assert facts.dirty().messages
    assert not facts.dirty().messages


def test_a_script_beside_a_talk_does_not_end_the_talk() -> None:
    connected = ev.ContactConnected(contact_id="c1", agent_id="ann", offer_id="c1.o1", queue_id="sales")
    started = fev.FlowStarted(contact_id="c1", flow_id="sell", language="en", medium="script", script=True)
    assert [segment.kind for segment in rows_of(connected, started).segments] == ["talk"]
