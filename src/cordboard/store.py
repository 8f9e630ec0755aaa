"""The centre's store, opened: for the centre itself, and for commands that work without it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import TracebackType

from cordboard import places
from cordboard.center.accounts import Account, Session
from cordboard.center.customers import Customer
from cordboard.config import Settings
from cordboard.errors import Unknown
from cordboard.flows.check import Known
from cordboard.postgres.accounts import AccountBook, AuditTrail, FailedTries, SessionBook
from cordboard.postgres.customers import CustomerBook
from cordboard.postgres.database import Database
from cordboard.postgres.embedded import EmbeddedPostgres
from cordboard.postgres.flows import FlowBook
from cordboard.postgres.in_force import InForce
from cordboard.postgres.notes import ContactNotes
from cordboard.postgres.prompts import PromptList
from cordboard.postgres.schema import migrate
from cordboard.postgres.tables import TableBook
from cordboard.ready_made import ready_made
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.sheets import read_sheet
from cordboard.runtime.workshop import Workshop
from cordboard.web.passwords import Passwords, new_password
from cordboard.web.signed_in import hash_of

COMMAND_SESSION_S = 12 * 3600.0
OWNER = "owner"
"""Who changes things from the command line, in the history."""

Tell = Callable[[str], None]


class Store:
    """Everything that is kept. Use it as a context; an own PostgreSQL that it started is left running for `stop`."""

    def __init__(self, settings: Settings, tell: Tell = lambda _: None) -> None:
        self._settings, self._tell = settings, tell
        own = settings.database_url is None
        self.postgres = EmbeddedPostgres(folder=places.postgres(settings), tell=tell) if own else None
        self.dsn = settings.database_url or ""
        self._started_it = False
        self._passwords = Passwords()

    async def open(self) -> None:
        """Start an own PostgreSQL if it does not run, and give the database its shape."""
        if self.postgres is not None:
            self._started_it = not self.postgres.is_running
            self.dsn = await self.postgres.start()
        await migrate(self.dsn)
        self.database = Database(self.dsn)
        await self.database.open()
        self.accounts = AccountBook(self.database)
        self.sessions = SessionBook(self.database)
        self.tries = FailedTries(self.database)
        self.audit = AuditTrail(self.database)
        self.notes = ContactNotes(self.database)
        self.customers = CustomerBook(self.database, region=self._settings.phone_region)
        self.in_force = InForce(self.database)
        self.flows = FlowBook(self.database)
        self.prompts = PromptList(self.database)
        self.tables = TableBook(self.database)

    async def close(self) -> None:
        """Close the connections; the server goes on."""
        await self.database.close()

    async def __aenter__(self) -> Store:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
        if self.postgres is not None and self._started_it:
            await self.postgres.stop()

    # -- configuration --

    async def configuration(self) -> Configuration:
        """What is kept, read anew; an empty one at the very first start."""
        return await self.in_force.load()

    def current(self) -> Configuration:
        """As it is in force."""
        return self.in_force.current()

    def workshop(self) -> Workshop:
        """Where flows are worked at."""
        return Workshop(
            self.flows,
            self.in_force,
            timezone=self._settings.timezone,
            surroundings=self._known,
            templates=ready_made,
        )

    async def _known(self, configuration: Configuration) -> Known:
        """What flows may name, here and in the settings."""
        told = self._settings.flows
        return replace(
            configuration.known(),
            tables=await self.tables.table_ids(),
            prompts=await self.prompts.prompt_ids(),
            credentials=frozenset(told.credentials),
            hosts=told.http_hosts,
        )

    # -- what the owner of the machine may do without signing in --

    async def set_configuration(self, configuration: Configuration) -> None:
        """Keep this configuration in the name of the machine's owner."""
        await self.in_force.replace(configuration, login=OWNER, at=time.time())

    async def add_account(self, account: Account, password: str | None = None) -> str:
        """Add an account and return its password, a generated one if none is given."""
        password = password or new_password()
        await self.accounts.add(account, await self._passwords.hash(password))
        return password

    async def reset_password(self, login: str) -> str:
        """Give an account another password, end its sessions, and return the password."""
        password = new_password()
        await self.accounts.set_password(login, await self._passwords.hash(password))
        await self.sessions.revoke_all(login)
        return password

    async def add_customers(self, customers: Sequence[Customer]) -> None:
        """Keep these customers."""
        if customers:
            await self.customers.keep(customers)

    async def add_table(self, table_id: str, name: str, csv: str) -> None:
        """Keep a table for look-ups, as if somebody had uploaded it."""
        await self.tables.keep(table_id, read_sheet(csv.encode()), name=name, login=OWNER, at=time.time())

    async def open_session(self, login: str) -> tuple[str, str]:
        """Sign an account in without its password; return the session's token and its token against forged requests."""
        if await self.accounts.account(login) is None:
            raise Unknown("account", login)
        token, csrf, now = secrets.token_urlsafe(32), secrets.token_urlsafe(24), time.time()
        ends_at = now + COMMAND_SESSION_S
        await self.sessions.open(
            Session(
                token_sha256=hash_of(token),
                login=login,
                csrf=csrf,
                opened_at=now,
                seen_at=now,
                expires_at=ends_at,
                ends_at=ends_at,
                address="command line",
            )
        )
        return token, csrf
