"""A flow tried out: performed as text with what the customer did so far, and what may be done next."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from cordboard.center.center import Center
from cordboard.errors import Malformed
from cordboard.flows import forms as f
from cordboard.flows import nodes as n
from cordboard.flows.language import Case, Flow, Step
from cordboard.flows.rehearsal import Rehearsal, rehearse
from cordboard.runtime import shapes
from cordboard.runtime.written import fault_of, strange
from cordboard.values import value

ACTS_MAX = 300
Awaited = Literal["key", "text", "speech", "outside", "queue", "nothing"]


@value
class Choice:
    """One thing that the customer may press or say."""

    value: str
    label: str


@value
class Standing:
    """Where the conversation stands, and what it waits for."""

    node_id: str = ""
    kind: str = ""
    awaits: Awaited = "nothing"
    options: tuple[Choice, ...] = ()


def read_case(case: Mapping[str, Any], acts: Sequence[Any]) -> tuple[Case, tuple[Step, ...]]:
    """The circumstances of a try, and what the customer does in it.

    Raises:
        Malformed: they cannot be read.
    """
    if len(acts) > ACTS_MAX:
        raise Malformed(f"a try has at most {ACTS_MAX} acts")
    written = {"name": "try", **case, "steps": list(acts)}
    if wrong := next(strange(written), ""):
        raise Malformed(wrong)
    try:
        read: Case = shapes.read(written, Case)
    except msgspec.ValidationError as error:
        raise Malformed(str(fault_of(error, within="case"))) from error
    return read, read.steps


async def try_out(
    flow: Flow, case: Case, acts: Sequence[Step], *, flows: Mapping[str, Flow], center: Center, timezone: str
) -> Rehearsal:
    """Perform the flow beside the loop."""
    return await asyncio.to_thread(rehearse, flow, case, acts, flows=flows, center=center, timezone=timezone)


def standing_of(rehearsal: Rehearsal) -> Standing:
    """Where it stands now."""
    p, flow = rehearsal.performance, rehearsal.flow_now
    if p is None or flow is None or p.ended:
        return Standing()
    node = flow.nodes.get(p.node_id)
    kind = shapes.kind_of(type(node)) if node is not None else ""
    options: tuple[Choice, ...] = ()
    if p.awaits in ("answer", "said", "confirmation") and node is not None:
        options = tuple(_options(node, p.language, is_confirmed=p.awaits == "confirmation"))
    return Standing(node_id=p.node_id, kind=kind, awaits=_awaited(rehearsal, node), options=options)


def _awaited(rehearsal: Rehearsal, node: n.Node | None) -> Awaited:
    p = rehearsal.performance
    match p.awaits if p is not None else "":
        case "recording":
            return "speech"
        case "errand" | "number" | "talk":
            return "outside"
        case "return":
            return "queue"
        case "answer" | "confirmation" | "said":
            keyed = isinstance(node, n.Menu | n.ChooseLanguage) or not rehearsal.is_script
            return "key" if keyed else "text"
        case _:
            return "nothing"


def _options(node: n.Node, language: str, *, is_confirmed: bool) -> Iterator[Choice]:
    yes, no = ("да", "нет") if language == "ru" else ("yes", "no")
    if is_confirmed:
        yield from (Choice(value="1", label=yes), Choice(value="2", label=no))
        return
    match node:
        case n.Menu(choices=choices, labels=labels):
            for key in choices:
                label = labels.get(key, {})
                yield Choice(value=key, label=label.get(language) or next(iter(label.values()), key))
        case n.ChooseLanguage(choices=choices):
            yield from (Choice(value=key, label=chosen) for key, chosen in choices.items())
        case n.Ask(form=f.YesNoForm()):
            yield from (Choice(value="1", label=yes), Choice(value="2", label=no))
        case n.Ask(form=f.ChoiceForm(options=options)):
            for option in options:
                yield Choice(value=option.key, label=option.label.get(language) or option.value)
        case n.Ask(form=f.RatingForm(scale=scale)) if scale in f.SCALES:
            least, most = f.SCALES[scale]
            yield from (Choice(value=str(each), label=str(each)) for each in range(least, most + 1))
