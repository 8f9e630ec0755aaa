"""What an agent sees of the script: the steps that are done, and the one at hand with its field. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from cordboard.center.speech import Said, Speech
from cordboard.errors import Malformed
from cordboard.flows import forms as f
from cordboard.flows import nodes as n
from cordboard.flows.performance import Performance, ScriptStep
from cordboard.flows.spelling import printed
from cordboard.flows.stage import ConversationScope, Stage
from cordboard.flows.talking import fill, in_language

STEPS_MAX = 100
"""Steps that are shown; the last ones."""
TEXT_MAX = 500
"""Characters of an answer beside the script; longer ones are left to the node that uses them."""
MEMBERS_MAX = 30
"""Columns of a row that was found."""
SHIPPED = "cord/"
"""Begins the names of recorded prompts that only say what a screen shows by itself."""

StepKind = Literal["say", "disclose", "menu", "ask", "order", "wait", "end"]
_KINDS: Mapping[type, StepKind] = {
    n.Say: "say",
    n.SayWait: "say",
    n.Disclose: "disclose",
    n.Menu: "menu",
    n.ChooseLanguage: "menu",
    n.Ask: "ask",
    n.Order: "order",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """A step that is done."""

    node_id: str
    kind: str
    text: str
    value: Any
    """None of a secret; lines of an order; true of what was read."""
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """One of several answers."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNow:
    """The step at hand."""

    node_id: str
    kind: StepKind
    text: str
    form: Mapping[str, Any] | None = None
    """Of an `ask`: its form as in the document of the flow."""
    options: tuple[OptionView, ...] = ()
    table_id: str = ""
    """Of an `order`: where its items are."""
    currency: str = ""
    says: str = ""
    """Why the last answer did not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptView:
    """A script as the desk shows it."""

    contact_id: str
    flow_id: str
    name: str
    name_ru: str
    language: str
    turn: int
    """An answer names it, so that it is not taken for another question."""
    ended: bool
    steps: tuple[StepDone, ...]
    current: StepNow | None
    answers: Mapping[str, Any] = field(default_factory=dict)


def script_view(p: Performance, stage: Stage) -> ScriptView:
    """What is to be shown of this conversation."""
    root_version = p.stack[0][1] if p.stack else p.version
    flow = stage.flow(p.root_flow_id, root_version)
    return ScriptView(
        contact_id=p.contact_id,
        flow_id=p.root_flow_id,
        name=flow.name if flow is not None else p.root_flow_id,
        name_ru=flow.name_ru if flow is not None else "",
        language=p.language,
        turn=p.turn,
        ended=p.ended,
        steps=tuple(_done(p, stage, step) for step in p.done[-STEPS_MAX:]),
        current=_now(p, stage),
        answers={name: short for name, answer in p.answers.items() if (short := _short(answer)) is not None},
    )


def _done(p: Performance, stage: Stage, step: ScriptStep) -> StepDone:
    flow = stage.flow(step.flow_id, step.version)
    node = flow.nodes.get(step.node_id) if flow is not None else None
    value = step.value
    if isinstance(node, n.Menu) and isinstance(value, str):
        value = _label(node, value, p.language)
    elif isinstance(node, n.Ask) and isinstance(node.form, f.ChoiceForm):
        value = next((_named(option, p.language) for option in node.form.options if option.value == value), value)
    return StepDone(
        node_id=step.node_id,
        kind=_KINDS.get(type(node), "wait"),
        text=in_print(step.prompts, p.language),
        value=value,
        at=step.at,
    )


def _now(p: Performance, stage: Stage) -> StepNow:
    node = stage.node(p, p.node_id)
    if p.ended:
        return StepNow(node_id=p.node_id, kind="end", text=_farewell(p, stage, node))
    kind = _KINDS.get(type(node))
    if kind is None or p.awaits not in ("said", "answer", "confirmation"):
        return StepNow(node_id=p.node_id, kind="wait", text="")
    return StepNow(
        node_id=p.node_id,
        kind=kind,
        text=in_print(p.prompts, p.language),
        form=form_document(node.form) if isinstance(node, n.Ask) else None,
        options=tuple(_options(node, p.language)),
        table_id=node.table_id if isinstance(node, n.Order) else "",
        currency=node.currency if isinstance(node, n.Order) else "",
        says=_misfit(node, p.language) if p.misfit else "",
    )


def _farewell(p: Performance, stage: Stage, node: n.Node | None) -> str:
    if not isinstance(node, n.Goodbye):
        return ""
    try:
        return in_print(fill(node.prompts, ConversationScope(stage, p, p.since), p.language), p.language)
    except Malformed:
        return ""


def in_print(prompts: tuple[Speech, ...], language: str) -> str:
    """What is to be read out: words and values in print, recorded prompts by name in brackets."""
    written = []
    for part in prompts:
        if isinstance(part, Said):
            try:
                written.append(printed(part, part.language or language))
            except Malformed:
                # a value that is not of its kind is better read than missed
                written.append(part.value)
        elif not part.startswith(SHIPPED):
            written.append(f"[{part}]")
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text for text in written if text))


def form_document(form: f.Form) -> dict[str, Any]:
    """The form as it stands in the document of a flow."""
    kind = re.sub(r"(?<!^)([A-Z])", r"-\1", type(form).__name__.removesuffix("Form")).lower()
    written: dict[str, Any] = {"kind": kind}
    for each in fields(form):
        value = getattr(form, each.name)
        if each.name == "options":
            value = [{"value": option.value, "key": option.key, "label": dict(option.label)} for option in value]
        written[each.name] = value
    return written


def _options(node: n.Node | None, language: str) -> Iterator[OptionView]:
    match node:
        case n.Menu(choices=choices):
            yield from (OptionView(value=key, label=_label(node, key, language)) for key in choices)
        case n.ChooseLanguage(choices=languages):
            yield from (OptionView(value=key, label=chosen) for key, chosen in languages.items())
        case n.Ask(form=f.ChoiceForm(options=options)):
            yield from (OptionView(value=option.value, label=_named(option, language)) for option in options)


def _label(node: n.Menu, key: str, language: str) -> str:
    return in_language(node.labels.get(key, {}), language) or f"{key}: {node.choices.get(key, '')}"


def _named(option: f.Option, language: str) -> str:
    return in_language(option.label, language) or option.value


def _misfit(node: n.Node | None, language: str) -> str:
    """What would be accepted, in the language of the conversation."""
    said = {"en": "That does not fit.", "ru": "Такой ответ не подходит."}
    match node:
        case n.Disclose():
            said = {"en": "Read it to the customer, then tick it.", "ru": "Прочитайте это клиенту и отметьте."}
        case n.Menu() | n.ChooseLanguage() | n.Ask(form=f.ChoiceForm() | f.YesNoForm()):
            said = {"en": "Choose one of the answers.", "ru": "Выберите один из ответов."}
        case n.Ask(form=f.DigitsForm(least=least, most=most) | f.SecretForm(least=least, most=most)):
            count = str(least) if least == most else f"{least}–{most}"
            said = {"en": f"Digits only; how many: {count}.", "ru": f"Только цифры; количество: {count}."}
        case n.Ask(form=f.NumberForm(least=least, most=most)):
            said = {"en": f"A whole number from {least} to {most}.", "ru": f"Целое число от {least} до {most}."}
        case n.Ask(form=f.RatingForm(scale=scale)):
            least, most = f.SCALES[scale]
            said = {"en": f"A number from {least} to {most}.", "ru": f"Число от {least} до {most}."}
        case n.Ask(form=f.DateForm()):
            said = {"en": "A day that fits.", "ru": "Подходящая дата."}
        case n.Ask():
            said = {"en": "Write something.", "ru": "Напишите что-нибудь."}
        case n.Order():
            said = {
                "en": "At least one line, each with an item and a quantity.",
                "ru": "Хотя бы одна строка; в каждой товар и количество.",
            }
    return in_language(said, language)


def _short(answer: Any) -> Any:
    """An answer that fits beside the script: one value, or a row of values."""
    if isinstance(answer, str):
        return answer if len(answer) <= TEXT_MAX else None
    if isinstance(answer, bool | int | float):
        return answer
    if isinstance(answer, Mapping) and len(answer) <= MEMBERS_MAX:
        members = {name: _short(each) for name, each in answer.items() if not isinstance(each, Mapping)}
        return {name: each for name, each in members.items() if each is not None}
    return None
