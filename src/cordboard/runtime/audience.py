"""Who may see which tile of the live feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cordboard.center.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """All that decides what somebody may see; equal audiences see the same but for the desk."""

    sees_floor: bool = False
    sees_flows: bool = False
    queues: frozenset[str] = frozenset()
    """Queues that the agent serves."""
    agent_id: str | None = None


def audience_of(permissions: frozenset[Permission], agent_id: str | None, queues: Iterable[str]) -> Audience:
    """The audience of an account with these permissions, whose agent serves `queues`."""
    serves = Permission.SERVE in permissions and agent_id is not None
    return Audience(
        sees_floor=Permission.SEE_FLOOR in permissions,
        sees_flows=not permissions.isdisjoint({Permission.SEE_FLOOR, Permission.CONFIGURE}),
        queues=frozenset(queues) if serves else frozenset(),
        agent_id=agent_id if serves else None,
    )


def is_visible(key: str, audience: Audience) -> bool:
    """Whether this audience may see the tile with this key."""
    kind, _, thing_id = key.partition(":")
    if kind == "system":
        return True
    if kind == "flow":
        return audience.sees_flows
    if kind == "queue":
        return audience.sees_floor or thing_id in audience.queues
    if kind == "desk":
        return thing_id == audience.agent_id
    return audience.sees_floor
