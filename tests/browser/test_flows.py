"""The editor of flows in a real browser, and real calls into what was drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import loudness_heard, packets_heard
from tests.browser.company import Company
from tests.browser.conftest import People
from tests.browser.desk import DeskPage
from tests.browser.editor import EditorPage
from tests.calls.centre import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HELLO = ("Good day, this is Northwind.", "Добрый день, это Нортвинд.")
CHOICES = ("For sales press one. To order by telephone press two.", "Отдел продаж — один. Заказать — два.")
COUNT = ("How many do you need?", "Сколько вам нужно?")
BYE = ("We send them today. Goodbye.", "Отправим сегодня. До свидания.")


NOTE_SOUNDS = """() => {
  window.sounds = [];
  const real = URL.createObjectURL;
  URL.createObjectURL = one => { window.sounds.push(one.size); return real.call(URL, one); };
}"""
"""The sizes of all sounds that a page is going to play."""


def text(words: tuple[str, str]) -> list[dict[str, Any]]:
    """A text as documents hold it."""
    return [{"kind": "text", "text": {"en": words[0], "ru": words[1]}}]


def draft(company: Company, flow_id: str) -> dict[str, Any]:
    """Make a small flow: a menu whose key 1 leads to a goodbye."""
    root = company.centre.browser("root")
    opened = root.ask("POST", "/api/flows", {"flow_id": flow_id, "name": flow_id.title(), "purpose": "call"})
    document = opened["document"] | {
        "start": "hello",
        "nodes": {
            "hello": {"kind": "say", "prompts": text(HELLO), "next": "choices"},
            "choices": {
                "kind": "menu",
                "prompts": text(CHOICES),
                "choices": {"1": "bye"},
                "answer_s": 30,
                "on_failure": "bye",
            },
            "bye": {"kind": "goodbye", "prompts": text(BYE)},
        },
    }
    kept = root.ask("PUT", f"/api/flows/{flow_id}/draft", {"document": document, "rev": opened["rev"]})
    assert not [one for one in kept["problems"] if one["severity"] == "error"]
    return {**opened, "document": document, "rev": kept["rev"]}


@contextmanager
def entry(company: Company, number: str, flow_id: str) -> Iterator[None]:
    """Lead a number to a flow for a while, as administrators do by the configuration."""
    root = company.centre.browser("root")
    document = root.ask("GET", "/api/configuration")
    document["entries"][number] = {"number": number, "flow_id": flow_id}
    root.ask("PUT", "/api/configuration", document)
    yield
    document = root.ask("GET", "/api/configuration")
    del document["entries"][number]
    root.ask("PUT", "/api/configuration", document)


def draw(editor: EditorPage) -> None:
    """Draw the whole flow, by keys and by mouse."""
    page, form = editor.page, editor.form
    editor.add("say", "hello")
    editor.write(*HELLO)
    editor.add("menu", "choices")
    editor.write(*CHOICES)
    editor.add("to a queue", "people")
    editor.pick("Queue", "Sales")
    editor.stand("choices")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    editor.add("ask", "count")
    editor.write(*COUNT)
    form.get_by_label("Name of the answer").fill("count")
    form.get_by_label("Accepts").select_option("number")
    form.get_by_label("From", exact=True).fill("1")
    form.get_by_label("To", exact=True).fill("9")
    editor.leave()
    editor.add("decide", "many")
    form.get_by_label("Condition 1").fill("answers.count > 5")
    editor.pick("Where “answers.count > 5” leads", "people")
    editor.drag_kind("Mark", near="many", dx=20, dy=190)
    editor.rename("small")
    form.get_by_role("textbox", name="Mark").fill("small-order")
    editor.draw("many", "otherwise", "small")
    editor.stand("small")
    editor.add("goodbye", "bye")
    editor.write(*BYE)


def mend(editor: EditorPage) -> None:
    """The menu leads nowhere after the last try: the list of what is wrong leads there, and it goes."""
    page = editor.page
    editor.problems("1 error").click()
    wrong = editor.panel.get_by_role("button", name=re.compile("^choices"))
    expect(wrong).to_contain_text("leads nowhere")
    wrong.click()
    expect(editor.form).to_have_accessible_name("Node choices")
    editor.draw("choices", "on_failure", "people")
    expect(page.locator("[data-head]").get_by_role("button", name=re.compile("No errors|warning"))).to_be_visible()


def play_with(editor: EditorPage) -> None:
    """Undo, redo, copy, paste, delete."""
    page, nodes = editor.page, editor.nodes()
    editor.stand("bye")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(page.locator(".react-flow__node")).to_have_count(nodes + 1)
    expect(editor.node("bye-2")).to_contain_text("We send them today")
    page.keyboard.press("Control+z")
    expect(page.locator(".react-flow__node")).to_have_count(nodes)
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(".react-flow__node")).to_have_count(nodes + 1)
    editor.stand("bye-2")
    page.keyboard.press("Delete")
    expect(page.locator(".react-flow__node")).to_have_count(nodes)


def edit_as_text(editor: EditorPage) -> None:
    """A wrong line is named; a right text is taken over."""
    page = editor.page
    page.get_by_role("button", name="As text").click()
    sheet = page.get_by_role("textbox", name="As text")
    good = sheet.input_value()
    assert "Good day" in good
    sheet.fill(good.replace("start: hello", "start: [hello"))
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_role("region", name="As text").get_by_role("alert")).to_contain_text(
        re.compile(r"line \d+", re.I)
    )
    sheet.fill(good.replace("Good day", "Good morning"))
    page.get_by_role("button", name="Take over").click()
    expect(editor.node("hello")).to_contain_text("Good morning")


def listen(editor: EditorPage) -> None:
    """The voices say the text of the node that is chosen."""
    editor.stand("hello")
    editor.page.evaluate(NOTE_SOUNDS)
    editor.form.get_by_role("button", name="Listen in RU").click()
    expect(editor.form.get_by_role("button", name="Stop RU")).to_be_visible()
    (size,) = until(lambda: editor.page.evaluate("window.sounds"), what="the sound arrives")
    assert size > 20_000


def try_and_keep(editor: EditorPage) -> None:
    """Lead a conversation in writing, and keep it as a test case."""
    page = editor.page
    editor.show("Try")
    said = editor.panel.get_by_role("log")
    expect(said).to_contain_text("Good morning, this is Northwind.")
    editor.panel.get_by_role("button", name=re.compile("^2")).click()
    expect(said).to_contain_text(COUNT[0])
    answer = editor.panel.get_by_label("Write or press keys")
    answer.fill("0")
    answer.press("Enter")
    expect(said.get_by_text(COUNT[0])).to_have_count(2)
    answer.fill("3")
    answer.press("Enter")
    expect(said).to_contain_text(BYE[0])
    expect(editor.panel).to_contain_text("The conversation ended: goodbye")
    expect(editor.panel.get_by_role("row", name=re.compile("count"))).to_contain_text("3")
    expect(editor.panel.get_by_role("row", name=re.compile("Mark"))).to_contain_text("small-order")
    editor.panel.get_by_role("button", name="Save as a test case").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the test case").fill("Who wants three is served without a person")
    page.keyboard.press("Enter")
    editor.panel.get_by_role("button", name="Run all").click()
    expect(editor.panel.get_by_role("status")).to_have_text("1 of 1 pass")


def publish(editor: EditorPage, note: str) -> None:
    """Publish with a note."""
    page = editor.page
    page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Note").fill(note)
    expect(dialog).to_contain_text("1 of 1 pass")
    dialog.get_by_role("button", name="Publish").click()
    expect(dialog).to_be_hidden()


def see_versions(editor: EditorPage) -> None:
    """The version stands there with its note; what is changed since is told."""
    editor.show("Versions")
    expect(editor.panel.get_by_role("listitem").filter(has_text="Version 1")).to_contain_text("The first one")
    editor.panel.get_by_role("button", name="Close").click()
    editor.stand("bye")
    editor.form.get_by_label("Text in EN").fill("They leave today. Goodbye.")
    editor.show("Versions")
    changes = editor.panel.get_by_role("listitem").filter(has_text="bye")
    expect(changes.locator("del")).to_have_text(BYE[0])
    expect(changes.locator("ins")).to_have_text("They leave today. Goodbye.")
    publish(editor, "They leave")
    editor.show("Versions")
    expect(editor.panel.get_by_role("listitem").filter(has_text="Version 2")).to_contain_text("They leave")


def calling(people: People) -> Page:
    """A customer calls from the page."""
    page = people.stranger("customers_browser")
    page.goto("/call")
    page.get_by_role("button", name="Call us").click()
    expect(page.locator("p[role=status]")).to_have_text("You are connected.")
    return page


def test_a_flow_is_drawn_tried_published_and_called_and_its_report_tells_of_the_call(
    company: Company, people: People
) -> None:
    editor = EditorPage(people.signed_in("root", reduced_motion="reduce"))
    page = editor.page
    people.watch.allow("status of 400")  # a text with a wrong line
    editor.create("Front door", "front-door")
    draw(editor)
    mend(editor)
    play_with(editor)
    edit_as_text(editor)
    listen(editor)
    try_and_keep(editor)
    publish(editor, "The first one")
    see_versions(editor)

    with entry(company, "web-en", "front-door"):
        desk = DeskPage(people.signed_in("ann"))
        desk.start()
        customer = calling(people)
        until(lambda: loudness_heard(customer) > 0.02, what="the caller hears the greeting")
        expect(editor.node("choices").get_by_title("1 contact is here now")).to_be_visible()
        customer.get_by_role("group", name="Keypad").get_by_role("button", name="1", exact=True).click(delay=300)
        desk.accept()
        desk.hears()
        (contact,) = company.waits_for(1, "talking")
        assert contact["queue_id"] == "sales"
        desk.press("Hang up")
        expect(customer.locator("p[role=status]")).to_have_text("The call has ended. Thank you!")
        expect(editor.node("choices").get_by_title("1 contact is here now")).to_have_count(0)

    page.goto("/#/report/flows")
    page.get_by_role("combobox", name="Flow", exact=True).select_option("front-door")
    funnel = page.get_by_role("region", name="Where conversations go")
    expect(funnel).to_contain_text("choices")
    steps = page.get_by_role("region", name="Step by step")
    expect(steps.get_by_role("row", name=re.compile("^choices"))).to_contain_text("1")
    page.goto(f"/#/contacts/{contact['contact_id']}")
    story = page.get_by_role("dialog")
    expect(story).to_contain_text("What the flows noted")
    expect(story).to_contain_text("Front door")
    expect(story).to_contain_text("went to a queue")


def test_the_editor_calls_into_the_draft_and_presses_keys(company: Company, people: People) -> None:
    draft(company, "draft-call")
    editor = EditorPage(people.signed_in("root", reduced_motion="reduce"))
    editor.open("draft-call")
    editor.show("Test call")
    editor.panel.get_by_role("button", name="Call", exact=True).click()
    state = editor.panel.get_by_role("status").first
    expect(state).to_contain_text("Talking")
    until(lambda: packets_heard(editor.page) > 20, what="packets arrive from the switch")
    until(lambda: loudness_heard(editor.page) > 0.02, what="the greeting is heard")
    editor.panel.get_by_role("button", name="1", exact=True).click(delay=300)
    expect(state).to_contain_text("The call ended", timeout=20_000)
    assert not company.contacts()


def test_who_saved_meanwhile_is_named_and_nothing_is_lost(company: Company, people: People) -> None:
    opened = draft(company, "contested")
    editor = EditorPage(people.signed_in("root", reduced_motion="reduce"))
    editor.open("contested")
    theirs = opened["document"] | {"description": "Ada was here"}
    body = {"document": theirs, "rev": opened["rev"]}
    company.centre.browser("ada").ask("PUT", "/api/flows/contested/draft", body)

    people.watch.allow("status of 409")
    editor.stand("bye")
    editor.form.get_by_label("Text in EN").fill("Farewell.")
    dialog = editor.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Somebody else saved this flow")
    expect(dialog).to_contain_text("ada saved this flow")
    with editor.page.expect_download() as told:
        dialog.get_by_role("button", name="Keep mine as a file").click()
    assert "Farewell." in told.value.path().read_text()
    dialog.get_by_role("button", name="Take theirs").click()
    expect(dialog).to_be_hidden()
    expect(editor.node("bye")).to_contain_text("We send them")

    current = company.centre.browser("ada").ask("GET", "/api/flows/contested")
    company.centre.browser("ada").ask("PUT", "/api/flows/contested/draft", body | {"rev": current["rev"]})
    editor.stand("bye")
    editor.form.get_by_label("Text in EN").fill("So long.")
    dialog.get_by_role("button", name="Put mine over it").click()
    editor.is_kept()
    kept = company.centre.browser("ada").ask("GET", "/api/flows/contested")
    assert kept["document"]["nodes"]["bye"]["prompts"][0]["text"]["en"] == "So long."
