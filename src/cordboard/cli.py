"""The command line. Each command is small: it reads the settings, calls what does the work, and says one sentence."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cordboard import config, hold, places
from cordboard.center.accounts import Account
from cordboard.center.permissions import Role
from cordboard.demo.rate import calls_per_s
from cordboard.errors import CordboardError, Malformed, Refused
from cordboard.runtime.documents import read_document, write_document

if TYPE_CHECKING:
    from cordboard.store import Store

STOPPING_S_MAX = 60.0

app = typer.Typer(
    help="A contact centre that a company runs itself.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
asterisk_app = typer.Typer(help="The telephone switch.", no_args_is_help=True)
app.add_typer(asterisk_app, name="asterisk")
accounts_app = typer.Typer(help="Who may sign in.", no_args_is_help=True)
app.add_typer(accounts_app, name="accounts")
center_app = typer.Typer(help="The company: queues, agents, flows, trunks.", no_args_is_help=True)
app.add_typer(center_app, name="center")
demo_app = typer.Typer(help="The sample company.", no_args_is_help=True)
app.add_typer(demo_app, name="demo")

Home = Annotated[
    Path | None, typer.Option(help="Folder of the centre's data; each folder is a centre of its own.", metavar="FOLDER")
]


def main() -> None:
    """Run one command; what is refused or out of reach is told in one sentence."""
    try:
        app()
    except CordboardError as error:
        typer.secho(f"cordboard: {error}", err=True, fg=typer.colors.RED)
        sys.exit(1)


def tell(sentence: str) -> None:
    """Show the person who waits what is happening."""
    typer.echo(f"  {sentence}", err=True)


@app.command()
def run(
    demo: Annotated[bool, typer.Option("--demo", help="Begin with a sample company.")] = False, home: Home = None
) -> None:
    """Start the whole centre; Ctrl-C stops it."""
    settings = config.load(home=home or (places.demo_home() if demo else None))
    with hold.hold(settings.home):
        from cordboard.app import serve

        serve(settings, demo=demo)


@app.command()
def stop(home: Home = None) -> None:
    """Stop the centre, and what a killed one left running; without --home the sample company's too."""
    homes = [home] if home is not None else [None, places.demo_home()]
    stopped = [_stop(config.load(home=each)) for each in homes if each is None or each.exists()]
    typer.echo("stopped" if any(stopped) else "nothing of this centre runs any more")


def _stop(settings: config.Settings) -> bool:
    """Stop the centre of this home; whether it ran."""
    pid = hold.holder(settings.home)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + STOPPING_S_MAX
        while hold.holder(settings.home) == pid:
            if time.monotonic() > until:
                typer.echo(
                    f"process {pid} does not stop; `kill -9 {pid}` ends it, and calls in progress go on", err=True
                )
                raise typer.Exit(1)
            time.sleep(0.1)
    asyncio.run(_stop_what_is_left(settings))
    return pid is not None


async def _stop_what_is_left(settings: config.Settings) -> None:
    from cordboard.asterisk import install, instance
    from cordboard.asterisk.process import AsteriskProcess
    from cordboard.debian import closure
    from cordboard.demo import outside
    from cordboard.postgres.embedded import EmbeddedPostgres

    told = places.asterisk(settings)
    if told.folder.exists() and closure.is_installed(install.WISH, install.folder_in(places.cache())):
        installed = install.install(places.cache(), tell)
        await outside.stop_left(places.outside(settings), installed)
        await AsteriskProcess(instance.write(told, installed)).stop()
    if places.postgres(settings).exists():
        await EmbeddedPostgres(folder=places.postgres(settings)).stop()


@app.command()
def doctor(home: Home = None) -> None:
    """Check every part, and say what is wrong and how to mend it."""
    from cordboard.doctor import examine

    findings = asyncio.run(examine(config.load(home=home)))
    for finding in findings:
        mark = typer.style("ok  ", fg=typer.colors.GREEN) if finding.ok else typer.style("BAD ", fg=typer.colors.RED)
        typer.echo(f"{mark} {finding.name:<18} {finding.says}")
        if finding.mend:
            typer.echo(f"{'':23} → {finding.mend}")
    bad = sum(not finding.ok for finding in findings)
    typer.echo("all is well" if not bad else f"{bad} of {len(findings)} need mending")
    raise typer.Exit(1 if bad else 0)


@asterisk_app.command("install")
def asterisk_install() -> None:
    """Put Asterisk into the cache folder, without root and without touching the system."""
    from cordboard.asterisk.install import install, version_of

    installed = install(places.cache(), tell)
    typer.echo(f"Asterisk {version_of(installed).text} is in {installed.prefix}")


@app.command()
def openapi() -> None:
    """Print the description of the web interface, OpenAPI 3.1."""
    from cordboard.web.openapi import document

    typer.echo(document().decode(), nl=False)


