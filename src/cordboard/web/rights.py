"""Which right each route asks for, and the guard that checks it. A route that names none cannot start."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketException
from litestar.handlers import HTTPRouteHandler
from litestar.handlers.base import BaseRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import SkipValidation
from litestar.types import Scope

from cordboard.center.accounts import Account, Session
from cordboard.center.permissions import Permission
from cordboard.errors import Forbidden, Malformed, Refused
from cordboard.web.errors import Problem, SignedOut

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "x-csrf-token"
COOKIE = "cordboard_session"


class Access(Enum):
    """Rights that are not a permission."""

    PUBLIC = "public"
    """Anybody."""
    SIGNED_IN = "signed-in"
    """Any account."""


PUBLIC, SIGNED_IN = Access.PUBLIC, Access.SIGNED_IN
Right = Access | Permission | frozenset[Permission]
"""One of several permissions is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks: an account, through one session."""

    session: Session
    account: Account

    @property
    def login(self) -> str:
        return self.account.login

    def may(self, permission: Permission | frozenset[Permission]) -> bool:
        """Whether the account has this permission, or one of these."""
        wanted = frozenset({permission}) if isinstance(permission, Permission) else permission
        return not wanted.isdisjoint(self.account.permissions)

    @property
    def own_agent_id(self) -> str:
        """The agent this account serves as.

        Raises:
            Refused: it serves as none.
        """
        if self.account.agent_id is None:
            raise Refused(
                "no-agent", f"the account {self.login!r} is not tied to an agent; an administrator can do that"
            )
        return self.account.agent_id


AskerGiven = NamedDependency[SkipValidation[Asker]]
"""The type of a route's `asker`."""


def asks(right: Right, *refusals: int, **more: Any) -> dict[str, Any]:
    """The arguments of a route that asks for `right` and may refuse with these statuses besides the usual ones."""
    statuses = {400, 503, *refusals}
    if right is not PUBLIC:
        statuses |= {401, 403}
    responses = {
        status: ResponseSpec(Problem, description=_DESCRIPTIONS[status], generate_examples=False)
        for status in sorted(statuses)
    }
    responses |= more.pop("responses", {})
    security: list[dict[str, list[str]]] = [] if right is PUBLIC else [{"session": []}]
    return {"opt": {"permission": right}, "responses": responses, "security": security, **more}


_DESCRIPTIONS = {
    400: "The request cannot be read",
    401: "Signed out, or wrong credentials",
    403: "The account may not, or the token against forged requests is missing",
    404: "The thing named does not exist",
    409: "A rule says no",
    413: "The body is too large",
    416: "The bytes asked for are not there",
    429: "Too many tries",
    503: "A part of the centre does not answer now",
}


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let only those through who have the route's right; the framework calls it before every route."""
    right: Right = handler.opt["permission"]
    # a socket has no method
    method = connection.scope.get("method", "")
    is_socket = not method
    changes = not is_socket and method not in SAFE_METHODS
    if changes:
        _demand_json(connection)
    if right is PUBLIC:
        return
    try:
        asker = await connection.app.state.signed_in.asker(connection.cookies.get(COOKIE))
        connection.scope["asker"] = asker  # type: ignore[typeddict-unknown-key]
        if not isinstance(right, Access) and not asker.may(right):
            raise Forbidden(f"this needs the permission {_named(right)}; an administrator can give it")
        if changes:
            given = connection.headers.get(CSRF_HEADER, "")
            if not hmac.compare_digest(given.encode("utf-8", "replace"), asker.session.csrf.encode()):
                raise Forbidden(f"the header {CSRF_HEADER} does not carry this session's token")
    except (SignedOut, Forbidden) as refusal:
        if is_socket:
            code = 4401 if isinstance(refusal, SignedOut) else 4403
            raise WebSocketException(detail=refusal.code, code=code) from refusal
        raise


def _named(right: Permission | frozenset[Permission]) -> str:
    wanted = [right] if isinstance(right, Permission) else sorted(right)
    return " or ".join(repr(permission.value) for permission in wanted)


def asker_of(scope: Scope) -> Asker:
    """The asker that the guard let through."""
    asker: Asker = scope["asker"]  # type: ignore[typeddict-item]
    return asker


FORM_KINDS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
"""What a page elsewhere can send without asking first. Source: Fetch standard, CORS-safelisted content types."""


def _demand_json(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Refuse what a form on another page could send."""
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in FORM_KINDS:
        raise Malformed("bodies are sent as application/json")


def is_same_origin(origin: str, host: str) -> bool:
    """Whether a page of `origin` was served from the address that it now talks to."""
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def without_right(app: Litestar) -> Iterator[str]:
    """Every route that names no right."""
    for route in app.routes:
        handlers = getattr(route, "route_handlers", None) or [route.route_handler]  # type: ignore[union-attr]
        for handler in handlers:
            if isinstance(handler, HTTPRouteHandler) and handler.http_methods == {"OPTIONS"}:
                continue
            if not isinstance(handler.opt.get("permission"), Access | Permission | frozenset):
                yield f"{route.path} ({handler})"
