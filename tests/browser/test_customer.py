"""The customer's page: a call from a browser to another browser, through greeting, menu and queue."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import loudness_heard
from tests.browser.company import Company
from tests.browser.conftest import People
from tests.browser.desk import DeskPage
from tests.calls.centre import until
from tests.calls.tones import heard

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def visitor(people: People, **more: str) -> Page:
    """Somebody opens the customer's page."""
    page = people.stranger("customers_browser", **more)
    page.goto("/call")
    return page


def test_a_visitor_calls_from_the_page_chooses_in_the_menu_and_talks_with_an_agent(
    company: Company, people: People
) -> None:
    desk = DeskPage(people.signed_in("ann"))
    desk.start()
    page = visitor(people)
    page.get_by_role("button", name="Call us").click()
    expect(page.locator("p[role=status]")).to_have_text("You are connected.")
    until(lambda: loudness_heard(page) > 0.02, what="the visitor hears the greeting")
    # as people do who do not know when a machine listens: again, until something happens
    key = page.get_by_role("group", name="Keypad").get_by_role("button", name="1", exact=True)
    until(lambda: (key.click(delay=700), company.contacts("offered"))[1], what="the menu understands the key")

    expect(desk.page.get_by_role("alert", name="A contact rings")).to_contain_text(
        re.compile("web call", re.IGNORECASE)
    )
    desk.accept()
    desk.hears()
    until(lambda: loudness_heard(page) > 0.02, what="the visitor hears the agent")
    (contact,) = company.waits_for(1, "talking")
    assert contact["queue_id"] == "sales"
    page.wait_for_timeout(2000)

    page.get_by_role("button", name="Hang up").click()
    expect(page.locator("p[role=status]")).to_have_text("The call has ended. Thank you!")
    desk.is_("Wrap-up")
    (row,) = company.supervisor.ask("GET", "/api/contacts?limit=1")["rows"]
    assert (row["contact_id"], row["via"], row["by"]) == (contact["contact_id"], "web", "customer")
    sound = company.recording(contact["contact_id"])
    customer, agent = heard(sound, channel=0), heard(sound, channel=1)
    assert customer.customer > 0.02
    assert customer.agent < 0.01
    assert agent.agent > 0.02
    assert agent.customer < 0.01


def test_the_page_speaks_russian_to_a_russian_browser_and_on_request(people: People) -> None:
    page = visitor(people, locale="ru-RU")
    expect(page.get_by_role("button", name="Позвонить нам")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Call us")).to_be_visible()
    assert page.title().endswith("Call us")


def test_a_visitor_who_denies_the_microphone_is_told_what_to_do(people: People) -> None:
    page = people.stranger("customers_browser", permissions=[])
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    page.goto("/call")
    page.get_by_role("button", name="Call us").click()
    expect(page.locator("p[role=status]")).to_contain_text("The browser denies the microphone.")
