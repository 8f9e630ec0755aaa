"""Writes docs/reference/flow.schema.json from the language of flows."""

from __future__ import annotations

import json
from pathlib import Path

from cordboard.runtime.shapes import schema

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "flow.schema.json"


def page() -> str:
    """The schema as text that stays the same while the language does."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
