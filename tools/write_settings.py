"""Writes docs/reference/settings.md from the fields of config.py; `--check` fails when the page is stale."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
import sys
import textwrap
import typing
from pathlib import Path
from typing import Any

from cordboard import config
from cordboard.reading import Slot, accepts, slots

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "settings.md"

OPENING = """\
# Settings

Made from `src/cordboard/config.py` by `tools/write_settings.py`: change it there.

Every setting has a default, and Cordboard runs without any. A setting is read from one TOML file (the one that
`CORDBOARD_CONFIG` names, else `cordboard.toml` in the home folder, if there is one), and the environment outweighs the
file. An unknown name or a wrong value stops the start with a sentence that names it.

```toml
# cordboard.toml
metrics = false

[web]
port = 9000
```

is the same as `CORDBOARD_METRICS=false CORDBOARD_WEB_PORT=9000`.

`CORDBOARD_SKIP_UI=1` is read by the build alone: the browser side is then not built when the package is.
"""


def words(form: type[Any]) -> dict[str, str]:
    """Return the text under each field of a class that has one."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(form)))
    body = typing.cast(ast.ClassDef, tree.body[0]).body
    said: dict[str, str] = {}
    for before, after in itertools.pairwise(body):
        match before, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                said[name] = " ".join(text.split())
            case _:
                pass
    return said


def groups() -> dict[str, type[Any]]:
    """Return the classes of settings by the name of their table in the file; the top has the name ''."""
    kinds = typing.get_type_hints(config.Settings)
    nested = {name: kind for name, kind in kinds.items() if dataclasses.is_dataclass(kind)}
    return {"": config.Settings, **typing.cast("dict[str, type[Any]]", nested)}


def undocumented() -> list[str]:
    """Return the names of settings that nobody has said a word about."""
    return [
        slot.name
        for group, form in groups().items()
        for slot in slots(form, f"{group}." if group else "")
        if slot.name.removeprefix(f"{group}.").count(".") == 0 and slot.field.name not in words(form)
    ]


def page() -> str:
    """Return the whole page."""
    parts = [OPENING]
    for group, form in groups().items():
        said = words(form)
        parts.append(f"\n## `[{group}]`\n\n{inspect.getdoc(form)}\n" if group else "\n## At the top of the file\n")
        for slot in slots(form, f"{group}." if group else ""):
            if slot.field.name in said:
                parts.append(_entry(slot, said[slot.field.name]))
    return "".join(parts)


def _entry(slot: Slot, text: str) -> str:
    default = slot.field.default
    if default is dataclasses.MISSING or default is None or default == ():
        shown = "unset"
    else:
        shown = f"`{str(default).lower() if isinstance(default, bool) else default}`"
    heading = slot.name.rpartition(".")[2]
    facts = f"`{slot.variable}` · {accepts(slot)} · default: {shown}"
    return f"\n### {heading}\n\n{facts}\n\n" + textwrap.fill(text, 120, break_on_hyphens=False) + "\n"


def main() -> int:
    if "--check" in sys.argv[1:]:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        if not fresh:
            print(f"{PAGE} is stale: run tools/write_settings.py", file=sys.stderr)
        return 0 if fresh else 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
