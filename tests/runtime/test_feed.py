"""The live feed: what changed is told, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordboard.center.center import Center
from cordboard.center.permissions import PERMISSIONS, Permission, Role
from cordboard.errors import Refused
from cordboard.floor import inputs as inp
from cordboard.floor.states import AgentState, ContactState
from cordboard.flows.inputs import KeyPressed
from cordboard.reporting.answers import ContactRow
from cordboard.reporting.today import Today
from cordboard.runtime.audience import Audience, audience_of, is_visible
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.feed import Feed
from cordboard.runtime.live import LiveCenter
from cordboard.runtime.tiles import AgentTile, ContactTile, DeskTile, QueueTile, SystemTile, Tile
from tests.floor.story import CENTER


class Watched:
    """A live center, its feed, and a browser that knows only what it was told."""

    def __init__(self, center: Center = CENTER) -> None:
        self.live = LiveCenter(Configuration(center=center))
        self.feed = Feed(self.live, Today("UTC", 0.0), version="1")
        self.browser: dict[str, Tile] = dict(self.feed.snapshot())
        self.now = 1000.0
        self.at(inp.SwitchFound())

    def at(self, *inputs: inp.Input | KeyPressed, batch: bool = False) -> dict[str, Tile | None]:
        self.now += 1
        entries, told = [], {}
        for input_ in inputs:
            try:
                entries += self.live.step(input_, self.now)
            except Refused:
                continue
            if not batch:
                told |= self.tell(self.feed.take(entries))
                entries = []
        return told | self.tell(self.feed.take(entries))

    def tell(self, delta: dict[str, Tile | None]) -> dict[str, Tile | None]:
        for key, tile in delta.items():
            assert tile != self.browser.get(key), "a tile was told that had not changed"
            if tile is None:
                del self.browser[key]
            else:
                self.browser[key] = tile
        return delta

    def ready(self, *agent_ids: str) -> None:
        for agent_id in agent_ids:
            self.at(inp.SignIn(agent_id=agent_id))
        self.at(inp.PhonesSeen(reachable=frozenset(self.live.floor.agents)))
        for agent_id in agent_ids:
            self.at(inp.MakeReady(agent_id=agent_id))

    def queue(self, queue_id: str) -> QueueTile:
        tile = self.browser["queue:" + queue_id]
        assert isinstance(tile, QueueTile)
        return tile

    def desk(self, agent_id: str) -> DeskTile:
        tile = self.browser["desk:" + agent_id]
        assert isinstance(tile, DeskTile)
        return tile


@given(data=st.data())
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_snapshot_and_all_deltas_after_it_make_the_later_snapshot(data: st.DataObject) -> None:
    watched = Watched()
    floor = watched.live.floor
    agents, queues = st.sampled_from(["ann", "bob", "eve"]), st.sampled_from(["sales", "support", "nowhere"])
    watched.ready("ann", "bob")
    for n in range(data.draw(st.integers(1, 40))):
        choices = [
            st.builds(inp.CallArrived, contact_id=st.just(f"c{n}"), number=st.sampled_from(["100", "200", "7"])),
            st.builds(inp.SignIn, agent_id=agents, phone=st.sampled_from(list(inp.Phone))),
            st.builds(inp.SignOut, agent_id=agents),
            st.builds(inp.MakeReady, agent_id=agents),
            st.builds(inp.PauseAgent, agent_id=agents, reason_id=st.just("lunch")),
            st.builds(inp.PhonesSeen, reachable=st.frozensets(agents)),
            st.sampled_from([inp.SwitchLost(), inp.SwitchFound(), inp.TimePassed()]),
        ]
        if floor.offers:
            offer_ids = st.sampled_from(sorted(floor.offers))
            choices += [
                st.builds(inp.AgentAnswered, offer_id=offer_ids),
                st.builds(inp.AgentAnswered, offer_id=offer_ids),
                st.builds(inp.OfferFailed, offer_id=offer_ids, failure=st.sampled_from(list(inp.LegFailure))),
                st.builds(inp.AgentHungUp, offer_id=offer_ids),
                st.builds(inp.AgentPhoneHeld, offer_id=offer_ids),
            ]
        if floor.contacts:
            contact_ids = st.sampled_from(sorted(floor.contacts))
            choices += [
                st.builds(inp.CallerHungUp, contact_id=contact_ids),
                st.builds(inp.CallLost, contact_id=contact_ids),
                st.builds(inp.QueueContact, contact_id=contact_ids, queue_id=queues, language=st.just("en")),
                st.builds(inp.TransferContact, agent_id=agents, queue_id=queues),
                st.builds(inp.HangUp, agent_id=agents),
                st.builds(inp.FinishWrapUp, agent_id=agents),
                st.builds(inp.SetDisposition, agent_id=agents, contact_id=contact_ids, disposition_id=st.just("sold")),
            ]
        steps = data.draw(st.lists(st.one_of(choices), min_size=1, max_size=4))
        watched.at(*steps, batch=data.draw(st.booleans()))
        if data.draw(st.integers(0, 9)) == 0:
            watched.now += 400
            watched.at(inp.TimePassed())
        assert watched.browser == watched.feed.snapshot()
        assert watched.feed.refresh() == {}, "looking at everything again found what the deltas had missed"


def test_a_waiting_call_is_on_its_queue_and_on_its_own_tile() -> None:
    watched = Watched()
    told = watched.at(inp.CallArrived(contact_id="c1", number="100", caller="+4420"))
    assert set(told) == {"queue:sales", "contact:c1"}
    assert watched.queue("sales").waiting == 1
    assert watched.queue("sales").oldest_at == watched.now
    tile = watched.browser["contact:c1"]
    assert isinstance(tile, ContactTile)
    assert (tile.state, tile.position, tile.caller) == (ContactState.WAITING, 1, "+4420")


def test_those_behind_move_up_when_the_first_leaves() -> None:
    watched = Watched()
    for n in range(3):
        watched.at(inp.CallArrived(contact_id=f"c{n}", number="100"))
    told = watched.at(inp.CallerHungUp(contact_id="c0"))
    assert told["contact:c0"] is None
    assert [getattr(told[f"contact:c{n}"], "position", None) for n in (1, 2)] == [1, 2]


def test_a_call_at_an_agent_is_counted_where_it_is() -> None:
    watched = Watched()
    watched.ready("ann")
    assert watched.queue("sales").agents_ready == 1
    watched.at(inp.CallArrived(contact_id="c1", number="100"))
    assert (watched.queue("sales").offered, watched.queue("sales").agents_ready) == (1, 0)
    watched.at(inp.AgentAnswered(offer_id="c1.o1"))
    assert (watched.queue("sales").offered, watched.queue("sales").talking) == (0, 1)
    watched.at(inp.AgentHungUp(offer_id="c1.o1"))
    assert watched.queue("sales").talking == 0


def test_an_agent_in_wrap_up_still_sees_who_called() -> None:
    watched = Watched()
    watched.ready("ann")
    watched.at(
        inp.CallArrived(contact_id="c1", number="100", caller="+4420", caller_name="Zoë"),
        inp.AgentAnswered(offer_id="c1.o1"),
        inp.AgentHungUp(offer_id="c1.o1"),
        inp.SetDisposition(agent_id="ann", contact_id="c1", disposition_id="sold"),
        batch=True,
    )
    card = watched.desk("ann").contact
    assert card is not None
    assert (card.state, card.caller, card.caller_name) == (AgentState.WRAPPING_UP, "+4420", "Zoë")
    assert card.disposition_id == "sold"
    assert card.connected_at == watched.now
    watched.at(inp.FinishWrapUp(agent_id="ann"))
    assert watched.desk("ann").contact is None


def test_after_a_restart_the_call_log_says_what_is_wrapped_up() -> None:
    watched = Watched()
    watched.ready("ann")
    watched.at(inp.CallArrived(contact_id="c1", number="100"), inp.AgentAnswered(offer_id="c1.o1"))
    watched.at(inp.AgentHungUp(offer_id="c1.o1"))
    restarted = LiveCenter(Configuration(center=CENTER), watched.live.checkpoint())
    feed = Feed(restarted, Today("UTC", 0.0))
    feed.remember("ann", ContactRow(contact_id="c1", arrived_at=5.0, caller="+4420", disposition_id="sold"))
    tile = feed.snapshot()["desk:ann"]
    assert isinstance(tile, DeskTile)
    assert tile.contact is not None
    assert (tile.contact.caller, tile.contact.disposition_id, tile.contact.arrived_at) == ("+4420", "sold", 5.0)


def test_a_new_queue_and_a_removed_agent_change_the_board() -> None:
    watched = Watched()
    fewer = Center(queues={"sales": CENTER.queues["sales"]}, agents={"ann": CENTER.agents["ann"]})
    watched.live.configure(Configuration(center=fewer))
    told = watched.tell(watched.feed.refresh())
    assert told["queue:support"] is None
    assert told["agent:bob"] is None


def test_trouble_with_the_store_is_told_and_taken_back() -> None:
    watched = Watched()
    told = watched.tell(watched.feed.note_trouble("the database does not answer"))
    assert told == {"system": SystemTile(switch_up=True, store_trouble="the database does not answer", version="1")}
    assert watched.feed.note_trouble("the database does not answer") == {}


def test_a_thousand_agents_cost_a_call_no_more_than_its_own_tiles() -> None:
    watched = Watched()
    watched.ready("bob")
    told = watched.at(inp.CallArrived(contact_id="c1", number="200"))
    assert set(told) == {"queue:sales", "queue:support", "contact:c1", "agent:bob", "desk:bob"}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_the_floor_sees_all_tiles_but_other_peoples_desks(role: Role) -> None:
    audience = audience_of(PERMISSIONS[role], "bob" if Permission.SERVE in PERMISSIONS[role] else None, ["sales"])
    sees_floor = Permission.SEE_FLOOR in PERMISSIONS[role]
    serves = Permission.SERVE in PERMISSIONS[role]
    assert is_visible("system", audience)
    assert is_visible("queue:sales", audience) is (sees_floor or serves)
    assert is_visible("queue:support", audience) is sees_floor
    assert is_visible("agent:ann", audience) is sees_floor
    assert is_visible("contact:c1", audience) is sees_floor
    assert is_visible("desk:bob", audience) is serves
    assert not is_visible("desk:ann", audience)


def test_an_agent_id_without_the_right_to_serve_opens_no_desk() -> None:
    assert audience_of(PERMISSIONS[Role.MANAGER], "ann", ["sales"]) == Audience(sees_floor=True, sees_flows=True)


def test_an_agents_tile_names_its_pause() -> None:
    watched = Watched()
    watched.at(inp.SignIn(agent_id="ann"), inp.PauseAgent(agent_id="ann", reason_id="lunch"))
    tile = watched.browser["agent:ann"]
    assert isinstance(tile, AgentTile)
    assert (tile.state, tile.reason_id, tile.team) == (AgentState.PAUSED, "lunch", "")
