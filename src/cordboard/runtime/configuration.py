"""The center and its flows together: what a company sets up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cordboard.center.center import Center
from cordboard.center.trunks import Trunk, faults
from cordboard.flows import check
from cordboard.flows.language import Flow


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """Everything that is configured and that decisions depend on."""

    center: Center = field(default_factory=Center)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    """Those that are published."""
    trunks: Mapping[str, Trunk] = field(default_factory=dict)
    library: Mapping[tuple[str, int], Flow] = field(default_factory=dict)
    """Earlier versions, by flow and version, in which contacts may still be; kept by the store, not configured."""

    def problems(self) -> Iterator[str]:
        """What would keep a contact from being served, one sentence each."""
        yield from self.center.problems()
        for entry in self.center.entries.values():
            if entry.flow_id is not None and entry.flow_id not in self.flows:
                yield f"entry {entry.number!r} leads to flow {entry.flow_id!r}, which does not exist"
        for queue in self.center.queues.values():
            for flow_id in (queue.script_flow_id, queue.after_talk_flow_id):
                if flow_id is not None and flow_id not in self.flows:
                    yield f"queue {queue.queue_id!r} names flow {flow_id!r}, which does not exist"
        for flow in self.flows.values():
            found = (problem for problem in check.problems(flow, self.known()) if problem.severity == "error")
            yield from (check.sentence(flow, problem) for problem in found)
        for trunk in self.trunks.values():
            yield from (f"trunk {trunk.trunk_id!r}: {fault}" for fault in faults(trunk))

    def known(self) -> check.Known:
        """What flows may name; tables, prompts and credentials are kept elsewhere."""
        return check.Known(
            queues=frozenset(self.center.queues),
            agents=frozenset(self.center.agents),
            flows=self.flows,
            calendars=frozenset(self.center.calendars),
            trunks=frozenset(self.trunks),
        )
