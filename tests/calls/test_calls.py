"""Whole calls through the whole centre: real SIP phones, real Asterisk, real PostgreSQL, the real process."""

from __future__ import annotations

import pytest

from tests.calls.office import Office
from tests.calls.tones import heard

pytestmark = [pytest.mark.calls, pytest.mark.slow]


def test_a_call_is_answered_talked_recorded_on_both_sides_and_wrapped_up(office: Office):
    ann = office.agent("ann")
    office.customer("201", leaves_after_s=4)
    office.in_state("ann", "talking")
    office.in_state("ann", "wrapping-up")
    (row,) = office.rows()
    contact_id = row["contact_id"]
    assert (row["outcome"], row["by"], row["queue_id"], row["agent_id"]) == ("served", "customer", "sales", "ann")
    ann.do("disposition", contact_id=contact_id, disposition_id="sold")
    ann.ask("PUT", "/api/desk/note", {"contact_id": contact_id, "text": "wants two"})
    ann.do("wrap-up")
    office.in_state("ann", "ready")
    sound = office.recording(contact_id)
    customer, agent = heard(sound, channel=0), heard(sound, channel=1)
    assert customer.customer > 0.1
    assert customer.agent < 0.01
    assert agent.agent > 0.1
    assert agent.customer < 0.01
    story = office.story(contact_id)
    assert len(story) >= 5
    whole = office.supervisor.ask("GET", f"/api/contacts/{contact_id}")
    assert whole["note"] == "wants two"
    assert whole["contact"]["disposition_id"] == "sold"
