"""Live counts of contacts by node are those of a look at everybody, at every moment and after a restart."""

from __future__ import annotations

from collections import Counter

import pytest

from cordboard.center.permissions import PERMISSIONS, Permission, Role
from cordboard.reporting.today import Today
from cordboard.runtime.audience import audience_of, is_visible
from cordboard.runtime.feed import Feed
from cordboard.runtime.live import LiveCenter
from cordboard.runtime.ports import Entry
from cordboard.runtime.tiles import FlowTile, Tile
from tests.day import BEGINS
from tests.flow_day import CONFIGURATION, FlowDay

Counts = dict[tuple[str, str, str], int]


def shown(tiles: dict[str, Tile]) -> Counts:
    """By flow, version and node, what a browser knows."""
    return {
        (tile.flow_id, version, node): count
        for tile in tiles.values()
        if isinstance(tile, FlowTile)
        for version, nodes in tile.versions.items()
        for node, count in nodes.items()
    }


def seen(live: LiveCenter) -> Counts:
    """The same by looking at everybody."""
    return Counter(
        (p.flow_id, str(p.version), p.node_id)
        for p in live.performer.records()
        if p.awaits != "return" and not p.ended and p.node_id and not p.root_flow_id.startswith("try.")
    )


@pytest.mark.parametrize("seed", range(5))
def test_counts_told_little_by_little_are_those_of_a_look_at_everybody(seed: int) -> None:
    day = FlowDay(seed)
    feed = Feed(day.live, Today("UTC", BEGINS))
    browser, most = dict(feed.snapshot()), 0
    for _ in range(250):
        for key, tile in feed.take(day.steps(2)).items():
            if tile is None:
                del browser[key]
            else:
                browser[key] = tile
        assert shown(browser) == seen(day.live)
        most = max(most, sum(shown(browser).values()))
    assert most > 1
    assert feed.refresh() == {}
    feed.take(_closing(day))
    assert shown(dict(feed.snapshot())) == {}


def _closing(day: FlowDay) -> list[Entry]:
    before = len(day.entries)
    day.close()
    return day.entries[before:]


def test_after_a_restart_the_counts_are_there_at_once() -> None:
    day = FlowDay(9)
    day.steps(120)
    again = LiveCenter(CONFIGURATION)
    again.replay(day.entries)
    counts = shown(dict(Feed(again, Today("UTC", BEGINS)).snapshot()))
    assert counts
    assert counts == shown(dict(Feed(day.live, Today("UTC", BEGINS)).snapshot()))


@pytest.mark.parametrize("role", list(Role))
def test_who_watches_the_floor_or_configures_sees_the_counts(role: Role) -> None:
    permissions = PERMISSIONS[role]
    may = not permissions.isdisjoint({Permission.SEE_FLOOR, Permission.CONFIGURE})
    assert is_visible("flow:reception", audience_of(permissions, "ann", ["sales"])) == may
