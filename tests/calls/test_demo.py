"""Sample calls on the whole centre: people call by SIP, robots answer, and all is in the call log and recorded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cordboard.asterisk.install import Asterisk
from cordboard.demo import calls
from cordboard.demo.company import northwind
from cordboard.demo.people import Habits
from tests.calls.centre import Centre, until

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


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """The sample company, running."""
    company = northwind()
    centre = Centre(home=tmp_path / "home")
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


def _agents_are_signed_out(sofia: Any) -> None:
    end = time.monotonic() + 10
    while True:
        tiles = sofia.tiles()
        states = {tile["agent_id"]: tile["state"] for key, tile in tiles.items() if key.startswith("agent:")}
        if set(states.values()) == {"signed-out"}:
            return
        assert time.monotonic() < end, states
        time.sleep(0.2)
