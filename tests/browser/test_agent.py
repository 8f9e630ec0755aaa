"""An agent's work in a real browser: real keys, a real customer's call, sound that is measured on both sides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.company import OLIVIA, Company
from tests.browser.conftest import People
from tests.browser.desk import DeskPage
from tests.calls.centre import until
from tests.calls.tones import RATE_HZ, heard, read

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def quiet(sound: Path, *, channel: int) -> float:
    """Return the longest silence of one side, in seconds."""
    loud = np.abs(read(sound)[:, channel]) > 0.02
    edges = np.flatnonzero(np.concatenate(([True], loud, [True])))
    return float(np.max(np.diff(edges))) / RATE_HZ


def test_an_agent_answers_talks_and_wraps_up_with_the_keyboard(company: Company, people: People) -> None:
    page = people.signed_in("ann")
    desk = DeskPage(page)
    desk.start()

    company.customer("201", caller=OLIVIA.numbers[0])
    desk.is_("Ringing")
    ringing = page.get_by_role("alert", name="A contact rings")
    expect(ringing).to_contain_text(OLIVIA.name)
    expect(ringing).to_contain_text("Sales")
    expect(page.get_by_role("region", name="Customer")).to_contain_text(OLIVIA.note)

    desk.accept()
    desk.hears()
    until(lambda: desk.level("How loud you are") > 0.2, what="the meter of the agent's own voice moves")
    (contact,) = company.waits_for(1, "talking")
    page.wait_for_timeout(1500)

    page.keyboard.press("Alt+h")
    expect(desk.now).to_contain_text("On hold")
    assert company.tile("agent:ann")["held"]
    page.wait_for_timeout(1500)
    page.keyboard.press("Alt+h")
    expect(desk.now).not_to_contain_text("On hold")
    desk.hears()

    page.keyboard.press("Alt+m")
    expect(desk.now.get_by_role("button", name="Unmute")).to_be_visible()
    page.wait_for_timeout(1500)
    page.keyboard.press("Alt+m")
    expect(desk.now.get_by_role("button", name="Mute", exact=True)).to_be_visible()

    page.keyboard.press("Alt+n")
    page.keyboard.type("wants two lines")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.wait_for_timeout(1000)

    page.keyboard.press("Alt+q")
    desk.is_("Wrap-up")
    page.locator("#main").focus()
    page.keyboard.press("1")
    expect(page.get_by_role("button", name="Sold")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Ready now")).to_be_enabled()
    page.keyboard.press("Alt+r")
    desk.is_("Ready")
    expect(page.get_by_role("region", name="My contacts today")).to_contain_text("Sold")

    whole = company.supervisor.ask("GET", f"/api/contacts/{contact['contact_id']}")
    assert whole["note"] == "wants two lines"
    assert (whole["contact"]["outcome"], whole["contact"]["by"]) == ("served", "agent")
    assert whole["contact"]["disposition_id"] == "sold"
    assert whole["contact"]["hold_s"] > 1
    sound = company.recording(contact["contact_id"])
    customer, agent = heard(sound, channel=0), heard(sound, channel=1)
    assert customer.customer > 0.05
    assert customer.agent < 0.01
    assert agent.agent > 0.02
    assert agent.customer < 0.01
    assert quiet(sound, channel=0) > 0.9, "who is held is not heard"
    assert quiet(sound, channel=1) > 0.9, "who is muted is not heard"


def test_a_call_is_transferred_by_typing_a_part_of_the_queues_name(company: Company, people: People) -> None:
    ann, bob = DeskPage(people.signed_in("ann")), DeskPage(people.signed_in("bob"))
    ann.start()
    company.customer("201")
    ann.accept()
    bob.start()
    ann.page.keyboard.press("Alt+t")
    ann.page.get_by_role("combobox", name="Find a queue").fill("sup")
    ann.page.keyboard.press("Enter")
    ann.is_("Wrap-up")
    bob.accept()
    bob.hears()
    (contact,) = company.waits_for(1, "talking")
    assert (contact["queue_id"], contact["agent_id"]) == ("support", "bob")
