"""What an agent loses when the page is reloaded, the network fails, the centre dies or another tab is opened."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import packets_heard
from tests.browser.company import OLIVIA, Company
from tests.browser.conftest import People
from tests.browser.desk import DeskPage
from tests.calls.centre import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BANNER = "No connection to the centre. Trying again; calls go on."
CUT_OFF = (r"WebSocket connection to .* failed", r"ERR_INTERNET_DISCONNECTED", r"ERR_CONNECTION_REFUSED", "JsSIP")


def talking(company: Company, people: People) -> DeskPage:
    """Ann talks with Olivia."""
    desk = DeskPage(people.signed_in("ann"))
    desk.start()
    company.customer("201", caller=OLIVIA.numbers[0])
    desk.accept()
    desk.hears()
    return desk


def takes_the_next_call(company: Company, desk: DeskPage) -> None:
    """The customer who is still there leaves; the agent wraps up, is ready, and answers another one."""
    desk.page.keyboard.press("Alt+q")
    desk.is_("Wrap-up")
    desk.page.keyboard.press("Alt+1")
    expect(desk.page.get_by_role("button", name="Ready now")).to_be_enabled()
    desk.page.keyboard.press("Alt+r")
    desk.is_("Ready")
    company.customer("201")
    desk.accept()
    desk.hears()


def test_a_desk_reloaded_in_mid_call_says_where_the_sound_is_and_keeps_call_and_note(
    company: Company, people: People
) -> None:
    desk = talking(company, people)
    desk.page.keyboard.press("Alt+n")
    desk.page.keyboard.type("wants two lines")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.reload()
    desk.is_("Talking")
    expect(desk.now).to_contain_text(OLIVIA.name)
    expect(desk.page.get_by_label("Note", exact=True)).to_have_value("wants two lines")
    expect(desk.now).to_contain_text("The sound of this call is not in this tab.")
    expect(desk.page.get_by_label("Phone: registered")).to_be_visible()
    takes_the_next_call(company, desk)


def test_a_desk_without_network_says_so_and_recovers_by_itself(company: Company, people: People) -> None:
    people.watch.allow(*CUT_OFF)
    desk = talking(company, people)
    desk.page.context.set_offline(True)
    expect(desk.page.get_by_text(BANNER)).to_be_visible(timeout=60_000)
    desk.page.context.set_offline(False)
    expect(desk.page.get_by_text(BANNER)).to_be_hidden(timeout=30_000)
    desk.is_("Talking")
    desk.hears()
    takes_the_next_call(company, desk)


def test_the_killed_centre_takes_neither_the_call_nor_the_desk(company: Company, people: People) -> None:
    people.watch.allow(*CUT_OFF)
    desk = talking(company, people)
    company.centre.kill()
    expect(desk.page.get_by_text(BANNER)).to_be_visible()
    desk.hears()
    company.centre.start()
    expect(desk.page.get_by_text(BANNER)).to_be_hidden(timeout=30_000)
    desk.is_("Talking")
    expect(desk.now).to_contain_text(OLIVIA.name)
    desk.hears()
    expect(desk.page.get_by_label("Phone: registered")).to_be_visible(timeout=30_000)
    takes_the_next_call(company, desk)


def test_a_second_tab_takes_the_desk_and_gives_it_back(company: Company, people: People) -> None:
    desk = talking(company, people)
    second = DeskPage(people.another_tab(desk.page))
    second.page.goto("/")
    second.is_("Talking")
    expect(second.now).to_contain_text("The sound of this call is not in this tab.")
    expect(desk.page.get_by_role("heading", name="This desk is open in another tab")).to_be_visible()
    assert still_hears(desk.page)
    desk.page.get_by_role("button", name="Take it back").click()
    desk.is_("Talking")
    desk.hears()
    expect(second.page.get_by_role("heading", name="This desk is open in another tab")).to_be_visible()
    takes_the_next_call(company, desk)


def still_hears(page: Page) -> bool:
    """Whether packets go on arriving."""
    packets = packets_heard(page)
    return until(lambda: packets_heard(page) > packets + 10, what="packets go on arriving")
