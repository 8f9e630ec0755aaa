"""What the customer or the agent does, and where the conversation goes on because of it.

Each function yields what becomes true and returns where to go, or None where more is waited for.
"""

from __future__ import annotations

from collections.abc import Generator
from decimal import Decimal
from typing import Any

from cordboard.center.speech import Said, Speech
from cordboard.errors import Malformed
from cordboard.flows import events as ev
from cordboard.flows import nodes as n
from cordboard.flows.answers import END_KEY, by_keys, by_words, is_whole, keys_most
from cordboard.flows.errands import Errand, Find
from cordboard.flows.expressions import evaluate
from cordboard.flows.forms import Form
from cordboard.flows.performance import Performance
from cordboard.flows.secret import Secret
from cordboard.flows.stage import Stage
from cordboard.flows.talking import fill, phrase
from cordboard.flows.walking import Go, error_way, is_secret, scope

PERSON_KEY = "0"
QUANTITY_MAX = 9_999
ITEM_LIMIT_S = 3.0
"""Seconds for finding an item of an order."""

Answering = Generator[ev.FlowEvent, None, Go | None]


def key(stage: Stage, p: Performance, node_id: str, pressed: str, now: float) -> Answering:
    """A key was pressed at a question, or ahead of it."""
    node = stage.node(p, node_id)
    if p.awaits == "confirmation":
        return (yield from _confirm(stage, p, node, pressed == "1", now))
    if isinstance(node, n.Menu) and pressed in node.choices:
        return (yield from _choose(p, node_id, node, pressed))
    if isinstance(node, n.ChooseLanguage) and pressed in node.choices:
        yield ev.KeyTaken(contact_id=p.contact_id, node_id=node_id, key=pressed)
        yield ev.LanguageSet(contact_id=p.contact_id, node_id=node_id, language=node.choices[pressed])
        return Go(node.next)
    if isinstance(node, n.Order):
        return (yield from _order_key(stage, p, node_id, node, pressed, now))
    if isinstance(node, n.Ask) and keys_most(node.form):
        return (yield from _answer_key(stage, p, node_id, node, pressed, now))
    return (yield from _other_key(stage, p, node_id, pressed, now))


def _choose(p: Performance, node_id: str, node: n.Menu, pressed: str) -> Answering:
    yield ev.KeyTaken(contact_id=p.contact_id, node_id=node_id, key=pressed, script=p.is_script)
    if node.answer:
        yield _taken(p, node_id, node.answer, pressed)
    return Go(node.choices[pressed])


def _answer_key(stage: Stage, p: Performance, node_id: str, node: n.Ask, pressed: str, now: float) -> Answering:
    form = node.form
    if pressed == END_KEY and _typed(p):
        return (yield from complete(stage, p, node, now))
    if keys_most(form) == 1 and by_keys(form, pressed, stage.day(now)) is None:
        return (yield from _other_key(stage, p, node_id, pressed, now))
    if not pressed.isdecimal():
        return (yield from _other_key(stage, p, node_id, pressed, now))
    until = now + node.digit_s
    if is_secret(node):
        yield ev.KeyHeard(contact_id=p.contact_id, node_id=node_id, key="", secret=Secret(pressed), until=until)
    else:
        yield ev.KeyHeard(contact_id=p.contact_id, node_id=node_id, key=pressed, until=until)
    return (yield from complete(stage, p, node, now)) if is_whole(form, _typed(p)) else None


def _other_key(stage: Stage, p: Performance, node_id: str, pressed: str, now: float) -> Answering:
    """A key without a meaning of its own here: for a person, for hearing it again, or wrong."""
    flow = stage.flow_of(p)
    if flow is not None and pressed == PERSON_KEY and flow.person in flow.nodes:
        yield ev.PersonAsked(contact_id=p.contact_id, node_id=node_id)
        return Go(flow.person)
    if flow is not None and pressed == flow.repeat_key:
        yield ev.KeyTaken(contact_id=p.contact_id, node_id=node_id, key=pressed)
        return Go(node_id)
    return (yield from missed(stage, p, node_id, pressed, now))


