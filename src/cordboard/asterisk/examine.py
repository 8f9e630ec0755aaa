"""Looks at an Asterisk through its REST interface, for the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp

from cordboard.asterisk.install import Version, read_version
from cordboard.asterisk.modules import MODULES
from cordboard.errors import Misunderstood, Unreachable

REPLACEABLE = frozenset({"res_timing_timerfd", "res_sorcery_astdb", "res_pjsip_logger", "res_websocket_client"})
"""Modules that our own Asterisk loads and another may have other ones for, or none."""

NEEDED = tuple(name for name in MODULES if name not in REPLACEABLE and not name.startswith(("codec_", "format_")))
"""Modules that must run in a user's own Asterisk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an Asterisk said of itself."""

    version: Version
    running: frozenset[str]
    """Modules that run, without `.so`."""
    sounds: frozenset[tuple[str, str]]
    """Language and name of every prompt it has."""

    @property
    def lacking(self) -> list[str]:
        """Modules that the centre needs and that do not run."""
        return [name for name in NEEDED if name not in self.running]


async def look(url: str, *, user: str, password: str) -> Seen:
    """Return what the Asterisk at this address (without the final /ari) says.

    Raises:
        Unreachable: it does not answer, or does not let us in.
        AsteriskUnsuitable: it is older than version 20.
        Misunderstood: what answers there is no Asterisk.
    """
    login = {"Authorization": aiohttp.encode_basic_auth(user, password)}
    async with aiohttp.ClientSession(headers=login, timeout=aiohttp.ClientTimeout(total=10)) as session:
        info = await _asked(session, url, "asterisk/info?only=system")
        modules = await _asked(session, url, "asterisk/modules")
        sounds = await _asked(session, url, "sounds")
    try:
        return Seen(
            version=read_version(info["system"]["version"]),
            running=frozenset(
                each["name"].removesuffix(".so") for each in modules if each["status"].casefold() == "running"
            ),
            sounds=frozenset((form["language"], each["id"]) for each in sounds for form in each["formats"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise Misunderstood("Asterisk", f"{info!r:.200}") from error


async def _asked(session: aiohttp.ClientSession, url: str, path: str) -> Any:
    try:
        async with session.get(f"{url.rstrip('/')}/ari/{path}") as answer:
            if answer.status in (401, 403):
                raise Unreachable("Asterisk", "it refuses the ARI account or its password")
            if answer.status != 200:
                raise Unreachable("Asterisk", f"ARI answers {answer.status} to {path.partition('?')[0]}")
            return await answer.json()
    except (aiohttp.ContentTypeError, ValueError) as error:
        raise Misunderstood("Asterisk", f"no JSON at {url}") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unreachable("Asterisk", f"nothing answers at {url} ({str(error) or 'too slow'})") from error
