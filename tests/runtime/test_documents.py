"""The configuration as JSON: it comes back as it went, and every mistake is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cordboard.demo import company
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.documents import BadDocument, read_document, write_document

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
    ],
)
def test_a_mistake_is_named(document: object, says: str) -> None:
    with pytest.raises(BadDocument) as refused:
        read_document(document)
    assert any(says in problem for problem in refused.value.problems), refused.value.problems
