"""Figures of the engine and of the switch, for the metrics: where the time of a call goes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from cordboard.asterisk.recordings import Recorder
from cordboard.runtime.engine import Engine
from cordboard.runtime.ports import Entry

BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0)


class Gauges(Collector):
    """Counts what the web side does not see."""

    def __init__(self, registry: CollectorRegistry, engine: Engine) -> None:
        self._engine = engine
        self._switch: Counter[str] = Counter()
        self._recorder: Recorder | None = None
        self._durable = Histogram(
            "cordboard_durable_seconds",
            "From a decision to its listeners: the time to make it durable",
            buckets=BUCKETS_S,
            registry=registry,
        )
        self._acts = Histogram(
            "cordboard_switch_act_seconds",
            "From an act's turn to the switch's answer",
            buckets=BUCKETS_S,
            registry=registry,
        )
        registry.register(self)

    def watch(self, switch: Counter[str], recorder: Recorder) -> None:
        """Count these too."""
        self._switch, self._recorder = switch, recorder

    def observe(self, seconds: float) -> None:
        """Take note of how long one act at the switch took."""
        self._acts.observe(seconds)

    def note(self, entries: Sequence[Entry]) -> None:
        """Take note of durable journal lines: an engine's listener."""
        self._durable.observe(max(0.0, time.time() - entries[0].at))

    def collect(self) -> Iterable[Metric]:
        """Count at the moment of asking."""
        spent: Mapping[str, tuple[str, float]] = {
            "cordboard_decide_seconds": ("Time spent deciding", self._engine.decide_s),
            "cordboard_inputs": ("Inputs decided", float(self._engine.inputs)),
            "cordboard_batches": ("Journal batches written", float(self._engine.batches)),
        }
        for name, (says, value) in spent.items():
            family = CounterMetricFamily(name, says)
            family.add_metric([], value)
            yield family
        counts = CounterMetricFamily("cordboard_switch", "What happened between us and the switch", labels=["what"])
        for what, count in self._switch.items():
            counts.add_metric([what], count)
        yield counts
        if self._recorder is not None:
            waiting = GaugeMetricFamily("cordboard_recordings_waiting", "Recordings that wait to be kept")
            waiting.add_metric([], len(self._recorder))
            yield waiting
