"""What agents read and what callers leave: a script beside a call, messages, recorded prompts, tables, switches."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import write_microphone
from tests.browser.colors import faint_texts
from tests.browser.company import OLIVIA, Company
from tests.browser.conftest import People
from tests.browser.desk import DeskPage
from tests.browser.test_flows import HELLO, draft, entry, text
from tests.calls.centre import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CATALOGUE = "code,name,price\n11,Desk lamp,19.90\n12,Oak chair,45.00\n"
WRONG = "code,name,price\n11,Desk lamp,19.90\n12,Oak chair,45.00,twice\n"


def tab(page: Page, name: str) -> None:
    """Open a tab of the configuration."""
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Configuration").click()
    page.get_by_role("tab", name=name, exact=True).click()


def catalogue(company: Company) -> None:
    """Bring the table from which orders are taken."""
    company.centre.browser("root").ask("PUT", "/api/tables/catalogue?name=Catalogue", CATALOGUE.encode())


def typed(page: Page, words: str) -> None:
    """Type into whatever has the keys, and go on."""
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_an_order_is_taken_by_a_script_with_the_keyboard_during_a_call(company: Company, people: People) -> None:
    catalogue(company)
    page = people.signed_in("ivy")
    page.on("dialog", lambda dialog: dialog.accept())
    desk = DeskPage(page)
    desk.start()
    customer = company.customer("206", caller=OLIVIA.numbers[0])
    desk.accept()
    script = page.get_by_role("region", name="Script")
    answer = script.locator("[data-field]")
    expect(script).to_contain_text("Hello, Olivia Grant. What would you like to order?")
    expect(answer).to_be_focused()
    page.keyboard.press("Enter")

    expect(script.get_by_placeholder("Code or name of an item")).to_be_focused()
    page.keyboard.type("lamp")
    expect(script.get_by_role("option", name=re.compile("Desk lamp"))).to_be_visible()
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    expect(script.get_by_label("Quantity: Desk lamp")).to_be_focused()
    typed(page, "2")
    page.keyboard.type("12")
    expect(script.get_by_role("option", name=re.compile("Oak chair"))).to_be_visible()
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    expect(script.get_by_label("Quantity: Oak chair")).to_be_focused()
    typed(page, "1")
    expect(script).to_contain_text(re.compile(r"84\.80"))
    page.keyboard.press("Enter")

    expect(script).to_contain_text("Where shall we deliver it?")
    typed(page, "5 Mill Lane")
    expect(script).to_contain_text("On which day?")
    page.keyboard.press("Alt+ArrowUp")
    expect(script).to_contain_text("Where shall we deliver it?")
    expect(answer).to_have_value("5 Mill Lane")
    page.keyboard.press("Control+a")
    typed(page, "7 Mill Lane")

    expect(script).to_contain_text("On which day?")
    page.reload()
    desk.is_("Talking")
    expect(script).to_contain_text("On which day?")
    expect(script.get_by_role("list", name="Earlier steps")).to_contain_text("7 Mill Lane")
    page.keyboard.press("Alt+s")
    expect(answer).to_be_focused()
    today = dt.datetime.now(dt.UTC).astimezone().date()
    answer.fill(today.isoformat())
    page.keyboard.press("Enter")
    expect(script.get_by_role("alert")).not_to_be_empty()
    day = today + dt.timedelta(days=3)
    answer.fill(day.isoformat())
    page.keyboard.press("Enter")

    expect(script).to_contain_text("I read it back: together")
    expect(script).to_contain_text("7 Mill Lane")
    page.keyboard.press("Enter")
    expect(script).to_contain_text("Is that right?")
    page.keyboard.press("Alt+q")
    desk.is_("Wrap-up")
    page.keyboard.press("Alt+s")
    page.keyboard.press("1")
    expect(script).to_contain_text("You may return the goods within 14 days.")
    page.keyboard.press("Enter")
    expect(script).to_contain_text("Thank you for your order.")
    page.keyboard.press("Enter")
    expect(script.get_by_text("“Script: taking an order” is done.")).to_be_visible()
    page.keyboard.press("Alt+r")
    desk.is_("Ready")

    contact_id = company.row(customer)["contact_id"]
    viewer = people.signed_in("sam", color_scheme="dark")
    viewer.get_by_role("button", name="Language").click()
    viewer.goto(f"/#/contacts/{contact_id}")
    story = viewer.get_by_role("dialog")
    expect(story).to_contain_text("7 Mill Lane")
    expect(story).to_contain_text(re.compile("2 × Desk lamp"))
    expect(story).to_contain_text(re.compile("1 × Oak chair"))
    expect(story).to_contain_text(re.compile(r"terms\s*\d\d:\d\d"))
    expect(story).to_contain_text(day.isoformat())
    assert faint_texts(viewer) == []


def test_a_voicemail_is_left_listed_heard_and_done(company: Company, people: People) -> None:
    root = company.centre.browser("root")
    opened = draft(company, "night")
    document = opened["document"]
    document["nodes"] = {
        "hello": {"kind": "voicemail", "queue_id": "sales", "prompts": text(HELLO), "most_s": 3, "next": "bye"},
        "bye": document["nodes"]["bye"],
    }
    kept = root.ask("PUT", "/api/flows/night/draft", {"document": document, "rev": opened["rev"]})
    root.ask("POST", "/api/flows/night/publish", {"rev": kept["rev"], "note": "closed at night"})
    with entry(company, "207", "night"):
        customer = company.customer("207", caller=OLIVIA.numbers[0], shown=OLIVIA.name)
        company.contact(customer)
        company.row(customer)

    page = people.signed_in("sam")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name=re.compile("Messages")).click()
    row = page.get_by_role("region", name="Messages", exact=True).get_by_role("row", name=re.compile("Voicemail"))
    expect(row).to_contain_text(OLIVIA.name)
    chosen = page.get_by_role("region", name="Chosen message")
    expect(chosen.get_by_role("button", name="Play")).to_be_visible()
    row.click()
    page.keyboard.press("Enter")
    until(lambda: page.evaluate("document.querySelector('audio')?.currentTime > 0.3"), what="the voicemail plays")
    page.keyboard.press("d")
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    page.get_by_role("radiogroup", name="Which messages").get_by_text("Done").click()
    expect(chosen).to_contain_text("sam")


def test_a_prompt_is_uploaded_heard_and_used_in_a_flow(company: Company, people: People, tmp_path: Path) -> None:
    draft(company, "spoken")
    page = people.signed_in("root")
    tab(page, "Prompts")
    page.get_by_role("button", name="New prompt").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Our jingle")
    page.keyboard.press("Enter")
    detail = page.get_by_role("region", name="Our jingle")
    english = detail.get_by_role("region", name="English")
    english.locator("input[type=file]").set_input_files(write_microphone(tmp_path / "jingle.wav", 600))
    english.get_by_role("button", name="Play: Our jingle, English").click()
    until(
        lambda: page.evaluate("[...document.querySelectorAll('audio')].some(one => one.currentTime > 0.2)"),
        what="the prompt plays",
    )

    page.goto("/#/flows/spoken")
    page.locator('.react-flow__node[data-id="bye"]').click()
    form = page.get_by_role("form")
    form.get_by_label("Kind of part").select_option("Recording")
    form.get_by_label("Recording").fill("our")
    page.get_by_role("option", name="our-jingle").click()
    expect(page.locator('.react-flow__node[data-id="bye"]')).to_contain_text("Our jingle")
    expect(page.locator("[data-head] [role=status]")).to_have_attribute("data-status", "saved")
    tab(page, "Prompts")
    expect(page.get_by_role("row", name=re.compile("Our jingle"))).to_contain_text("spoken")


def test_a_table_is_kept_once_its_wrong_line_is_mended(people: People) -> None:
    page = people.signed_in("root")
    tab(page, "Tables")

    def bring(content: str) -> Locator:
        file = {"name": "tariffs.csv", "mimeType": "text/csv", "buffer": content.encode()}
        page.locator("#main input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        return dialog

    dialog = bring(WRONG)
    expect(dialog.get_by_role("alert")).to_contain_text("Line 3:")
    expect(dialog.get_by_role("button", name="Keep the table")).to_be_disabled()
    page.keyboard.press("Escape")
    dialog = bring(CATALOGUE)
    expect(dialog).to_contain_text("2 rows.")
    dialog.get_by_role("button", name="Keep the table").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("row", name=re.compile("tariffs")).click()
    expect(page.get_by_role("dialog")).to_contain_text("Oak chair")


def test_the_emergency_switch_is_turned_on_the_floor(company: Company, people: People) -> None:
    page = people.signed_in("sam")
    switch = page.get_by_role("group", name="Switches").get_by_role("switch").first
    expect(switch).to_have_attribute("aria-checked", "false")
    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Turn on").click()
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(switch).to_contain_text("sam")
    (turned,) = (one for one in company.supervisor.ask("GET", "/api/switches") if one["on"])
    assert turned["switch_id"] == "emergency"
    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    expect(switch).to_have_attribute("aria-checked", "false")


PLACES = {
    "flows": "table",
    "flows/reception": ".react-flow__node",
    "messages": "#main h1",
    "report/flows": "#main h1",
    "configuration/prompts": "[role=tabpanel]:visible",
    "configuration/tables": "[role=tabpanel]:visible",
    "configuration/switches": "[role=tabpanel]:visible",
    "configuration/calendars": "[role=tabpanel]:visible",
}
"""Where flows are worked at, each with something that is there once it is drawn."""


@pytest.mark.parametrize(("locale", "scheme"), [("ru-RU", "dark"), ("en-GB", "light")])
def test_every_text_about_flows_can_be_read(company: Company, people: People, locale: str, scheme: str) -> None:
    catalogue(company)
    page = people.signed_in("root", color_scheme=scheme)
    if locale == "ru-RU":
        page.get_by_role("button", name="Language").click()
    faint = {}
    for place, drawn in PLACES.items():
        page.goto(f"/#/{place}")
        page.locator(drawn).first.wait_for()
        faint[place] = faint_texts(page)
    assert faint == {place: [] for place in faint}
