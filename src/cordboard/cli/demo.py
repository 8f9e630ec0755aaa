"""Sample calls into a running sample company."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections import Counter
from typing import Annotated

import typer

from cordboard import config, hold, places
from cordboard.cli.home import Home, tell
from cordboard.demo.rate import calls_per_s
from cordboard.errors import Refused

commands = typer.Typer(help="The sample company.", no_args_is_help=True)


@commands.command("calls")
def calls(
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
    from cordboard.demo.calls import run
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

        return await run(
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
