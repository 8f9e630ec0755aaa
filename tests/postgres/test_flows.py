"""Flows are worked at as drafts, and every publication is kept."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from cordboard.center.calendars import Calendar
from cordboard.center.center import Center
from cordboard.center.people import Agent
from cordboard.center.queues import Queue
from cordboard.errors import Refused, Unknown
from cordboard.flows.language import Flow
from cordboard.flows.nodes import Goodbye, Say
from cordboard.postgres.database import Database
from cordboard.postgres.flows import FlowBook
from cordboard.postgres.in_force import InForce
from cordboard.postgres.schema import FOLDER, migrate
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.drafts import GoneSince, SavedSince
from cordboard.runtime.flow_documents import read_flow, write_draft
from cordboard.runtime.shelf import Shelf

GREETING = Flow(
    flow_id="greeting",
    name="Greeting",
    start="zulu",
    nodes={"zulu": Say(prompts=("cord/greeting",), next="a"), "a": Goodbye()},
)
CENTER = Center(
    queues={"sales": Queue(queue_id="sales", name="Sales")}, agents={"ann": Agent(agent_id="ann", name="Ann")}
)
WHOLE = Configuration(center=CENTER, flows={"greeting": GREETING})
DAY = 86_400.0


@pytest.fixture
def book(database: Database) -> FlowBook:
    return FlowBook(database)


@pytest.fixture
def in_force(database: Database) -> InForce:
    return InForce(database, Configuration(), clock=lambda: 100.0)


def renamed(configuration: Configuration, name: str) -> Configuration:
    return replace(configuration, flows={"greeting": replace(GREETING, name=name)})


async def test_a_draft_is_kept_as_it_was_written(book: FlowBook) -> None:
    document: dict[str, Any] = {"zulu": 1, "alpha": {"b": 2, "a": [1]}, "текст": "да"}
    rev = await book.keep_draft("x", document, rev=0, login="ada", at=5.0)
    draft = await book.draft("x")
    assert draft is not None
    assert (draft.rev, draft.saved_at, draft.saved_by) == (rev, 5.0, "ada")
    assert json.dumps(draft.document) == json.dumps(document)
    assert await book.drafts() == [draft]


async def test_who_saves_over_anothers_work_is_told_whose_and_when(book: FlowBook) -> None:
    first = await book.keep_draft("x", {}, rev=0, login="ada", at=1.0)
    with pytest.raises(SavedSince, match="ada saved flow 'x' at 1970-01-01 00:00:01 UTC"):
        await book.keep_draft("x", {"mine": 1}, rev=0, login="eve", at=2.0)
    second = await book.keep_draft("x", {"more": 1}, rev=first, login="ada", at=3.0)
    with pytest.raises(SavedSince):
        await book.keep_draft("x", {}, rev=first, login="eve", at=4.0)
    assert second > first
    assert await book.discard("x")
    with pytest.raises(GoneSince):
        await book.keep_draft("x", {}, rev=second, login="eve", at=5.0)
    assert await book.keep_draft("x", {}, rev=0, login="eve", at=6.0) > second


async def test_of_two_who_save_at_once_one_is_refused(book: FlowBook) -> None:
    saving = (book.keep_draft("x", {"by": who}, rev=0, login=who, at=1.0) for who in ("ada", "eve"))
    results = await asyncio.gather(*saving, return_exceptions=True)
    assert sorted(isinstance(result, SavedSince) for result in results) == [False, True]


async def test_a_draft_that_changed_meanwhile_is_not_discarded(book: FlowBook) -> None:
    rev = await book.keep_draft("x", {}, rev=0, login="ada", at=1.0)
    await book.keep_draft("x", {}, rev=rev, login="ada", at=2.0)
    assert not await book.discard("x", rev=rev)
    assert await book.draft("x") is not None


async def test_a_flow_that_changes_becomes_another_version(in_force: InForce, book: FlowBook) -> None:
    assert (await in_force.replace(WHOLE, login="ada", at=1.0)).flows["greeting"].version == 1
    assert (await in_force.replace(WHOLE, login="eve", at=2.0)).flows["greeting"].version == 1
    moved = replace(WHOLE, trunks={}, center=replace(CENTER, pauses={}))
    assert (await in_force.replace(moved, login="eve", at=3.0)).flows["greeting"].version == 1
    after = await in_force.replace(renamed(WHOLE, "Hello"), login="eve", at=4.0, note="shorter")
    assert after.flows["greeting"].version == 2
    assert after == await in_force.load()
    newest, first = await book.versions("greeting")
    assert (newest.version, newest.published_at, newest.published_by, newest.note) == (2, 4.0, "eve", "shorter")
    assert (first.version, first.published_by) == (1, "ada")
    assert read_flow(await book.version("greeting", 1)) == GREETING
    assert await book.newest() == {"greeting": newest}
    with pytest.raises(Unknown):
        await book.version("greeting", 3)


async def test_a_version_keeps_the_order_in_which_its_nodes_were_written(in_force: InForce) -> None:
    await in_force.replace(WHOLE, login="ada", at=1.0)
    assert list((await in_force.load()).flows["greeting"].nodes) == ["zulu", "a"]


async def test_a_flow_that_comes_back_goes_on_counting(in_force: InForce, book: FlowBook) -> None:
    await in_force.replace(WHOLE, login="ada", at=1.0)
    await in_force.replace(replace(WHOLE, flows={}), login="ada", at=2.0)
    assert (await in_force.replace(WHOLE, login="ada", at=3.0)).flows["greeting"].version == 2
    assert (await in_force.load()).flows["greeting"].version == 2


async def test_earlier_versions_are_at_hand_for_thirty_days(in_force: InForce, book: FlowBook) -> None:
    await in_force.replace(WHOLE, login="ada", at=0.0)
    await in_force.replace(renamed(WHOLE, "B"), login="ada", at=10 * DAY)
    now = await in_force.replace(renamed(WHOLE, "C"), login="ada", at=20 * DAY)
    assert {key: flow.name for key, flow in now.library.items()} == {("greeting", 1): "Greeting", ("greeting", 2): "B"}
    assert now.library["greeting", 2].version == 2
    assert set(await book.library(15 * DAY)) == {("greeting", 2)}
    gone = await in_force.replace(replace(WHOLE, flows={}), login="ada", at=41 * DAY)
    assert set(gone.library) == {("greeting", 2), ("greeting", 3)}


async def test_changes_are_made_one_by_one(in_force: InForce) -> None:
    await in_force.replace(WHOLE, login="ada", at=1.0)

    def adding(flow_id: str) -> Any:
        return lambda now: replace(now, flows={**now.flows, flow_id: replace(GREETING, flow_id=flow_id)})

    await asyncio.gather(*(in_force.change(adding(name), login="ada", at=2.0) for name in "abc"))
    assert set(in_force.current().flows) == {"greeting", "a", "b", "c"}
    assert await in_force.load() == in_force.current()


async def test_what_a_command_keeps_is_taken_on_demand(database: Database, in_force: InForce) -> None:
    told: list[Configuration] = []

    async def tell(configuration: Configuration) -> None:
        told.append(configuration)

    in_force.tell_change = tell
    command_line = InForce(database, Configuration())
    await command_line.replace(WHOLE, login="owner", at=1.0)
    await in_force.reload()
    assert told == [in_force.current()]
    assert in_force.current().flows["greeting"].version == 1


async def test_a_flow_on_trial_can_be_called_for_an_hour_and_is_kept_nowhere(in_force: InForce) -> None:
    told: list[Configuration] = []
    await in_force.replace(WHOLE, login="ada", at=1.0)
    in_force.tell_trial = told.append
    number = await in_force.try_out(GREETING, language="ru", at=100.0)
    entry = told[0].center.entries[number]
    assert entry.flow_id is not None
    assert (entry.language, told[0].flows[entry.flow_id].start) == ("ru", "zulu")
    assert number not in in_force.current().center.entries
    assert set(in_force.current().flows) == {"greeting"}
    assert await in_force.load() == in_force.current()
    assert number in in_force.trials.within(in_force.current(), 3699.0).center.entries
    assert in_force.trials.within(in_force.current(), 3701.0) == in_force.current()
    for _ in range(50):
        await in_force.try_out(GREETING, language="en", at=100.0)
    with pytest.raises(Refused, match="on trial already"):
        await in_force.try_out(GREETING, language="en", at=100.0)


async def test_holidays_of_the_calendars_countries_are_worked_out(in_force: InForce) -> None:
    calendars = {c.lower(): Calendar(calendar_id=c.lower(), name=c, country=c) for c in ("GB", "RU")}
    whole = replace(WHOLE, center=replace(CENTER, calendars=calendars))
    at = 1_780_000_000.0  # May 2026
    center = (await in_force.replace(whole, login="ada", at=at)).center
    assert {"2025-12-25", "2026-12-25", "2028-12-25"} <= center.holidays["GB"]
    assert "2026-05-09" in center.holidays["RU"]
    assert center.calendars["gb"].state(1_798_200_000.0, center.holidays) == "holiday"
    assert (await in_force.load()).center.calendars == calendars


async def test_flows_from_before_there_were_versions_are_version_one(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await _before(dsn, "0003")
    body = {
        "flow_id": "old",
        "name": "Old",
        "start": "a",
        "nodes": {
            "a": {"kind": "say", "prompts": ["cord/greeting"], "next": "b"},
            "b": {"kind": "goodbye", "prompts": ["cord/goodbye"]},
        },
    }
    await connection.execute("INSERT INTO center_thing VALUES ('flows', 'old', $1)", json.dumps(body))
    for at, login in ((5.0, "ada"), (7.0, "eve")):
        await connection.execute(
            "INSERT INTO center_change (at, login, kind, id) VALUES ($1, $2, 'flows', 'old')", at, login
        )
    await connection.close()
    await migrate(dsn)
    async with Database(dsn) as database:
        in_force, book = InForce(database), FlowBook(database)
        flow = (await in_force.load()).flows["old"]
        assert (flow.version, flow.nodes["b"]) == (1, Goodbye())
        (version,) = await book.versions("old")
        assert (version.published_at, version.published_by) == (7.0, "eve")
        again = await in_force.replace(in_force.current(), login="eve", at=9.0)
        assert again.flows["old"].version == 1
        assert write_draft(flow) == write_draft(read_flow(await book.version("old", 1)))


async def _before(dsn: str, step: str) -> None:
    """Give an empty database the shape that it had before this step."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    before = ScriptDirectory.from_config(config).get_revision(step).down_revision

    def upgrade(connection: Any) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, str(before))

    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(dsn), poolclass=NullPool
    )
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()


async def test_prompts_and_tables_know_the_flows_that_name_them(in_force: InForce, book: FlowBook) -> None:
    await in_force.replace(WHOLE, login="ada", at=1.0)
    draft = write_draft(replace(GREETING, nodes={"zulu": Say(prompts=("news",), next="a"), "a": Goodbye()}))
    await book.keep_draft("greeting", draft, rev=0, login="ada", at=2.0)
    await book.keep_draft(
        "other", {"nodes": {"x": {"table_id": "prices", "prompts": ["news"]}}}, rev=0, login="x", at=3.0
    )
    shelf = Shelf(book, in_force)
    assert await shelf.users_of("prompts") == {
        "cord/goodbye": ["greeting"],
        "cord/greeting": ["greeting"],
        "news": ["greeting", "other"],
    }
    assert await shelf.users_of("tables") == {"prices": ["other"]}
