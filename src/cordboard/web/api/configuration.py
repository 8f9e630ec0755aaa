"""The configuration as one document."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, put
from litestar.params import JSONBody

from cordboard.center.accounts import AuditLine
from cordboard.center.permissions import Permission
from cordboard.runtime.documents import read_document, with_secrets, without_secrets, write_document
from cordboard.web.api.session import address_of
from cordboard.web.parts import PartsGiven
from cordboard.web.rights import AskerGiven, asks

DOCUMENT_MAX = 8_000_000
"""Bytes of a whole configuration, flows and all."""


@get("/api/configuration", **asks(Permission.CONFIGURE))
async def configuration(parts: PartsGiven) -> dict[str, Any]:
    """Queues, agents, entries, pauses, flows, trunks, calendars and switches by their ids. Passwords are hidden."""
    return without_secrets(write_document(parts.configuration.current()))


@put("/api/configuration", **asks(Permission.CONFIGURE, 413, status_code=204, request_max_body_size=DOCUMENT_MAX))
async def replace_configuration(
    request: Request[Any, Any, Any], data: JSONBody[dict[str, Any]], asker: AskerGiven, parts: PartsGiven
) -> None:
    """Put another configuration in force, whole. It is checked first; contacts in progress go on.

    A password that is still hidden stays what it is. A flow that is different becomes another version.
    """
    wanted = read_document(with_secrets(data, parts.configuration.current()))
    now = parts.clock()
    await parts.audit.note(
        AuditLine(at=now, login=asker.login, act="configuration-replaced", subject="", address=address_of(request))
    )
    await parts.configuration.replace(wanted, login=asker.login, at=now)


ROUTES = [configuration, replace_configuration]