def missed(stage: Stage, p: Performance, node_id: str, pressed: str | None, now: float) -> Answering:
    """Nothing was answered, or nothing that fits: ask again, or take the way of failure."""
    node = stage.node(p, node_id)
    yield ev.AnswerMissed(contact_id=p.contact_id, node_id=node_id, key=pressed)
    if not isinstance(node, n.Menu | n.ChooseLanguage | n.Ask | n.Order):
        return Go(error_way(stage, p, node))
    if p.tries >= node.tries:
        fallback = node.next if isinstance(node, n.ChooseLanguage) else error_way(stage, p, node)
        return Go(node.on_failure or fallback)
    said = node.on_silence if pressed is None else node.on_wrong
    return Go(node_id, fill(said, scope(stage, p, now), p.language))


def overdue(stage: Stage, p: Performance, now: float) -> Answering:
    """The time for an answer is over."""
    node = stage.node(p, p.node_id)
    if _typed(p) and p.awaits == "answer":
        if isinstance(node, n.Ask):
            return (yield from complete(stage, p, node, now))
        if isinstance(node, n.Order):
            return (yield from _order_entry(stage, p, p.node_id, node, now))
    return (yield from missed(stage, p, p.node_id, None, now))


def complete(stage: Stage, p: Performance, node: n.Ask, now: float) -> Answering:
    """An answer by keys is whole: keep it, have it confirmed, or ask again."""
    value = by_keys(node.form, _typed(p), stage.day(now))
    if value is None:
        return (yield from missed(stage, p, p.node_id, "-", now))
    if node.confirm and not is_secret(node):
        yield ev.ConfirmationAsked(
            contact_id=p.contact_id,
            node_id=p.node_id,
            turn=p.turn + 1,
            value=value,
            prompts=(
                phrase("you-entered", p.language),
                _read_back(node.form, value),
                phrase("right-or-again", p.language),
            ),
            language=p.language,
        )
        return None
    secret = Secret(str(value)) if is_secret(node) else None
    yield _taken(p, p.node_id, node.answer, None if secret else value, secret)
    return Go(node.next)


def _confirm(stage: Stage, p: Performance, node: n.Node | None, is_right: bool, now: float) -> Answering:
    if not isinstance(node, n.Ask) or not is_right:
        return (yield from missed(stage, p, p.node_id, "2", now))
    yield _taken(p, p.node_id, node.answer, p.value)
    return Go(node.next)


def _read_back(form: Form, value: Any) -> Said:
    kind = type(form).__name__
    if kind == "DateForm":
        return Said(kind="date", value=str(value), private=True)
    if kind in ("NumberForm", "RatingForm"):
        return Said(kind="number", value=str(value), private=True)
    return Said(kind="digits", value=str(value), private=True)


def _taken(p: Performance, node_id: str, answer: str, value: Any, secret: Secret | None = None) -> ev.AnswerTaken:
    return ev.AnswerTaken(
        contact_id=p.contact_id, node_id=node_id, answer=answer, value=value, secret=secret, script=p.is_script
    )


def _typed(p: Performance) -> str:
    return p.secret.digits or "" if p.secret is not None else p.keys


# -- in writing, and by an agent --


def given(stage: Stage, p: Performance, value: Any, now: float) -> Answering:
    """Something was written, or the field of a script was filled in."""
    node_id, node = p.node_id, stage.node(p, p.node_id)
    text = "" if value is None else str(value).strip()
    match node:
        case n.Say(next=next_id) | n.SayWait(next=next_id) if p.is_script:
            yield _taken(p, node_id, "", True)
            return Go(next_id)
        case n.Disclose(next=next_id) if p.is_script and value is True:
            yield _taken(p, node_id, "", True)
            return Go(next_id)
        case n.Menu(choices=choices):
            chosen = next((k for k in choices if text in (k, choices[k]) or _is_label(node, k, text)), None)
            if chosen is not None:
                return (yield from _choose(p, node_id, node, chosen))
        case n.ChooseLanguage(choices=languages):
            picked = next((k for k, language in languages.items() if text in (k, language)), None)
            if picked is not None:
                yield ev.LanguageSet(
                    contact_id=p.contact_id, node_id=node_id, language=languages[picked], script=p.is_script
                )
                return Go(node.next)
        case n.Ask():
            answer = by_words(node.form, value, stage.day(now))
            if answer is not None:
                secret = Secret(str(answer)) if is_secret(node) else None
                yield _taken(p, node_id, node.answer, None if secret else answer, secret)
                return Go(node.next)
        case n.Order() if isinstance(value, list):
            lines = _lines(value, node.lines_max)
            if lines:
                yield _ordered(p, node_id, node, lines)
                return Go(node.next)
    return (yield from missed(stage, p, node_id, "-", now))


