"""What a company set up is kept whole, thing by thing, with a history."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from cordboard.center.center import Center
from cordboard.center.trunks import Trunk
from cordboard.demo.company import northwind
from cordboard.errors import Misunderstood
from cordboard.postgres.center_store import CenterStore
from cordboard.postgres.database import Database
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.documents import BadDocument

TRUNK = Trunk(trunk_id="telco", host="sip.example.com", kind="registration", username="u", password="s3cr3t-w0rd")


@pytest.fixture
def store(database: Database) -> CenterStore:
    return CenterStore(database)


@pytest.fixture
def whole() -> Configuration:
    return replace(northwind().configuration, trunks={"telco": TRUNK})


def numbered(configuration: Configuration, version: int = 1) -> Configuration:
    """The configuration with every flow of this version."""
    return replace(configuration, flows={k: replace(f, version=version) for k, f in configuration.flows.items()})


async def test_a_new_database_has_no_configuration(store: CenterStore) -> None:
    assert await store.load() is None


async def test_a_configuration_is_loaded_as_it_was_saved(store: CenterStore, whole: Configuration) -> None:
    await store.save(whole, login="admin", at=1.0)
    assert await store.load() == numbered(whole)


async def test_an_emptied_configuration_is_not_a_new_one(store: CenterStore, whole: Configuration) -> None:
    await store.save(whole, login="admin", at=1.0)
    await store.save(Configuration(), login="admin", at=2.0)
    assert await store.load() == Configuration()


async def test_the_history_tells_what_changed_and_no_password(
    store: CenterStore, whole: Configuration, database: Database
) -> None:
    count = (await store.save(whole, login="admin", at=1.0)).changed
    assert (await store.save(whole, login="admin", at=2.0)).changed == 0
    changed = replace(whole, trunks={"telco": replace(TRUNK, host="sip2.example.com")})
    assert (await store.save(changed, login="eve", at=3.0)).changed == 1
    rows = await database.rows("SELECT * FROM center_change ORDER BY change_id")
    assert len(rows) == count + 1
    last = rows[-1]
    assert (last["login"], last["at"], last["kind"], last["id"]) == ("eve", 3.0, "trunks", "telco")
    assert json.loads(last["before"])["host"] == "sip.example.com"
    assert json.loads(last["after"])["host"] == "sip2.example.com"
    assert not any("s3cr3t-w0rd" in (row["before"] or "") + (row["after"] or "") for row in rows)
    assert (await store.load()) == numbered(changed)


async def test_a_configuration_that_would_strand_contacts_is_not_saved(
    store: CenterStore, whole: Configuration
) -> None:
    nobody = replace(whole, center=replace(whole.center, agents={}))
    with pytest.raises(BadDocument, match="served by nobody"):
        await store.save(nobody, login="admin", at=1.0)
    unsafe = replace(whole, trunks={"telco": replace(TRUNK, is_encrypted=True)})
    with pytest.raises(BadDocument, match="'telco': encrypted audio"):
        await store.save(unsafe, login="admin", at=1.0)
    assert await store.load() is None


async def test_two_who_save_at_once_leave_one_whole_configuration(store: CenterStore, whole: Configuration) -> None:
    other = Configuration(center=Center(pauses=whole.center.pauses))
    await asyncio.gather(*(store.save(each, login="x", at=1.0) for each in (whole, other, whole, other)))
    loaded = await store.load()
    assert loaded == other or (loaded is not None and replace(loaded, flows=whole.flows) == whole)


async def test_a_thing_of_a_later_version_is_named(
    store: CenterStore, whole: Configuration, database: Database
) -> None:
    await store.save(whole, login="admin", at=1.0)
    await database.run("UPDATE center_thing SET body = body || '{\"glow\": 1}' WHERE kind = 'trunks'")
    with pytest.raises(Misunderstood, match="trunks 'telco' cannot be read"):
        await store.load()


async def test_a_thing_that_an_earlier_version_wrote_is_not_taken_for_changed(
    store: CenterStore, whole: Configuration, database: Database
) -> None:
    await store.save(whole, login="admin", at=1.0)
    await database.run("UPDATE center_thing SET body = body - 'after_talk_flow_id' WHERE kind = 'queues'")
    await database.run(
        "UPDATE center_thing SET body = body || '{\"name_ru\": \"\"}' WHERE kind = 'flows' AND NOT body ? 'name_ru'"
    )
    assert (await store.save(whole, login="eve", at=2.0)).changed == 0
