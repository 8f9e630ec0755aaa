"""Writes docs/states.md from the tables of floor/states.py; `--check` fails when the page is stale."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from cordboard.floor.states import AGENT_MOVES, CONTACT_MOVES, AgentState, ContactState

PAGE = Path(__file__).parent.parent / "docs" / "states.md"

OPENING = """\
# States

Made from the tables of `src/cordboard/floor/states.py` by `tools/draw_states.py`: change it there.

What is not drawn cannot happen: an event that meets a state without such an arrow raises `ImpossibleTransition`, which
is a fault of ours and never somebody's mistake. An arrow is named by its event; the [glossary](glossary.md) says what
each state means. The table under a drawing has every row, also those that leave a thing in its state.
"""

State = TypeVar("State", bound=StrEnum)


def page() -> str:
    """Return the whole page."""
    contact = _part("A contact", CONTACT_MOVES, ContactState, begin=ContactState.NEW, end=ContactState.ENDED)
    agent = _part("An agent", AGENT_MOVES, AgentState, begin=AgentState.SIGNED_OUT, end=None)
    return "\n".join([OPENING, contact, agent])


def _part(
    title: str, moves: Mapping[tuple[State, type], State], states: Iterable[State], *, begin: State, end: State | None
) -> str:
    arrows = {(before, event): after for (before, event), after in moves.items() if before is not after}
    drawing = ["```mermaid", "stateDiagram-v2"]
    drawing += [f'    state "{state}" as {_node(state)}' for state in states if _node(state) != state]
    drawing += [f"    [*] --> {_node(begin)}"]
    drawing += [
        f"    {_node(before)} --> {_node(after)}: {event.__name__}" for (before, event), after in arrows.items()
    ]
    drawing += [f"    {_node(end)} --> [*]"] if end is not None else []
    rows = ["| in state | event | then |", "|---|---|---|"]
    rows += [f"| {before} | `{event.__name__}` | {_then(before, after)} |" for (before, event), after in moves.items()]
    return "\n".join([f"## {title}", "", *drawing, "```", "", *rows, ""])


def _node(state: StrEnum) -> str:
    """Return the state's name as Mermaid takes it."""
    return re.sub(r"\W", "_", state)


def _then(before: StrEnum, after: StrEnum) -> str:
    return "the same" if before is after else str(after)


def main() -> int:
    """Write the page, or with `--check` say whether it is stale."""
    if "--check" in sys.argv[1:]:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        if not fresh:
            print(f"{PAGE} is stale: run tools/draw_states.py", file=sys.stderr)
        return 0 if fresh else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
