"""The configuration as one document."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import typer

from cordboard.cli.home import Home, store_of, tell_running
from cordboard.errors import Malformed
from cordboard.runtime.documents import read_document, write_document

commands = typer.Typer(help="The company: queues, agents, flows, trunks.", no_args_is_help=True)


@commands.command("export")
def export(home: Home = None) -> None:
    """Print the configuration as JSON: queues, agents, entries, pauses, flows and trunks. Passwords are in it."""

    async def work() -> None:
        async with store_of(home) as store:
            document = write_document(await store.configuration())
            typer.echo(json.dumps(document, indent=2, ensure_ascii=False))

    asyncio.run(work())


@commands.command("load")
def load(file: Path, home: Home = None) -> None:
    """Check a configuration and put it in place of the one there is."""
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Malformed(f"{file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise Malformed(f"{file} is not JSON: {error}") from error
    configuration = read_document(written)

    async def work() -> None:
        async with store_of(home) as store:
            await store.configuration()
            await store.set_configuration(configuration)
            tell_running(home)
            typer.echo(f"{len(configuration.center.queues)} queues, {len(configuration.center.agents)} agents")

    asyncio.run(work())
