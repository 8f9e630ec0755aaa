"""The customers' page: a call from the browser."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import JSONBody

from cordboard.web.api.session import address_of
from cordboard.web.kinds import Asked, Language
from cordboard.web.parts import PartsGiven
from cordboard.web.rights import PUBLIC, asks
from cordboard.web.visits import Visits


class VisitBody(Asked, frozen=True):
    """In which language the visitor is spoken to."""

    language: Language = "en"


class CompanyShown(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the visitor would call."""

    name: dict[str, str]
    """By language."""


class VisitShown(msgspec.Struct, frozen=True, kw_only=True):
    """What the visitor's browser needs to call."""

    token: str
    socket: str
    uri: str
    user: str
    password: str
    target: str
    ice_servers: list[str]
    expires_at: float
    """It must be connected by then."""


@get("/api/visit", **asks(PUBLIC))
async def company(parts: PartsGiven) -> CompanyShown:
    """Who answers here."""
    return CompanyShown(name=dict(parts.company))


@post("/api/visit", **asks(PUBLIC, 403, 409, 429, status_code=201))
async def open_visit(request: Request[Any, Any, Any], data: JSONBody[VisitBody]) -> VisitShown:
    """Make a phone for this visitor."""
    visits: Visits = request.app.state.visits
    visit = await visits.open(data.language, address_of(request))
    return VisitShown(
        token=visit.token,
        socket=f"/sip/ws?visit={visit.token}",
        uri=visit.phone.uri,
        user=visit.phone.user,
        password=visit.phone.password,
        target=visit.phone.target,
        ice_servers=[],
        expires_at=visit.expires_at,
    )


ROUTES = [company, open_visit]
