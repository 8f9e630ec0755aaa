"""For those who keep the centre running: health, readiness, metrics."""

from __future__ import annotations

import hmac
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.openapi.datastructures import ResponseSpec

from cordboard.errors import Forbidden, Unknown
from cordboard.web.api.session import address_of
from cordboard.web.metrics import Metrics
from cordboard.web.parts import PartHealth, PartsGiven
from cordboard.web.rights import PUBLIC, asks

BESIDE = frozenset({"messages", "voices"})
"""Parts without which calls are served all the same."""
LOOPBACK = frozenset({"127.0.0.1", "::1", ""})


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How the centre is, part by part."""

    ok: bool
    parts: dict[str, PartHealth]


UNREADY = {503: ResponseSpec(Health, description="A part is not well", generate_examples=False)}


@get("/health", **asks(PUBLIC))
async def health(parts: PartsGiven) -> Health:
    """How each part is, in words. Answers as long as the process lives."""
    found = dict(await parts.health())
    return Health(ok=all(part.ok for part in found.values()), parts=found)


@get("/ready", **asks(PUBLIC, responses=UNREADY))
async def ready(parts: PartsGiven) -> Response[Health]:
    """Whether calls can be served now."""
    found = dict(await parts.health())
    state = Health(ok=all(part.ok for name, part in found.items() if name not in BESIDE), parts=found)
    return Response(state, status_code=200 if state.ok else 503)


@get("/metrics", **asks(PUBLIC, 403, 404, media_type="text/plain"))
async def metrics(request: Request[Any, Any, Any], parts: PartsGiven) -> Response[bytes]:
    """Figures for Prometheus, for this machine or for who has the token."""
    if not parts.rules.metrics:
        raise Unknown("page", "/metrics")
    token, given = parts.rules.metrics_token, request.headers.get("authorization", "")
    has_token = token is not None and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    if not has_token and address_of(request) not in LOOPBACK:
        raise Forbidden("the metrics are for this machine, or for who has the token")
    kept: Metrics = request.app.state.metrics
    return Response(kept.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


ROUTES = [health, ready, metrics]
