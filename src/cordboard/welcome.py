"""The first start: what the centre begins with, who may sign in, and what the person who started it reads."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cordboard import places
from cordboard.center.accounts import Account
from cordboard.center.permissions import Role
from cordboard.config import Settings
from cordboard.demo.company import Company, northwind, starter
from cordboard.store import Store
from cordboard.web.passwords import new_password

ADMINISTRATOR = "admin"


@dataclass(frozen=True, slots=True)
class First:
    """What this start made; passwords are shown once and kept only as hashes."""

    company: Mapping[str, str]
    """Name by language."""
    password: str | None = None
    """Of the administrator, if the account was made now."""
    sample_password: str | None = None
    """Of all the sample company's people, if they were made now."""
    logins: tuple[str, ...] = field(default=())


def say(sentence: str) -> None:
    """Show the person who waits what is happening."""
    print(f"  {sentence}", file=sys.stderr, flush=True)


async def prepare(store: Store, *, demo: bool) -> First:
    """Give an empty centre something to begin with, and its first accounts."""
    company = northwind() if demo else starter()
    kept = await store.configuration()
    is_empty = not kept.center.queues and not kept.center.agents
    if is_empty:
        await store.set_configuration(company.configuration)
        await store.add_customers(company.customers)
        for table in company.tables:
            await store.add_table(table.table_id, table.name, table.csv)
    elif demo and not set(company.configuration.center.queues) <= set(kept.center.queues):
        say("this home has a company of its own already: the sample company was not added (give another --home)")
    named = {"en": company.name, "ru": company.name_ru}
    if await store.accounts.accounts():
        return First(named)
    return await _first_accounts(store, company, named)


async def _first_accounts(store: Store, company: Company, named: Mapping[str, str]) -> First:
    """Make the administrator and, in the sample company, everybody else."""
    agents = store.current().center.agents
    own_agent = next(iter(agents)) if len(agents) == 1 else None
    admin = Account(
        login=ADMINISTRATOR,
        name="Administrator",
        # who starts alone also answers the first call and watches the floor
        roles=frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}),
        agent_id=own_agent,
    )
    password = await store.add_account(admin)
    sample = new_password() if company.accounts else None
    for account in company.accounts:
        await store.add_account(account, sample)
    return First(named, password, sample, tuple(account.login for account in company.accounts))


def banner(settings: Settings, first: First, *, demo: bool, seconds: float) -> None:
    """Print where the centre is, the first sign-in, and what to try."""
    url = places.web_url(settings)
    lines = ["", f"Cordboard runs (started in {seconds:.1f} s). Ctrl-C stops it.", "", f"  people sign in at   {url}/"]
    lines.append(f"  customers call at   {url}/call")
    lines.append(f"  SIP trunks          {settings.asterisk.bind}:{settings.asterisk.sip_port}")
    lines.append(f"  data                {settings.home}")
    if first.password is not None:
        lines += ["", "First sign-in, shown this once:", f"  {ADMINISTRATOR:<10} {first.password}"]
    if first.sample_password is not None:
        lines += [f"  {login:<10} {first.sample_password}" for login in first.logins]
    lines += ["", "Try next:", *_next(url, demo=demo), ""]
    print("\n".join(lines), flush=True)


def _next(url: str, *, demo: bool) -> list[str]:
    if demo:
        return [
            f"  1. sign in as ann at {url}/ and press Ready (allow the microphone)",
            f"  2. open {url}/call in another tab, press Call us, then 1 for sales",
            "  3. answer; then sign in as sofia to see the floor, the call log and the report",
            f"  Or let sample callers and robot agents fill the boards: {_program()} demo calls --rate 6/min",
        ]
    return [
        f"  1. sign in as {ADMINISTRATOR} at {url}/, open the desk and press Ready (allow the microphone)",
        f"  2. open {url}/call in another tab and press Call us",
        "  3. answer; then look at the floor, the call log and the report",
    ]


def _program() -> str:
    """How this program is called from the folder in which the person stands."""
    called = Path(sys.argv[0])
    try:
        return str(called.relative_to(Path.cwd()))
    except ValueError:
        return str(called) if called.is_absolute() else "cordboard"
