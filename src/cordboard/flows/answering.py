"""What the customer or the agent does at a question, and where the conversation goes on because of it.

Each function yields what becomes true and returns where to go, or None where more is waited for.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from cordboard.center.speech import Said
from cordboard.flows import events as ev
from cordboard.flows import nodes as n
from cordboard.flows import ordering
from cordboard.flows.answers import END_KEY, by_keys, by_words, is_whole, keys_most
from cordboard.flows.forms import DateForm, Form, NumberForm, RatingForm
from cordboard.flows.missing import Answering, missed, other_key, typed
from cordboard.flows.passing import error_way, passed
from cordboard.flows.performance import Performance
from cordboard.flows.secret import Secret
from cordboard.flows.speaking import is_secret
from cordboard.flows.stage import Stage
from cordboard.flows.talking import phrase
from cordboard.flows.walking import Go

WHY_MAX = 200
"""Characters that are kept of why something failed."""


def key(stage: Stage, p: Performance, node_id: str, pressed: str, now: float) -> Answering:
    """A key was pressed at a question, or ahead of it."""
    node = stage.node(p, node_id)
    if p.awaits == "confirmation":
        return (yield from _confirm(stage, p, node, pressed, now))
    if isinstance(node, n.Menu) and pressed in node.choices:
        return (yield from _choose(p, node_id, node, pressed))
    if isinstance(node, n.ChooseLanguage) and pressed in node.choices:
        return (yield from _choose_language(p, node_id, node, pressed))
    if isinstance(node, n.Order):
        return (yield from ordering.key(stage, p, node_id, node, pressed, now))
    if isinstance(node, n.Ask) and keys_most(node.form):
        return (yield from _answer_key(stage, p, node_id, node, pressed, now))
    return (yield from other_key(stage, p, node_id, pressed, now))


def _choose(p: Performance, node_id: str, node: n.Menu, pressed: str) -> Answering:
    yield ev.KeyTaken(contact_id=p.contact_id, node_id=node_id, key=pressed, script=p.is_script)
    if node.answer:
        yield _taken(p, node_id, node.answer, pressed)
    return Go(node.choices[pressed])


def _choose_language(p: Performance, node_id: str, node: n.ChooseLanguage, pressed: str) -> Answering:
    yield ev.KeyTaken(contact_id=p.contact_id, node_id=node_id, key=pressed, script=p.is_script)
    yield ev.LanguageSet(contact_id=p.contact_id, node_id=node_id, language=node.choices[pressed], script=p.is_script)
    return Go(node.next)


def _answer_key(stage: Stage, p: Performance, node_id: str, node: n.Ask, pressed: str, now: float) -> Answering:
    form, secret = node.form, is_secret(node)
    if pressed == END_KEY and typed(p):
        return (yield from complete(stage, p, node, now))
    if not pressed.isdecimal() or (
        # a scale from 1 has no 0, which is then free for a person
        keys_most(form) == 1 and not secret and by_keys(form, pressed, stage.day(now)) is None
    ):
        return (yield from other_key(stage, p, node_id, pressed, now))
    yield ev.KeyHeard(
        contact_id=p.contact_id,
        node_id=node_id,
        key="" if secret else pressed,
        secret=Secret(pressed) if secret else None,
        until=now + node.digit_s,
    )
    return (yield from complete(stage, p, node, now)) if is_whole(form, typed(p)) else None


def overdue(stage: Stage, p: Performance, now: float) -> Answering:
    """The time for an answer is over."""
    node = stage.node(p, p.node_id)
    if typed(p) and p.awaits == "answer":
        if isinstance(node, n.Ask):
            return (yield from complete(stage, p, node, now))
        if isinstance(node, n.Order):
            return (yield from ordering.entry(stage, p, p.node_id, node, now))
    return (yield from missed(stage, p, p.node_id, None, now))


def complete(stage: Stage, p: Performance, node: n.Ask, now: float) -> Answering:
    """An answer by keys is whole: keep it, have it confirmed, or ask again."""
    value = by_keys(node.form, typed(p), stage.day(now))
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
                _read_back(node.form, value, p.language),
                phrase("right-or-again", p.language),
            ),
            language=p.language,
        )
        return None
    return (yield from _take(p, p.node_id, node, value))


def _take(p: Performance, node_id: str, node: n.Ask, value: Any) -> Answering:
    secret = Secret(str(value)) if is_secret(node) else None
    yield _taken(p, node_id, node.answer, None if secret else value, secret)
    return Go(node.next)


def _confirm(stage: Stage, p: Performance, node: n.Node | None, pressed: str, now: float) -> Answering:
    if isinstance(node, n.Ask) and pressed == "1":
        return (yield from _take(p, p.node_id, node, p.value))
    return (yield from missed(stage, p, p.node_id, pressed, now))


def _read_back(form: Form, value: Any, language: str) -> Said:
    if isinstance(value, bool):
        return phrase("yes" if value else "no", language)
    if isinstance(form, DateForm):
        return Said(kind="date", value=str(value), private=True)
    if isinstance(form, NumberForm | RatingForm):
        return Said(kind="number", value=str(value), private=True)
    return Said(kind="digits", value=str(value), private=True)


def _taken(p: Performance, node_id: str, answer: str, value: Any, secret: Secret | None = None) -> ev.AnswerTaken:
    return ev.AnswerTaken(
        contact_id=p.contact_id, node_id=node_id, answer=answer, value=value, secret=secret, script=p.is_script
    )


# -- in writing, and by an agent --


def given(stage: Stage, p: Performance, value: Any, now: float) -> Answering:
    """Something was written, or the field of a script was filled in."""
    node_id, node = p.node_id, stage.node(p, p.node_id)
    text = "" if value is None else str(value).strip()
    match node:
        case n.Say(next=next_id) | n.SayWait(next=next_id) | n.Voicemail(next=next_id) | n.ToNumber(next=next_id) if (
            p.is_script
        ):
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
                return (yield from _choose_language(p, node_id, node, picked))
        case n.Ask():
            answer = by_words(node.form, value, stage.day(now))
            if answer is not None:
                return (yield from _take(p, node_id, node, answer))
        case n.Order() if isinstance(value, list):
            if lines := ordering.lines_of(value, node.lines_max):
                yield ordering.ordered(p, node_id, node, lines)
                return Go(node.next)
    return (yield from missed(stage, p, node_id, "-", now))


def _is_label(node: n.Menu, pressed: str, text: str) -> bool:
    return any(text.casefold() == label.casefold() for label in node.labels.get(pressed, {}).values())


# -- the outside came to an answer --


def errand_done(stage: Stage, p: Performance, found: bool, value: Any, now: float) -> Answering:
    """What was asked outside is here."""
    node_id, node = p.node_id, stage.node(p, p.node_id)
    match node:
        case n.Order():
            return (yield from ordering.item_found(stage, p, node, value if found else None, now))
        case n.LookUp():
            name = node.answer or node.source
            answers = {name: _without_secrets(p, value) if found else None}
            yield passed(p, node_id, "found" if found else "not-found", answers=answers)
            return Go(node.found if found else node.not_found)
        case n.Request():
            yield passed(p, node_id, "next", answers={node.answer: _without_secrets(p, value)})
            return Go(node.next)
        case n.Send(next=next_id):
            yield passed(p, node_id, "next")
            return Go(next_id)
    return Go(error_way(stage, p, node))


def _without_secrets(p: Performance, value: Any) -> Any:
    """What was found or answered, without what nobody may write down: the secrets that it was found by, or an echo."""
    secrets = {secret.digits for secret in p.secrets.values() if secret is not None and secret.digits}
    return _without(secrets, value) if secrets else value


def _without(secrets: Set[str], value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without(secrets, each) for name, each in value.items() if not _is_one(secrets, each)}
    if isinstance(value, list | tuple):
        return [_without(secrets, each) for each in value if not _is_one(secrets, each)]
    return None if _is_one(secrets, value) else value


def _is_one(secrets: Set[str], value: Any) -> bool:
    return isinstance(value, str | int) and str(value).strip() in secrets


def gone_wrong(stage: Stage, p: Performance, why: str) -> Answering:
    """What was asked outside failed or took too long, or something cannot be said or recorded."""
    yield passed(p, p.node_id, "error", why=why[:WHY_MAX])
    return Go(error_way(stage, p, stage.node(p, p.node_id)))


def recorded(stage: Stage, p: Performance, seconds: float, now: float) -> Answering:
    """A recording ended."""
    node = stage.node(p, p.node_id)
    if (kept := left_behind(stage, p, seconds)) is not None and isinstance(node, n.Voicemail | n.Ask):
        yield kept
        return Go(node.next)
    if isinstance(node, n.Ask):
        return (yield from missed(stage, p, p.node_id, None, now))
    return (yield from gone_wrong(stage, p, "nothing was recorded"))


def left_behind(stage: Stage, p: Performance, seconds: float) -> ev.MessageLeft | ev.AnswerTaken | None:
    """What the customer's recording is: a message, or an answer; None if nothing was said."""
    node = stage.node(p, p.node_id)
    if seconds <= 0:
        return None
    if isinstance(node, n.Voicemail):
        return ev.MessageLeft(
            contact_id=p.contact_id,
            node_id=p.node_id,
            queue_id=node.queue_id,
            recording=p.recording,
            seconds=seconds,
        )
    if isinstance(node, n.Ask):
        return _taken(p, p.node_id, node.answer, {"recording": p.recording, "seconds": seconds})
    return None
