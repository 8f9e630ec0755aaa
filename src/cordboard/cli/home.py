"""The home that a command is about, its store, and what the person who waits is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cordboard import config, hold

if TYPE_CHECKING:
    from cordboard.store import Store

Home = Annotated[
    Path | None, typer.Option(help="Folder of the centre's data; each folder is a centre of its own.", metavar="FOLDER")
]


def tell(sentence: str) -> None:
    """Show the person who waits what is happening."""
    typer.echo(f"  {sentence}", err=True)


def store_of(home: Path | None) -> Store:
    """Return the store of this home, not opened yet."""
    from cordboard.store import Store

    return Store(config.load(home=home), tell)


def tell_running(home: Path | None) -> None:
    """Let a running centre of this home take at once what was kept; without one there is nobody to tell."""
    if hold.tell(config.load(home=home).home):
        typer.echo("the running centre takes it now")
