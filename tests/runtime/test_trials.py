"""Flows on trial."""

from __future__ import annotations

import re

from cordboard.flows.language import Flow
from cordboard.runtime.trials import Trials


def test_a_flow_on_trial_has_a_number_that_passes_the_dialplan_unchanged():
    entry = Trials().add(Flow(flow_id="f", name="F", start=""), language="en", now=0.0)
    # a hyphen is a range to Asterisk's FILTER, and does not pass
    assert re.fullmatch(r"[+*#0-9A-Za-z._]+", entry.number)
