"""The telephone switch, apart from a centre."""

from __future__ import annotations

import typer

from cordboard import places
from cordboard.cli.home import tell

commands = typer.Typer(help="The telephone switch.", no_args_is_help=True)


@commands.command("install")
def put_into_cache() -> None:
    """Put Asterisk into the cache folder, without root and without touching the system."""
    from cordboard.asterisk.install import install, version_of

    installed = install(places.cache(), tell)
    typer.echo(f"Asterisk {version_of(installed).text} is in {installed.prefix}")
