"""Runs a program of a private tree with that tree's own loader and libraries.

Nothing is exported into LD_LIBRARY_PATH, so children such as /bin/sh use the host's libraries. The tree may be moved.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from cordboard.debian.machine import Machine


def command(root: Path, machine: Machine, program: str, *, libraries: Sequence[str] = ()) -> list[str]:
    """Return the words that start `program`, a path below `root`; its arguments follow them.

    `libraries` are further folders below `root` in which it looks for its libraries.
    """
    triplet = f"usr/lib/{machine.triplet}"
    path = ":".join(str(root / place) for place in (triplet, *libraries, "usr/lib"))
    loader = str(root / triplet / machine.loader)
    return [loader, "--argv0", Path(program).name, "--library-path", path, str(root / program)]


def environment(root: Path, machine: Machine) -> dict[str, str]:
    """Return this process's environment with what the tree's libraries look up for themselves pointed into the tree."""
    libraries = root / "usr" / "lib" / machine.triplet
    return {
        **os.environ,
        "OPENSSL_MODULES": str(libraries / "ossl-modules"),
        "GCONV_PATH": str(libraries / "gconv"),
    }


def lacking_libraries(
    root: Path, machine: Machine, files: Sequence[Path], *, libraries: Sequence[str] = ()
) -> list[str]:
    """Return what the loader of the tree cannot find for these programs and modules, one `file: complaint` each."""
    words = command(root, machine, "nothing", libraries=libraries)[:-1]
    lacking = []
    for file in files:
        ran = subprocess.run([*words, "--list", str(file)], capture_output=True, text=True)
        complaints = [line.strip() for line in (ran.stdout + ran.stderr).splitlines()]
        lacking += [f"{file.name}: {line}" for line in complaints if "not found" in line or "error while" in line]
    return lacking
