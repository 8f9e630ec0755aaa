"""The configuration as JSON: it comes back as it went, and every mistake is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cordboard.demo import company
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.documents import BadDocument, read_document, write_document
from cordboard.runtime.public_holidays import with_holidays

SAMPLES = [company.starter().configuration, company.northwind().configuration]


@pytest.mark.parametrize("configuration", SAMPLES)
def test_a_configuration_comes_back_as_it_went(configuration: Configuration) -> None:
    assert read_document(json.loads(json.dumps(write_document(configuration)))) == configuration


def broken(*path: str, value: Any) -> dict[str, Any]:
    document = json.loads(json.dumps(write_document(company.northwind().configuration)))
    place = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return document


QUEUE = next(iter(company.northwind().configuration.center.queues))
CALENDAR = {"calendar_id": "office", "name": "Office", "country": "GB", "closed_on": ["2026-12-24"]}
FLOW = next(iter(company.northwind().configuration.flows))


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "the configuration is an object"),
        (broken("robots", value={}), "there is nothing called 'robots'"),
        (broken("queues", value=[]), "queues is an object"),
        (broken("queues", QUEUE, "colour", value="red"), "there is no field 'colour'"),
        (broken("queues", QUEUE, "waiting", "musik", value="jazz"), "there is no field 'waiting.musik'"),
        (broken("queues", QUEUE, "name", value=7), "Expected `str`, got `int`"),
        (broken("queues", QUEUE, "name", value="a\0b"), "without NUL"),
        (broken("queues", QUEUE, "offer_s", value=-1), "offer_s is from 0 to 86400 seconds"),
        (broken("queues", QUEUE, "queue_id", value="other"), "its queue_id is another"),
        (broken("queues", QUEUE, "hours", "timezone", value="Mars/Olympus"), "there is no time zone 'Mars/Olympus'"),
        (broken("queues", QUEUE, "hours", "timezone", value="../../etc/passwd"), "there is no time zone"),
        (broken("agents", "a b", value={"agent_id": "a b", "name": "x"}), "letters, digits, dots and dashes"),
        (broken("flows", FLOW, "nodes", "x", value={"kind": "explode"}), "its kind is one of say"),
        (broken("flows", FLOW, "nodes", "x", value="say"), "its kind is one of say"),
        (broken("agents", value={}), "can be served by nobody"),
        (broken("calendars", value={"office": {**CALENDAR, "country": "Atlantis"}}), "no country 'Atlantis'"),
        (broken("calendars", value={"office": {**CALENDAR, "closed_on": ["24.12."]}}), "written YYYY-MM-DD"),
        (broken("calendars", value={"home": CALENDAR}), "its calendar_id is another"),
        (broken("switches", value={"x": {"switch_id": "x", "name": "X", "on": "yes"}}), "Expected `bool`, got `str`"),
        (broken("queues", QUEUE, "script_flow_id", value="nothing"), "names flow 'nothing', which does not exist"),
        (broken("queues", QUEUE, "after_talk_flow_id", value="nothing"), "names flow 'nothing', which does not exist"),
        (broken("flows", FLOW, "nodes", "x", value={"kind": "say", "prompts": [], "next": "y"}), "node 'x' of flow"),
    ],
)
def test_a_mistake_is_named(document: object, says: str) -> None:
    with pytest.raises(BadDocument) as refused:
        read_document(document)
    assert any(says in problem for problem in refused.value.problems), refused.value.problems


def test_a_document_from_before_there_were_calendars_is_still_taken() -> None:
    document = write_document(company.starter().configuration)
    del document["calendars"], document["switches"]
    assert read_document(document).center.calendars == {}


def test_calendars_and_switches_come_back_as_they_went_and_holidays_are_never_written() -> None:
    document = broken("calendars", value={"office": CALENDAR})
    document["switches"] = {"emergency": {"switch_id": "emergency", "name": "Emergency"}}
    configuration = with_holidays(read_document(document), 1_780_000_000.0)
    assert "2026-12-25" in configuration.center.holidays["GB"]
    written = write_document(configuration)
    assert set(written) == set(document)
    assert with_holidays(read_document(written), 1_780_000_000.0) == configuration
