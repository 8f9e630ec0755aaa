"""Voicemails and promised calls back: who waits, what was said, and who did it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, get, post
from litestar.params import QueryParameter
from litestar.response import Stream

from cordboard.center.permissions import Permission
from cordboard.errors import Unknown
from cordboard.reporting.answers import MessageRow
from cordboard.web.api.noting import note
from cordboard.web.api.recordings import AUDIO, played
from cordboard.web.kinds import IdInPath
from cordboard.web.parts import Parts, PartsGiven
from cordboard.web.rights import Asker, AskerGiven, asks

WORK = frozenset({Permission.SERVE, Permission.SEE_CONTACTS})
HEAR = frozenset({Permission.SERVE, Permission.HEAR_RECORDINGS})
State = Annotated[Literal["open", "done"], QueryParameter(name="state")]


class MessageShown(msgspec.Struct, frozen=True, kw_only=True):
    """A voicemail, or the promise to call back."""

    message_id: str
    kind: Literal["voicemail", "callback"]
    contact_id: str
    queue_id: str
    number: str
    """To be called."""
    caller_name: str
    left_at: float
    seconds: float | None
    """Of speech; None of a promise."""
    done_at: float | None
    done_by: str | None


@get("/api/messages", **asks(WORK))
async def messages(asker: AskerGiven, parts: PartsGiven, which: State = "open") -> list[MessageShown]:
    """Messages that wait, oldest first, or that are done, newest first. Agents see those of their own queues."""
    queues = None if asker.may(Permission.SEE_CONTACTS) else _own_queues(parts, asker)
    return [
        MessageShown(
            message_id=row.message_id,
            kind=row.kind,
            contact_id=row.contact_id,
            queue_id=row.queue_id,
            number=row.number,
            caller_name=row.caller_name,
            left_at=row.left_at,
            seconds=row.seconds,
            done_at=row.done_at,
            done_by=row.done_by,
        )
        for row in await parts.messages.messages(done=which == "done", queues=queues)
    ]


@get("/api/messages/{message_id:str}/sound", **asks(HEAR, 404, 416, **AUDIO))
async def message_sound(
    request: Request[Any, Any, Any], message_id: IdInPath, asker: AskerGiven, parts: PartsGiven
) -> Stream:
    """What the customer said. A range may be asked for."""
    message = await _message(parts, asker, message_id, Permission.HEAR_RECORDINGS)
    if message.recording is None:
        raise Unknown("recording", message_id)
    return await played(request, message.recording, asker, parts)


@post("/api/messages/{message_id:str}/done", **asks(WORK, 404, status_code=204))
async def message_done(
    request: Request[Any, Any, Any], message_id: IdInPath, asker: AskerGiven, parts: PartsGiven
) -> None:
    """Say that the customer was called back, or needs it no more."""
    await _message(parts, asker, message_id, Permission.SEE_CONTACTS)
    if await parts.messages.mark_done(message_id, login=asker.login, at=parts.clock()):
        await note(request, parts, asker, "message-done", message_id)


@post("/api/messages/{message_id:str}/reopen", **asks(WORK, 404, status_code=204))
async def message_reopen(
    request: Request[Any, Any, Any], message_id: IdInPath, asker: AskerGiven, parts: PartsGiven
) -> None:
    """Let a message wait again."""
    await _message(parts, asker, message_id, Permission.SEE_CONTACTS)
    if await parts.messages.reopen(message_id):
        await note(request, parts, asker, "message-reopened", message_id)


async def _message(parts: Parts, asker: Asker, message_id: str, of_all: Permission) -> MessageRow:
    """The message, if it is of the asker's own queues, or those of all queues are the asker's to see.

    Raises:
        Unknown: it is not. Whether it exists is not told.
    """
    message = await parts.messages.message(message_id)
    if message is None or not (asker.may(of_all) or message.queue_id in _own_queues(parts, asker)):
        raise Unknown("message", message_id)
    return message


def _own_queues(parts: Parts, asker: Asker) -> tuple[str, ...]:
    return parts.engine.live.floor.ready.queues_by_agent.get(asker.account.agent_id or "", ())


ROUTES = [messages, message_sound, message_done, message_reopen]
