"""A supervisor's screens: the live floor, the call log with sound, the report; and what an agent may not open."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.colors import faint_texts
from tests.browser.company import OLIVIA, Company
from tests.browser.conftest import People
from tests.calls.centre import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def go(page: Page, place: str) -> None:
    """Open a place by the rail."""
    page.get_by_role("navigation", name="Sections").get_by_role("link", name=place).click()


def served(company: Company) -> str:
    """Olivia calls and is served by Ann; the contact's id."""
    desk = company.agent("ann")
    customer = company.customer("201", caller=OLIVIA.numbers[0], shown=OLIVIA.name, leaves_after_s=3)
    company.in_state("ann", "talking")
    company.in_state("ann", "wrapping-up")
    contact_id: str = company.row(customer)["contact_id"]
    desk.do("disposition", contact_id=contact_id, disposition_id="sold")
    desk.do("wrap-up")
    company.recording(contact_id)
    return contact_id


def test_the_floor_shows_who_waits_and_what_agents_do_as_it_happens(company: Company, people: People) -> None:
    page = people.signed_in("sam")
    go(page, "Live floor")
    agent = page.get_by_role("region", name="Agents").get_by_role("row", name=re.compile("^Ann"))
    queue = page.get_by_role("region", name="Queues").get_by_role("row", name=re.compile("^Sales"))
    expect(agent).to_contain_text("Signed out")

    company.customer("201", caller=OLIVIA.numbers[0], shown=OLIVIA.name)
    expect(queue.get_by_role("cell").nth(1)).to_have_text("1")
    queue.click()
    contacts = page.get_by_role("dialog")
    expect(contacts).to_contain_text(OLIVIA.name)
    expect(contacts).to_contain_text("waiting")

    desk = company.agent("ann")
    expect(contacts).to_contain_text("talking")
    page.keyboard.press("Escape")
    expect(agent).to_contain_text("Talking")
    expect(queue.get_by_role("cell").nth(1)).to_have_text("0")
    desk.do("hang-up")
    expect(agent).to_contain_text("Wrap-up")
    desk.do("wrap-up")
    expect(agent).to_contain_text("Ready")


def test_a_call_is_found_in_the_log_told_as_a_story_and_heard(company: Company, people: People) -> None:
    contact_id = served(company)
    page = people.signed_in("sam")
    go(page, "Call log")
    row = page.get_by_role("region", name="Call log").get_by_role("row", name=re.compile(OLIVIA.name)).first
    expect(row).to_contain_text("Served")
    row.click()
    story = page.get_by_role("dialog")
    expect(story.get_by_role("listitem").first).to_be_visible()
    expect(story).to_contain_text("Sold")
    assert story.get_by_role("listitem").count() >= 5

    lanes = story.locator("canvas")
    expect(lanes).to_have_count(2)
    for lane in lanes.all():
        until(lambda lane=lane: inked(lane.evaluate(INK)), what="a waveform is drawn")

    story.get_by_role("button", name="Play").click()
    expect(story.get_by_role("button", name="Pause")).to_be_visible()
    played = until(lambda: page.evaluate("document.querySelector('audio').currentTime"), what="the recording plays")
    until(
        lambda: page.evaluate("document.querySelector('audio').currentTime") > played + 0.5,
        what="the recording goes on",
    )
    loudest = page.evaluate(DECODE, page.locator("audio").get_attribute("src"))
    assert min(loudest) > 0.05
    audit = company.centre.browser("root").ask("GET", "/api/accounts/audit")["rows"]
    heard = [line for line in audit if line["login"] == "sam" and line["subject"].startswith(contact_id)]
    assert heard, f"nobody knows that sam listened: {audit[:3]}"


def test_the_report_counts_the_call_in_table_chart_and_csv(company: Company, people: People, tmp_path: Path) -> None:
    served(company)
    page = people.signed_in("sam")
    go(page, "Report")
    totals = page.get_by_role("region", name="Whole period").get_by_role("row", name=re.compile("^Sales"))
    offered = int(totals.get_by_role("cell").nth(1).inner_text())
    assert offered >= 1
    expect(page.get_by_role("img", name="Answered, abandoned and service level over time")).to_be_visible()
    expect(page.locator("svg path[fill]").first).to_be_attached()
    with page.expect_download() as told:
        page.get_by_role("link", name="CSV").click()
    file = tmp_path / "report.csv"
    told.value.save_as(file)
    lines = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert sum(int(line["offered"]) for line in lines if line["queue_id"] == "sales") == offered


def test_an_agent_has_no_way_to_a_supervisors_screens(people: People) -> None:
    page = people.signed_in("ann")
    places = page.get_by_role("navigation", name="Sections")
    expect(places.get_by_role("link", name="Desk")).to_be_visible()
    for name, path in (("Live floor", "floor"), ("Call log", "contacts"), ("Report", "report")):
        expect(places.get_by_role("link", name=name)).to_have_count(0)
        page.goto(f"/#/{path}")
        expect(page).to_have_url(re.compile("#/desk$"))


def test_the_language_changes_on_the_spot_and_stays(people: People) -> None:
    page = people.signed_in("sam")
    page.get_by_role("button", name="Language").click()
    places = page.get_by_role("navigation", name="Разделы")
    expect(places.get_by_role("link", name="Обстановка")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "ru"
    page.reload()
    expect(places.get_by_role("link", name="Обстановка")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(company: Company, people: People, scheme: str) -> None:
    served(company)
    page = people.signed_in("sam", color_scheme=scheme)
    assert page.evaluate("document.documentElement.dataset.mantineColorScheme") == scheme
    faint = {}
    for place in ("Live floor", "Call log", "Report"):
        go(page, place)
        page.get_by_role("table").first.wait_for()
        faint[place] = faint_texts(page)
    assert faint == {place: [] for place in faint}


INK = """canvas => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const heights = new Set();
  for (let x = 0; x < canvas.width; x++) {
    let inked = 0;
    for (let y = 0; y < canvas.height; y++) if (data[4 * (y * canvas.width + x) + 3] > 128) inked++;
    heights.add(inked);
  }
  return Math.max(...heights) / canvas.height;
}"""
"""Share of the lane's height that the tallest column of a waveform fills."""

DECODE = """async address => {
  const answer = await fetch(address);
  const sound = await new OfflineAudioContext(2, 1, 8000).decodeAudioData(await answer.arrayBuffer());
  return [0, 1].map(side => sound.getChannelData(side).reduce((most, one) => Math.max(most, Math.abs(one)), 0));
}"""
"""The loudest sample of each side, as this browser decodes the recording."""


def inked(share: float) -> bool:
    """Whether a lane is more than a line."""
    return share > 0.2
