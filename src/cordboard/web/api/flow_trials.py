"""Flows that need not be kept: checked, printed, read, tried as text, tested, and called from the browser."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.params import JSONBody

from cordboard.runtime import shapes
from cordboard.runtime.flow_documents import read_flow, tidied
from cordboard.runtime.flow_text import parse_text, print_text
from cordboard.runtime.tried import read_case, standing_of, try_out
from cordboard.web.api.flow_shapes import FLOW_MAX, problems_shown
from cordboard.web.api.flows import CONFIGURE, FlowIdInPath, note_flow
from cordboard.web.api.session import address_of
from cordboard.web.api.trial_shapes import (
    CaseShown,
    Checked,
    ChoiceShown,
    DocumentBody,
    Parsed,
    Printed,
    Rehearsed,
    StandingShown,
    TextBody,
    TryBody,
    case_shown,
    lines_shown,
)
from cordboard.web.parts import PartsGiven
from cordboard.web.rights import AskerGiven, asks
from cordboard.web.visits import Visits

_WHOLE: dict[str, Any] = {"status_code": 200, "request_max_body_size": FLOW_MAX}


class TestCall(msgspec.Struct, frozen=True, kw_only=True):
    """What the editor's page needs to call the flow."""

    number: str
    token: str
    socket: str
    uri: str
    user: str
    password: str
    target: str
    ice_servers: list[str]
    expires_at: float
    """It must be connected by then."""


@get("/api/flows/schema", **asks(CONFIGURE))
async def schema() -> dict[str, Any]:
    """JSON Schema of a flow."""
    return shapes.schema()


@post("/api/flows/check", **asks(CONFIGURE, 413, **_WHOLE))
async def check(data: JSONBody[DocumentBody], parts: PartsGiven) -> Checked:
    """Everything that is wrong with a flow, or doubtful."""
    return Checked(problems=problems_shown(await parts.workshop.check(data.document)))


@post("/api/flows/print", **asks(CONFIGURE, 413, **_WHOLE))
async def as_text(data: JSONBody[DocumentBody]) -> Printed:
    """The flow as YAML."""
    return Printed(text=await asyncio.to_thread(lambda: print_text(tidied(data.document))))


@post("/api/flows/parse", **asks(CONFIGURE, 413, **_WHOLE))
async def from_text(data: JSONBody[TextBody], parts: PartsGiven) -> Parsed:
    """The flow that a YAML text says; what is no YAML is refused with its line."""
    document = await asyncio.to_thread(parse_text, data.text)
    tidy = await asyncio.to_thread(tidied, document)
    return Parsed(document=tidy, problems=problems_shown(await parts.workshop.check(document)))


@post("/api/flows/try", **asks(CONFIGURE, 413, **_WHOLE))
async def rehearse(data: JSONBody[TryBody], parts: PartsGiven) -> Rehearsed:
    """Perform a flow as text: all that the customer did so far, from the beginning."""
    case, acts = read_case(data.case, data.acts)
    configured = parts.configuration.current()
    rehearsal = await try_out(
        await asyncio.to_thread(read_flow, data.document),
        case,
        acts,
        flows=configured.flows,
        center=configured.center,
        timezone=parts.workshop.timezone,
    )
    standing = standing_of(rehearsal)
    return Rehearsed(
        transcript=lines_shown(rehearsal.transcript),
        standing=StandingShown(
            node_id=standing.node_id,
            kind=standing.kind,
            awaits=standing.awaits,
            options=[ChoiceShown(value=option.value, label=option.label) for option in standing.options],
        ),
        ended=rehearsal.outcome.ended,
        answers=rehearsal.answers,
        marks=rehearsal.marks,
    )


@post("/api/flows/cases", **asks(CONFIGURE, 413, **_WHOLE))
async def run_cases(data: JSONBody[DocumentBody], parts: PartsGiven) -> list[CaseShown]:
    """Run the test cases that the flow carries."""
    flow = await asyncio.to_thread(read_flow, data.document)
    return [case_shown(result) for result in await parts.workshop.run_cases(flow)]


@post(
    "/api/flows/{flow_id:str}/test-call",
    **asks(CONFIGURE, 409, 413, 429, status_code=201, request_max_body_size=FLOW_MAX),
)
async def test_call(
    request: Request[Any, Any, Any],
    flow_id: FlowIdInPath,
    data: JSONBody[DocumentBody],
    asker: AskerGiven,
    parts: PartsGiven,
) -> TestCall:
    """Let the browser call this flow as it is, published or not, for an hour; nobody else can."""
    flow = await asyncio.to_thread(read_flow, data.document)
    language = flow.languages[0] if flow.languages else "en"
    number = await parts.configuration.try_out(flow, language=language, at=parts.clock())
    visits: Visits = request.app.state.visits
    visit = await visits.open(language, address_of(request))
    await note_flow(request, parts, asker, "flow-called", flow_id)
    phone = visit.phone
    return TestCall(
        number=number,
        token=visit.token,
        socket=f"/sip/ws?visit={visit.token}",
        uri=phone.uri,
        user=phone.user,
        password=phone.password,
        target=f"sip:{number}@{phone.target.rpartition('@')[2]}",
        ice_servers=[],
        expires_at=visit.expires_at,
    )


ROUTES = [schema, check, as_text, from_text, rehearse, run_cases, test_call]