def _is_label(node: n.Menu, pressed: str, text: str) -> bool:
    return any(text.casefold() == label.casefold() for label in node.labels.get(pressed, {}).values())


# -- orders --


def _order_key(stage: Stage, p: Performance, node_id: str, node: n.Order, pressed: str, now: float) -> Answering:
    if pressed == END_KEY:
        return (yield from _order_entry(stage, p, node_id, node, now))
    if not pressed.isdecimal() or len(p.keys) >= 20:
        return (yield from _other_key(stage, p, node_id, pressed, now))
    yield ev.KeyHeard(contact_id=p.contact_id, node_id=node_id, key=pressed, until=now + node.digit_s)
    return None


def _order_entry(stage: Stage, p: Performance, node_id: str, node: n.Order, now: float) -> Answering:
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
    yield _ordered(p, node_id, node, tuple(p.lines))
    return Go(node.next)


def item_found(stage: Stage, p: Performance, node: n.Order, row: Any, now: float) -> Answering:
    """The code of an item was looked up; None is an unknown one."""
    if not isinstance(row, dict) or (price := _price(row.get("price"))) is None:
        return (yield from missed(stage, p, p.node_id, "-", now))
    name = str(row.get("name") or row.get("code"))
    line = {"code": str(row.get("code")), "name": name, "price": str(price), "quantity": 0}
    yield ev.LineAdded(contact_id=p.contact_id, node_id=p.node_id, line=line)
    price_said = Said(kind="money", value=str(price), currency=node.currency)
    yield _turn(p, p.node_id, (Said(value=name), price_said, phrase("quantity", p.language)))
    return None


def _turn(p: Performance, node_id: str, prompts: tuple[Speech, ...]) -> ev.PromptsSaid:
    return ev.PromptsSaid(
        contact_id=p.contact_id, node_id=node_id, turn=p.turn + 1, prompts=prompts, language=p.language
    )


def _ordered(p: Performance, node_id: str, node: n.Order, lines: tuple[Any, ...]) -> ev.OrderTaken:
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
        price = Decimal(str(evaluate("number(answers.price)", {"answers": {"price": written}})))
    except (Malformed, ArithmeticError):
        return None
    return price if price >= 0 else None


def _lines(value: list[Any], most: int) -> tuple[dict[str, Any], ...]:
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


# -- the outside came to an answer --


def errand_done(stage: Stage, p: Performance, found: bool, value: Any, now: float) -> Answering:
    """What was asked outside is here."""
    node_id, node = p.node_id, stage.node(p, p.node_id)
    match node:
        case n.Order():
            return (yield from item_found(stage, p, node, value if found else None, now))
        case n.LookUp():
            name = node.answer or node.source
            yield _arrived(p, node_id, "found" if found else "not-found", {name: value if found else None})
            return Go(node.found if found else node.not_found)
        case n.Request():
            yield _arrived(p, node_id, "next", {node.answer: value})
            return Go(node.next)
        case n.Send(next=next_id):
            yield _arrived(p, node_id, "next", {})
            return Go(next_id)
    return Go(error_way(stage, p, node))


def errand_failed(stage: Stage, p: Performance, why: str, now: float) -> Answering:
    """What was asked outside failed, or took too long."""
    yield ev.NodePassed(contact_id=p.contact_id, node_id=p.node_id, way="error", why=why[:200], script=p.is_script)
    return Go(error_way(stage, p, stage.node(p, p.node_id)))


def _arrived(p: Performance, node_id: str, way: str, answers: dict[str, Any]) -> ev.NodePassed:
    return ev.NodePassed(contact_id=p.contact_id, node_id=node_id, way=way, answers=answers, script=p.is_script)


def recorded(stage: Stage, p: Performance, seconds: float, now: float) -> Answering:
    """A recording ended."""
    node_id, node, name = p.node_id, stage.node(p, p.node_id), p.recording
    if seconds <= 0:
        if isinstance(node, n.Ask):
            return (yield from missed(stage, p, node_id, None, now))
        return (yield from errand_failed(stage, p, "nothing was recorded", now))
    match node:
        case n.Voicemail(queue_id=queue_id, next=next_id):
            yield ev.MessageLeft(
                contact_id=p.contact_id, node_id=node_id, queue_id=queue_id, recording=name, seconds=seconds
            )
            return Go(next_id)
        case n.Ask(answer=answer, next=next_id):
            yield _taken(p, node_id, answer, {"recording": name, "seconds": seconds})
            return Go(next_id)
    return Go(error_way(stage, p, node))
