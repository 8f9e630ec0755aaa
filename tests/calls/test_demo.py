"""Sample calls on the whole centre: people call by SIP, robots answer, and all is in the call log and recorded."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from cordboard.asterisk.install import Asterisk
from cordboard.demo import calls
from cordboard.demo.company import northwind
from cordboard.demo.people import Habits
from tests.calls.centre import Browser, Centre, until

pytestmark = [pytest.mark.calls, pytest.mark.slow, pytest.mark.timeout(300)]

DILIGENT = Habits(
    patience_s=10_000.0,
    patience_s_min=60.0,
    in_a_hurry=0.0,
    wrong_key=0.0,
    no_key=0.0,
    misses=0.0,
    talk_s=(3.0, 5.0),
    answers_s=(0.5, 1.0),
    writes_s=(0.5, 1.0),
    takes_a_break=0.0,
)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """The sample company, running."""
    company = northwind()
    centre = Centre(home=tmp_path_factory.mktemp("demo") / "home")
    centre.prepare(company.configuration, company.accounts, company.customers)
    try:
        centre.start()
        yield centre
    finally:
        centre.stop()


async def test_sample_calls_are_answered_by_robots_wrapped_up_and_recorded(
    centre: Centre, installed: Asterisk, tmp_path: Path
) -> None:
    async def open_session(login: str) -> str:
        return centre.sessions[login][0]

    company = northwind()
    told: list[str] = []
    tally = await calls.run(
        asterisk=installed,
        folder=tmp_path / "demo",
        host="127.0.0.1",
        port=centre.sip_port,
        url=f"http://127.0.0.1:{centre.web_port}",
        per_s=0.5,
        agents=["frank", "elena", "dmitri", "boris"],
        robots=4,
        open_session=open_session,
        customers=company.customers,
        seed=7,
        calls=3,
        habits=DILIGENT,
        tell=told.append,
    )
    assert tally == {"talked": 3}, told
    sofia = centre.browser("sofia")
    rows: list[dict[str, Any]] = sofia.ask("GET", "/api/contacts?limit=20")["rows"]
    assert len(rows) == 3
    assert all(row["agent_id"] in {"frank", "elena", "dmitri", "boris"} for row in rows)
    assert all(row["talk_s"] > 2.0 and row["via"] == "trunk" for row in rows)
    assert all(row["disposition_id"] for row in rows)

    def all_recorded() -> list[dict[str, Any]] | None:
        found: list[dict[str, Any]] = sofia.ask("GET", "/api/contacts?limit=20")["rows"]
        return found if all(row["recordings"] for row in found) else None

    for row in until(all_recorded, what="every call is recorded"):
        (recording_id,) = row["recordings"]
        shown = sofia.ask("GET", f"/api/recordings/{recording_id}/waveform")
        assert shown["seconds"] > 2.0
        assert max(shown["left"]) > 0.02, "the customer was heard"
        assert max(shown["right"]) > 0.02, "the agent was heard"
    _agents_are_signed_out(sofia)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_the_sample_calls_leave_nothing_behind(centre: Centre, how: signal.Signals) -> None:
    sofia = centre.browser("sofia")
    command = _demo_calls(centre)
    try:
        until(lambda: _is_talking(sofia), what="somebody talks", timeout_s=60)
        command.send_signal(how)
        said, _ = command.communicate(timeout=30)
    finally:
        command.kill()
    assert command.returncode == 0, said
    assert "its agents are signed out" in said
    assert _processes_of(centre.home / "outside") == []
    _agents_are_signed_out(sofia)


def test_what_killed_sample_calls_left_behind_is_stopped_with_the_next(centre: Centre) -> None:
    sofia = centre.browser("sofia")
    first = _demo_calls(centre)
    try:
        until(lambda: _is_talking(sofia), what="somebody talks", timeout_s=60)
    finally:
        first.kill()
        first.communicate()
    (left,) = _processes_of(centre.home / "outside")
    second = _demo_calls(centre)
    try:
        until(lambda: _processes_of(centre.home / "outside") not in ([], [left]), what="the next one runs")
        assert left not in _processes_of(centre.home / "outside")
        until(lambda: _is_talking(sofia), what="its robots work, who worked for the first", timeout_s=60)
    finally:
        second.send_signal(signal.SIGINT)
        said, _ = second.communicate(timeout=30)
    assert "left alone" not in said
    assert _processes_of(centre.home / "outside") == []
    _agents_are_signed_out(sofia)


def test_a_robot_leaves_the_desk_to_the_person_who_opens_it(centre: Centre) -> None:
    sofia = centre.browser("sofia")

    def is_signed_out(agent_id: str) -> bool:
        return bool(sofia.tiles()[f"agent:{agent_id}"]["state"] == "signed-out")

    command = _demo_calls(centre, agents=5)
    try:
        until(lambda: not is_signed_out("clara"), what="a robot works as clara", timeout_s=60)
        clara = centre.browser("clara")
        origin: Any = f"http://127.0.0.1:{centre.web_port}"
        with connect(
            f"ws://127.0.0.1:{centre.web_port}/api/live?desk=1",
            additional_headers={"Cookie": clara.cookie},
            origin=origin,
        ):
            until(lambda: is_signed_out("clara"), what="the robot leaves clara's desk")
        assert not is_signed_out("frank")
    finally:
        command.send_signal(signal.SIGINT)
        said, _ = command.communicate(timeout=30)
    assert "clara leaves the desk to a person" in said


def _demo_calls(centre: Centre, agents: int = 3) -> subprocess.Popen[str]:
    """Run the command as somebody at a terminal would."""
    options = ["--rate", "30/min", "--agents", str(agents), "--home", str(centre.home)]
    return subprocess.Popen(
        [sys.executable, "-m", "cordboard", "demo", "calls", *options],
        env=centre.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _is_talking(sofia: Browser) -> bool:
    return any(tile["state"] == "talking" for key, tile in sofia.tiles().items() if key.startswith("agent:"))


def _processes_of(folder: Path) -> list[int]:
    """Return the Asterisks whose configuration lies in this folder."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            with contextlib.suppress(OSError):
                words = (place / "cmdline").read_bytes()
                if os.fsencode(folder) in words and b"-f" in words.split(b"\0"):
                    found.append(int(place.name))
    return found


def _agents_are_signed_out(sofia: Browser) -> None:
    end = time.monotonic() + 10
    while True:
        tiles = sofia.tiles()
        states = {tile["agent_id"]: tile["state"] for key, tile in tiles.items() if key.startswith("agent:")}
        if set(states.values()) == {"signed-out"}:
            return
        assert time.monotonic() < end, states
        time.sleep(0.2)
