"""What this machine is to Debian: its architecture, its tools, its room on disk."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from cordboard.debian.errors import NoDebianTools, NoRoom, UnsupportedMachine

TOOLS = ("apt-get", "dpkg", "dpkg-deb", "tar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """An architecture as Debian names it, with where its loader and libraries lie."""

    architecture: str
    triplet: str
    """The folder of its libraries below usr/lib."""
    loader: str
    """File name of the program that starts programs, beside the C library."""


MACHINES = MappingProxyType(
    {
        "amd64": Machine(architecture="amd64", triplet="x86_64-linux-gnu", loader="ld-linux-x86-64.so.2"),
        "arm64": Machine(architecture="arm64", triplet="aarch64-linux-gnu", loader="ld-linux-aarch64.so.1"),
    }
)


def this_machine() -> Machine:
    """Return what this machine is.

    Raises:
        NoDebianTools: apt or dpkg is missing.
        UnsupportedMachine: neither amd64 nor arm64.
    """
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    if lacking:
        raise NoDebianTools(lacking)
    asked = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    return machine_of(asked.stdout.strip())


def machine_of(architecture: str) -> Machine:
    """Return the machine of this Debian architecture."""
    if architecture not in MACHINES:
        raise UnsupportedMachine(architecture)
    return MACHINES[architecture]


def demand_room(folder: Path, needed_mb: int) -> None:
    """Refuse with `NoRoom` unless the disk of `folder` (which may not exist yet) has `needed_mb` megabytes free."""
    standing = next(place for place in (folder, *folder.parents) if place.exists())
    free_mb = shutil.disk_usage(standing).free // 1_000_000
    if free_mb < needed_mb:
        raise NoRoom(folder, needed_mb=needed_mb, free_mb=free_mb)
