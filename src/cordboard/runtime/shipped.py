"""Flows that are shipped, for a company to start from: YAML files in the folder beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cordboard.flows.language import Flow
from cordboard.runtime.flow_documents import read_flow
from cordboard.runtime.flow_text import parse_text

FOLDER = Path(__file__).parent / "shipped_flows"


@cache
def shipped_flows() -> Mapping[str, Flow]:
    """All of them, by the name of their file."""
    return {
        file.stem: read_flow(parse_text(file.read_text(encoding="utf-8"))) for file in sorted(FOLDER.glob("*.yaml"))
    }
