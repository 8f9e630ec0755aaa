"""Writes the exact version of every package into pyproject.toml, so that every machine gets the same ones.

The versions are those of uv.lock, which uv keeps beside the clone and which names the index it was made from; the pins
hold on any index. Run after `uv lock --upgrade`, with the old pins taken out: `python tools/pin_packages.py`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "constraint-dependencies = [\n", "]\n"


def pins(lock: str) -> list[str]:
    """Return `name==version` for every locked package that comes from an index.

    Where the lock has several versions for several Pythons, the oldest one serves them all.
    """
    versions: dict[str, list[str]] = {}
    for package in tomllib.loads(lock)["package"]:
        if "registry" in package["source"]:
            versions.setdefault(package["name"], []).append(package["version"])
    return sorted(f"{name}=={min(found, key=_parts)}" for name, found in versions.items())


def _parts(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def pinned(project: str, lock: str) -> str:
    """Return pyproject.toml's text with the pins of this lock."""
    lines = "".join(f'    "{pin}",\n' for pin in pins(lock))
    return re.sub(re.escape(BEGIN) + r".*?^" + re.escape(END), BEGIN + lines + END, project, flags=re.M | re.S)


if __name__ == "__main__":
    file = ROOT / "pyproject.toml"
    file.write_text(pinned(file.read_text(), (ROOT / "uv.lock").read_text()))
