"""The agent's desk: every act is an input to the floor, about the account's own agent only."""

from __future__ import annotations

from typing import Literal

import msgspec
from litestar import get, post, put
from litestar.params import JSONBody

from cordboard.center.permissions import Permission
from cordboard.errors import Unknown
from cordboard.floor import inputs as inp
from cordboard.reporting.answers import ContactQuery, ContactRow
from cordboard.web.kinds import Asked, Id, IdInPath, NoteText
from cordboard.web.parts import DeskPhone, Parts, PartsGiven
from cordboard.web.rights import AskerGiven, asks

SHOWN_MAX = 20
"""Own contacts of today that the desk lists."""
SERVE = asks(Permission.SERVE, 404, 409, status_code=204)
LOOK = asks(Permission.SERVE, 404, 409)


class SignInBody(Asked, frozen=True):
    """What the agent talks on."""

    phone: Literal["browser", "sip"]


class PauseBody(Asked, frozen=True):
    """Why the agent pauses."""

    reason_id: Id


class TransferBody(Asked, frozen=True):
    """Where the contact goes on to."""

    queue_id: Id


class DispositionBody(Asked, frozen=True):
    """How a contact ended."""

    contact_id: Id
    disposition_id: Id


class NoteBody(Asked, frozen=True):
    """What the agent wrote about a contact."""

    contact_id: Id
    text: NoteText


class OwnToday(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's own day."""

    contacts: list[ContactRow]
    handled: int
    talk_s: float
    missed: int


class OwnContact(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that the agent serves or served."""

    contact_id: str
    note: str
    disposition_id: str | None
    contact: ContactRow | None


@post("/api/desk/sign-in", **SERVE)
async def sign_in(data: JSONBody[SignInBody], asker: AskerGiven, parts: PartsGiven) -> None:
    """Be at work, paused at first; contacts will ring on this phone."""
    await parts.engine.ask(inp.SignIn(agent_id=asker.own_agent_id, phone=inp.Phone(data.phone)))


@post("/api/desk/sign-out", **SERVE)
async def sign_out(asker: AskerGiven, parts: PartsGiven) -> None:
    """Leave work."""
    await parts.engine.ask(inp.SignOut(agent_id=asker.own_agent_id))


@post("/api/desk/ready", **SERVE)
async def ready(asker: AskerGiven, parts: PartsGiven) -> None:
    """Take contacts from now on."""
    await parts.engine.ask(inp.MakeReady(agent_id=asker.own_agent_id))


@post("/api/desk/pause", **SERVE)
async def pause(data: JSONBody[PauseBody], asker: AskerGiven, parts: PartsGiven) -> None:
    """Take no contacts, now or after the one at hand."""
    if data.reason_id not in parts.engine.live.floor.center.pauses:
        raise Unknown("pause-reason", data.reason_id)
    await parts.engine.ask(inp.PauseAgent(agent_id=asker.own_agent_id, reason_id=data.reason_id))


@post("/api/desk/decline", **SERVE)
async def decline(asker: AskerGiven, parts: PartsGiven) -> None:
    """Refuse the contact that rings."""
    await parts.engine.ask(inp.DeclineOffer(agent_id=asker.own_agent_id))


@post("/api/desk/hold", **SERVE)
async def hold(asker: AskerGiven, parts: PartsGiven) -> None:
    """Let the customer hear music."""
    await parts.engine.ask(inp.HoldContact(agent_id=asker.own_agent_id))


@post("/api/desk/resume", **SERVE)
async def resume(asker: AskerGiven, parts: PartsGiven) -> None:
    """Take the customer back from hold."""
    await parts.engine.ask(inp.ResumeContact(agent_id=asker.own_agent_id))


@post("/api/desk/transfer", **SERVE)
async def transfer(data: JSONBody[TransferBody], asker: AskerGiven, parts: PartsGiven) -> None:
    """Let the contact go on to another queue."""
    await parts.engine.ask(inp.TransferContact(agent_id=asker.own_agent_id, queue_id=data.queue_id))


@post("/api/desk/hang-up", **SERVE)
async def hang_up(asker: AskerGiven, parts: PartsGiven) -> None:
    """End the contact."""
    await parts.engine.ask(inp.HangUp(agent_id=asker.own_agent_id))


@post("/api/desk/wrap-up", **SERVE)
async def finish_wrap_up(asker: AskerGiven, parts: PartsGiven) -> None:
    """Be done with the work after the contact."""
    await parts.engine.ask(inp.FinishWrapUp(agent_id=asker.own_agent_id))


@post("/api/desk/disposition", **SERVE)
async def disposition(data: JSONBody[DispositionBody], asker: AskerGiven, parts: PartsGiven) -> None:
    """Say how the contact at hand, or the last one, ended."""
    await parts.engine.ask(
        inp.SetDisposition(agent_id=asker.own_agent_id, contact_id=data.contact_id, disposition_id=data.disposition_id)
    )


@put("/api/desk/note", **SERVE)
async def note(data: JSONBody[NoteBody], asker: AskerGiven, parts: PartsGiven) -> None:
    """Write a note about an own contact, in place of the one before."""
    await _demand_own(parts, asker.own_agent_id, data.contact_id)
    await parts.notes.keep_note(data.contact_id, data.text, login=asker.login, at=parts.clock())


@get("/api/desk/phone", **LOOK)
async def phone(asker: AskerGiven, parts: PartsGiven) -> DeskPhone:
    """What the agent's own phones need; nobody else is told."""
    agent_id = asker.own_agent_id
    if agent_id not in parts.engine.live.floor.center.agents:
        raise Unknown("agent", agent_id)
    return parts.desk_phone(agent_id)


@get("/api/desk/today", **LOOK)
async def today(asker: AskerGiven, parts: PartsGiven) -> OwnToday:
    """The agent's own last contacts of today, and figures."""
    agent_id = asker.own_agent_id
    query = ContactQuery(agent_id=agent_id, since=parts.today.begins, limit=SHOWN_MAX)
    page, figures = await parts.calls.contacts(query), parts.today.agent(agent_id)
    return OwnToday(contacts=list(page.rows), handled=figures.handled, talk_s=figures.talk_s, missed=figures.missed)


@get("/api/desk/contact/{contact_id:str}", **LOOK)
async def contact(contact_id: IdInPath, asker: AskerGiven, parts: PartsGiven) -> OwnContact:
    """An own contact, with its note."""
    row = await _demand_own(parts, asker.own_agent_id, contact_id)
    return OwnContact(
        contact_id=contact_id,
        note=await parts.notes.note(contact_id),
        disposition_id=row.disposition_id if row is not None else None,
        contact=row,
    )


async def _demand_own(parts: Parts, agent_id: str, contact_id: str) -> ContactRow | None:
    """The contact's row, if it has one yet.

    Raises:
        Unknown: this agent neither serves nor served it. Whether it exists is not told.
    """
    agent = parts.engine.live.floor.agents.get(agent_id)
    row = await parts.calls.contact(contact_id)
    at_hand = agent is not None and contact_id in (agent.contact_id, agent.last_contact_id)
    if not at_hand and (row is None or row.agent_id != agent_id):
        raise Unknown("contact", contact_id)
    return row


ROUTES = [
    sign_in,
    sign_out,
    ready,
    pause,
    decline,
    hold,
    resume,
    transfer,
    hang_up,
    finish_wrap_up,
    disposition,
    note,
    phone,
    today,
    contact,
]
