"""Journals that were written once can be read for ever. A new kind of line wants a new file beside the old ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cordboard.errors import Misunderstood
from cordboard.reporting.facts import Facts
from cordboard.runtime.lines import KINDS, read_event, write_event
from cordboard.runtime.live import LiveCenter
from cordboard.runtime.ports import Entry
from tests.day import CONFIGURATION

FILES = sorted((Path(__file__).parent.parent / "fixtures" / "journal").glob("*.jsonl"))


def entries_of(file: Path) -> list[Entry]:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [Entry(seq=x["seq"], at=x["at"], event=read_event(x["kind"], json.dumps(x["body"]))) for x in lines]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_stored_journal_still_rebuilds_the_floor_and_the_facts(file: Path) -> None:
    entries = entries_of(file)
    live, facts = LiveCenter(CONFIGURATION), Facts()
    live.replay(entries)
    for entry in entries:
        facts.apply(entry.seq, entry.at, entry.event)
    assert live.seq == entries[-1].seq
    assert {c.contact_id for c in facts.dirty().contacts if c.ended_at is None} == set(live.floor.contacts)


def test_the_first_stored_journal_ends_as_it_ended_when_it_was_written() -> None:
    live = LiveCenter(CONFIGURATION)
    live.replay(entries_of(FILES[0]))
    assert {c.contact_id: (c.state.value, c.queue_id, c.agent_id) for c in live.floor.contacts.values()} == FIRST_ENDS


FIRST_ENDS: dict[str, tuple[str, str | None, str | None]] = {
    "cord62-24": ("leaving", None, None),
    "cord62-47": ("leaving", "support", None),
    "cord62-54": ("talking", "sales", "bob"),
    "cord62-58": ("leaving", "support", None),
    "cord62-59": ("leaving", "support", None),
    "cord62-61": ("arrived", None, None),
    "cord62-62": ("waiting", "sales", None),
    "cord62-63": ("arrived", None, None),
}


def test_every_kind_of_line_is_in_a_stored_journal() -> None:
    stored = {type(entry.event).__name__ for file in FILES for entry in entries_of(file)}
    assert set(KINDS) - stored == set()


def test_a_field_that_is_not_known_is_passed_over_and_one_that_lacks_takes_its_default() -> None:
    event = read_event("AgentSignedIn", '{"agent_id": "ann", "phone": "sip", "mood": "good"}')
    assert json.loads(write_event(event)[1]) == {"agent_id": "ann", "phone": "sip", "reason_id": "signed-in"}


@pytest.mark.parametrize(("kind", "body"), [("ContactTeleported", "{}"), ("AgentSignedIn", "{}"), ("PhoneLost", "[")])
def test_a_line_that_cannot_be_read_is_told_by_its_kind(kind: str, body: str) -> None:
    with pytest.raises(Misunderstood, match=kind):
        read_event(kind, body)
