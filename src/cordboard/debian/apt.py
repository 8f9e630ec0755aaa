"""An apt of its own: own state, own lists, own cache, and an empty status file.

With nothing installed in its eyes, apt resolves the complete closure of a package, down to the C library. The host's
own apt is neither asked nor touched, and no root is needed. Packages are verified with the host's Debian keyring.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from cordboard.debian.errors import MirrorUnreachable, NoArchiveKey, NoMirror

KEYRINGS = (
    Path("/usr/share/keyrings/debian-archive-keyring.gpg"),
    Path("/usr/share/keyrings/debian-archive-keyring.pgp"),
)
SOURCES = Path("/etc/apt")
MIRROR_ADDRESS = re.compile(r"(?:https?|mirror\+file)://[^\s]+/debian/?(?=\s|$)", re.MULTILINE)
TRIES = 3
"""An index may move while packages are fetched; a second look then finds them."""
NETWORK_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Planned:
    """One package that apt decided to fetch."""

    name: str
    version: str

    @classmethod
    def from_file_name(cls, file_name: str) -> Planned:
        """Return the package of an archive file such as `zlib1g_1%3a1.3_amd64.deb`."""
        name, version, _ = unquote(file_name).split("_")
        return cls(name, version)


def host_mirror(sources: Path = SOURCES) -> str:
    """Return the Debian mirror of CORDBOARD_DEBIAN_MIRROR, else of the host's own apt sources.

    Raises:
        NoMirror: neither names one.
    """
    if chosen := os.environ.get("CORDBOARD_DEBIAN_MIRROR"):
        return chosen.rstrip("/")
    files = [sources / "sources.list", *sorted((sources / "sources.list.d").glob("*"))]
    for file in files:
        if file.suffix not in {".list", ".sources"} or not file.is_file():
            continue
        lines = [line for line in file.read_text(errors="replace").splitlines() if not line.lstrip().startswith("#")]
        if found := MIRROR_ADDRESS.search("\n".join(lines)):
            return found.group().rstrip("/")
    raise NoMirror


class PrivateApt:
    """Apt with all its state below one folder of ours."""

    def __init__(self, folder: Path, *, mirror: str, suite: str, components: Sequence[str], architecture: str) -> None:
        keyring = next((file for file in KEYRINGS if os.access(file, os.R_OK)), None)
        if keyring is None:
            raise NoArchiveKey
        self.mirror = mirror
        self.archives = folder / "cache" / "archives"
        for place in (folder / "lists" / "partial", self.archives / "partial"):
            place.mkdir(parents=True)
        (folder / "status").touch()
        sources = folder / "sources.list"
        signed = f"[signed-by={keyring} arch={architecture}]"
        sources.write_text(f"deb {signed} {mirror} {suite} {' '.join(components)}\n")
        options = {
            "Dir::State": folder,
            "Dir::State::status": folder / "status",
            "Dir::State::Lists": folder / "lists",
            "Dir::Etc::SourceList": sources,
            "Dir::Etc::SourceParts": "/dev/null",
            "Dir::Etc::Preferences": "/dev/null",
            "Dir::Etc::PreferencesParts": "/dev/null",
            "Dir::Cache": folder / "cache",
            "APT::Architecture": architecture,
            "APT::Sandbox::User": "",
            "APT::Install-Recommends": "false",
            "APT::Update::Post-Invoke-Success": "",
            "Acquire::Languages": "none",
            "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
            "Acquire::Retries": 1,
            "Acquire::http::Timeout": NETWORK_TIMEOUT_S,
            "Acquire::https::Timeout": NETWORK_TIMEOUT_S,
            "Debug::NoLocking": "true",
        }
        self._command = ["apt-get", "-q", "-y", *(word for k, v in options.items() for word in ("-o", f"{k}={v}"))]

    def refresh(self) -> None:
        """Fetch the index of the suite.

        Raises:
            MirrorUnreachable: no network, or no such mirror, or an index that is not signed by Debian.
        """
        update = ("-o", "APT::Update::Error-Mode=any", "update")
        try:
            self._run(*update)
        except MirrorUnreachable as error:
            if "is expired" not in str(error):
                raise
            # A frozen mirror: its index is signed all the same, and what we take from it is pinned by version.
            self._command += ["-o", "Acquire::Check-Valid-Until=false"]
            self._run(*update)

    def plan(self, packages: Iterable[str], *, with_dependencies: bool) -> list[Planned]:
        """Return what `packages` (`name`, or `name=version` where a version may end in *) need, themselves included."""
        words = list(packages)
        asked = ["install", *words] if with_dependencies else ["download", *words]
        said = self._run("-qq", "--print-uris", *asked)
        files = [line.split()[1] for line in said.splitlines() if line.startswith("'")]
        return [Planned.from_file_name(file) for file in files]

    def fetch(self, planned: Iterable[Planned]) -> None:
        """Download into `archives` what is not there yet; apt checks every hash against the signed index."""
        self._run("download", *(f"{package.name}={package.version}" for package in planned), cwd=self.archives)

    def _run(self, *words: str, cwd: Path | None = None) -> str:
        ran = subprocess.run(
            [*self._command, *words], cwd=cwd, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
        )
        if ran.returncode:
            complaints = [line for line in ran.stderr.splitlines() if line.startswith(("E:", "W:"))]
            raise MirrorUnreachable(self.mirror, (complaints or ran.stderr.splitlines() or ["no reason given"])[-1])
        return ran.stdout
