"""The command line. Each command is small: it reads the settings, calls what does the work, and says one sentence.

One module a noun. What takes long to import is imported within a command, so that the others start fast.
"""

from __future__ import annotations

import sys

import typer

from cordboard.cli import accounts, asterisk, center, demo, flows, running
from cordboard.errors import CordboardError

app = typer.Typer(
    help="A contact centre that a company runs itself.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(running.run)
app.command()(running.stop)
app.command()(running.doctor)


@app.command()
def openapi() -> None:
    """Print the description of the web interface, OpenAPI 3.1."""
    from cordboard.web.openapi import document

    typer.echo(document().decode(), nl=False)


app.add_typer(asterisk.commands, name="asterisk")
app.add_typer(accounts.commands, name="accounts")
app.add_typer(center.commands, name="center")
app.add_typer(flows.commands, name="flows")
app.add_typer(demo.commands, name="demo")


def main() -> None:
    """Run one command; what is refused or out of reach is told in one sentence."""
    try:
        app()
    except CordboardError as error:
        typer.secho(f"cordboard: {error}", err=True, fg=typer.colors.RED)
        sys.exit(1)
