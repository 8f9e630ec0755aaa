"""What routes about the things of flows share: the audit, and how a sound is answered."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from cordboard.center.accounts import AuditLine
from cordboard.web.api.session import address_of
from cordboard.web.parts import Parts
from cordboard.web.rights import Asker


async def note(request: Request[Any, Any, Any], parts: Parts, asker: Asker, act: str, subject: str) -> None:
    """Return once the audit has it that the asker does this."""
    await parts.audit.note(
        AuditLine(at=parts.clock(), login=asker.login, act=act, subject=subject, address=address_of(request))
    )


def wav(sound: bytes) -> Response[bytes]:
    """A sound that no browser keeps."""
    return Response(sound, media_type="audio/wav", headers={"Cache-Control": "private, no-store"})
