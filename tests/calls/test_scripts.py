"""Scripts on real calls: an agent answers, follows the script beside the call, and what was answered stays with it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calls.centre import Browser, until
from tests.calls.flow_office import FlowOffice

pytestmark = [pytest.mark.calls, pytest.mark.slow]


class Desk:
    """An agent's desk with the script on it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    @property
    def script(self) -> dict[str, Any] | None:
        """As the screen shows it."""
        found: dict[str, Any] | None = self.browser.tiles()["desk"]["script"]
        return found

    def step(self, node_id: str) -> dict[str, Any]:
        """Wait until this step is at hand."""

        def look() -> dict[str, Any] | None:
            script = self.script
            return script if script is not None and script["current"]["node_id"] == node_id else None

        return until(look, what=f"the script is at {node_id}")

    def answer(self, node_id: str, value: Any) -> dict[str, Any]:
        """Fill in the step at hand; returns the script as it was before."""
        script = self.step(node_id)
        body = {"contact_id": script["contact_id"], "turn": script["turn"], "value": value}
        self.browser.ask("POST", "/api/desk/script/answer", body)
        return script


def test_a_script_is_followed_through_a_kill_and_an_order_to_the_end_and_stays_with_the_contact(
    talk: FlowOffice,
) -> None:
    desk = Desk(talk.agent("ann", calls=1))
    customer, line = talk.customer_on_a_line("201")
    contact_id = talk.in_state("ann", "talking")["contact_id"]
    shown = desk.answer("hello", True)
    assert (shown["flow_id"], shown["contact_id"]) == ("sale", contact_id)
    assert customer.caller in shown["current"]["text"]
    desk.answer("consent", None)
    assert desk.step("consent")["current"]["says"], "what must be read is not passed over"
    desk.answer("consent", True)
    desk.answer("wants", "1")
    ordering = desk.step("order")
    items = desk.browser.ask("GET", f"/api/desk/script/items?contact_id={contact_id}&search=cha")
    assert items == [{"code": "12", "name": "Chair", "price": "45.00"}]
    dan = talk.agent("dan")
    act = {"contact_id": contact_id, "turn": ordering["turn"], "value": "1"}
    assert dan.try_("POST", "/api/desk/script/answer", act)[0] == 409, "another agent may not touch it"
    assert dan.try_("POST", "/api/desk/script/back", {"contact_id": contact_id, "node_id": "wants"})[0] == 409

    talk.centre.kill()
    talk.centre.start()

    assert desk.step("order") == ordering, "the script stands where it stood"
    talk.supervisor.tiles()
    desk.answer("order", [{"code": "11", "quantity": 2}, {"code": "12", "quantity": 1}])
    step = desk.answer("when", 99)
    assert step["answers"]["order_total"] == "84.80"
    assert desk.step("when")["current"]["says"]
    desk.answer("when", 3)
    total = desk.step("total")
    assert "84.80" in total["current"]["text"].replace(",", ".")
    desk.browser.ask("POST", "/api/desk/script/back", {"contact_id": contact_id, "node_id": "when"})
    desk.answer("when", 5)
    desk.browser.do("hang-up")
    talk.in_state("ann", "wrapping-up")
    until(lambda: talk.run(contact_id)["flow_id"] == "after", what="the customer is asked after the talk")
    desk.answer("total", True)
    until(lambda: (desk.script or {}).get("ended"), what="the script ended")
    line.dial("9")
    assert talk.row(customer)["outcome"] == "served"
    desk.browser.do("wrap-up")
    until(lambda: desk.script is None, what="the script is closed with the work")
    script = talk.run(contact_id, "sale")
    answers = talk.answers(contact_id, "sale")
    assert (script["script"], script["outcome"], answers["days"]) == (True, "goodbye", 5)
    assert [(each["name"], each["price"], each["quantity"]) for each in answers["order"]] == [
        ("Lamp", "19.90", 2),
        ("Chair", "45.00", 1),
    ]
    assert [each["node_id"] for each in script["disclosures"]] == ["consent"]
    assert talk.answers(contact_id, "after") == {"rate": 9}
    assert talk.report("sale")["flows"][0]["completed"] == 1
    talk.journal()
    assert talk.centre.metric("cordboard_input_faults") == 0


def test_a_script_goes_with_the_call_to_the_next_agent(talk: FlowOffice) -> None:
    ann, eve = Desk(talk.agent("ann")), Desk(talk.agent("eve"))
    customer = talk.customer("201")
    contact_id = talk.in_state("ann", "talking")["contact_id"]
    ann.answer("hello", True)
    ann.answer("consent", True)
    ann.step("wants")
    ann.browser.do("transfer", queue_id="second")
    talk.in_state("eve", "talking")
    eve.answer("wants", "2")
    eve.answer("why", "too dear")
    until(lambda: (eve.script or {}).get("ended"), what="the script ended")
    eve.browser.do("hang-up")
    customer.vanish()
    assert talk.answers(contact_id, "sale") == {"why": "too dear"}
    assert [run["flow_id"] for run in talk.runs(contact_id)].count("sale") == 1
