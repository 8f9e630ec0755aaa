"""Which agents' phones can be rung: asked of Asterisk again and again, and at once when there is news."""

from __future__ import annotations

from collections.abc import Iterable

from cordboard.asterisk.act import phone_id
from cordboard.asterisk.frames import Endpoint
from cordboard.floor.floor import Floor
from cordboard.floor.inputs import PhonesSeen
from cordboard.floor.records import AgentNow
from cordboard.floor.states import AgentState

ONLINE = "online"


def signed_in(floor: Floor) -> list[AgentNow]:
    """Everybody who is here."""
    return [agent for agent in floor.agents.values() if agent.state is not AgentState.SIGNED_OUT]


def chosen_phones(floor: Floor) -> list[str]:
    """Return the phones that the agents who are here have chosen."""
    phones = (phone_id(agent.agent_id, agent.phone) for agent in signed_in(floor))
    return [phone for phone in phones if phone is not None]


def phones_seen(endpoints: Iterable[Endpoint], floor: Floor) -> PhonesSeen | None:
    """Return which agents can be rung, if that is news to the floor."""
    online = {endpoint.resource for endpoint in endpoints if endpoint.state == ONLINE}
    agents = signed_in(floor)
    reachable = frozenset(agent.agent_id for agent in agents if phone_id(agent.agent_id, agent.phone) in online)
    if all((agent.agent_id in reachable) is agent.reachable for agent in agents):
        return None
    return PhonesSeen(reachable=reachable)