# -- accounts --

Roles = Annotated[list[Role] | None, typer.Option("--role", help="May be given several times.")]


@accounts_app.command("list")
def accounts_list(home: Home = None) -> None:
    """Show who may sign in."""

    async def work() -> None:
        async with _store(home) as store:
            for account in await store.accounts.accounts():
                roles = ", ".join(sorted(account.roles))
                agent = f"agent {account.agent_id}" if account.agent_id else ""
                typer.echo(f"{account.login:<16} {account.name:<24} {roles:<28} {agent}".rstrip())

    asyncio.run(work())


@accounts_app.command("add")
def accounts_add(
    login: str,
    role: Roles = None,
    name: str = "",
    agent: Annotated[str | None, typer.Option(help="The agent this account serves as.")] = None,
    language: str = "en",
    home: Home = None,
) -> None:
    """Add an account and print its generated password, this once."""
    account = Account(
        login=login.lower(),
        name=name or login,
        roles=frozenset(role or (Role.AGENT,)),
        agent_id=agent,
        language=language,
    )

    async def work() -> None:
        async with _store(home) as store:
            typer.echo(f"{account.login} {await store.add_account(account)}")

    asyncio.run(work())


@accounts_app.command("password")
def accounts_password(login: str, home: Home = None) -> None:
    """Give an account another password, print it, and end its sessions."""

    async def work() -> None:
        async with _store(home) as store:
            typer.echo(f"{login} {await store.reset_password(login.lower())}")

    asyncio.run(work())


# -- the center --


@center_app.command("export")
def center_export(home: Home = None) -> None:
    """Print the configuration as JSON: queues, agents, entries, pauses, flows and trunks. Passwords are in it."""

    async def work() -> None:
        async with _store(home) as store:
            document = write_document(await store.configuration())
            typer.echo(json.dumps(document, indent=2, ensure_ascii=False))

    asyncio.run(work())


@center_app.command("load")
def center_load(file: Path, home: Home = None) -> None:
    """Check a configuration and put it in place of the one there is. A running centre takes it at its next start."""
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Malformed(f"{file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise Malformed(f"{file} is not JSON: {error}") from error
    configuration = read_document(written)

    async def work() -> None:
        async with _store(home) as store:
            await store.set_configuration(configuration)
            typer.echo(f"{len(configuration.center.queues)} queues, {len(configuration.center.agents)} agents")

    asyncio.run(work())


# -- sample calls --


@demo_app.command("calls")
def demo_calls(
    rate: Annotated[str, typer.Option(help="Calls a time, such as 6/min, 1/s or 200/h.")] = "6/min",
    agents: Annotated[int, typer.Option(help="How many robot agents answer.", min=0)] = 4,
    minutes: Annotated[float | None, typer.Option(help="For how long; for ever if not given.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed draws the same callers.")] = 1,
    home: Home = None,
) -> None:
    """Send real SIP calls into the running sample company, and let robot agents answer. Ctrl-C ends it."""
    settings = config.load(home=home or places.demo_home())
    per_s = calls_per_s(rate)
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        tally = asyncio.run(_sample_calls(settings, per_s=per_s, agents=agents, minutes=minutes, seed=seed))
        typer.echo(", ".join(f"{count} {how}" for how, count in tally.most_common()) or "no calls were made")


async def _sample_calls(
    settings: config.Settings, *, per_s: float, agents: int, minutes: float | None, seed: int
) -> Counter[str]:
    from cordboard.asterisk.configs import EVERYWHERE
    from cordboard.asterisk.install import install
    from cordboard.demo import calls
    from cordboard.demo.company import northwind
    from cordboard.store import Store

    if hold.holder(settings.home) is None:
        raise Refused("not-running", f"no centre runs in {settings.home}: start it with ./run --demo first")
    if settings.asterisk.ari_url is not None:
        raise Refused("not-our-asterisk", "sample calls are made over loopback, to an Asterisk that Cordboard started")
    company = northwind()
    if (task := asyncio.current_task()) is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    async with Store(settings) as store:

        async def open_session(login: str) -> str:
            token, _ = await store.open_session(login)
            return token

        return await calls.run(
            asterisk=install(places.cache(), tell),
            folder=places.outside(settings),
            host="127.0.0.1" if settings.asterisk.bind in EVERYWHERE else settings.asterisk.bind,
            port=settings.asterisk.sip_port,
            url=places.web_url(settings),
            per_s=per_s,
            # whoever tries the centre begins as the first of them
            agents=[account.login for account in reversed(company.accounts) if account.agent_id],
            robots=agents,
            open_session=open_session,
            customers=company.customers,
            seed=seed,
            minutes=minutes,
            tell=tell,
        )


def _store(home: Path | None) -> Store:
    from cordboard.store import Store

    return Store(config.load(home=home), tell)
