"""What routes about the things of flows share: the audit, and which flows use a thing."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from cordboard.center.accounts import AuditLine
from cordboard.runtime.flow_documents import write_draft
from cordboard.runtime.uses import Uses, uses_of
from cordboard.web.api.session import address_of
from cordboard.web.parts import Parts
from cordboard.web.rights import Asker


async def note(request: Request[Any, Any, Any], parts: Parts, asker: Asker, act: str, subject: str) -> None:
    """Return once the audit has it that the asker does this."""
    await parts.audit.note(
        AuditLine(at=parts.clock(), login=asker.login, act=act, subject=subject, address=address_of(request))
    )


async def uses_by_flow(parts: Parts) -> dict[str, list[Uses]]:
    """What each flow names, in force or in its draft."""
    found: dict[str, list[Uses]] = {}
    for opened in await parts.workshop.shelf.all():
        found.setdefault(opened.flow_id, []).append(uses_of(opened.document))
    for flow_id, flow in parts.configuration.current().flows.items():
        found.setdefault(flow_id, []).append(uses_of(write_draft(flow)))
    return found


def wav(sound: bytes) -> Response[bytes]:
    """A sound that no browser keeps."""
    return Response(sound, media_type="audio/wav", headers={"Cache-Control": "private, no-store"})
