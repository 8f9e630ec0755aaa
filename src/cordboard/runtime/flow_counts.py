"""How many contacts are at each node of each flow now, kept by looking only at those about whom something was said."""

from __future__ import annotations

from collections.abc import Iterable

from cordboard.flows.performance import Performance
from cordboard.flows.performer import Performer
from cordboard.runtime.tiles import FlowTile
from cordboard.runtime.trials import PREFIX

Place = tuple[str, int, str]
"""Flow, version and node; in a sub-flow those of the sub-flow."""


class FlowCounts:
    """Counts by flow, version and node, of conversations with a machine and of scripts."""

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self._at: dict[tuple[str, bool], Place] = {}
        """By contact, and whether it is a script."""
        self._counts: dict[str, dict[int, dict[str, int]]] = {}

    def note(self, contact_ids: Iterable[str]) -> set[str]:
        """Look where these contacts are, and return the flows whose counts changed."""
        changed = set()
        for contact_id in contact_ids:
            for script in (False, True):
                kept = self._performer.scripts if script else self._performer.performances
                before, now = self._at.get((contact_id, script)), _place(kept.get(contact_id))
                if before == now:
                    continue
                if before is not None:
                    self._add(before, -1)
                    changed.add(before[0])
                    del self._at[contact_id, script]
                if now is not None:
                    self._add(now, 1)
                    changed.add(now[0])
                    self._at[contact_id, script] = now
        return changed

    def everybody(self) -> set[str]:
        """All contacts who are, or were last seen, in a flow."""
        performer = self._performer
        return {*performer.performances, *performer.scripts, *(contact_id for contact_id, _ in self._at)}

    def tile(self, flow_id: str) -> FlowTile | None:
        """What is shown of a flow; None while nobody is in it."""
        versions = self._counts.get(flow_id)
        if not versions:
            return None
        return FlowTile(flow_id=flow_id, versions={str(version): dict(nodes) for version, nodes in versions.items()})

    def _add(self, place: Place, change: int) -> None:
        flow_id, version, node_id = place
        versions = self._counts.setdefault(flow_id, {})
        nodes = versions.setdefault(version, {})
        nodes[node_id] = nodes.get(node_id, 0) + change
        if not nodes[node_id]:
            del nodes[node_id]
        if not nodes:
            del versions[version]
        if not versions:
            del self._counts[flow_id]


def _place(p: Performance | None) -> Place | None:
    """Where a conversation is; who waits in a queue, or has read a script to its end, is at no node."""
    if p is None or p.ended or p.awaits == "return" or not p.node_id:
        return None
    if (p.stack[0][0] if p.stack else p.flow_id).startswith(PREFIX):
        return None
    return p.flow_id, p.version, p.node_id
