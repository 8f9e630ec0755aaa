"""Versions of flows: publish one, look at them, and give an earlier one back."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, PathParameter, QueryParameter

from cordboard.runtime.workshop import Unpublishable
from cordboard.web.api.flow_shapes import (
    ChangeShown,
    FieldShown,
    FlowProblem,
    PublishBody,
    Published,
    RestoreBody,
    VersionLine,
    VersionShown,
    problems_shown,
)
from cordboard.web.api.flows import CONFIGURE, FlowIdInPath, note_flow
from cordboard.web.api.trial_shapes import CaseShown, case_shown
from cordboard.web.parts import PartsGiven
from cordboard.web.rights import AskerGiven, asks

VersionInPath = Annotated[int, PathParameter(ge=1, le=2**31 - 1)]
DRAFT = "draft"
WHICH = r"^(draft|[1-9][0-9]{0,8})$"


class Unpublished(msgspec.Struct, frozen=True, kw_only=True):
    """Why a flow does not go live."""

    code: str
    says: str
    problems: list[FlowProblem]
    failed_cases: list[CaseShown]


def unpublished(_: Any, error: Unpublishable) -> Response[Unpublished]:
    """Answer what does not go live with all that is in its way."""
    body = Unpublished(
        code=error.code,
        says=error.says,
        problems=problems_shown(error.problems),
        failed_cases=[case_shown(result) for result in error.failed_cases],
    )
    return Response(body, status_code=422, media_type="application/json")


_REFUSALS: dict[str, Any] = {
    "exception_handlers": {Unpublishable: unpublished},
    "responses": {
        422: ResponseSpec(Unpublished, description="It has errors, or its test cases fail", generate_examples=False)
    },
}


@post("/api/flows/{flow_id:str}/publish", **asks(CONFIGURE, 404, 409, status_code=200, **_REFUSALS))
async def publish(
    request: Request[Any, Any, Any],
    flow_id: FlowIdInPath,
    data: JSONBody[PublishBody],
    asker: AskerGiven,
    parts: PartsGiven,
) -> Published:
    """Put the draft in force at once. It must have no errors, and pass its own test cases."""
    version = await parts.workshop.publish(
        flow_id, rev=data.rev, note=data.note.strip(), login=asker.login, at=parts.clock()
    )
    await note_flow(request, parts, asker, "flow-published", f"{flow_id} {version}")
    return Published(version=version)


@get("/api/flows/{flow_id:str}/versions", **asks(CONFIGURE))
async def versions(flow_id: FlowIdInPath, parts: PartsGiven) -> list[VersionLine]:
    """Every publication, newest first: when, by whom and why."""
    return [
        VersionLine(
            version=each.version, published_at=each.published_at, published_by=each.published_by, note=each.note
        )
        for each in await parts.workshop.shelf.versions(flow_id)
    ]


@get("/api/flows/{flow_id:str}/versions/{version:int}", **asks(CONFIGURE, 404))
async def version(flow_id: FlowIdInPath, version: VersionInPath, parts: PartsGiven) -> VersionShown:
    """The flow as it was published then."""
    return VersionShown(document=await parts.workshop.shelf.document(flow_id, version))


@post(
    "/api/flows/{flow_id:str}/versions/{version:int}/restore",
    **asks(CONFIGURE, 404, 409, status_code=200, **_REFUSALS),
)
async def restore(
    request: Request[Any, Any, Any],
    flow_id: FlowIdInPath,
    version: VersionInPath,
    data: JSONBody[RestoreBody],
    asker: AskerGiven,
    parts: PartsGiven,
) -> Published:
    """Put an earlier version in force again, at once, as a new one; its test cases are not asked."""
    again = await parts.workshop.restore(flow_id, version, note=data.note.strip(), login=asker.login, at=parts.clock())
    await note_flow(request, parts, asker, "flow-restored", f"{flow_id} {version} as {again}")
    return Published(version=again)


@get("/api/flows/{flow_id:str}/diff", **asks(CONFIGURE, 404))
async def diff(
    flow_id: FlowIdInPath,
    parts: PartsGiven,
    before: Annotated[str, QueryParameter(name="before", pattern=WHICH, max_length=9)],
    after: Annotated[str, QueryParameter(name="after", pattern=WHICH, max_length=9)],
) -> list[ChangeShown]:
    """What is different between two versions, each a number or `draft`."""
    found = await parts.workshop.shelf.diff(flow_id, _which(before), _which(after))
    return [
        ChangeShown(
            change=each.change,
            node_id=each.node_id,
            kind=each.kind,
            fields=[FieldShown(name=f.name, before=f.before, after=f.after) for f in each.fields],
        )
        for each in found
    ]


def _which(written: str) -> int | None:
    return None if written == DRAFT else int(written)


ROUTES = [publish, versions, version, restore, diff]
