"""The running centre of these tests, and Chromium with an agent's, a supervisor's and a customer's profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.chromium import Watch, executable, launch, watched, write_microphone
from tests.browser.company import Company
from tests.calls.centre import Centre
from tests.calls.tones import AGENT_HZ, CUSTOMER_HZ


@pytest.fixture(scope="session")
def running_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """One centre for the whole folder: to start it takes longer than most of the tests."""
    executable()
    folder = tmp_path_factory.mktemp("b")
    company = Company(Centre(home=folder / "h"), folder)
    try:
        company.open()
        yield company
    finally:
        company.close()


@pytest.fixture
def company(running_company: Company) -> Iterator[Company]:
    """The company as in the morning: no calls, nobody at work."""
    running_company.clear()
    yield running_company
    running_company.clear()


# Playwright holds an event loop while it runs, so it starts after the centre and ends with each module.
@pytest.fixture(scope="module")
def player(running_company: Company) -> Iterator[Playwright]:
    """The program that leads browsers."""
    with sync_playwright() as playing:
        yield playing


@pytest.fixture(scope="module")
def agents_browser(player: Playwright, running_company: Company) -> Iterator[Browser]:
    """A Chromium whose microphone hears the agent's tone."""
    browser = launch(player, write_microphone(running_company.folder / "agent.wav", AGENT_HZ))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def customers_browser(player: Playwright, running_company: Company) -> Iterator[Browser]:
    """A Chromium whose microphone hears the customer's tone."""
    browser = launch(player, write_microphone(running_company.folder / "customer.wav", CUSTOMER_HZ))
    yield browser
    browser.close()


@dataclass
class People:
    """Opens pages for people, each in a browser profile of its own."""

    company: Company
    watch: Watch
    browsers: Callable[[str], Browser]
    stack: ExitStack

    def signed_in(self, login: str, **more: Any) -> Page:
        """Open the product and sign in by its form."""
        page = self.stranger("agents_browser", **more)
        page.goto("/")
        page.get_by_label("Login", exact=True).fill(login)
        page.get_by_label("Password", exact=True).fill(self.company.centre.password)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("navigation", name="Sections").wait_for()
        return page

    def stranger(self, browser: str, **more: Any) -> Page:
        """Open an empty page in a fresh profile of this browser."""
        context = watched(self.browsers(browser), self.watch, self.company.url, **more)
        return self.stack.enter_context(context).new_page()

    def another_tab(self, page: Page) -> Page:
        """Open one more tab in the same profile."""
        return page.context.new_page()


@pytest.fixture
def people(company: Company, request: pytest.FixtureRequest) -> Iterator[People]:
    """Pages for people; no page may complain in its console or ask another host."""
    watch = Watch(host=f"127.0.0.1:{company.centre.web_port}")
    with ExitStack() as stack:
        yield People(company, watch, request.getfixturevalue, stack)
    assert watch.unexpected == []
