"""The call log, and the story of one contact."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import get
from litestar.params import QueryParameter

from cordboard.center.permissions import Permission
from cordboard.errors import Unknown
from cordboard.floor.events import Outcome
from cordboard.reporting.answers import ContactQuery, ContactRow, OfferRow, SegmentRow
from cordboard.runtime.story import StoryLine, story
from cordboard.web.api.contact_runs import RunShown, runs_of
from cordboard.web.kinds import IdInPath, id_in_query, instant_in_query, text_in_query
from cordboard.web.parts import PartsGiven
from cordboard.web.rights import asks

LIMIT, LIMIT_MAX = 50, 200
SEE = Permission.SEE_CONTACTS


class ContactsShown(msgspec.Struct, frozen=True, kw_only=True):
    """Some contacts, newest first, and where the rest begins."""

    rows: list[ContactRow]
    next_cursor: str | None


class ContactShown(msgspec.Struct, frozen=True, kw_only=True):
    """One contact with all its stretches, rings and conversations by flow."""

    contact: ContactRow
    note: str
    segments: list[SegmentRow]
    offers: list[OfferRow]
    runs: list[RunShown]
    """Conversations by flow."""


class StoryShown(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, in sentences."""

    lines: list[StoryLine]


@get("/api/contacts", **asks(SEE))
async def contacts(
    parts: PartsGiven,
    since: Annotated[float | None, instant_in_query("from")] = None,
    until: Annotated[float | None, instant_in_query("to")] = None,
    queue_id: Annotated[str | None, id_in_query("queue_id")] = None,
    agent_id: Annotated[str | None, id_in_query("agent_id")] = None,
    outcome: Annotated[Outcome | None, QueryParameter(name="outcome")] = None,
    caller: Annotated[str | None, text_in_query("caller", 64)] = None,
    text: Annotated[str | None, text_in_query("text", 200)] = None,
    cursor: Annotated[str | None, text_in_query("cursor", 300)] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=LIMIT_MAX)] = LIMIT,
) -> ContactsShown:
    """Contacts that match, newest first."""
    page = await parts.calls.contacts(
        ContactQuery(
            since=since,
            until=until,
            queue_id=queue_id,
            agent_id=agent_id,
            outcome=outcome,
            caller=caller or None,
            text=text or None,
            cursor=cursor or None,
            limit=limit,
        )
    )
    return ContactsShown(rows=list(page.rows), next_cursor=page.next_cursor)


@get("/api/contacts/{contact_id:str}", **asks(SEE, 404))
async def contact(contact_id: IdInPath, parts: PartsGiven) -> ContactShown:
    """One contact."""
    row = await parts.calls.contact(contact_id)
    if row is None:
        raise Unknown("contact", contact_id)
    return ContactShown(
        contact=row,
        note=await parts.notes.note(contact_id),
        segments=list(await parts.calls.segments(contact_id)),
        offers=list(await parts.calls.offers(contact_id)),
        runs=await runs_of(parts, contact_id),
    )


@get("/api/contacts/{contact_id:str}/story", **asks(SEE, 404))
async def contact_story(contact_id: IdInPath, parts: PartsGiven) -> StoryShown:
    """What happened to a contact and why, from the journal."""
    entries = [entry async for entry in parts.calls.entries(contact_id)]
    if not entries:
        raise Unknown("contact", contact_id)
    return StoryShown(lines=story(entries, parts.configuration.current()))


ROUTES = [contacts, contact, contact_story]
