"""The things of the centre that every screen needs the names of."""

from __future__ import annotations

import msgspec
from litestar import get

from cordboard.web.parts import PartsGiven
from cordboard.web.rights import SIGNED_IN, asks


class DispositionShown(msgspec.Struct, frozen=True, kw_only=True):
    """How a contact may end."""

    disposition_id: str
    name: str
    name_ru: str


class QueueShown(msgspec.Struct, frozen=True, kw_only=True):
    """A queue, as screens name it."""

    queue_id: str
    name: str
    name_ru: str
    dispositions: list[DispositionShown]
    wrap_up_s: float
    service_target_s: float


class PauseShown(msgspec.Struct, frozen=True, kw_only=True):
    """A reason to pause that an agent may choose."""

    reason_id: str
    name: str
    name_ru: str
    productive: bool


class AgentShown(msgspec.Struct, frozen=True, kw_only=True):
    """An agent, as screens name it."""

    agent_id: str
    name: str
    team: str


class CenterShown(msgspec.Struct, frozen=True, kw_only=True):
    """Queues, pauses and agents by name."""

    queues: list[QueueShown]
    pauses: list[PauseShown]
    agents: list[AgentShown]


@get("/api/center", **asks(SIGNED_IN))
async def center(parts: PartsGiven) -> CenterShown:
    """The names of queues, pauses and agents."""
    configured = parts.configuration.current().center
    return CenterShown(
        queues=[msgspec.convert(queue, QueueShown, from_attributes=True) for queue in configured.queues.values()],
        pauses=[msgspec.convert(pause, PauseShown, from_attributes=True) for pause in configured.pauses.values()],
        agents=[msgspec.convert(agent, AgentShown, from_attributes=True) for agent in configured.agents.values()],
    )


ROUTES = [center]
