"""Signing in and out."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody
from msgspec import Meta

from cordboard.center.accounts import AuditLine
from cordboard.web.kinds import NO_NUL, Asked
from cordboard.web.open_sockets import OpenSockets
from cordboard.web.parts import Parts, PartsGiven
from cordboard.web.passwords import LENGTH_MAX, LENGTH_MIN
from cordboard.web.rights import COOKIE, PUBLIC, SIGNED_IN, Asker, AskerGiven, asks
from cordboard.web.signed_in import SignedIn, hash_of


class Credentials(Asked, frozen=True):
    """Login and password."""

    login: Annotated[str, Meta(max_length=100, pattern=NO_NUL)]
    password: Annotated[str, Meta(max_length=LENGTH_MAX)]


class NewPassword(Asked, frozen=True):
    """The old password and the new one."""

    old: Annotated[str, Meta(max_length=LENGTH_MAX)]
    new: Annotated[str, Meta(min_length=LENGTH_MIN, max_length=LENGTH_MAX)]


class SessionShown(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in, and what it may do."""

    login: str
    name: str
    roles: list[str]
    permissions: list[str]
    agent_id: str | None
    language: str
    csrf: str
    expires_at: float
    demo: bool


def shown(asker: Asker, parts: Parts) -> SessionShown:
    """The session as its browser sees it."""
    account = asker.account
    return SessionShown(
        login=account.login,
        name=account.name,
        roles=sorted(account.roles),
        permissions=sorted(account.permissions),
        agent_id=account.agent_id,
        language=account.language,
        csrf=asker.session.csrf,
        expires_at=asker.session.ends_at,
        demo=parts.rules.demo,
    )


@post("/api/session", **asks(PUBLIC, 401, 403, 429, status_code=201))
async def sign_in(
    request: Request[Any, Any, Any], data: JSONBody[Credentials], parts: PartsGiven
) -> Response[SessionShown]:
    """Sign in: the session's cookie comes with the answer."""
    signed_in: SignedIn = request.app.state.signed_in
    address = address_of(request)
    token, asker = await signed_in.sign_in(data.login, data.password, address)
    await parts.audit.note(
        AuditLine(at=parts.clock(), login=asker.login, act="signed-in", subject=asker.login, address=address)
    )
    if (before := request.cookies.get(COOKIE)) is not None:
        await parts.sessions.revoke(hash_of(before))
    cookie = _cookie(parts, token, max_age=round(parts.rules.session_s))
    return Response(shown(asker, parts), cookies=[cookie], status_code=201)


@get("/api/session", **asks(SIGNED_IN))
async def session(asker: AskerGiven, parts: PartsGiven) -> SessionShown:
    """Who is signed in."""
    return shown(asker, parts)


@delete("/api/session", **asks(SIGNED_IN, status_code=204))
async def sign_out(request: Request[Any, Any, Any], asker: AskerGiven, parts: PartsGiven) -> Response[None]:
    """End this session; its screens and phone are disconnected."""
    signed_in: SignedIn = request.app.state.signed_in
    sockets: OpenSockets = request.app.state.sockets
    await signed_in.sign_out(asker.session)
    sockets.end(asker.session.token_sha256)
    return Response(None, status_code=204, cookies=[_cookie(parts, "", max_age=0)])


@post("/api/session/password", **asks(SIGNED_IN, 429, status_code=204))
async def change_password(
    request: Request[Any, Any, Any], data: JSONBody[NewPassword], asker: AskerGiven, parts: PartsGiven
) -> None:
    """Set another password; every other session of the account ends."""
    signed_in: SignedIn = request.app.state.signed_in
    sockets: OpenSockets = request.app.state.sockets
    address = address_of(request)
    await signed_in.change_password(asker, data.old, data.new, address)
    await parts.audit.note(
        AuditLine(at=parts.clock(), login=asker.login, act="password-changed", subject=asker.login, address=address)
    )
    sockets.end_all_of(asker.login, but=asker.session.token_sha256)


def address_of(request: Request[Any, Any, Any]) -> str:
    """The network address that asks."""
    return request.client.host if request.client is not None else ""


def _cookie(parts: Parts, token: str, *, max_age: int) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=token,
        path="/",
        max_age=max_age,
        httponly=True,
        samesite="strict",
        secure=parts.rules.secure_cookies,
    )


ROUTES = [sign_in, session, sign_out, change_password]
