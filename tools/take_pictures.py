"""Writes docs/pictures/: the sample company at work, with real calls, robot agents and one agent in a real browser.

Takes about two minutes. Wants Chromium, and the tests' own packages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from cordboard.center.accounts import Account
from cordboard.center.permissions import Role
from cordboard.demo.company import northwind
from tests.calls.centre import Centre, until

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = {"width": 1440, "height": 900}
BYTES_MAX = 250_000
"""A reader of the README waits for them."""
RATE = "11/min"
ROBOTS = 5
CALLS_BEFORE = 5
"""Calls that the agent has had before the picture."""
TALKED_S = 24
"""Seconds of talk that the picture shows."""
FLAGS = ("--no-sandbox", "--use-fake-device-for-media-stream", "--allow-loopback-in-peer-connection")
ADMINISTRATOR = Account(login="admin", name="Administrator", roles=frozenset({Role.ADMINISTRATOR}))
NOTE = "Wants a second line by the end of the month.\nOffer sent; call back on Friday morning."


def main() -> None:
    """Take the pictures."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is not installed: sudo apt-get install -y chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder, _company(Path(folder)) as centre:  # noqa: SIM117
        with sync_playwright() as player:
            browser = player.chromium.launch(executable_path=chromium, args=list(FLAGS))
            ann = _signed_in(browser, centre, "ann")
            ann.get_by_role("button", name="Start the shift").click()
            expect(_state(ann)).to_have_text("Paused")
            with _sample_calls(centre):
                for _ in range(CALLS_BEFORE):
                    _serve(ann)
                _talk_with_somebody_known(ann)
                _take(ann, "desk")
                sofia = _signed_in(browser, centre, "sofia")
                sofia.get_by_role("link", name="Live floor").click()
                waiting = sofia.get_by_role("region", name="Queues").locator("tbody td:nth-child(2)")
                until(lambda: _sum_of(waiting) >= 2, what="people wait", timeout_s=180)
                _take(sofia, "floor")
            admin = _signed_in(browser, centre, ADMINISTRATOR.login)
            admin.goto(f"{admin.url.partition('#')[0]}#/flows/reception-informer")
            expect(admin.get_by_text("emergency-notice").first).to_be_visible()
            admin.get_by_role("button", name="Show everything").click()
            _take(admin, "flow")
            browser.close()


@contextmanager
def _company(folder: Path) -> Iterator[Centre]:
    """The sample company, running."""
    company = northwind()
    centre = Centre(home=folder / "h")
    centre.prepare(company.configuration, (*company.accounts, ADMINISTRATOR), company.customers)
    try:
        centre.start()
        yield centre
    finally:
        centre.stop()


@contextmanager
def _sample_calls(centre: Centre) -> Iterator[None]:
    """People call, and robots answer."""
    options = ["--rate", RATE, "--agents", str(ROBOTS), "--home", str(centre.home)]
    calls = subprocess.Popen(
        [sys.executable, "-m", "cordboard", "demo", "calls", *options],
        env=centre.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        calls.terminate()
        calls.wait(60)


def _signed_in(browser: Browser, centre: Centre, login: str) -> Page:
    """Come in by the form."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{centre.web_port}",
        viewport=SIZE,  # type: ignore[arg-type]
        locale="en-GB",
        color_scheme="light",
        permissions=["microphone"],
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Login", exact=True).fill(login)
    page.get_by_label("Password", exact=True).fill(centre.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("navigation", name="Sections").wait_for()
    return page


def _state(page: Page) -> Locator:
    return page.locator("#main header strong[role=status]")


def _accept(page: Page) -> None:
    """Be ready, and answer the next call."""
    if _state(page).inner_text() == "Paused":
        page.keyboard.press("Alt+r")
    expect(page.get_by_role("button", name="Accept")).to_be_enabled(timeout=120_000)
    page.keyboard.press("Alt+a")
    expect(page.get_by_role("button", name="Hang up")).to_be_visible()


def _finish(page: Page, disposition: int) -> None:
    """Hang up if need be, and wrap up."""
    hang_up = page.get_by_role("button", name="Hang up")
    if hang_up.is_visible():
        page.keyboard.press("Alt+q")
    page.keyboard.press(f"Alt+{disposition}")
    go_on = page.get_by_role("button", name="Ready now")
    expect(go_on).to_be_enabled()
    go_on.click()
    expect(go_on).to_be_hidden()


def _serve(page: Page) -> None:
    """One short call from the first ring to the last note."""
    _accept(page)
    page.wait_for_timeout(4000)
    _finish(page, disposition=1 + int(time.time()) % 3)


def _talk_with_somebody_known(page: Page) -> None:
    """Talk for a while with a customer whose card says something that the picture's readers can read."""
    talking = page.get_by_role("button", name="Hang up")
    while True:
        _accept(page)
        page.wait_for_timeout(1000)
        card = page.get_by_role("region", name="Customer")
        facts = card.inner_text()
        if "About the customer" in facts and "English" in facts:
            page.keyboard.press("Alt+n")
            page.keyboard.type(NOTE, delay=20)
            page.wait_for_timeout(1000 * TALKED_S)
            if talking.is_visible():
                return
        _finish(page, disposition=2)


def _sum_of(cells: Locator) -> int:
    return sum(int(text) for text in cells.all_inner_texts() if text.strip().isdigit())


def _take(page: Page, name: str) -> None:
    """Write one picture."""
    file = PICTURES / f"{name}.png"
    page.mouse.move(0, 0)
    page.screenshot(path=file)
    size = file.stat().st_size
    print(f"{file.name}: {size / 1000:.0f} kB")
    if size > BYTES_MAX:
        raise SystemExit(f"{file.name} is larger than {BYTES_MAX / 1000:.0f} kB")


if __name__ == "__main__":
    main()
