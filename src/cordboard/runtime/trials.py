"""Flows that somebody calls before they are published: in memory, for an hour, under numbers that nobody else knows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace

from cordboard.center.entries import Entry
from cordboard.errors import Refused
from cordboard.flows.language import Flow
from cordboard.runtime.configuration import Configuration

PREFIX = "try."
"""Begins the id of every flow on trial; ids of others never do."""
TRIAL_S = 3600.0
TRIALS_MAX = 50


@dataclass(slots=True)
class Trials:
    """The flows on trial now."""

    flows: dict[str, tuple[Flow, Entry, float]] = field(default_factory=dict)
    """By id: the flow, where it is called, and when it ends."""

    def add(self, flow: Flow, *, language: str, now: float) -> Entry:
        """Let this flow be called.

        Raises:
            Refused: too many are on trial.
        """
        self.end(now)
        if len(self.flows) >= TRIALS_MAX:
            raise Refused("too-many-trials", f"{TRIALS_MAX} flows are on trial already; each ends after an hour")
        name = secrets.token_hex(6)
        # as a number it keeps to signs that pass every dialplan: a hyphen does not
        entry = Entry(number=PREFIX + name, flow_id=PREFIX + name, language=language)
        self.flows[PREFIX + name] = (replace(flow, flow_id=PREFIX + name, version=0), entry, now + TRIAL_S)
        return entry

    def end(self, now: float) -> None:
        """Forget those whose time is over."""
        self.flows = {name: trial for name, trial in self.flows.items() if trial[2] > now}

    def within(self, configuration: Configuration, now: float) -> Configuration:
        """The configuration with the flows on trial added."""
        self.end(now)
        if not self.flows:
            return configuration
        entries = {entry.number: entry for _, entry, _ in self.flows.values()}
        center = replace(configuration.center, entries={**configuration.center.entries, **entries})
        flows = {name: flow for name, (flow, _, _) in self.flows.items()}
        return replace(configuration, center=center, flows={**configuration.flows, **flows})
