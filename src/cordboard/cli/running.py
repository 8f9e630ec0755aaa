"""The centre as a whole: run it, stop it, look whether it is well."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from typing import Annotated

import typer

from cordboard import config, hold, places
from cordboard.cli.home import Home, tell

STOPPING_S_MAX = 60.0
"""Seconds that a centre may take to stop before that is told as a failure."""


def run(
    demo: Annotated[bool, typer.Option("--demo", help="Begin with a sample company.")] = False, home: Home = None
) -> None:
    """Start the whole centre; Ctrl-C stops it."""
    settings = config.load(home=home or (places.demo_home() if demo else None))
    # until the centre listens for it, what is kept is read by the start anyway
    signal.signal(hold.NEWS, signal.SIG_IGN)
    with hold.hold(settings.home):
        from cordboard.app import serve

        serve(settings, demo=demo)


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
