"""The command line. Each command is small: it reads the settings, calls what does the work, and says one sentence."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from cordboard import config, hold, places
from cordboard.errors import CordboardError

STOPPING_S_MAX = 60.0

app = typer.Typer(
    help="A contact centre that a company runs itself.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
asterisk_app = typer.Typer(help="The telephone switch.", no_args_is_help=True)
app.add_typer(asterisk_app, name="asterisk")

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
    settings = config.load(home=home)
    with hold.hold(settings.home):
        from cordboard.app import serve

        serve(settings, demo=demo)


@app.command()
def stop(home: Home = None) -> None:
    """Stop the centre, and what a killed one left running."""
    settings = config.load(home=home)
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
    typer.echo("stopped" if pid is not None else "nothing of this centre runs any more")


async def _stop_what_is_left(settings: config.Settings) -> None:
    from cordboard.asterisk import install, instance
    from cordboard.asterisk.process import AsteriskProcess
    from cordboard.debian import closure
    from cordboard.postgres.embedded import EmbeddedPostgres

    told = places.asterisk(settings)
    if told.folder.exists() and closure.is_installed(install.WISH, install.folder_in(places.cache())):
        await AsteriskProcess(instance.write(told, install.install(places.cache(), tell))).stop()
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
