"""Figures for Prometheus: requests as they come, the floor as it is when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from cordboard.floor.states import AgentState, ContactState
from cordboard.runtime.engine import Engine

BUCKETS_S = (0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0)


class Metrics:
    """All metrics of one centre; others may add theirs to `registry`."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self.requests = Counter(
            "cordboard_http_requests", "Requests answered", ["route", "method", "status"], registry=self.registry
        )
        self.request_s = Histogram(
            "cordboard_http_request_seconds", "Time to answer", ["route"], buckets=BUCKETS_S, registry=self.registry
        )
        self.entries = Counter("cordboard_journal_entries", "Journal lines written", registry=self.registry)
        self.sip_frames = Counter(
            "cordboard_sip_frames", "SIP messages passed on for browsers", ["to"], registry=self.registry
        )

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self.registry)


class FloorMetrics(Collector):
    """The floor at the moment of asking."""

    def __init__(self, engine: Engine, tabs: Callable[[], int], visits: Callable[[], int]) -> None:
        self._engine, self._tabs, self._visits = engine, tabs, visits

    def collect(self) -> Iterable[Metric]:
        """Count."""
        floor = self._engine.live.floor
        contacts = GaugeMetricFamily("cordboard_contacts", "Contacts on the floor", labels=["queue", "state"])
        counts = {(queue_id, state): 0 for queue_id in floor.center.queues for state in _SHOWN}
        for contact in floor.contacts.values():
            key = contact.queue_id or "", contact.state
            counts[key] = counts.get(key, 0) + 1
        for (queue_id, contact_state), count in counts.items():
            contacts.add_metric([queue_id, contact_state], count)
        agents = GaugeMetricFamily("cordboard_agents", "Agents by state", labels=["state"])
        for state in AgentState:
            agents.add_metric([state], sum(agent.state is state for agent in floor.agents.values()))
        yield contacts
        yield agents
        for name, says, figure in (
            ("cordboard_switch_up", "Whether the telephone switch answers", float(floor.switch_up)),
            ("cordboard_inbox", "Inputs that wait to be decided", float(self._engine.waiting)),
            ("cordboard_input_faults", "Inputs that met a fault of ours", float(self._engine.bugs)),
            ("cordboard_live_tabs", "Browser tabs on the live feed", float(self._tabs())),
            ("cordboard_visits", "Web calls open", float(self._visits())),
        ):
            gauge = GaugeMetricFamily(name, says)
            gauge.add_metric([], figure)
            yield gauge


_SHOWN = (ContactState.WAITING, ContactState.OFFERED, ContactState.TALKING)
