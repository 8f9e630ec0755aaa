"""The report on flows over HTTP, and the conversations on a contact's page."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest

from cordboard.flows import events as fev
from cordboard.postgres.journal import PostgresJournal
from tests import flow_count
from tests.day import BEGINS
from tests.flow_day import FlowDay
from tests.web.centre import Browser, Centre, centre_at
from tests.web.conftest import OpenBrowser


@pytest.fixture(scope="module")
def day() -> FlowDay:
    """A day that is over."""
    day = FlowDay(51)
    day.steps(600)
    day.close()
    return day


@pytest.fixture
async def centre(dsn: str, day: FlowDay) -> AsyncIterator[Centre]:
    """A centre that was started after that day."""
    journal = PostgresJournal(dsn)
    await journal.open()
    await journal.append(day.entries)
    await journal.close()
    async with centre_at(dsn) as running:
        yield running


@pytest.fixture
async def manager(open_browser: OpenBrowser) -> Browser:
    return await open_browser("max")


def asked(day: FlowDay, **more: object) -> str:
    return "&".join(f"{name}={each}" for name, each in {"from": BEGINS, "to": day.now + 1, **more}.items())


async def test_the_report_shows_what_a_plain_reading_of_the_journal_counts(day: FlowDay, manager: Browser) -> None:
    report = await manager.get("/api/reports/flows?" + asked(day))
    wanted = flow_count.by_flow(flow_count.conversations(day.entries))
    assert {(each["flow_id"], each["version"]) for each in report["flows"]} == set(wanted)
    for each in report["flows"]:
        sums = wanted[each["flow_id"], each["version"]]
        for name, count in vars(sums).items():
            assert each[name] == count
        assert each["containment"] == (None if each["script"] else pytest.approx(sums.contained / sums.entered))
        assert sum(number["entered"] for number in each["by_number"]) == sums.entered
    assert report["nodes"] == []
    assert set(report["definitions"]) >= {"entered", "contained", "containment", "abandoned", "timeouts"}


async def test_one_flow_has_its_nodes(day: FlowDay, manager: Browser) -> None:
    report = await manager.get("/api/reports/flows?" + asked(day, flow_id="reception", version=3))
    (flow,) = report["flows"]
    nodes = {node["node_id"]: node for node in report["nodes"]}
    assert nodes["hello"]["entered"] == flow["entered"]
    assert sum(node["left_here"] for node in report["nodes"]) == flow["abandoned"]
    assert "survey/csat" in nodes
    assert report["graph_version"] == 3
    assert report["graph"] is None, "this centre never published that flow"


async def test_the_graph_has_the_shape_of_the_flow_and_not_its_words(
    day: FlowDay, manager: Browser, open_browser: OpenBrowser
) -> None:
    admin = await open_browser("ada")
    written: dict[str, Any] = {
        "flow_id": "menu",
        "name": "Menu",
        "start": "ask",
        "nodes": {
            "ask": {"kind": "menu", "prompts": ["cord/welcome"], "choices": {"1": "which"}, "on_failure": "bye"},
            "which": {
                "kind": "decide",
                "branches": [{"when": "contact.caller == '1'", "next": "bye"}],
                "otherwise": "bye",
            },
            "bye": {"kind": "goodbye"},
        },
        "layout": {"ask": [0, 0]},
    }
    status, begun = await admin.post("/api/flows", flow_id="menu", name="Menu", purpose="call")
    assert status == 201, begun
    report = await manager.get("/api/reports/flows?" + asked(day, flow_id="menu"))
    assert (report["graph"], report["flows"]) == (None, []), "a draft has no reports"
    status, saved = await admin.ask("PUT", "/api/flows/menu/draft", json={"document": written, "rev": begun["rev"]})
    assert status == 200, saved
    status, published = await admin.post("/api/flows/menu/publish", rev=saved["rev"], note="")
    assert status in (200, 201), published
    report = await manager.get("/api/reports/flows?" + asked(day, flow_id="menu"))
    assert report["graph"]["nodes"] == {
        "ask": {"kind": "menu", "choices": {"1": "which"}, "on_failure": "bye"},
        "which": {"kind": "decide", "branches": written["nodes"]["which"]["branches"], "otherwise": "bye"},
        "bye": {"kind": "goodbye"},
    }
    assert (report["graph"]["start"], report["graph"]["layout"], report["graph_version"]) == ("ask", {"ask": [0, 0]}, 1)


async def test_both_sheets_have_a_head_and_the_same_figures(day: FlowDay, manager: Browser) -> None:
    report = await manager.get("/api/reports/flows?" + asked(day, flow_id="reception"))
    _, headers, body = await manager.answer("GET", "/api/reports/flows.csv?" + asked(day, flow_id="reception"))
    assert 'filename="flows.csv"' in headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(body.decode())))
    assert [int(line["entered"]) for line in lines if not line["number"]] == [
        each["entered"] for each in report["flows"]
    ]
    assert {line["number"] for line in lines} == {"", "200", "201"}
    _, _, body = await manager.answer("GET", "/api/reports/flow-nodes.csv?" + asked(day, flow_id="reception"))
    nodes = list(csv.DictReader(io.StringIO(body.decode())))
    assert [(line["node_id"], int(line["entered"])) for line in nodes] == [
        (node["node_id"], node["entered"]) for node in report["nodes"]
    ]


@pytest.mark.parametrize(
    "query", ["from=10&to=5", "from=0&to=4000000000", "from=0&to=10&version=1", "from=0&to=10&flow_id=..%2F", "from=1"]
)
async def test_a_question_that_makes_no_sense_is_refused(manager: Browser, query: str) -> None:
    status, _ = await manager.ask("GET", "/api/reports/flows?" + query)
    assert status == 400


@pytest.mark.parametrize(("login", "wanted"), [("max", 200), ("sue", 200), ("ann", 403), ("ada", 200), (None, 401)])
async def test_only_who_may_see_reports_sees_them(
    day: FlowDay, open_browser: OpenBrowser, login: str | None, wanted: int
) -> None:
    browser = await open_browser(login)
    for path in ("flows", "flows.csv", "flow-nodes.csv"):
        status, _ = await browser.ask("GET", f"/api/reports/{path}?" + asked(day, flow_id="reception"))
        assert status == wanted


async def test_a_contact_shows_its_conversations_with_answers_and_what_was_ticked(
    day: FlowDay, manager: Browser
) -> None:
    ticked = next(
        e.event
        for e in day.entries
        if isinstance(e.event, fev.AnswerTaken) and e.event.script and e.event.node_id == "law"
    )
    shown = await manager.get(f"/api/contacts/{ticked.contact_id}")
    script = next(run for run in shown["runs"] if run["script"])
    assert (script["flow_id"], script["version"]) == ("script", 2)
    assert "law" in {each["node_id"] for each in script["disclosures"]}
    answered = next(e.event for e in day.entries if isinstance(e.event, fev.AnswerTaken) and e.event.answer == "csat")
    runs = (await manager.get(f"/api/contacts/{answered.contact_id}"))["runs"]
    assert answered.value in [each["value"] for run in runs for each in run["answers"] if each["name"] == "csat"]
    for secret in [e.event for e in day.entries if isinstance(e.event, fev.AnswerTaken) and e.event.secret][:3]:
        runs = (await manager.get(f"/api/contacts/{secret.contact_id}"))["runs"]
        assert "pin" not in [each["name"] for run in runs for each in run["answers"]]
