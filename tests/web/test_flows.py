"""Flows through the API: drafted, checked, published, rolled back, compared, and who used what."""

from __future__ import annotations

from typing import Any

import pytest

from cordboard.center.entries import Entry
from tests.web.centre import Browser, Centre
from tests.web.conftest import OpenBrowser

GREETING: dict[str, Any] = {
    "flow_id": "greeting",
    "name": "Greeting",
    "start": "hello",
    "nodes": {
        "hello": {"kind": "say", "prompts": ["cord/greeting"], "next": "wait"},
        "wait": {"kind": "to-queue", "queue_id": "sales"},
    },
    "layout": {"hello": [0.0, 0.0]},
}


def with_node(node_id: str, node: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    """The greeting with another node."""
    nodes = {**GREETING["nodes"], node_id: node}
    return {**GREETING, "nodes": {key: each for key, each in nodes.items() if each is not None}, **more}


async def published(browser: Browser, document: dict[str, Any], note: str = "") -> int:
    """Draft and publish; returns the version."""
    flow_id = document["flow_id"]
    status, opened = await browser.ask("GET", f"/api/flows/{flow_id}")
    if status == 404:
        status, opened = await browser.post("/api/flows", flow_id=flow_id, name=document["name"])
        assert status == 201, opened
    status, kept = await browser.ask(
        "PUT", f"/api/flows/{flow_id}/draft", json={"document": document, "rev": opened["rev"]}
    )
    assert status == 200, kept
    status, done = await browser.post(f"/api/flows/{flow_id}/publish", rev=kept["rev"], note=note)
    assert status == 200, done
    version: int = done["version"]
    return version


@pytest.fixture
async def ada(centre: Centre, open_browser: OpenBrowser) -> Browser:
    """An administrator at a centre whose configuration can be kept."""
    browser = await open_browser("ada")
    document = await browser.get("/api/configuration")
    document["entries"].pop("*", None)
    assert (await browser.ask("PUT", "/api/configuration", json=document))[0] == 204
    return browser


async def test_a_flow_is_drafted_checked_and_published(centre: Centre, ada: Browser) -> None:
    status, opened = await ada.post("/api/flows", flow_id="greeting", name="Greeting")
    assert (status, opened["is_draft"], opened["published_version"]) == (201, True, None)
    assert {problem["field"] for problem in opened["problems"]} == {"start"}
    document = with_node("wait", {"kind": "to-queue", "queue_id": "nowhere"})
    status, kept = await ada.ask("PUT", "/api/flows/greeting/draft", json={"document": document, "rev": opened["rev"]})
    assert status == 200
    (problem,) = kept["problems"]
    assert (problem["node_id"], problem["field"], problem["severity"]) == ("wait", "queue_id", "error")
    assert (problem["code"], problem["names"]) == ("queue-missing", {"thing": "nowhere"})
    status, refused = await ada.post("/api/flows/greeting/publish", rev=kept["rev"])
    assert (status, refused["code"], refused["problems"], refused["failed_cases"]) == (
        422, "unpublishable", [problem], []
    )  # fmt: skip
    assert "greeting" not in centre.in_force.current().flows
    status, kept = await ada.ask("PUT", "/api/flows/greeting/draft", json={"document": GREETING, "rev": kept["rev"]})
    assert (status, kept["problems"]) == (200, [])
    assert await ada.post("/api/flows/greeting/publish", rev=kept["rev"], note="first") == (200, {"version": 1})
    assert centre.in_force.current().flows["greeting"].version == 1
    opened = await ada.get("/api/flows/greeting")
    assert (opened["is_draft"], opened["published_version"], opened["document"]) == (False, 1, GREETING)
    (line,) = (await ada.get("/api/flows"))["flows"]
    assert (line["published_by"], line["draft_saved_at"], line["errors"]) == ("ada", None, 0)
    rows = (await ada.get("/api/accounts/audit?limit=2"))["rows"]
    assert [(row["act"], row["subject"]) for row in rows] == [
        ("flow-published", "greeting 1"),
        ("flow-begun", "greeting"),
    ]


async def test_a_call_takes_what_is_published_at_once(centre: Centre, ada: Browser) -> None:
    await published(ada, GREETING)
    document = await ada.get("/api/configuration")
    document["entries"]["777"] = {"number": "777", "flow_id": "greeting"}
    assert (await ada.ask("PUT", "/api/configuration", json=document))[0] == 204
    await published(ada, {**GREETING, "start": "wait"})
    await centre.call("c9", "777")
    assert centre.engine.live.floor.contacts["c9"].queue_id == "sales"


async def test_two_who_work_at_a_flow_do_not_write_over_each_other(ada: Browser, open_browser: OpenBrowser) -> None:
    _, opened = await ada.post("/api/flows", flow_id="greeting", name="Greeting")
    both = {"document": GREETING, "rev": opened["rev"]}
    assert (await ada.ask("PUT", "/api/flows/greeting/draft", json=both))[0] == 200
    status, refused = await ada.ask("PUT", "/api/flows/greeting/draft", json=both)
    assert (status, refused["code"]) == (409, "saved-since")
    assert "ada saved flow 'greeting' at 20" in refused["says"]
    status, refused = await ada.post("/api/flows/greeting/publish", rev=opened["rev"])
    assert (status, refused["code"]) == (409, "saved-since")


async def test_a_draft_that_stands_on_an_older_version_is_refused(ada: Browser) -> None:
    await published(ada, GREETING)
    old = await ada.get("/api/flows/greeting")
    await published(ada, {**GREETING, "name": "Hello"})
    status, refused = await ada.ask("PUT", "/api/flows/greeting/draft", json={"document": GREETING, "rev": old["rev"]})
    assert (status, refused["code"]) == (409, "saved-since")


async def test_a_flow_whose_own_test_fails_is_not_published(ada: Browser) -> None:
    case = {"name": "waits", "steps": [{"said": "greeting"}, {"queued": "support"}]}
    await ada.post("/api/flows", flow_id="greeting", name="Greeting")
    opened = await ada.get("/api/flows/greeting")
    document = {**GREETING, "cases": [case]}
    _, kept = await ada.ask("PUT", "/api/flows/greeting/draft", json={"document": document, "rev": opened["rev"]})
    status, refused = await ada.post("/api/flows/greeting/publish", rev=kept["rev"])
    assert (status, refused["problems"]) == (422, [])
    (failed,) = refused["failed_cases"]
    assert (failed["name"], failed["passed"], failed["step"]) == ("waits", False, 2)
    assert (failed["code"], failed["names"]) == ("case-queued", {"wanted": "support", "found": "sales"})
    assert failed["transcript"]
    status, (result,) = await ada.post("/api/flows/cases", document=document)
    assert (status, result) == (200, failed)


async def test_an_unfinished_draft_is_kept_and_told_with_its_places(ada: Browser) -> None:
    _, opened = await ada.post("/api/flows", flow_id="greeting", name="Greeting")
    unfinished = with_node("hello", {"kind": "say", "colour": 1})
    status, kept = await ada.ask(
        "PUT", "/api/flows/greeting/draft", json={"document": unfinished, "rev": opened["rev"]}
    )
    assert status == 200
    assert [(p["node_id"], p["severity"]) for p in kept["problems"]] == [("hello", "error")]
    assert (await ada.get("/api/flows/greeting"))["document"] == unfinished
    assert (await ada.get("/api/flows"))["flows"][0]["errors"] == 1
    for wrong in ({**GREETING, "flow_id": "other"}, {**GREETING, "name": "a\0"}, {}):
        status, refused = await ada.ask(
            "PUT", "/api/flows/greeting/draft", json={"document": wrong, "rev": kept["rev"]}
        )
        assert (status, refused["code"]) == (400, "malformed"), wrong


async def test_an_earlier_version_comes_back_as_a_new_one(centre: Centre, ada: Browser) -> None:
    await published(ada, GREETING, "first")
    await published(ada, with_node("hello", None, start="wait"), "shorter")
    assert (await ada.get("/api/flows/greeting/versions/1"))["document"] == GREETING
    assert await ada.post("/api/flows/greeting/versions/1/restore", note="") == (200, {"version": 3})
    assert set(centre.in_force.current().flows["greeting"].nodes) == {"hello", "wait"}
    assert {("greeting", 1), ("greeting", 2)} == set(centre.in_force.current().library)
    versions = await ada.get("/api/flows/greeting/versions")
    assert [(v["version"], v["note"], v["published_by"]) for v in versions] == [
        (3, "version 1 again", "ada"), (2, "shorter", "ada"), (1, "first", "ada")
    ]  # fmt: skip
    assert (await ada.post("/api/flows/greeting/versions/9/restore", note=""))[0] == 404
    assert (await ada.get("/api/accounts/audit?limit=1"))["rows"][0]["act"] == "flow-restored"


async def test_an_earlier_version_with_a_queue_that_is_gone_is_refused(ada: Browser) -> None:
    document = await ada.get("/api/configuration")
    document["queues"]["vip"] = {"queue_id": "vip", "name": "VIP"}
    assert (await ada.ask("PUT", "/api/configuration", json=document))[0] == 204
    await published(ada, with_node("wait", {"kind": "to-queue", "queue_id": "vip"}))
    await published(ada, GREETING)
    document = await ada.get("/api/configuration")
    del document["queues"]["vip"]
    assert (await ada.ask("PUT", "/api/configuration", json=document))[0] == 204
    status, refused = await ada.post("/api/flows/greeting/versions/1/restore", note="")
    assert (status, refused["problems"][0]["node_id"]) == (422, "wait")


async def test_what_changed_is_told_by_node_and_field(ada: Browser) -> None:
    await published(ada, GREETING)
    changed = with_node("hello", {"kind": "say", "prompts": ["cord/menu"], "next": "wait"}, name="Hello")
    changed["layout"] = {"hello": [50.0, 0.0]}
    await published(ada, changed)
    diff = await ada.get("/api/flows/greeting/diff?before=1&after=2")
    assert diff == [
        {
            "change": "changed",
            "node_id": "",
            "kind": "",
            "fields": [{"name": "name", "before": "Greeting", "after": "Hello"}],
        },
        {
            "change": "changed",
            "node_id": "hello",
            "kind": "say",
            "fields": [{"name": "prompts", "before": ["cord/greeting"], "after": ["cord/menu"]}],
        },
    ]
    assert await ada.get("/api/flows/greeting/diff?before=2&after=draft") == []
    assert await ada.get("/api/flows/greeting/diff?before=1&after=draft") == diff
    assert (await ada.ask("GET", "/api/flows/nothing/diff?before=1&after=draft"))[0] == 404
    assert (await ada.ask("GET", "/api/flows/greeting/diff?before=x&after=1"))[0] == 400


async def test_a_flow_that_is_used_is_not_removed(centre: Centre, ada: Browser) -> None:
    await published(ada, GREETING)
    document = await ada.get("/api/configuration")
    document["entries"]["777"] = {"number": "777", "flow_id": "greeting"}
    document["queues"]["sales"]["after_talk_flow_id"] = "greeting"
    assert (await ada.ask("PUT", "/api/configuration", json=document))[0] == 204
    _, opened = await ada.post("/api/flows", flow_id="other", name="Other")
    part = with_node("sub", {"kind": "sub-flow", "flow_id": "greeting", "next": "wait"}, flow_id="other", name="Other")
    await ada.ask("PUT", "/api/flows/other/draft", json={"document": part, "rev": opened["rev"]})
    assert await ada.get("/api/flows/greeting/uses") == [
        {"kind": "entry", "id": "777", "name": "777"},
        {"kind": "queue", "id": "sales", "name": "Sales"},
        {"kind": "flow", "id": "other", "name": "Other"},
    ]
    status, refused = await ada.ask("DELETE", "/api/flows/greeting")
    assert (status, refused["code"]) == (409, "flow-used")
    assert (await ada.ask("DELETE", "/api/flows/other"))[0] == 204
    document = await ada.get("/api/configuration")
    del document["entries"]["777"]
    document["queues"]["sales"]["after_talk_flow_id"] = None
    assert (await ada.ask("PUT", "/api/configuration", json=document))[0] == 204
    assert (await ada.ask("DELETE", "/api/flows/greeting"))[0] == 204
    assert centre.in_force.current().flows == {}
    assert (await ada.ask("GET", "/api/flows/greeting"))[0] == 404
    assert ("greeting", 1) in centre.in_force.current().library


async def test_a_draft_is_discarded_and_what_is_published_stays(ada: Browser) -> None:
    await published(ada, GREETING)
    opened = await ada.get("/api/flows/greeting")
    await ada.ask(
        "PUT", "/api/flows/greeting/draft", json={"document": {**GREETING, "name": "X"}, "rev": opened["rev"]}
    )
    assert (await ada.get("/api/flows/greeting"))["document"]["name"] == "X"
    assert (await ada.ask("DELETE", "/api/flows/greeting/draft"))[0] == 204
    assert (await ada.get("/api/flows/greeting"))["document"]["name"] == "Greeting"


async def test_a_flow_begins_as_a_copy(ada: Browser) -> None:
    await published(ada, GREETING)
    status, copy = await ada.post("/api/flows", flow_id="copy", name="Copy", copy_of="greeting")
    assert (status, copy["document"]) == (201, {**GREETING, "flow_id": "copy", "name": "Copy"})
    for wrong, code in (
        ({"flow_id": "greeting"}, "flow-taken"), ({"flow_id": "schema"}, "flow-taken"),
        ({"flow_id": "try.x"}, "flow-taken"),
        ({"copy_of": "nothing"}, "unknown-flow"), ({"template": "nothing"}, "unknown-template"),
        ({"flow_id": "A b"}, "malformed"),
    ):  # fmt: skip
        status, refused = await ada.post("/api/flows", **{"flow_id": "new", "name": "New", **wrong})
        assert refused["code"] == code, wrong


async def test_a_flow_begins_as_one_that_is_shipped(ada: Browser) -> None:
    templates = {template["template_id"]: template for template in await ada.get("/api/flows/templates")}
    assert templates["after-hours"]["name_ru"]
    status, opened = await ada.post("/api/flows", flow_id="night", name="At night", template="after-hours")
    assert (status, opened["document"]["flow_id"], opened["document"]["name"]) == (201, "night", "At night")
    status, results = await ada.post("/api/flows/cases", document=opened["document"])
    assert status == 200
    assert results


async def test_a_flow_changed_within_the_configuration_is_another_version_too(ada: Browser) -> None:
    await published(ada, GREETING)
    document = await ada.get("/api/configuration")
    document["flows"]["greeting"]["nodes"]["hello"]["prompts"] = ["cord/menu"]
    assert (await ada.ask("PUT", "/api/configuration", json=document))[0] == 204
    assert [v["version"] for v in await ada.get("/api/flows/greeting/versions")] == [2, 1]


async def test_a_flow_is_printed_and_read_back(ada: Browser) -> None:
    status, printed = await ada.post("/api/flows/print", document=GREETING)
    assert status == 200
    assert printed["text"].startswith(
        "flow_id: greeting\nname: Greeting\nstart: hello\nnodes:\n  hello:\n    kind: say\n"
    )
    status, parsed = await ada.post("/api/flows/parse", text=printed["text"])
    assert (status, parsed["document"], parsed["problems"]) == (200, GREETING, [])
    status, refused = await ada.post("/api/flows/parse", text="flow_id: x\nname: [")
    assert (status, refused["code"]) == (400, "malformed")
    assert refused["says"].startswith("line 3, column 1: ")
    status, parsed = await ada.post("/api/flows/parse", text="name: x")
    assert status == 200
    assert parsed["problems"]


async def test_a_flow_is_checked_without_being_kept(ada: Browser) -> None:
    status, checked = await ada.post("/api/flows/check", document=with_node("wait", {"kind": "explode"}))
    assert status == 200
    assert [(p["node_id"], p["field"]) for p in checked["problems"]] == [("wait", "kind")]
    assert (await ada.get("/api/flows/schema"))["title"] == "Flow"
    assert (await ada.get("/api/flows"))["flows"] == []


MENU: dict[str, Any] = {
    "flow_id": "menu",
    "name": "Menu",
    "start": "ask",
    "nodes": {
        "ask": {
            "kind": "menu",
            "prompts": [{"kind": "text", "text": {"en": "Sales, press 1", "ru": "Продажи — 1"}}],
            "choices": {"1": "wait"},
            "labels": {"1": {"en": "Sales"}},
            "on_failure": "wait",
        },
        "wait": {"kind": "to-queue", "queue_id": "sales"},
    },
}


async def test_a_flow_is_tried_as_text(ada: Browser) -> None:
    status, tried = await ada.post("/api/flows/try", document=MENU, case={"language": "en"})
    assert status == 200, tried
    assert tried["standing"] == {
        "node_id": "ask", "kind": "menu", "awaits": "key", "options": [{"value": "1", "label": "Sales"}]
    }  # fmt: skip
    assert [line["text"] for line in tried["transcript"] if line["who"] == "machine"] == ["Sales, press 1"]
    assert tried["ended"] == ""
    status, tried = await ada.post("/api/flows/try", document=MENU, acts=[{"press": "1"}])
    assert (status, tried["ended"], tried["standing"]["awaits"]) == (200, "queued", "nothing")
    for wrong in (
        {"acts": [{"shout": 1}]}, {"case": {"colour": 1}}, {"case": {"at": "noon"}}, {"document": {}},
        {"acts": [{"press": "1"}] * 301}, {"acts": [{"back": "never"}]},
    ):  # fmt: skip
        status, refused = await ada.post("/api/flows/try", **{"document": MENU, **wrong})
        assert (status, refused["code"]) == (400, "malformed"), wrong


async def test_a_draft_can_be_called_from_the_browser(centre: Centre, ada: Browser) -> None:
    status, call = await ada.post("/api/flows/menu/test-call", document=MENU)
    assert status == 201, call
    assert call["target"] == f"sip:{call['number']}@cordboard"
    assert call["user"] in centre.visits
    await centre.call("c9", call["number"])
    performance = centre.engine.live.performer.performances["c9"]
    assert performance.node_id == "ask"
    assert (await ada.get("/api/flows"))["flows"] == []
    assert "try" not in str(await ada.get("/api/configuration"))
    assert isinstance(centre.engine.live.floor.center.entries[call["number"]], Entry)
    assert (await ada.post("/api/flows/menu/test-call", document={}))[0] == 400
