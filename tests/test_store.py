"""The first start, accounts from the command line, and the phones that follow from the configuration."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cordboard import welcome
from cordboard.center.accounts import Account
from cordboard.center.permissions import Permission, Role
from cordboard.config import Settings
from cordboard.demo.company import northwind
from cordboard.errors import Refused, Unknown, Unreachable
from cordboard.phones import Phones
from cordboard.store import Store
from cordboard.web.passwords import Passwords
from cordboard.web.signed_in import hash_of
from tests.database import database, dsn, template

__all__ = ["database", "dsn", "template"]


def store_at(dsn: str, home: Path) -> Store:
    """The store in a database of its own."""
    return Store(Settings(home=home, database_url=dsn))


async def test_the_first_start_makes_an_administrator_and_shows_the_password_once(dsn: str, tmp_path: Path):
    async with store_at(dsn, tmp_path) as store:
        first = await welcome.prepare(store, demo=False)
        again = await welcome.prepare(store, demo=False)
        assert first.password is not None
        assert again.password is None
        kept = await store.accounts.password_hash("admin")
        assert kept is not None
        assert first.password not in kept
        assert await Passwords().is_right(kept, first.password)
        (admin,) = await store.accounts.accounts()
        assert {Permission.CONFIGURE, Permission.SERVE, Permission.SEE_FLOOR} <= admin.permissions
        assert admin.agent_id in store.current().center.agents


async def test_the_sample_company_has_accounts_for_everybody_and_no_password_of_the_code(dsn: str, tmp_path: Path):
    async with store_at(dsn, tmp_path) as store:
        first = await welcome.prepare(store, demo=True)
        assert {"ann", "sofia", "max"} <= set(first.logins)
        assert first.sample_password is not None
        assert first.sample_password != first.password
        assert list(store.current().problems()) == []
        assert await store.customers.by_number("+44 1632 960101")


async def test_a_home_with_a_company_of_its_own_is_not_given_the_sample(dsn: str, tmp_path: Path):
    async with store_at(dsn, tmp_path) as store:
        await welcome.prepare(store, demo=False)
        await welcome.prepare(store, demo=True)
        assert "sales" not in store.current().center.queues


async def test_a_changed_configuration_is_kept_and_told(dsn: str, tmp_path: Path):
    told = []

    async def tell(configuration):
        told.append(configuration)

    async with store_at(dsn, tmp_path) as store:
        await welcome.prepare(store, demo=True)
        store.in_force.tell_change = tell
        fewer = replace(store.current(), trunks={})
        await store.set_configuration(fewer)
        assert told == [fewer]
        assert await store.configuration() == fewer
        assert all(flow.version == 1 for flow in fewer.flows.values())


async def test_a_password_can_be_given_anew_and_ends_the_sessions(dsn: str, tmp_path: Path):
    async with store_at(dsn, tmp_path) as store:
        await store.add_account(Account(login="ann", name="Ann", roles=frozenset({Role.AGENT})))
        token, _ = await store.open_session("ann")
        assert await store.sessions.find(hash_of(token), 0.0) is not None
        password = await store.reset_password("ann")
        kept = await store.accounts.password_hash("ann")
        assert await Passwords().is_right(kept, password)
        assert await store.sessions.find(hash_of(token), 0.0) is None
        with pytest.raises(Unknown):
            await store.open_session("nobody")
        with pytest.raises(Refused):
            await store.add_account(Account(login="ann", name="Ann", roles=frozenset()))


async def test_phones_have_secrets_of_their_own_and_a_visitors_goes_with_the_visit(tmp_path: Path):
    pushed = []

    async def push(objects):
        pushed.append({thing.object_id for thing in objects})

    company = northwind().configuration
    phones = Phones(
        key=b"k" * 32, media_address=None, current=lambda: company, settings=Settings(home=tmp_path), push=push
    )
    ann, boris = phones.desk_phone("ann"), phones.desk_phone("boris")
    secrets = {p.password for desk in (ann, boris) for p in (desk.browser, desk.sip)}
    assert len(secrets) == 4
    assert all(len(secret) >= 40 for secret in secrets)
    visit = await phones.open_visit("en")
    assert visit.user in pushed[-1]
    await phones.close_visit(visit.visit_id)
    assert visit.user not in pushed[-1]
    assert {"web-ann", "sip-ann", "trunk-demo"} <= pushed[-1]


async def test_a_phone_that_could_not_be_made_is_not_kept(tmp_path: Path):
    async def push(objects):
        raise Unreachable("Asterisk", "it does not answer")

    company = northwind().configuration
    phones = Phones(
        key=b"k" * 32, media_address=None, current=lambda: company, settings=Settings(home=tmp_path), push=push
    )
    with pytest.raises(Unreachable):
        await phones.open_visit("en")
    assert phones.visits == set()
