"""The process as whoever runs it meets it: Ctrl-C, the second start, ports in use, two of them on one home."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calls.centre import Centre, until
from tests.calls.office import Office
from tests.calls.phones import free_port

pytestmark = [pytest.mark.calls, pytest.mark.slow]

SECOND_START_S_MAX = 10.0
"""Promised in the README."""


@pytest.fixture
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A company of its own, for tests that stop it."""
    folder = tmp_path_factory.mktemp("p")
    office = Office(Centre(home=folder / "h"), folder)
    try:
        office.open()
        yield office
    finally:
        office.close()


def run(centre: Centre) -> tuple[int, str]:
    """Run `cordboard run` with these settings to its end; return its exit code and what it said."""
    words = [sys.executable, "-m", "cordboard", "run"]
    ended = subprocess.run(
        words, env=centre.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


def sentences(said: str) -> list[str]:
    """The lines by which the command tells why it ends."""
    assert "Traceback" not in said
    return [line for line in said.splitlines() if line.startswith("cordboard: ")]


def test_ctrl_c_leaves_no_process_and_a_second_start_is_quick_and_has_everything(company: Office) -> None:
    ann = company.agent("ann")
    customer = company.customer("201", leaves_after_s=1)
    row = company.row(customer)
    company.recording(row["contact_id"])
    ann.ask("PUT", "/api/desk/note", {"contact_id": row["contact_id"], "text": "kept"})
    before = company.supervisor.ask("GET", f"/api/contacts/{row['contact_id']}")
    talks = company.customer("205")
    company.contact(talks, "waiting")
    assert len(company.centre.processes()) > 3

    assert company.centre.stop() == 0
    until(lambda: not company.centre.processes(), what="no process of ours is left", timeout_s=1)
    assert talks.finished(), "a customer who waited is not left hanging"

    began = time.monotonic()
    company.centre.start()
    assert time.monotonic() - began < SECOND_START_S_MAX
    after = company.supervisor.ask("GET", f"/api/contacts/{row['contact_id']}")
    assert after["contact"]["recordings"] == before["contact"]["recordings"]
    assert (after["note"], after["contact"]["outcome"]) == ("kept", "served")
    assert after["offers"] == before["offers"]
    company.recording(row["contact_id"])
    assert company.row(talks)["outcome"] == "lost"
    company.phone("eve")
    again, _ = company.customer_on_a_line("205")
    company.contact(again, "waiting")
    company.journal()

    code, said = run(company.centre)
    assert code == 1
    (sentence,) = sentences(said)
    assert "runs already" in sentence
    assert str(company.centre.home) in sentence
    assert company.centre.is_ready(), "the first one goes on undisturbed"


@pytest.mark.parametrize(
    "setting", ["CORDBOARD_WEB_PORT", "CORDBOARD_ASTERISK_SIP_PORT", "CORDBOARD_ASTERISK_HTTP_PORT"]
)
def test_a_port_in_use_is_told_in_one_sentence_and_nothing_is_left_running(tmp_path: Path, setting: str) -> None:
    port = free_port()
    centre = Centre(home=tmp_path / "h", further={setting: str(port)})
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", port))
        taker.listen()
        code, said = run(centre)
    assert code == 1, said
    (sentence,) = sentences(said)
    assert str(port) in sentence
    assert centre.processes() == {}
