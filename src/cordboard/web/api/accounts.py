"""Accounts, and what was done through them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get, patch, post
from litestar.params import JSONBody, QueryParameter
from msgspec import Meta

from cordboard.center.accounts import Account, AuditLine
from cordboard.center.permissions import Permission, Role
from cordboard.errors import Refused, Unknown
from cordboard.web.api.session import address_of
from cordboard.web.kinds import Asked, Id, Language, Login, LoginInPath, Name
from cordboard.web.open_sockets import OpenSockets
from cordboard.web.parts import Parts, PartsGiven
from cordboard.web.passwords import new_password
from cordboard.web.rights import Asker, AskerGiven, asks
from cordboard.web.signed_in import SignedIn

AUDIT, AUDIT_MAX = 100, 500
MANAGE = Permission.MANAGE_ACCOUNTS
Roles = Annotated[set[Role], Meta(max_length=len(Role))]


class NewAccount(Asked, frozen=True):
    """Somebody who shall sign in."""

    login: Login
    name: Name
    roles: Roles
    agent_id: Id | None = None
    language: Language = "en"


class AccountChange(Asked, frozen=True):
    """What shall be different; what is left out stays."""

    active: bool | msgspec.UnsetType = msgspec.UNSET
    roles: Roles | msgspec.UnsetType = msgspec.UNSET
    name: Name | msgspec.UnsetType = msgspec.UNSET


class AccountShown(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who signs in."""

    login: str
    name: str
    roles: list[str]
    agent_id: str | None
    language: str
    active: bool


class AccountsShown(msgspec.Struct, frozen=True, kw_only=True):
    """All accounts, by login."""

    accounts: list[AccountShown]


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """A generated password. It is shown this once and kept nowhere."""

    login: str
    password: str


class AuditShown(msgspec.Struct, frozen=True, kw_only=True):
    """What was done, newest first."""

    rows: list[AuditLine]
    next_before: int | None
    """Asks for the rows after these; None if there are no more."""


@get("/api/accounts", **asks(MANAGE))
async def accounts(parts: PartsGiven) -> AccountsShown:
    """Everybody who may sign in."""
    return AccountsShown(accounts=[_shown(account) for account in await parts.accounts.accounts()])


@post("/api/accounts", **asks(MANAGE, 404, 409, status_code=201))
async def add_account(
    request: Request[Any, Any, Any], data: JSONBody[NewAccount], asker: AskerGiven, parts: PartsGiven
) -> Handed:
    """Let somebody in, with a generated password that is told here only."""
    if data.agent_id is not None and data.agent_id not in parts.configuration.current().center.agents:
        raise Unknown("agent", data.agent_id)
    account = Account(
        login=data.login,
        name=data.name.strip(),
        roles=frozenset(data.roles),
        agent_id=data.agent_id,
        language=data.language,
    )
    password, signed_in = new_password(), _signed_in(request)
    await parts.accounts.add(account, await signed_in.passwords.hash(password))
    await _note(request, parts, asker, "account-added", account.login)
    return Handed(login=account.login, password=password)


@post("/api/accounts/{login:str}/password", **asks(MANAGE, 404, status_code=200))
async def new_password_for(
    request: Request[Any, Any, Any], login: LoginInPath, asker: AskerGiven, parts: PartsGiven
) -> Handed:
    """Give an account another generated password; its sessions end."""
    await _account(parts, login)
    password = new_password()
    await parts.accounts.set_password(login, await _signed_in(request).passwords.hash(password))
    await _end_sessions(request, parts, login)
    await _note(request, parts, asker, "password-reset", login)
    return Handed(login=login, password=password)


@patch("/api/accounts/{login:str}", **asks(MANAGE, 404, 409))
async def change_account(
    request: Request[Any, Any, Any],
    login: LoginInPath,
    data: JSONBody[AccountChange],
    asker: AskerGiven,
    parts: PartsGiven,
) -> AccountShown:
    """Change an account. If its rights change, its sessions end, so that nobody goes on with the old ones."""
    before = await _account(parts, login)
    after = before
    if data.name is not msgspec.UNSET:
        after = replace(after, name=data.name.strip())
    if data.roles is not msgspec.UNSET:
        after = replace(after, roles=frozenset(data.roles))
    if data.active is not msgspec.UNSET:
        after = replace(after, active=data.active)
    if login == asker.login and not (after.active and MANAGE in after.permissions):
        raise Refused("own-account", "you would lock yourself out; let another administrator do it")
    if after != before:
        await parts.accounts.change(after)
        if (after.active, after.roles) != (before.active, before.roles):
            await _end_sessions(request, parts, login)
        await _note(request, parts, asker, "account-changed", login)
    return _shown(after)


@delete("/api/accounts/{login:str}/sessions", **asks(MANAGE, 404, status_code=204))
async def end_sessions(
    request: Request[Any, Any, Any], login: LoginInPath, asker: AskerGiven, parts: PartsGiven
) -> None:
    """Sign an account out everywhere."""
    await _account(parts, login)
    await _end_sessions(request, parts, login)
    await _note(request, parts, asker, "sessions-ended", login)


@get("/api/accounts/audit", **asks(Permission.SEE_AUDIT))
async def audit(
    parts: PartsGiven,
    before: Annotated[int | None, QueryParameter(name="before", ge=1, le=2**53)] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=AUDIT_MAX)] = AUDIT,
) -> AuditShown:
    """What was done that must be accounted for, newest first."""
    rows = list(await parts.audit.lines(before=before, limit=limit))
    return AuditShown(rows=rows, next_before=rows[-1].audit_id if len(rows) == limit else None)


async def _account(parts: Parts, login: str) -> Account:
    account = await parts.accounts.account(login)
    if account is None:
        raise Unknown("account", login)
    return account


async def _end_sessions(request: Request[Any, Any, Any], parts: Parts, login: str) -> None:
    sockets: OpenSockets = request.app.state.sockets
    await parts.sessions.revoke_all(login)
    sockets.end_all_of(login)


async def _note(request: Request[Any, Any, Any], parts: Parts, asker: Asker, act: str, login: str) -> None:
    line = AuditLine(at=parts.clock(), login=asker.login, act=act, subject=login, address=address_of(request))
    await parts.audit.note(line)


def _signed_in(request: Request[Any, Any, Any]) -> SignedIn:
    signed_in: SignedIn = request.app.state.signed_in
    return signed_in


def _shown(account: Account) -> AccountShown:
    return AccountShown(
        login=account.login,
        name=account.name,
        roles=sorted(account.roles),
        agent_id=account.agent_id,
        language=account.language,
        active=account.active,
    )


ROUTES = [accounts, add_account, new_password_for, change_account, end_sessions, audit]
