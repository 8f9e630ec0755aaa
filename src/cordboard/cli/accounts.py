"""Accounts: who may sign in."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from cordboard.center.accounts import Account
from cordboard.center.permissions import Role
from cordboard.cli.home import Home, store_of

commands = typer.Typer(help="Who may sign in.", no_args_is_help=True)

Roles = Annotated[list[Role] | None, typer.Option("--role", help="May be given several times.")]


@commands.command("list")
def show(home: Home = None) -> None:
    """Show who may sign in."""

    async def work() -> None:
        async with store_of(home) as store:
            for account in await store.accounts.accounts():
                roles = ", ".join(sorted(account.roles))
                agent = f"agent {account.agent_id}" if account.agent_id else ""
                typer.echo(f"{account.login:<16} {account.name:<24} {roles:<28} {agent}".rstrip())

    asyncio.run(work())


@commands.command("add")
def add(
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
        async with store_of(home) as store:
            typer.echo(f"{account.login} {await store.add_account(account)}")

    asyncio.run(work())


@commands.command("password")
def reset_password(login: str, home: Home = None) -> None:
    """Give an account another password, print it, and end its sessions."""

    async def work() -> None:
        async with store_of(home) as store:
            typer.echo(f"{login} {await store.reset_password(login.lower())}")

    asyncio.run(work())
