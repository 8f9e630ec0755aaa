"""Flows: all of them, and the drafts at which people work."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from litestar import Request, delete, get, post, put
from litestar.params import JSONBody, PathParameter

from cordboard.center.accounts import AuditLine
from cordboard.center.permissions import Permission
from cordboard.flows.check import Problem
from cordboard.runtime import examined
from cordboard.runtime.shelf import Opened, Use
from cordboard.web.api.flow_shapes import (
    FLOW_ID,
    FLOW_MAX,
    DraftBody,
    DraftKept,
    FlowLine,
    FlowOpened,
    FlowsShown,
    NewFlow,
    TemplateShown,
    UseShown,
    opened_shown,
    problems_shown,
)
from cordboard.web.api.session import address_of
from cordboard.web.parts import Parts, PartsGiven
from cordboard.web.rights import Asker, AskerGiven, asks

CONFIGURE = Permission.CONFIGURE
FlowIdInPath = Annotated[str, PathParameter(pattern=FLOW_ID, max_length=59)]


@get("/api/flows", **asks(CONFIGURE))
async def flows(parts: PartsGiven) -> FlowsShown:
    """All flows, published or worked at."""
    known, uses = await parts.workshop.known(), await parts.workshop.shelf.all_uses()
    lines = []
    for opened in await parts.workshop.shelf.all():
        # a check takes milliseconds, and calls wait for the loop
        problems = await asyncio.to_thread(examined.check, opened.document, known)
        lines.append(_line(opened, problems, uses.get(opened.flow_id, [])))
    return FlowsShown(flows=lines)


@get("/api/flows/templates", **asks(CONFIGURE))
async def templates(parts: PartsGiven) -> list[TemplateShown]:
    """The flows that are shipped, to start from."""
    return [
        TemplateShown(
            template_id=template_id,
            name=flow.name,
            name_ru=flow.name_ru,
            description=flow.description,
            purpose=flow.purpose,
        )
        for template_id, flow in parts.workshop.templates().items()
    ]


@post("/api/flows", **asks(CONFIGURE, 404, 409, status_code=201))
async def begin_flow(
    request: Request[Any, Any, Any], data: JSONBody[NewFlow], asker: AskerGiven, parts: PartsGiven
) -> FlowOpened:
    """Begin a flow as a draft."""
    opened = await parts.workshop.begin(
        data.flow_id,
        name=data.name.strip(),
        purpose=data.purpose,
        copy_of=data.copy_of,
        template=data.template,
        login=asker.login,
        at=parts.clock(),
    )
    await note_flow(request, parts, asker, "flow-begun", data.flow_id)
    return opened_shown(opened, await parts.workshop.check(opened.document))


@get("/api/flows/{flow_id:str}", **asks(CONFIGURE, 404))
async def flow(flow_id: FlowIdInPath, parts: PartsGiven) -> FlowOpened:
    """One flow: its draft, or what is published."""
    opened = await parts.workshop.shelf.open(flow_id)
    return opened_shown(opened, await parts.workshop.check(opened.document))


@put("/api/flows/{flow_id:str}/draft", **asks(CONFIGURE, 404, 409, 413, request_max_body_size=FLOW_MAX))
async def save_draft(
    flow_id: FlowIdInPath, data: JSONBody[DraftBody], asker: AskerGiven, parts: PartsGiven
) -> DraftKept:
    """Keep a draft, also an unfinished one. Refused if somebody else saved since."""
    rev, problems = await parts.workshop.save(flow_id, data.document, rev=data.rev, login=asker.login, at=parts.clock())
    return DraftKept(rev=rev, problems=problems_shown(problems))


@delete("/api/flows/{flow_id:str}/draft", **asks(CONFIGURE, 404, status_code=204))
async def discard_draft(
    request: Request[Any, Any, Any], flow_id: FlowIdInPath, asker: AskerGiven, parts: PartsGiven
) -> None:
    """Forget the draft; what is published stays."""
    await parts.workshop.discard(flow_id)
    await note_flow(request, parts, asker, "flow-draft-discarded", flow_id)


@delete("/api/flows/{flow_id:str}", **asks(CONFIGURE, 404, 409, status_code=204))
async def remove_flow(
    request: Request[Any, Any, Any], flow_id: FlowIdInPath, asker: AskerGiven, parts: PartsGiven
) -> None:
    """Take a flow out of force. Refused while something leads to it; contacts in it go on."""
    await parts.workshop.remove(flow_id, login=asker.login, at=parts.clock())
    await note_flow(request, parts, asker, "flow-removed", flow_id)


@get("/api/flows/{flow_id:str}/uses", **asks(CONFIGURE))
async def uses(flow_id: FlowIdInPath, parts: PartsGiven) -> list[UseShown]:
    """What leads to this flow."""
    return [UseShown(kind=use.kind, id=use.id, name=use.name) for use in await parts.workshop.shelf.uses(flow_id)]


async def note_flow(request: Request[Any, Any, Any], parts: Parts, asker: Asker, act: str, subject: str) -> None:
    """Account for something that was done to a flow."""
    line = AuditLine(at=parts.clock(), login=asker.login, act=act, subject=subject, address=address_of(request))
    await parts.audit.note(line)


def _line(opened: Opened, problems: list[Problem], uses: list[Use]) -> FlowLine:
    draft, published = opened.draft, opened.published
    return FlowLine(
        flow_id=opened.flow_id,
        name=_text(opened, "name"),
        name_ru=_text(opened, "name_ru"),
        purpose=_text(opened, "purpose") or "call",
        published_version=published.version if published is not None else None,
        published_at=published.published_at if published is not None else None,
        published_by=published.published_by if published is not None else None,
        draft_saved_at=draft.saved_at if draft is not None else None,
        draft_saved_by=draft.saved_by if draft is not None else None,
        errors=sum(problem.severity == "error" for problem in problems),
        used_by=[use.name for use in uses],
    )


def _text(opened: Opened, name: str) -> str:
    """A field of a document that may be unreadable."""
    text = opened.document.get(name)
    return text if isinstance(text, str) else ""


ROUTES = [flows, templates, begin_flow, flow, save_draft, discard_draft, remove_flow, uses]
