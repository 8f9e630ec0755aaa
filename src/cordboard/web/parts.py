"""Everything the web side is given. app.py makes it; routes receive it as `parts`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import msgspec
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from cordboard.reporting.today import Today
from cordboard.runtime.drafts import InForceStore
from cordboard.runtime.engine import Engine
from cordboard.runtime.workshop import Workshop
from cordboard.web.flow_stores import (
    Catalogue,
    Messages,
    Prompts,
    PromptSounds,
    Speaks,
    SwitchChanges,
    Tables,
)
from cordboard.web.stores import (
    Accounts,
    Audit,
    CallLog,
    Customers,
    FlowReports,
    Notes,
    Recordings,
    Reports,
    Sessions,
    Sound,
    Tries,
)

TABLE_READINGS = 2
"""Uploaded tables that are read at the same time; each takes a few hundred megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRules:
    """How the web side behaves, from the settings."""

    secure_cookies: bool = False
    """Whether browsers come over https only."""
    loopback_only: bool = True
    """Whether only names of this machine are taken as host, so that no page elsewhere can be pointed at us."""
    session_s: float = 12 * 3600.0
    """Longest life of a session."""
    sign_in_tries_per_minute: int = 10
    metrics: bool = True
    metrics_token: str | None = None
    """Lets others than this machine read the metrics."""
    visits_per_minute: int = 6
    """Web calls that may be opened from one address."""
    demo: bool = False
    """Whether this is the sample company."""


class BrowserPhone(msgspec.Struct, frozen=True, kw_only=True):
    """What the phone in the browser needs to register."""

    socket: str
    uri: str
    user: str
    password: str
    ice_servers: list[str] = []


class SipPhone(msgspec.Struct, frozen=True, kw_only=True):
    """What a SIP phone is set up with."""

    server: str
    port: int
    transport: str
    user: str
    password: str


class DeskPhone(msgspec.Struct, frozen=True, kw_only=True):
    """Both phones of an agent. The secrets go to this agent alone."""

    browser: BrowserPhone
    sip: SipPhone


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPhone:
    """The phone made for one visitor of the company's page."""

    visit_id: str
    uri: str
    user: str
    password: str
    target: str
    """Whom it calls."""


class PartHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How one part of the centre is."""

    ok: bool
    says: str


class SwitchSocket(Protocol):
    """One SIP connection to the telephone switch."""

    async def send(self, frame: str) -> None: ...

    async def receive(self) -> str | None:
        """The next frame; None when the switch has closed."""
        ...

    async def close(self) -> None: ...


@dataclass(kw_only=True)
class Parts:
    """What app.py passes."""

    clock: Callable[[], float]
    version: str
    rules: WebRules = field(default_factory=WebRules)
    engine: Engine
    today: Today
    accounts: Accounts
    sessions: Sessions
    tries: Tries
    audit: Audit
    calls: CallLog
    notes: Notes
    customers: Customers
    reports: Reports
    flow_reports: FlowReports
    recordings: Recordings
    sound: Sound
    configuration: InForceStore
    workshop: Workshop
    """All that is done to flows."""
    prompts: Prompts
    prompt_sounds: PromptSounds
    shipped_prompts: Mapping[str, Mapping[str, float]]
    """Seconds by language of every prompt that comes with the centre, by its name."""
    speaker: Speaks
    voices: Catalogue
    tables: Tables
    switch_changes: SwitchChanges
    messages: Messages
    desk_phone: Callable[[str], DeskPhone]
    """Both phones of the agent with this id."""
    open_visit: Callable[[str], Awaitable[VisitPhone]]
    """Makes a phone for a visitor who speaks this language."""
    close_visit: Callable[[str], Awaitable[None]]
    """Takes the phone of this visit away."""
    open_switch_socket: Callable[[], Awaitable[SwitchSocket]]
    """Raises Unreachable if the switch does not answer."""
    health: Callable[[], Awaitable[Mapping[str, PartHealth]]]
    store_trouble: Callable[[], str]
    """Why journal lines wait, in words; empty when all is well."""
    company: Mapping[str, str] = field(default_factory=dict)
    """Name of the company by language, for its customers' page."""
    table_readings: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TABLE_READINGS))


PartsGiven = NamedDependency[SkipValidation[Parts]]
"""The type of a route's `parts`."""
