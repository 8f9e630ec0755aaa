"""The script beside a contact: begun, filled in, and gone back in, by the agent who has the contact."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import JSONBody, QueryParameter
from msgspec import Meta

from cordboard.center.permissions import Permission
from cordboard.errors import Malformed, Refused, Unknown
from cordboard.floor.states import AgentState
from cordboard.flows import nodes as n
from cordboard.flows.inputs import StartFlow, TextGiven, WentBack
from cordboard.flows.performance import Performance
from cordboard.runtime.plain import storable
from cordboard.web.kinds import ID_PATTERN, Asked, Id, text_in_query
from cordboard.web.parts import Parts, PartsGiven
from cordboard.web.rights import Asker, AskerGiven, asks

TEXT_MAX = 4_000
LINES_MAX = 200
QUANTITY_MAX = 9_999
ITEMS_MAX = 30
SERVE = asks(Permission.SERVE, 404, 409, status_code=204)
AT_WORK = frozenset({AgentState.TALKING, AgentState.WRAPPING_UP})


class Line(Asked, frozen=True):
    """One line of an order; its name and its price are the table's."""

    code: Annotated[str, Meta(min_length=1, max_length=100)]
    quantity: Annotated[int, Meta(ge=1, le=QUANTITY_MAX)]


class StartBody(Asked, frozen=True):
    """Which script."""

    contact_id: Id
    flow_id: Id


class AnswerBody(Asked, frozen=True):
    """What the agent filled in."""

    contact_id: Id
    turn: Annotated[int, Meta(ge=0, le=1_000_000)]
    """The question that is answered."""
    value: Any = None
    """Text, a number, true or false; of an order, lines of `code` and `quantity`."""


class BackBody(Asked, frozen=True):
    """To which step."""

    contact_id: Id
    node_id: Id


class ScriptShown(msgspec.Struct, frozen=True, kw_only=True):
    """A script that may be begun."""

    flow_id: str
    name: str
    name_ru: str


class ItemShown(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be ordered."""

    code: str
    name: str
    price: str


@get("/api/desk/scripts", **asks(Permission.SERVE))
async def scripts(parts: PartsGiven) -> list[ScriptShown]:
    """The scripts there are."""
    flows = parts.configuration.current().flows.values()
    shown = [ScriptShown(flow_id=f.flow_id, name=f.name, name_ru=f.name_ru) for f in flows if f.purpose == "script"]
    return sorted(shown, key=lambda script: script.name)


@post("/api/desk/script/start", **SERVE)
async def start(data: JSONBody[StartBody], asker: AskerGiven, parts: PartsGiven) -> None:
    """Begin a script with the contact at hand; one that is there already goes on."""
    _demand_at_hand(parts, asker, data.contact_id)
    flow = parts.configuration.current().flows.get(data.flow_id)
    if flow is None or flow.purpose != "script":
        raise Unknown("script", data.flow_id)
    contact = parts.engine.live.floor.contacts.get(data.contact_id)
    language = contact.language if contact is not None else asker.account.language
    await parts.engine.ask(
        StartFlow(contact_id=data.contact_id, flow_id=data.flow_id, language=language, medium="script")
    )


@post("/api/desk/script/answer", **SERVE)
async def answer(data: JSONBody[AnswerBody], asker: AskerGiven, parts: PartsGiven) -> None:
    """Answer the question at hand. One that does not fit is asked again, and the desk says why."""
    _demand_at_hand(parts, asker, data.contact_id)
    script = _script(parts, data.contact_id)
    order = _order_at_hand(parts, script)
    value = await _ordered(parts, order, data.value) if order is not None else _plain(data.value)
    await parts.engine.ask(TextGiven(contact_id=data.contact_id, text=value, script=True, turn=data.turn))


@post("/api/desk/script/back", **SERVE)
async def back(data: JSONBody[BackBody], asker: AskerGiven, parts: PartsGiven) -> None:
    """Go back to a step that is done; what was answered since is asked again."""
    _demand_at_hand(parts, asker, data.contact_id)
    await parts.engine.ask(WentBack(contact_id=data.contact_id, node_id=data.node_id))


@get("/api/desk/script/items", **asks(Permission.SERVE, 404, 409))
async def items(
    asker: AskerGiven,
    parts: PartsGiven,
    contact_id: Annotated[str, QueryParameter(name="contact_id", pattern=ID_PATTERN, max_length=100)],
    search: Annotated[str, text_in_query("search", 100)] = "",
) -> list[ItemShown]:
    """What can be ordered at the step at hand."""
    _demand_at_hand(parts, asker, contact_id)
    order = _order_at_hand(parts, _script(parts, contact_id))
    if order is None:
        raise Refused("no-order", "nothing is ordered at this step of the script")
    found = await parts.tables.page(order.table_id, search=search, page=1)
    return [
        ItemShown(code=row.get("code", ""), name=row.get("name", ""), price=row.get("price", ""))
        for row in found.rows[:ITEMS_MAX]
    ]


def _demand_at_hand(parts: Parts, asker: Asker, contact_id: str) -> None:
    """Demand that the asker talks with this contact, or wraps it up.

    Raises:
        Refused: it is not at hand.
    """
    agent = parts.engine.live.floor.agents.get(asker.own_agent_id)
    if agent is None or agent.contact_id != contact_id or agent.state not in AT_WORK:
        raise Refused("not-yours", "a script is for the contact that you talk with or wrap up")


def _script(parts: Parts, contact_id: str) -> Performance:
    script = parts.engine.live.performer.scripts.get(contact_id)
    if script is None:
        raise Unknown("script", contact_id)
    return script


def _order_at_hand(parts: Parts, script: Performance) -> n.Order | None:
    node = parts.engine.live.performer.stage.node(script, script.node_id)
    return node if isinstance(node, n.Order) and not script.ended else None


async def _ordered(parts: Parts, order: n.Order, value: Any) -> list[dict[str, Any]]:
    """The lines with the names and prices that the table has.

    Raises:
        Malformed: these are no lines.
        Unknown: there is no such item.
    """
    try:
        lines = msgspec.convert(value, Annotated[list[Line], Meta(max_length=LINES_MAX)])
    except msgspec.ValidationError as error:
        raise Malformed(f"an order is a list of lines, each a code and a quantity: {error}") from error
    made = []
    for line in lines:
        row = await parts.tables.find(order.table_id, {"code": storable(line.code)})
        if row is None:
            raise Unknown("item", line.code)
        made.append(
            {
                "code": row.get("code", ""),
                "name": row.get("name", "") or row.get("code", ""),
                "price": row.get("price", ""),
                "quantity": line.quantity,
            }
        )
    return made


def _plain(value: Any) -> Any:
    """One value.

    Raises:
        Malformed: it is none, or too long.
    """
    if isinstance(value, str):
        if len(value) > TEXT_MAX:
            raise Malformed(f"an answer has at most {TEXT_MAX} characters")
        return storable(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    raise Malformed("an answer is a text, a number, true or false")


ROUTES = [scripts, start, answer, back, items]
