"""An agent at the desk's page, working with keys and eyes as a person does."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import connections, loudness_heard, packets_heard
from tests.calls.centre import until


@dataclass
class DeskPage:
    """The desk in one tab."""

    page: Page

    @property
    def state(self) -> Locator:
        """The agent's state in words."""
        return self.page.locator("#main header strong[role=status]")

    @property
    def now(self) -> Locator:
        """The panel in the middle."""
        return self.page.get_by_role("region", name="Now")

    def is_(self, state: str) -> None:
        """Wait until the desk says so."""
        expect(self.state).to_have_text(state)

    def start(self) -> None:
        """Start the shift with the phone in the browser, and be ready."""
        self.page.get_by_role("button", name="Start the shift").click()
        self.is_("Paused")
        expect(self.page.get_by_label("Phone: registered")).to_be_visible()
        self.page.keyboard.press("Alt+r")
        self.is_("Ready")

    def accept(self) -> None:
        """Answer by the key as soon as the phone rings, and talk."""
        expect(self.page.get_by_role("button", name="Accept")).to_be_enabled()
        self.page.keyboard.press("Enter")
        self.is_("Talking")

    def press(self, button: str) -> None:
        """Press a button of the call's."""
        self.now.get_by_role("button", name=button, exact=True).click()

    def hears(self) -> None:
        """Wait until sound arrives, by the browser's own figures and by the meter on the desk."""
        packets = packets_heard(self.page)
        try:
            until(lambda: packets_heard(self.page) > packets + 10, what="packets arrive at the agent's browser")
            until(lambda: loudness_heard(self.page) > 0.02, what="the agent's browser measures the customer's voice")
            until(lambda: self.level("How loud the customer is") > 0.2, what="the meter of the customer's voice moves")
        except AssertionError as silence:
            silence.add_note(f"the page's connections: {connections(self.page)}")
            raise

    def level(self, meter: str) -> float:
        """How far a level meter reaches, 0..1."""
        bar = self.page.get_by_role("img", name=meter).locator("i")
        return float(bar.evaluate("bar => new DOMMatrix(getComputedStyle(bar).transform).a"))
