"""Orders by telephone: the code of an item, then how many, again and again; # alone ends it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cordboard.center.speech import Speech
from cordboard.flows import events as ev
from cordboard.flows import nodes as n
from cordboard.flows.answers import END_KEY
from cordboard.flows.errands import Errand, Find
from cordboard.flows.expressions import number_of
from cordboard.flows.missing import Answering, missed, other_key
from cordboard.flows.performance import Performance
from cordboard.flows.speaking import quantity_asked
from cordboard.flows.stage import Stage
from cordboard.flows.talking import phrase
from cordboard.flows.walking import Go

CODE_MAX = 20
"""Keys of a code."""
QUANTITY_MAX = 9_999
ITEM_LIMIT_S = 3.0
"""Seconds for finding an item."""


def key(stage: Stage, p: Performance, node_id: str, node: n.Order, pressed: str, now: float) -> Answering:
    """A key was pressed at an order."""
    if pressed == END_KEY:
        return (yield from entry(stage, p, node_id, node, now))
    if not pressed.isdecimal() or len(p.keys) >= CODE_MAX:
        return (yield from other_key(stage, p, node_id, pressed, now))
    yield ev.KeyHeard(contact_id=p.contact_id, node_id=node_id, key=pressed, until=now + node.digit_s)
    return None


def entry(stage: Stage, p: Performance, node_id: str, node: n.Order, now: float) -> Answering:
    """A code or a quantity is whole; none ends the order."""
    if p.line is not None:
        if not 1 <= int(p.keys or 0) <= QUANTITY_MAX:
            return (yield from missed(stage, p, node_id, "-", now))
        yield ev.LineAdded(contact_id=p.contact_id, node_id=node_id, line={**p.line, "quantity": int(p.keys)})
        if len(p.lines) < node.lines_max:
            yield _turn(p, node_id, (phrase("line-added", p.language),))
            return None
    elif p.keys:
        find = Find(source="table", table_id=node.table_id, by={"code": p.keys})
        yield ev.ErrandAsked(
            contact_id=p.contact_id,
            node_id=node_id,
            turn=p.turn + 1,
            errand=Errand(find=find),
            until=now + ITEM_LIMIT_S,
        )
        return None
    elif not p.lines:
        return (yield from missed(stage, p, node_id, None, now))
    yield ordered(p, node_id, node, tuple(p.lines))
    return Go(node.next)


def item_found(stage: Stage, p: Performance, node: n.Order, row: Any, now: float) -> Answering:
    """The code of an item was looked up; None is an unknown one."""
    if not isinstance(row, dict) or (price := _price(row.get("price"))) is None:
        return (yield from missed(stage, p, p.node_id, "-", now))
    name = str(row.get("name") or row.get("code"))
    line = {"code": str(row.get("code")), "name": name, "price": str(price), "quantity": 0}
    yield ev.LineAdded(contact_id=p.contact_id, node_id=p.node_id, line=line)
    yield _turn(p, p.node_id, quantity_asked(p, node))
    return None


def _turn(p: Performance, node_id: str, prompts: tuple[Speech, ...]) -> ev.PromptsSaid:
    return ev.PromptsSaid(
        contact_id=p.contact_id, node_id=node_id, turn=p.turn + 1, prompts=prompts, language=p.language
    )


def ordered(p: Performance, node_id: str, node: n.Order, lines: tuple[Any, ...]) -> ev.OrderTaken:
    """The order with these lines."""
    total = sum((Decimal(line["price"]) * line["quantity"] for line in lines), Decimal(0))
    return ev.OrderTaken(
        contact_id=p.contact_id,
        node_id=node_id,
        lines=lines,
        total=str(total),
        currency=node.currency,
        answer=node.answer,
        script=p.is_script,
    )


def _price(written: Any) -> Decimal | None:
    try:
        price = number_of(written)
    except (TypeError, ValueError):
        return None
    return price if price >= 0 else None


def lines_of(value: list[Any], most: int) -> tuple[dict[str, Any], ...]:
    """The lines of an order as an agent filled them in, prices as the web side found them; empty if they do not fit."""
    lines = []
    for each in value[:most]:
        price = _price(each.get("price")) if isinstance(each, dict) else None
        quantity = each.get("quantity") if isinstance(each, dict) else None
        if price is None or not isinstance(quantity, int) or not 1 <= quantity <= QUANTITY_MAX:
            return ()
        lines.append(
            {"code": str(each.get("code")), "name": str(each.get("name")), "price": str(price), "quantity": quantity}
        )
    return tuple(lines) if len(value) <= most else ()
