"""Flows from the command line: files in, files out, published, and tested with or without a store."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cordboard import hold
from cordboard.postgres.database import Database
from tests.database import database, dsn, template

__all__ = ["database", "dsn", "template"]

FLOW = """\
flow_id: reception
name: Reception
start: ask
nodes:
  ask:
    kind: menu
    prompts: [{kind: text, text: {en: Press 1 to leave, ru: Нажмите 1}}]
    choices: {1: bye}
    on_failure: bye
  bye: {kind: goodbye}
cases:
- name: Leaves
  steps:
  - said: Press 1
  - press: '1'
  - ended: goodbye
"""
WRONG_CASE = "- name: Stays\n  steps:\n  - at: bye\n"


def ran(*words: str, **environ: str) -> tuple[int, str]:
    """Exit code and everything that a command said."""
    done = subprocess.run(
        [sys.executable, "-m", "cordboard", "flows", *words],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reception.yaml"
    path.write_text(FLOW, encoding="utf-8")
    return path


def test_a_file_is_tested_by_itself(file: Path, tmp_path: Path) -> None:
    home = {"CORDBOARD_HOME": str(tmp_path / "none")}
    assert ran("test", "--file", str(file), **home) == (0, "ok   reception: Leaves\n1 passed, 0 failed\n")
    file.write_text(FLOW + WRONG_CASE, encoding="utf-8")
    code, said = ran("test", "--file", str(file), **home)
    assert code == 1
    assert "FAIL reception: Stays (step 1): the flow should be at 'bye', and is at 'ask'\n1 passed, 1 failed\n" in said
    assert not (tmp_path / "none").exists()


def test_files_that_are_parts_of_one_another_are_tested_together(file: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.yaml"
    whole.write_text(
        "flow_id: whole\nname: W\nstart: a\nnodes:\n  a: {kind: sub-flow, flow_id: reception, next: b}\n"
        "  b: {kind: goodbye}\n" + FLOW[FLOW.index("cases:") :],
        encoding="utf-8",
    )
    assert ran("test", "--file", str(file), "--file", str(whole))[0] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FLOW.replace("kind: goodbye", "kind: farewell"), "node 'bye': kind: its kind is one of say"),
        (FLOW.replace("choices: {1: bye}", "choices: {1: away}"), "ask: 'key 1' leads to 'away', which does not exist"),
        (FLOW + "  - [\n", "line "),
        ("[1]", "a flow is an object"),
    ],
)
def test_a_file_with_mistakes_fails_with_its_places(file: Path, text: str, says: str) -> None:
    file.write_text(text, encoding="utf-8")
    code, said = ran("test", "--file", str(file))
    assert code == 1
    assert says in said
    assert "Traceback" not in said


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert ran("test", "--file", str(tmp_path / "no.yaml"))[1].startswith("cordboard: ")


def test_the_schema_is_printed() -> None:
    code, said = ran("schema")
    assert (code, json.loads(said)["title"]) == (0, "Flow")


async def test_a_flow_goes_from_a_file_into_force_and_back(
    file: Path, tmp_path: Path, dsn: str, database: Database
) -> None:
    at = {"CORDBOARD_HOME": str(tmp_path / "home"), "CORDBOARD_DATABASE_URL": dsn}
    assert ran("import", str(file), **at) == (0, "reception is a draft now\n")
    assert "not published  draft by owner" in ran("list", **at)[1]
    code, said = ran("import", str(file), **at)
    assert (code, "--replace writes over it" in said) == (1, True)
    assert ran("publish", "reception", "--note", "first", **at) == (0, "reception is in force as version 1\n")
    file.write_text(FLOW + WRONG_CASE, encoding="utf-8")
    code, said = ran("import", str(file), "--publish", **at)
    assert code == 1
    assert "test case 'Stays': the flow should be at 'bye'" in said
    code, said = ran("test", **at)
    assert code == 1
    assert "ok   reception: Leaves\n" in said
    assert "FAIL reception (draft): Stays" in said
    assert ran("test", "nothing", **at) == (1, "cordboard: there is no flow 'nothing'\n")
    file.write_text(FLOW.replace("Press 1 to leave", "Press 1 to go"), encoding="utf-8")
    assert ran("import", str(file), "--publish", "--replace", **at)[0] == 0
    code, text = ran("export", "reception", **at)
    assert code == 0
    assert text.startswith("flow_id: reception\nname: Reception\nstart: ask\nnodes:\n  ask:\n    kind: menu\n")
    exported: dict[str, Any] = json.loads(ran("export", "reception", "--json", "--version", "1", **at)[1])
    assert exported["nodes"]["ask"]["prompts"][0]["text"]["en"] == "Press 1 to leave"
    rows = await database.rows("SELECT login, act, subject, address FROM audit ORDER BY audit_id")
    assert [tuple(row) for row in rows] == [
        ("owner", "flow-published", f"reception {version}", "command line") for version in (1, 2)
    ]


def test_a_running_centre_is_told_of_what_was_kept(tmp_path: Path) -> None:
    assert not hold.tell(tmp_path)
    told: list[int] = []
    before = signal.signal(hold.NEWS, lambda number, _: told.append(number))
    try:
        with hold.hold(tmp_path):
            assert hold.tell(tmp_path)
    finally:
        signal.signal(hold.NEWS, before)
    assert told == [hold.NEWS]
