"""The call log: contacts by what is known of them, newest first, and all about one."""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator, Sequence
from typing import Any

from cordboard.errors import Malformed
from cordboard.postgres.database import Database, Row
from cordboard.reporting.answers import ContactPage, ContactQuery, ContactRow, OfferRow, SegmentRow
from cordboard.runtime.lines import read_event
from cordboard.runtime.ports import Entry

LIMIT_MAX = 1000
LINES_PAGE = 500
TAIL = 9
"""Last digits by which two spellings of a number are held to be the same: prefixes of country and trunk differ."""

_COLUMNS = """
    c.contact_id, c.arrived_at, c.ended_at, c.number, c.caller, c.caller_name, c.via, c.language, c.queue_id,
    c.agent_id, c.outcome, c.ended_by AS by, c.wait_s, c.talk_s, c.hold_s, c.wrap_up_s, c.offers, c.transfers,
    c.disposition_id,
    ARRAY(SELECT recording_id FROM recording r WHERE r.contact_id = c.contact_id ORDER BY r.started_at) AS recordings
"""


class ContactLog:
    """Asks about contacts, past and present."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def contacts(self, query: ContactQuery) -> ContactPage:
        """A page of contacts, and where the next begins.

        `queue_id` and `agent_id` find every contact that was ever there, not only last.

        Raises:
            Malformed: the cursor is none of ours.
        """
        limit = max(1, min(query.limit, LIMIT_MAX))
        question, given = _question(query, limit + 1)
        rows = await self._database.rows(question, *given)
        page = tuple(_contact(row) for row in rows[:limit])
        return ContactPage(rows=page, next_cursor=_cursor(page[-1]) if len(rows) > limit else None)

    async def contact(self, contact_id: str) -> ContactRow | None:
        """One contact; None if there is none of this id."""
        row = await self._database.row(f"SELECT {_COLUMNS} FROM contact c WHERE contact_id = $1", contact_id)
        return None if row is None else _contact(row)

    async def segments(self, contact_id: str) -> Sequence[SegmentRow]:
        """What the contact went through, in order."""
        rows = await self._database.rows(
            """
            SELECT kind, queue_id, agent_id, started_at, ended_at, outcome FROM segment
            WHERE contact_id = $1 ORDER BY n
            """,
            contact_id,
        )
        return [SegmentRow(**row) for row in rows]

    async def offers(self, contact_id: str) -> Sequence[OfferRow]:
        """At whom it rang, in order."""
        rows = await self._database.rows(
            """
            SELECT offer_id, agent_id, offered_at, ended_at, outcome FROM offer
            WHERE contact_id = $1 ORDER BY offered_at, offer_id
            """,
            contact_id,
        )
        return [OfferRow(**row) for row in rows]

    async def entries(self, contact_id: str) -> AsyncIterator[Entry]:
        """Every journal line about the contact, oldest first."""
        seq = 0
        while True:
            page = await self._database.rows(
                "SELECT seq, at, kind, body FROM journal WHERE contact_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
                contact_id,
                seq,
                LINES_PAGE,
            )
            for row in page:
                yield Entry(seq=row["seq"], at=row["at"], event=read_event(row["kind"], row["body"]))
            if len(page) < LINES_PAGE:
                return
            seq = page[-1]["seq"]


def _contact(row: Row) -> ContactRow:
    return ContactRow(**{**row, "recordings": tuple(row["recordings"])})


def _question(query: ContactQuery, limit: int) -> tuple[str, list[Any]]:
    """The question with only those conditions that were asked for, so that each kind gets its own plan."""
    given: list[Any] = []

    def sent(value: Any) -> str:
        given.append(value)
        return f"${len(given)}"

    # By agent or queue the segments lead, for their index has the order of the log.
    place = "agent_id" if query.agent_id is not None else "queue_id" if query.queue_id is not None else None
    lead = "s" if place is not None else "c"
    among, about = [], []
    if query.since is not None:
        among.append(f"{lead}.arrived_at >= {sent(query.since)}")
    if query.until is not None:
        among.append(f"{lead}.arrived_at < {sent(query.until)}")
    if query.cursor is not None:
        at, contact_id = _read_cursor(query.cursor)
        among.append(f"({lead}.arrived_at, {lead}.contact_id) < ({sent(at)}, {sent(contact_id)})")
    if query.agent_id is not None:
        among.append(f"s.agent_id = {sent(query.agent_id)}")
        if query.queue_id is not None:
            other = f"SELECT FROM segment q WHERE q.contact_id = c.contact_id AND q.queue_id = {sent(query.queue_id)}"
            about.append(f"EXISTS ({other})")
    elif query.queue_id is not None:
        among.append(f"s.queue_id = {sent(query.queue_id)}")
    if query.outcome is not None:
        about.append(f"c.outcome = {sent(query.outcome)}")
    if query.caller:
        about += _from_caller(query.caller, sent)
    if query.text:
        part = sent("%" + query.text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%")
        noted = f"SELECT FROM contact_note n WHERE n.contact_id = c.contact_id AND n.text ILIKE {part}"
        about.append(f"(c.caller_name ILIKE {part} OR EXISTS ({noted}))")
    if place is None:
        source, where = "contact c", among + about
    else:
        met = f"SELECT DISTINCT s.arrived_at, s.contact_id FROM segment s WHERE {' AND '.join(among)}"
        source = f"({met} ORDER BY s.arrived_at DESC, s.contact_id DESC) m JOIN contact c USING (contact_id)"
        where, lead = about, "m"
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    order = f"ORDER BY {lead}.arrived_at DESC, {lead}.contact_id DESC LIMIT {sent(limit)}"
    return f"SELECT {_COLUMNS} FROM {source} {condition} {order}", given


def _from_caller(caller: str, sent: Any) -> list[str]:
    """By the last digits of the number, however it is written; a name must be whole."""
    # These operators read the index for texts that begin so, in any plan and any collation.
    if any(sign.isalpha() for sign in caller):
        name = sent(caller.lower()[::-1])
        return [f"caller_backwards(c.caller) ~>=~ {name}", f"caller_backwards(c.caller) ~<=~ {name}"]
    tail = "".join(sign for sign in caller if sign in "0123456789")[-TAIL:][::-1]
    if not tail:
        return ["false"]
    return [f"caller_backwards(c.caller) ~>=~ {sent(tail)}", f"caller_backwards(c.caller) ~<~ {sent(tail + ':')}"]


def _cursor(row: ContactRow) -> str:
    return base64.urlsafe_b64encode(f"{row.arrived_at!r} {row.contact_id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[float, str]:
    try:
        at, _, contact_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        return float(at), contact_id
    except (binascii.Error, ValueError) as error:
        raise Malformed("the cursor is the next_cursor of a page before") from error
