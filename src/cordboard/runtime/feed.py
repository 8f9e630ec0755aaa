"""The live feed: what the screens show of the floor, as tiles, and only the tiles that changed.

Pure: told of journal lines in order, right after the floor took them; it looks at the floor for what is touched and
keeps the last tile of each thing, so a change costs what it touches and not what there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from cordboard.floor import events as ev
from cordboard.floor.records import AgentNow
from cordboard.floor.states import AgentState, ContactState
from cordboard.flows.script_view import ScriptView, script_view
from cordboard.reporting.answers import ContactRow
from cordboard.reporting.today import Today
from cordboard.runtime.cards import Cards
from cordboard.runtime.flow_counts import FlowCounts
from cordboard.runtime.live import LiveCenter
from cordboard.runtime.ports import Entry
from cordboard.runtime.tiles import AgentTile, ContactTile, DeskTile, QueueTile, SystemTile, Tile

POSITIONS_MAX = 100
"""Places in a line that are told: beyond, every departure would change a tile for each of those behind."""

Delta = dict[str, Tile | None]
"""New tiles by key; None for what is gone."""


class _Touched:
    """What a few journal lines have to do with."""

    __slots__ = ("agents", "contacts", "conversations", "joined", "queues", "system")

    def __init__(self) -> None:
        self.queues: set[str] = set()
        self.agents: set[str] = set()
        self.contacts: set[str] = set()
        self.conversations: set[str] = set()
        """Contacts whose place in a flow may have changed."""
        self.joined: Counter[str] = Counter()
        self.system = False


class Feed:
    """The tiles of everything, kept fresh by `take`. `today` is told of the lines before the feed is."""

    def __init__(self, live: LiveCenter, today: Today, *, version: str = "") -> None:
        self._live, self._today, self._version = live, today, version
        self._store_trouble = ""
        self._tiles: dict[str, Tile] = {}
        self._talking: Counter[str] = Counter()
        self._ready: Counter[str] = Counter()
        self._ready_agents: dict[str, tuple[str, ...]] = {}
        self._cards = Cards(live.floor)
        self._flows = FlowCounts(live.performer)
        self.refresh()

    def snapshot(self) -> Mapping[str, Tile]:
        """Every tile by its key, as of the last line taken. Desks have keys `desk:<agent_id>`."""
        return self._tiles

    def take(self, entries: Iterable[Entry]) -> Delta:
        """Take durable lines, which the floor took before, and return the tiles that changed."""
        touched = _Touched()
        for entry in entries:
            self._note(touched, entry)
        return self._renew(touched)

    def refresh(self) -> Delta:
        """Look at everything again and return what changed: after another center, at midnight, or to be sure."""
        floor = self._live.floor
        self._talking = Counter(
            c.queue_id for c in floor.contacts.values() if c.state is ContactState.TALKING and c.queue_id is not None
        )
        self._ready.clear()
        self._ready_agents.clear()
        touched = _Touched()
        touched.system = True
        touched.queues.update(floor.center.queues, _ids(self._tiles, "queue"))
        touched.agents.update(floor.center.agents, floor.agents, _ids(self._tiles, "agent"))
        touched.contacts.update(floor.contacts, _ids(self._tiles, "contact"))
        touched.conversations = self._flows.everybody()
        return self._renew(touched, recount=True)

    def note_trouble(self, says: str) -> Delta:
        """Why the journal waits, in words; empty when it does not."""
        self._store_trouble = says
        touched = _Touched()
        touched.system = True
        return self._renew(touched)

    def remember(self, agent_id: str, row: ContactRow) -> Delta:
        """Tell what the floor no longer knows after a restart: the contact that this agent wraps up."""
        self._cards.remember(agent_id, row)
        touched = _Touched()
        touched.agents.add(agent_id)
        return self._renew(touched)

    # -- what a line touches --

    def _note(self, touched: _Touched, entry: Entry) -> None:
        event = entry.event
        if isinstance(event, ev.SwitchWentAway | ev.SwitchCameBack):
            touched.system = True
            return
        contact_id: str | None = getattr(event, "contact_id", None)
        agent_id: str | None = getattr(event, "agent_id", None)
        if contact_id is not None:
            touched.contacts.add(contact_id)
            touched.conversations.add(contact_id)
            before = self._tiles.get("contact:" + contact_id)
            if isinstance(before, ContactTile):
                _add(touched.queues, before.queue_id)
                _add(touched.agents, before.agent_id)
            if contact_id in self._live.performer.scripts:
                # its script is also filled in when the contact has left the agent, or the floor
                agents = self._live.floor.agents.values()
                touched.agents.update(agent.agent_id for agent in agents if agent.contact_id == contact_id)
        if agent_id is not None:
            touched.agents.add(agent_id)
            touched.queues.update(self._queues_of(agent_id), self._ready_agents.get(agent_id, ()))
            was = self._tiles.get("agent:" + agent_id)
            if isinstance(was, AgentTile):
                _add(touched.queues, was.queue_id)
                # its script is closed with the agent's work
                _add(touched.conversations, was.contact_id)
        for name in ("queue_id", "from_queue_id", "to_queue_id"):
            _add(touched.queues, getattr(event, name, None))
        if type(event) is ev.ContactQueued:
            touched.joined[event.queue_id] += 1
        self._cards.note(event, entry.at)

    # -- new tiles for what was touched --

    def _renew(self, touched: _Touched, *, recount: bool = False) -> Delta:
        floor, delta = self._live.floor, Delta()
        for flow_id in self._flows.note(touched.conversations):
            self._put(delta, "flow:" + flow_id, self._flows.tile(flow_id))
        for queue_id in touched.queues:
            if (line := floor.lines.get(queue_id)) is not None:
                seen = POSITIONS_MAX + touched.joined[queue_id]
                touched.contacts.update(place[3] for place in line.places[:seen])
        for agent_id in touched.agents:
            self._count_ready(agent_id)
            self._put(delta, "agent:" + agent_id, self._agent(agent_id))
            self._put(delta, "desk:" + agent_id, self._desk(agent_id))
        for contact_id in touched.contacts:
            key = "contact:" + contact_id
            tile = self._contact(contact_id)
            if not recount:
                self._count_talking(self._tiles.get(key), -1)
                self._count_talking(tile, 1)
            self._put(delta, key, tile)
        for queue_id in touched.queues:
            self._put(delta, "queue:" + queue_id, self._queue(queue_id))
        if touched.system:
            self._put(
                delta,
                "system",
                SystemTile(switch_up=floor.switch_up, store_trouble=self._store_trouble, version=self._version),
            )
        return delta

    def _put(self, delta: Delta, key: str, tile: Tile | None) -> None:
        if tile == self._tiles.get(key):
            return
        delta[key] = tile
        if tile is None:
            del self._tiles[key]
        else:
            self._tiles[key] = tile

    def _queues_of(self, agent_id: str) -> tuple[str, ...]:
        return self._live.floor.ready.queues_by_agent.get(agent_id, ())

    def _count_ready(self, agent_id: str) -> None:
        for queue_id in self._ready_agents.pop(agent_id, ()):
            self._ready[queue_id] -= 1
        agent = self._live.floor.agents.get(agent_id)
        if agent is not None and agent.state is AgentState.READY and agent.reachable:
            self._ready_agents[agent_id] = queues = self._queues_of(agent_id)
            for queue_id in queues:
                self._ready[queue_id] += 1

    def _count_talking(self, tile: Tile | None, change: int) -> None:
        if isinstance(tile, ContactTile) and tile.state == ContactState.TALKING and tile.queue_id is not None:
            self._talking[tile.queue_id] += change

    def _queue(self, queue_id: str) -> QueueTile | None:
        floor = self._live.floor
        if queue_id not in floor.center.queues:
            return None
        places = floor.lines[queue_id].places
        waiting = len(floor.lines[queue_id].free)
        present = floor.present.get(queue_id, 0)
        return QueueTile(
            queue_id=queue_id,
            waiting=waiting,
            oldest_at=min((place[1] for place in places), default=None),
            offered=len(places) - waiting,
            talking=self._talking[queue_id],
            agents_ready=self._ready[queue_id],
            agents_present=present,
            expected_wait_s=floor.paces[queue_id].expected_wait_s(len(places), present),
            today=self._today.queue(queue_id),
        )

    def _contact(self, contact_id: str) -> ContactTile | None:
        contact = self._live.floor.contacts.get(contact_id)
        if contact is None:
            return None
        position = self._live.floor.position(contact)
        return ContactTile(
            contact_id=contact_id,
            state=contact.state,
            state_since=contact.state_since,
            queue_id=contact.queue_id,
            agent_id=contact.agent_id,
            caller=contact.caller,
            caller_name=contact.caller_name,
            language=contact.language,
            arrived_at=contact.arrived_at,
            position=position if position is not None and position <= POSITIONS_MAX else None,
        )

    def _agent(self, agent_id: str) -> AgentTile | None:
        fields = self._agent_fields(agent_id)
        return None if fields is None else AgentTile(**fields)  # type: ignore[arg-type]

    def _desk(self, agent_id: str) -> DeskTile | None:
        fields = self._agent_fields(agent_id)
        if fields is None:
            return None
        return DeskTile(contact=self._cards.of(agent_id), script=self._script(agent_id), **fields)  # type: ignore[arg-type]

    def _script(self, agent_id: str) -> ScriptView | None:
        agent = self._live.floor.agents.get(agent_id)
        if agent is None or agent.contact_id is None or agent.state is AgentState.OFFERED:
            return None
        performer = self._live.performer
        script = performer.scripts.get(agent.contact_id)
        return None if script is None else script_view(script, performer.stage)

    def _agent_fields(self, agent_id: str) -> dict[str, object] | None:
        floor = self._live.floor
        person = floor.center.agents.get(agent_id)
        agent = floor.agents.get(agent_id)
        if person is None and (agent is None or agent.state is AgentState.SIGNED_OUT):
            return None
        agent = agent or AgentNow(agent_id)
        contact = floor.contacts.get(agent.contact_id) if agent.contact_id is not None else None
        return {
            "agent_id": agent_id,
            "name": person.name if person else agent_id,
            "team": person.team if person else "",
            "state": agent.state,
            "state_since": agent.state_since,
            "reason_id": agent.reason_id,
            "pause_next": agent.pause_next,
            "phone": agent.phone,
            "reachable": agent.reachable,
            "contact_id": agent.contact_id,
            "queue_id": agent.queue_id,
            "held": contact is not None and contact.agent_id == agent_id and contact.held,
            "today": self._today.agent(agent_id),
        }


def _ids(tiles: Iterable[str], kind: str) -> list[str]:
    return [key.partition(":")[2] for key in tiles if key.startswith(kind + ":")]


def _add(ids: set[str], thing_id: str | None) -> None:
    if thing_id is not None:
        ids.add(thing_id)
